"""End with whoever started us, however they end."""

import ctypes
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def dies_with_owner(word: signal.Signals) -> Callable[[], None] | None:
    """A call for the child: on Linux the kernel then sends it `word` when the thread that started it is gone.

    None elsewhere. The C call is looked up here, so that the child may make it between fork and exec.
    """
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, word)

    return ask

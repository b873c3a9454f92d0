"""`tessera` as a process of its own, which hears Ctrl-C and ends when it is told to."""

import subprocess
import sys
from typing import Any, Final

PATIENCE_SECONDS: Final = 60

_MAIN: Final = """\
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # who tests in a shell's background is deaf to it, and so are heirs
from tessera.bootstrap.cli import main
main()
"""

TESSERA: Final = (sys.executable, "-c", _MAIN)
"""The words of the command, before its own."""


def end(process: subprocess.Popen[Any]) -> None:
    """Stop a process as an operator does; one that does not go is killed, and fails the test."""
    process.terminate()
    try:
        process.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise

"""While Tessera serves, its PostgreSQL runs: one that has ended is started again, whoever had started it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from tessera.bootstrap.embedded.place import EmbeddedUnavailable
from tessera.bootstrap.embedded.server import Embedded

SECONDS_A_LOOK = 0.5
SECONDS_A_TRY = 5.0


@contextmanager
def keep_running(embedded: Embedded, *, say: Callable[[str], None]) -> Iterator[None]:
    """Look after the server for as long as the context lasts. `say` is told what happens to it.

    A server ends by a crash or a full disk, or because a shorter command had started it and is done. Calls meet an
    unavailable database meanwhile, and try again.
    """
    embedded.serve()
    ending = Event()
    keeper = Thread(target=_keep, args=(embedded, ending, say), name="keeper", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ending.set()
        embedded.leave()
        keeper.join()


def _keep(embedded: Embedded, ending: Event, say: Callable[[str], None]) -> None:
    failing = False
    while not ending.wait(SECONDS_A_TRY if failing else SECONDS_A_LOOK):
        try:
            revived = embedded.revive()
        except EmbeddedUnavailable as problem:
            if not failing and not ending.is_set():  # once; then in silence, until it runs
                say(problem.detail)
            failing = True
            continue
        if revived:
            say("The embedded PostgreSQL had ended; it runs again.")
            failing = False

"""The installation's database: running and migrated, or a sentence that says why not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

import psycopg

from tessera.bootstrap.embedded import Embedded
from tessera.bootstrap.embedded.keep import keep_running
from tessera.bootstrap.migrate import migrate
from tessera.bootstrap.settings import Settings
from tessera.kit.problems import Problem
from tessera.usecases.database import unavailable


class DatabaseUnreachable(Problem):
    """The PostgreSQL does not answer."""

    code = "database_unreachable"
    title = "The database cannot be reached"


@contextmanager
def prepared_database(
    settings: Settings, *, say: Callable[[str], None], serving: bool = False
) -> Iterator[str]:
    """The conninfo of the database, migrated; the embedded one runs for as long as the context lasts.

    `say` is told what the operator should know. `serving`: should the embedded one end, it is started again.
    Raises DatabaseUnreachable, StorageFull, EmbeddedUnavailable.
    """
    if settings.database_url is not None:
        _migrate(settings.database_url, advice=" Look at DATABASE_URL.")
        yield settings.database_url
        return
    embedded = Embedded(settings.home)
    try:
        dsn = embedded.start()
        if embedded.notice is not None:
            say(embedded.notice)
        _migrate(dsn)
        with keep_running(embedded, say=say) if serving else nullcontext():
            yield dsn
    finally:
        embedded.stop()


def _migrate(dsn: str, *, advice: str = "") -> None:
    try:
        migrate(dsn)
    except psycopg.errors.DiskFull as error:
        raise unavailable(error) from error
    except psycopg.OperationalError as error:
        cause = str(error).strip().splitlines()[0]
        raise DatabaseUnreachable(f"The database cannot be reached: {cause}.{advice}") from error

"""Which versions there are and which one is in force."""

from collections.abc import Callable, Sequence
from datetime import datetime

from psycopg import Connection

from tessera.kit.record import Record
from tessera.versions import _sql


class Version(Record, frozen=True):
    """A published version of the programme. It holds from `effective_at` until a higher number's: never, if that is earlier.

    `edition`: of the catalogue that stands beside the document; 0 where there is none.
    """

    number: int
    programme_id: str
    document: str
    effective_at: datetime
    published_at: datetime
    note: str
    rollback_of: int | None
    edition: int = 0


def hold_versions(connection: Connection, *, after: int) -> Callable[[], list[Version]]:
    """Keep publishing out until this transaction ends, then read what is above `after`: for a pipeline."""
    connection.execute(_sql.SHARE_LOCK)
    cursor = connection.execute(_sql.READ_VERSIONS, (after,))
    return lambda: [Version(*row) for row in cursor]


def read_versions(connection: Connection, *, after: int = 0) -> list[Version]:
    """The versions with a number above `after`, lowest first."""
    return [Version(*row) for row in connection.execute(_sql.READ_VERSIONS, (after,))]


def effective(versions: Sequence[Version]) -> list[Version]:
    """Those of `versions`, lowest first, that ever decide; the instants from which they do never fall.

    One that was to begin later is not among them when a higher number began before it.
    """
    stack: list[Version] = []
    for version in versions:
        while stack and stack[-1].effective_at > version.effective_at:
            stack.pop()
        stack.append(version)
    return stack


def in_force(versions: Sequence[Version], at: datetime) -> Version | None:
    """The version that decides what happened `at`: the highest number in effect by then; None before any."""
    return max(
        (version for version in versions if version.effective_at <= at),
        key=lambda version: version.number,
        default=None,
    )

"""Publish a version."""

from datetime import datetime

from psycopg import Connection

from tessera.kit.clock import Clock
from tessera.kit.problems import InvalidValue
from tessera.versions import _sql
from tessera.versions.read import Version, in_force, read_versions


def hold_batches(connection: Connection) -> None:
    """Wait for the batches under way, and keep others and other publishers out until this transaction ends."""
    connection.execute(_sql.PUBLISH_LOCK)


def publish_version(  # noqa: PLR0913 - one value for each column
    connection: Connection,
    *,
    programme_id: str,
    document: str,
    effective_at: datetime | None,
    clock: Clock,
    note: str = "",
    rollback_of: int | None = None,
    edition: int | None = None,
    instead: bool = False,
) -> Version:
    """Add the next version, in force from `effective_at`; None is the instant at which it is published.

    Waits for the batches under way and takes the time after that, so that what they decided stays decided by
    the version before. Only the first may hold from the past: any other would re-decide what has happened.
    `edition`: of the catalogue; None: the newest version's. `instead`: versions that were to begin later never do.
    Raises InvalidValue (`effective_at`) for the past and, unless `instead`, for an instant before the newest version's.
    """
    hold_batches(connection)
    now = clock.now()
    versions = read_versions(connection)
    newest = versions[-1] if versions else None
    effective_at = effective_at or now
    if newest and effective_at < now:
        raise InvalidValue(
            "A version cannot take effect in the past; leave the instant out for now.", field="effective_at"
        )
    if newest and effective_at < newest.effective_at and not instead:
        raise InvalidValue(_waits(newest, in_force(versions, now)), field="effective_at")
    version = Version(
        number=newest.number + 1 if newest else 1,
        programme_id=programme_id,
        document=document,
        effective_at=effective_at,
        published_at=now,
        note=note,
        rollback_of=rollback_of,
        edition=(newest.edition if newest else 0) if edition is None else edition,
    )
    connection.execute(
        _sql.ADD_VERSION,
        (version.number, programme_id, document, effective_at, now, note, rollback_of, version.edition),
    )
    return version


def _waits(newest: Version, now: Version | None) -> str:
    """Why nothing can begin before the newest version, and how it is taken back."""
    told = f"Version {newest.number} is to begin at {newest.effective_at:%Y-%m-%d %H:%M} UTC; nothing can begin before it."
    if now is None:
        return told
    return f"{told} Take it back first: tessera programme rollback {now.number}"

"""Publish a version."""

from datetime import datetime

from psycopg import Connection

from tessera.kit.clock import Clock
from tessera.kit.problems import InvalidValue
from tessera.versions import _sql
from tessera.versions.read import Version, read_versions


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
) -> Version:
    """Add the next version, in force from `effective_at`; None is the instant at which it is published.

    Waits for the batches under way and takes the time after that, so that what they decided stays decided by
    the version before. Only the first may hold from the past: any other would re-decide what has happened.
    `edition`: of the catalogue; None: the newest version's.
    Raises InvalidValue (`effective_at`) for the past, and for an instant before the newest version's.
    """
    hold_batches(connection)
    now = clock.now()
    newest = max(read_versions(connection), key=lambda version: version.number, default=None)
    effective_at = effective_at or now
    if newest and effective_at < now:
        raise InvalidValue(
            "A version cannot take effect in the past; leave the instant out for now.", field="effective_at"
        )
    if newest and effective_at < newest.effective_at:
        raise InvalidValue(
            f"Version {newest.number} takes effect at {newest.effective_at.isoformat()}; "
            "the next one cannot come before it.",
            field="effective_at",
        )
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

"""Go back to an earlier programme, by publishing its document again: history is never rewritten."""

from psycopg import Connection

from tessera.kit.clock import Clock
from tessera.kit.problems import InvalidValue
from tessera.usecases.publish_programme import publish_programme
from tessera.versions.read import Version, read_versions


def rollback_programme(connection: Connection, number: int, *, clock: Clock, note: str = "") -> Version:
    """Publish version `number` again, from now on, as a new version that names it. Raises InvalidValue.

    A version that was to begin later never does: going back to the one in force takes it back before it begins.
    The old document is read with today's words: should it no longer be valid, ProgrammeHasErrors says why.
    """
    with connection.transaction():
        versions = {version.number: version for version in read_versions(connection)}
        if number not in versions:
            raise InvalidValue(f"There is no version {number}.", field="number")
        return publish_programme(
            connection,
            versions[number].document,
            effective_at=None,
            clock=clock,
            note=note or f"Back to version {number}",
            rollback_of=number,
            instead=True,
        )

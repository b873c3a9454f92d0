"""The programme's versions, and the one in force."""

from datetime import datetime

from psycopg import Connection

from tessera.kit.problems import NoProgramme
from tessera.versions.read import Version, in_force, read_versions


def read_history(connection: Connection) -> list[Version]:
    """Every version, oldest first."""
    with connection.transaction():
        return read_versions(connection)


def read_programme(connection: Connection, *, at: datetime) -> Version:
    """The version in force `at`. Raises NoProgramme."""
    version = in_force(read_history(connection), at)
    if version is None:
        raise NoProgramme("No programme is in force; publish one with `tessera programme publish`.")
    return version

"""Which year is replayed: the real one, or the same moved by whole weeks so that it ends now."""

from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

from psycopg import Connection

from tessera.connect.complete_journey import whole_weeks_until
from tessera.engine.compile import Compiled
from tessera.engine.vocabulary import VOCABULARY
from tessera.engine.windows import midnight
from tessera.kit.clock import Clock
from tessera.kit.problems import Problem
from tessera.programme.load import load
from tessera.programme.shift import shift
from tessera.usecases.publish_programme import publish_programme
from tessera.usecases.read_programme import read_history

SOURCE = "journey"
"""The source of the replayed activities."""

EXAMPLE = "harvest-club"
_FIRST_DAY = datetime(2017, 1, 1)  # noqa: DTZ001 - a local day of the programme's zone
_PROOF = "the Complete Journey year, moved by {weeks} weeks"


class AnotherProgramme(Problem):
    """The database has a programme of its own, into which the demo must not write."""

    code = "another_programme"
    title = "Another programme is published here"


def example_text() -> str:
    """The example programme's document."""
    return files("tessera.programme.examples").joinpath(f"{EXAMPLE}.yaml").read_text(encoding="utf-8")


def example() -> Compiled:
    """The example programme, as it stands in its own year."""
    return _compile(example_text())


def _compile(text: str) -> Compiled:
    loaded = load(text, vocabulary=VOCABULARY)
    if loaded.programme is None:
        raise AssertionError(f"the example does not load: {loaded.errors}")
    return Compiled(loaded.programme)


def settle_year(connection: Connection, *, moved: bool, clock: Clock) -> int:
    """Publish the example, if nothing is published yet; returns by how many weeks the year is moved.

    A later run keeps to the weeks of the first. Raises AnotherProgramme.
    """
    versions = read_history(connection)
    if versions:
        first = versions[0]
        for weeks in range(2_000):
            if first.note == _PROOF.format(weeks=weeks):
                return weeks
        raise AnotherProgramme(
            "A programme that is not the demo's is published in this database. "
            "Use an empty one: set TESSERA_HOME to a new folder, or DATABASE_URL to a new database."
        )
    weeks = whole_weeks_until(clock.now()) if moved else 0
    text = shift(example_text(), weeks=weeks)
    publish_programme(
        connection,
        text,
        effective_at=first_instant(_compile(text), weeks),
        clock=clock,
        note=_PROOF.format(weeks=weeks),
    )
    return weeks


@cache
def identity_of(household: int) -> tuple[str, str]:
    """How the year's source names a household."""
    return f"external:{SOURCE}", str(household)


def first_instant(compiled: Compiled, weeks: int) -> datetime:
    """Midnight of the year's first day, in the programme's zone, in UTC."""
    return midnight((_FIRST_DAY + timedelta(weeks=weeks)).date(), compiled.zone)

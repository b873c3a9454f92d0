"""Publishing: a checked document, a draft on the way, and the way back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from psycopg import Connection

from tessera.kit.clock import SetClock
from tessera.kit.problems import InvalidValue, NoProgramme
from tessera.usecases.draft_programme import read_draft, save_draft
from tessera.usecases.publish_programme import ProgrammeHasErrors, publish_programme
from tessera.usecases.read_programme import read_history, read_programme
from tessera.usecases.rollback_programme import rollback_programme

pytestmark = pytest.mark.every_postgresql

NOON = datetime(2026, 6, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
FIRST = """\
programme: {id: corner-club, name: Corner Club, money: USD, timezone: UTC}
currencies: {points: {name: {en: [point, points]}, worth: 0.01}}
earn: {base: {on: purchase, give: {points: 2, per: 1.00}}}
"""
SECOND = FIRST.replace("points: 2", "points: 3")


@pytest.fixture
def connection(dsn: str) -> Iterator[Connection]:
    with psycopg.connect(dsn, autocommit=True) as connection:
        yield connection


def test_a_document_with_errors_is_refused_with_their_places(connection: Connection) -> None:
    """Every finding comes along, and nothing is published."""
    with pytest.raises(ProgrammeHasErrors) as refusal:
        publish_programme(
            connection, FIRST.replace("give:", "gift:"), effective_at=None, clock=SetClock(NOON)
        )
    assert {finding.line for finding in refusal.value.findings} == {3}
    assert read_history(connection) == []


def test_a_rollback_is_a_new_version_that_names_the_old_one(connection: Connection) -> None:
    """The document is the old one's byte for byte, from now on; the versions between stay as they were."""
    clock = SetClock(NOON)
    publish_programme(connection, FIRST, effective_at=None, clock=clock)
    clock.instant += HOUR
    publish_programme(connection, SECOND, effective_at=None, clock=clock)
    clock.instant += HOUR
    back = rollback_programme(connection, 1, clock=clock)
    assert (back.number, back.rollback_of, back.document) == (3, 1, FIRST)
    in_force = [read_programme(connection, at=NOON + hours * HOUR).number for hours in range(3)]
    assert in_force == [1, 2, 3]
    with pytest.raises(InvalidValue):
        rollback_programme(connection, 9, clock=clock)


def test_a_version_may_ask_to_follow_the_one_that_it_was_compared_with(connection: Connection) -> None:
    """Should another have come in between, nothing is published, and the newest is named."""
    clock = SetClock(NOON)
    publish_programme(connection, FIRST, effective_at=None, clock=clock, after=0)
    publish_programme(connection, SECOND, effective_at=None, clock=clock, after=1)
    with pytest.raises(InvalidValue, match="The newest version is 2, not 1"):
        publish_programme(connection, FIRST, effective_at=None, clock=clock, after=1)
    assert len(read_history(connection)) == 2


def test_before_the_first_version_no_programme_is_in_force(connection: Connection) -> None:
    """The problem says what to do."""
    with pytest.raises(NoProgramme, match="publish"):
        read_programme(connection, at=NOON)


def test_publishing_uses_up_the_draft_that_it_came_from(connection: Connection) -> None:
    """A draft may have errors; it is gone once published, and stays if another document was."""
    save_draft(connection, "not yet: [", now=NOON)
    publish_programme(connection, FIRST, effective_at=None, clock=SetClock(NOON))
    assert read_draft(connection).document == "not yet: ["
    save_draft(connection, SECOND, now=NOON)
    publish_programme(connection, SECOND, effective_at=None, clock=SetClock(NOON))
    with pytest.raises(InvalidValue):
        read_draft(connection)

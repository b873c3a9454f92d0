"""Dates moved by whole weeks."""

import pytest
from tests.unit.programme.documents import EXAMPLE_FILE, MINIMAL, programme

from tessera.kit.problems import InvalidValue
from tessera.programme.shift import shift

TEXT = """\
programme: {id: club, until: "2018-01-01", from: 2017-01-01T09:00}  # since 2017-01-01
earn:
  a: {on: purchase, during: {from: 2017-06-01, until: '2017-07-01T10:00Z'}, facts: {day: 2017-06-01}}
  b: {name: über 2017-05-05, during: {from: 2017-12-25}}
draws: {c: {closes: 2017-12-25, public: lottery of 2017-12-28}}
"""


def test_only_dates_of_periods_move_and_all_else_stays_to_the_byte() -> None:
    """Periods move with their quotes and times kept; comments, names and facts that look like dates stay."""
    assert shift(TEXT, weeks=52) == (
        """\
programme: {id: club, until: "2018-12-31", from: 2017-12-31T09:00}  # since 2017-01-01
earn:
  a: {on: purchase, during: {from: 2018-05-31, until: '2018-06-30T10:00Z'}, facts: {day: 2017-06-01}}
  b: {name: über 2017-05-05, during: {from: 2018-12-24}}
draws: {c: {closes: 2018-12-24, public: lottery of 2017-12-28}}
"""
    )


def test_a_shift_and_its_opposite_cancel() -> None:
    """Moved there and back, the example is what it was; moved, it is still a valid programme."""
    text = EXAMPLE_FILE.read_text(encoding="utf-8")
    moved = shift(text, weeks=400)
    assert moved != text
    assert shift(moved, weeks=-400) == text
    assert len(programme(moved).rules) == len(programme(text).rules)


def test_a_document_without_dates_stays_as_it_is() -> None:
    """Where there is nothing to move nothing changes, line ends included."""
    text = MINIMAL.replace("\n", "\r\n")
    assert shift(text, weeks=3) == text


@pytest.mark.parametrize(("text", "weeks"), [("a: [", 1), (TEXT, 10_000_000), (TEXT, -200_000)])
def test_what_cannot_be_moved_is_a_problem(text: str, weeks: int) -> None:
    """Broken YAML, and dates that would leave the calendar, are refused."""
    with pytest.raises(InvalidValue):
        shift(text, weeks=weeks)

"""What a conversion takes and gives, and in which order a day's conversions run."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.programme.documents import HEAD, programme

from tessera.engine.convert import Converted, convert, due_on
from tessera.engine.worksheet import MOST_POINTS
from tessera.kit.codes import ReasonCode
from tessera.programme.conversion import Conversion, PeriodEnd, SetDates

END = SetDates(end=PeriodEnd.MONTH_END)
PLAIN = Conversion("c", "points", 100, "cash", 30, END, 300)
BONUS = Conversion("c", "points", 100, "cash", 30, END, 100, bonuses=((500, 7), (1000, 50)))


@pytest.mark.parametrize(
    ("usable", "done"),
    [
        (0, Converted(reason=ReasonCode.TOO_FEW_TO_CONVERT, value=0)),
        (299, Converted(reason=ReasonCode.TOO_FEW_TO_CONVERT, value=299)),
        (300, Converted(300, 90)),
        (399, Converted(300, 90, ReasonCode.LEFT_FOR_NEXT_TIME, 99)),
        (400, Converted(400, 120)),
    ],
)
def test_whole_steps_are_taken_from_the_least_on(usable: int, done: Converted) -> None:
    """What is left is named; below the least all of it is."""
    assert convert(PLAIN, usable) == done


@pytest.mark.parametrize(
    ("usable", "given_"), [(400, 120), (500, 157), (900, 277), (1000, 350), (5000, 1550)]
)
def test_the_highest_bonus_reached_comes_on_top(usable: int, given_: int) -> None:
    """At its threshold, and once."""
    assert convert(BONUS, usable).given == given_


@pytest.mark.parametrize(
    ("room", "taken", "given_"),
    [(1550, 5000, 1550), (1549, 4900, 1520), (349, 900, 277), (29, 0, 0), (0, 0, 0)],
)
def test_no_more_is_taken_than_fits(room: int, taken: int, given_: int) -> None:
    """The bonus has to fit too; the reason says how many points stay for that."""
    done = convert(BONUS, 5000, room=room)
    assert (done.taken, done.given) == (taken, given_)
    full = (ReasonCode.BALANCE_FULL, 5000 - taken)
    assert (done.reason, done.value) == ((None, None) if taken == 5000 else full)


def test_one_date_gives_at_most_what_a_rule_may_give() -> None:
    """Whatever a document says by mistake, sums stay far within 64 bits."""
    huge = Conversion("c", "points", 1, "cash", 10**11, END, 1)
    assert convert(huge, 10**12).given == MOST_POINTS


@given(
    step=st.integers(1, 60),
    amount=st.integers(1, 90),
    least=st.integers(1, 9),
    extras=st.lists(st.tuples(st.integers(1, 30), st.integers(1, 40)), max_size=3),
    usable=st.integers(0, 4000),
    room=st.none() | st.integers(0, 3000),
)
def test_what_is_given_is_the_rate_times_what_is_taken_and_nothing_more_would_fit(  # noqa: PLR0917 - drawn
    step: int, amount: int, least: int, extras: list[tuple[int, int]], usable: int, room: int | None
) -> None:
    """For any terms: whole steps, within what is there and what fits, as many as can be."""
    bonuses, on_top = [], 0
    for at in sorted({at for at, _ in extras}):
        on_top += next(extra for own, extra in extras if own == at)
        bonuses.append((at * step, on_top))
    conversion = Conversion("c", "points", step, "cash", amount, END, least * step, tuple(bonuses))
    done = convert(conversion, usable, room=room)
    assert done.taken % step == 0
    assert 0 <= done.taken <= usable
    bonus = max((extra for at, extra in bonuses if at <= done.taken), default=0)
    assert done.given * step == done.taken * amount + bonus * step
    assert room is None or done.given <= room
    if usable >= least * step and done.taken + step <= usable:
        assert room is not None
        assert conversion.given_for(done.taken + step) > room
    assert (done.taken == usable) == (done.reason is None) or usable == 0


CHAIN = """\
currencies:
  a: {name: [a, as]}
  b: {name: [b, bs]}
  c: {name: [c, cs]}
  d: {name: [d, ds]}
earn: {base: {on: purchase, give: {a: 1}}}
convert:
  c1: {every: {c: 1}, give: {d: 1}, on: {days: 1}}
  a1: {every: {a: 1}, give: {b: 1}, on: month-end}
  b1: {every: {b: 1}, give: {c: 1}, on: quarter-end}
"""


def test_a_days_conversions_run_along_their_chain() -> None:
    """Whatever stands first in the document; only those of the day."""
    club = programme(HEAD + CHAIN)
    may, july = (date(2026, month, 1) for month in (5, 7))
    at = datetime(2026, 6, 30, 21, tzinfo=UTC)
    assert [one.id for one in due_on(club, july, at)] == ["a1", "b1", "c1"]
    assert [one.id for one in due_on(club, may, at)] == ["a1", "c1"]
    assert due_on(club, date(2026, 7, 2), at) == []


def test_the_programmes_own_period_bounds_its_dates() -> None:
    """From its first midnight to the one that ends it."""
    head = HEAD.replace("}", ", from: 2026-06-01, until: 2026-07-01}")
    club = programme(head + CHAIN)
    day = date(2026, 7, 1)
    first, last = club.from_at, club.until_at
    assert first is not None
    assert last is not None
    assert due_on(club, day, last)
    assert due_on(club, day, first)
    assert not due_on(club, day, last.replace(day=last.day, hour=last.hour + 1))
    assert not due_on(club, day, first.replace(hour=first.hour - 1))

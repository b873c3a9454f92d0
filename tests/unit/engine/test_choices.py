"""Choices: what is open when, what is refused, and what then counts."""

from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from tessera.engine.activity import Activity, Line
from tessera.engine.choices import (
    ChoiceRefused,
    choice_facts,
    choose,
    choose_by,
    chosen_at,
    open_period,
    period_of,
)
from tessera.engine.compile import Compiled
from tessera.engine.decide import decide
from tessera.engine.merge import Joining, merge_standings, unmerge_standings
from tessera.engine.returned import Part
from tessera.engine.returns import take_back
from tessera.engine.standing import Standing
from tessera.engine.vocabulary import VOCABULARY
from tessera.engine.why import why_not
from tessera.kit.codes import ReasonCode, RefusalCode
from tessera.programme.choice import ChoicePeriod, MemberChoice
from tessera.programme.load import load

ZONE = ZoneInfo("Europe/Chisinau")
JUNE = datetime(2026, 6, 20, 9, tzinfo=UTC)
JULY = datetime(2026, 7, 5, 9, tzinfo=UTC)
BASKET = (
    Line("1", 1000, category="COFFEE"),
    Line("2", 2000, category="FRUIT"),
    Line("3", 4000, category="CIGARS"),
)
DOCUMENT = """
programme: {id: bank, name: Bank, money: EUR, timezone: Europe/Chisinau}
currencies: {points: {name: [point, points]}}
choices:
  favourites: {of: {category: [COFFEE, FRUIT, DAIRY]}, up-to: 2, for: month, choose-by: {days: 3}}
earn:
  base: {on: purchase, give: {points: 1, per: 1.00}}
  favourite: {on: purchase, lines: {category: {chosen: favourites}}, give: {points: 5, per: 1.00}, phase: bonus}
  twice: {on: purchase, lines: {category: {chosen: favourites}}, multiply: 2}
"""


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    loaded = load(DOCUMENT, vocabulary=VOCABULARY)
    assert loaded.programme is not None, loaded.errors
    return Compiled(loaded.programme)


def choice(*values: str, at: datetime = JUNE, period: date | None = None, of: str = "favourites") -> Activity:
    return Activity("choice", "c", at, facts=choice_facts(of, values, period_on=period))


def given(compiled: Compiled, standing: Standing, at: datetime) -> dict[str, int]:
    """What the basket gives at an instant, by rule."""
    activity = Activity("purchase", "p", at, 7000, lines=BASKET)
    decision = decide(compiled, standing, activity, chosen_at(compiled, standing, at))
    return {effect.rule: effect.amount for effect in decision.effects}


def test_what_is_chosen_counts_in_its_period_and_in_no_other(compiled: Compiled) -> None:
    """Only its lines count: for a rate, and for a multiplier of what the base gave for them."""
    standing = choose(compiled, Standing(), choice("COFFEE", "FRUIT"))
    assert given(compiled, standing, JUNE) == {"base": 70}
    assert given(compiled, standing, JULY) == {"base": 70, "favourite": 150, "twice": 30}
    assert given(compiled, standing, datetime(2026, 8, 1, 9, tzinfo=UTC)) == {"base": 70}


def test_a_new_choice_takes_the_place_of_the_one_before(compiled: Compiled) -> None:
    """And leaves those of other periods alone; another member's choice is never seen."""
    standing = choose(compiled, Standing(), choice("COFFEE", "FRUIT"))
    standing = choose(compiled, standing, choice("COFFEE"))
    standing = choose(compiled, standing, choice("FRUIT", at=JULY))
    assert given(compiled, standing, JULY) == {"base": 70, "favourite": 50, "twice": 10}
    assert given(compiled, Standing(), JULY) == {"base": 70}
    assert given(compiled, standing, datetime(2026, 8, 1, 9, tzinfo=UTC)) == {
        "base": 70,
        "favourite": 100,
        "twice": 20,
    }


@pytest.mark.parametrize(
    ("activity", "code"),
    [
        (choice("COFFEE", of="snacks"), RefusalCode.UNKNOWN_CHOICE),
        (choice("COFFEE", "CIGARS"), RefusalCode.NOT_TO_CHOOSE),
        (choice("COFFEE", "FRUIT", "DAIRY"), RefusalCode.TOO_MANY_CHOSEN),
        (choice("COFFEE", period=date(2026, 6, 20)), RefusalCode.CHOICE_TOO_LATE),
        (choice("COFFEE", period=date(2026, 8, 1)), RefusalCode.CHOICE_TOO_EARLY),
    ],
)
def test_a_choice_that_cannot_be_is_refused(
    compiled: Compiled, activity: Activity, code: RefusalCode
) -> None:
    """With one code for each cause."""
    with pytest.raises(ChoiceRefused) as refusal:
        choose(compiled, Standing(), activity)
    assert refusal.value.code is code


def test_a_choice_is_open_to_the_instant_of_its_deadline(compiled: Compiled) -> None:
    """Three whole days before July begins in Chisinau: the last moment is good, that instant too late."""
    own = compiled.choices["favourites"]
    deadline = choose_by(own, date(2026, 7, 1), ZONE)
    assert deadline == datetime(2026, 6, 27, 21, tzinfo=UTC)
    before = deadline.replace(hour=20, minute=59, second=59, microsecond=999_999)
    assert open_period(own, before, ZONE) == date(2026, 7, 1)
    assert open_period(own, deadline, ZONE) == date(2026, 8, 1)
    choose(compiled, Standing(), choice("COFFEE", at=before, period=date(2026, 7, 31)))
    with pytest.raises(ChoiceRefused, match="2026-06-28 00:00"):
        choose(compiled, Standing(), choice("COFFEE", at=deadline, period=date(2026, 7, 31)))


@pytest.mark.parametrize(
    ("period", "day", "first", "after"),
    [
        (ChoicePeriod.WEEK, date(2027, 1, 1), date(2026, 12, 28), date(2027, 1, 4)),
        (ChoicePeriod.MONTH, date(2028, 2, 29), date(2028, 2, 1), date(2028, 3, 1)),
        (ChoicePeriod.QUARTER, date(2026, 12, 31), date(2026, 10, 1), date(2027, 1, 1)),
        (ChoicePeriod.YEAR, date(2026, 1, 1), date(2026, 1, 1), date(2027, 1, 1)),
    ],
)
def test_periods_are_the_calendars(period: ChoicePeriod, day: date, first: date, after: date) -> None:
    """Weeks from Monday, quarters from January."""
    assert period_of(MemberChoice("c", "category", ("A", "B"), 1, period), day) == (first, after)


def test_a_deadline_longer_than_the_period_asks_for_a_later_one() -> None:
    """Ten days before a week begins: the next week is closed already, and the one after it perhaps too."""
    weekly = MemberChoice("c", "category", ("A", "B"), 1, ChoicePeriod.WEEK, days_before=10)
    assert open_period(weekly, JUNE, ZONE) == date(2026, 7, 6)


def test_the_old_periods_are_forgotten(compiled: Compiled) -> None:
    """The standing stays small: the last six periods are kept."""
    standing = Standing()
    for month in range(1, 13):
        standing = choose(compiled, standing, choice("COFFEE", at=JUNE.replace(year=2027, month=month)))
    kept = standing.choices["favourites"]
    assert [date.fromordinal(first).month for first in kept] == [8, 9, 10, 11, 12, 1]


def test_a_return_takes_back_what_the_choice_of_its_day_gave(compiled: Compiled) -> None:
    """By the traits that were kept with the purchase: in parts and together, to the last point."""
    standing = choose(compiled, Standing(), choice("COFFEE", "FRUIT"))
    traits = chosen_at(compiled, standing, JULY)
    purchase = Activity("purchase", "p", JULY, 7000, lines=BASKET)
    decision = decide(compiled, standing, purchase, traits)
    earned = [(effect.rule, effect.currency, effect.amount) for effect in decision.effects]
    steps = [{}, {2: Part(4000, 1000)}, {2: Part(4000, 1000), 1: Part(2000, 1000)}]
    taken = [
        {
            earned[back.effect][0]: back.amount
            for back in take_back(
                compiled, purchase, earned, before=before, after=after, standing=standing, traits=traits
            ).takebacks
        }
        for before, after in pairwise(steps)
    ]
    assert taken == [{"base": 40}, {"base": 20, "favourite": 100, "twice": 20}]


def test_why_not_says_that_it_was_not_chosen(compiled: Compiled) -> None:
    """Where the goods could have been chosen; else no line matched. What was looked at is not told again."""
    standing = choose(compiled, Standing(), choice("COFFEE"))
    traits = chosen_at(compiled, standing, JULY)
    fruit = Activity("purchase", "p", JULY, 2000, lines=BASKET[1:2])
    cigars = Activity("purchase", "p", JULY, 4000, lines=BASKET[2:])
    coffee = Activity("purchase", "p", JULY, 1000, lines=BASKET[:1])
    assert {reason.code for reason in why_not(compiled, fruit, traits)} == {ReasonCode.NOT_CHOSEN}
    assert {reason.code for reason in why_not(compiled, cigars, traits)} == {ReasonCode.NO_LINE_MATCHES}
    assert why_not(compiled, coffee, traits) == ()


def test_choices_of_two_who_become_one_are_kept_and_parted_again(compiled: Compiled) -> None:
    """Who stays has the last word for a period; parted, each has their own, and what was chosen since stays."""
    joining = Joining(compiled, JULY.date(), JUNE.date())
    own = choose(compiled, Standing(), choice("COFFEE"))
    other = choose(compiled, choose(compiled, Standing(), choice("FRUIT")), choice("DAIRY", at=JULY))
    merged = merge_standings(own, other, joining)
    july, august, september = (date(2026, month, 1).toordinal() for month in (7, 8, 9))
    assert merged.choices == {"favourites": {july: ("COFFEE",), august: ("DAIRY",)}}
    now = choose(compiled, merged, choice("COFFEE", "DAIRY", at=datetime(2026, 8, 5, tzinfo=UTC)))
    stays, leaves = unmerge_standings(now, own, other, joining)
    assert stays.choices == {"favourites": {july: ("COFFEE",), september: ("COFFEE", "DAIRY")}}
    assert leaves.choices == other.choices

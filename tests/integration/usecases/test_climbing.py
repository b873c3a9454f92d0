"""Levels of several counters through the database: recorded, kept, told, taken back, summed up, and proved."""

from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from tests.integration.usecases.shop import Shop

from tessera.engine.activity import Activity
from tessera.usecases.answers import Submission
from tessera.usecases.read_balances import Missing, Tier, read_balances
from tessera.usecases.summarise_programme import summarise_programme

PROGRAMME = """\
programme: {id: inn, name: Inn, money: USD, timezone: Europe/Chisinau}
currencies: {points: {name: {en: [point, points]}}}
earn:
  base: {on: stay, give: {points: 1, per: 1.00}}
tiers:
  qualify:
    counters: {nights: {by: measure, of: night}, spend: {by: spend, of: stay}}
    within: calendar-year
    head-start: {traits: {town: Orhei}, adds: {nights: 1}}
  keep: {months: 12, grace: {days: 10}, then: step-down}
  takes-effect: at-once
  on-return: recount
  levels:
    - id: guest
    - {id: friend, at: {any-of: {nights: 3, spend: 1000.00}}, perks: [{multiply: 2}]}
    - {id: family, at: {all-of: {nights: 5, spend: 500.00}}, perks: [{multiply: 3}]}
    - {id: circle, given: {traits: {town: Atlantis}}}
"""


@pytest.fixture
def inn(dsn: str) -> Iterator[Shop]:
    """An inn where Ann is at home; her town, Orhei, is a night's head start. Its books prove themselves."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        inn = Shop(connection, programme=PROGRAMME, now=datetime(2026, 6, 5, 9, tzinfo=UTC))
        yield inn
        assert inn.verify().differences == []


def stay(inn: Shop, key: str, *, nights: int, amount: int) -> Submission:
    activity = Activity("stay", key, inn.clock.now(), amount, "USD", measures={"night": nights * 1000})
    return Submission("till", "card", "ann", activity)


def test_levels_of_several_counters_are_kept_told_and_taken_back(inn: Shop) -> None:
    """Two nights and the head start make a friend at once; two more and 500.00 family; that stay comes back."""
    (ann,) = inn.enrol("ann")

    def tier(lang: str | None = None) -> Tier:
        balances = read_balances(inn.connection, inn.programmes, ann, at=None, clock=inn.clock, lang=lang)
        return balances.tiers[0]

    year_end = datetime(2026, 12, 31, 22, tzinfo=UTC)
    assert (tier().level, tier().until, tier().keep, tier().next_level) == ("guest", None, None, "friend")
    assert tier().next == Missing({"nights": 2000, "spend": 100_000}, any_of=True, by=year_end)
    assert tier().told == (
        "Your level is Guest.",
        "You still need 2 nights or purchases of $1,000 for Friend, by the end of December 31, 2026.",
    )
    first = inn.answer(stay(inn, "one", nights=2, amount=20_000))
    assert {granted.rule: granted.amount for granted in first.granted} == {"base": 200, "tiers:friend": 200}
    assert (tier().level, tier().until) == ("friend", datetime(2027, 6, 15, 21, tzinfo=UTC))
    assert tier().next == Missing({"nights": 2000, "spend": 30_000}, by=year_end)
    assert tier("ru").told == (
        "Ваш уровень — «Friend», по 15 июня 2027 года включительно.",
        "До уровня «Family» осталось: 2 ночи и покупки на 300 $. Срок — по 31 декабря 2026 года включительно.",
    )
    assert tier("ro").told == (
        "Nivelul dumneavoastră este Friend, până pe 15 iunie 2027 inclusiv.",
        "Pentru nivelul Family mai aveți nevoie de 2 nopți și cumpărături de 300 USD până pe 31 decembrie 2026 inclusiv.",
    )
    second = inn.answer(stay(inn, "two", nights=2, amount=30_000))
    assert {granted.rule: granted.amount for granted in second.granted} == {"base": 300, "tiers:family": 600}
    assert (tier().level, tier().keep, tier().next_level, tier().next) == ("family", None, None, None)
    inn.answer(inn.back("ann", "back", "two"))
    assert tier().level == "friend"
    inn.clock.instant = datetime(2027, 6, 15, 9, tzinfo=UTC)
    assert tier().level == "friend"  # June 5 of the next year, and ten days
    assert tier().keep == Missing(
        {"nights": 2000, "spend": 100_000}, any_of=True, by=datetime(2027, 6, 15, 21, tzinfo=UTC)
    )
    assert summarise_programme(inn.connection, inn.programmes, clock=inn.clock).tiers == {
        "tiers": {"guest": 0, "friend": 1, "family": 0, "circle": 0}
    }
    inn.clock.instant = datetime(2027, 6, 16, 9, tzinfo=UTC)
    assert tier().level == "guest"

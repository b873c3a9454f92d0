"""Members choose, through the database: recorded, remembered, read, quoted, returned, and proved."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import UUID

import psycopg
import pytest
from tests.integration.usecases.shop import Shop

from tessera.engine.activity import Line
from tessera.kit.codes import ReasonCode, RefusalCode
from tessera.kit.problems import Problem
from tessera.usecases.answers import Submission
from tessera.usecases.make_choice import make_choice
from tessera.usecases.quote_activities import quote_activities
from tessera.usecases.read_answer import read_answer
from tessera.usecases.read_choices import Chosen, read_choices

PROGRAMME = """\
programme: {id: bank, name: Bank, money: USD, timezone: Europe/Chisinau}
currencies: {points: {name: {en: [point, points]}}}
choices:
  favourites: {of: {category: [COFFEE, FRUIT, DAIRY]}, up-to: 2, for: month, newcomers: wait}
earn:
  base: {on: purchase, give: {points: 1, per: 1.00}}
  favourite: {on: purchase, lines: {category: {chosen: favourites}}, give: {points: 5, per: 1.00}}
  voice: {on: choice, give: {points: 3}, cap: {times: 1, per: month}}
"""
JUNE = datetime(2026, 6, 20, 9, tzinfo=UTC)
JULY = datetime(2026, 7, 5, 9, tzinfo=UTC)
COFFEE, FRUIT = Line("c", 1000, category="COFFEE"), Line("f", 2000, category="FRUIT")


@pytest.fixture
def bank(dsn: str) -> Iterator[Shop]:
    """A bank with Ann and Bob, in June. Its books prove themselves."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        bank = Shop(connection, programme=PROGRAMME, now=JUNE)
        yield bank
        assert bank.verify().differences == []


def choice(bank: Shop, member_id: UUID, key: str, *values: str, period_on: date | None = None) -> Submission:
    return make_choice(
        source="app",
        key=key,
        member_id=member_id,
        choice="favourites",
        values=values,
        period_on=period_on,
        occurred_at=bank.clock.now(),
    )


def given(bank: Shop, submission: Submission) -> dict[str, int]:
    return {granted.rule: granted.amount for granted in bank.answer(submission).granted}


def test_a_choice_is_an_activity_and_counts_from_the_next_period_on(bank: Shop) -> None:
    """It may earn by itself, is answered again under its key, and gives more in July for who chose, and only then."""
    ann, _ = bank.enrol("ANN1", "BOB1")
    chosen = choice(bank, ann, "ch", "COFFEE")
    assert given(bank, chosen) == {"voice": 3}
    bank.clock.instant = JULY
    assert bank.answer(choice(bank, ann, "ch", "COFFEE")) == bank.answer(chosen)
    assert given(bank, bank.buy("ANN1", "p1", COFFEE, FRUIT)) == {"base": 30, "favourite": 50}
    assert given(bank, bank.buy("BOB1", "p2", COFFEE, FRUIT)) == {"base": 30}
    assert given(bank, bank.buy("ANN1", "p3", COFFEE, at=JUNE)) == {"base": 10}
    bank.clock.instant = datetime(2026, 8, 1, 9, tzinfo=UTC)
    assert given(bank, bank.buy("ANN1", "p4", COFFEE)) == {"base": 10}


def test_a_choice_in_one_batch_with_its_purchase_is_seen(bank: Shop) -> None:
    """Activities are decided in their order, however they are batched."""
    (ann,) = bank.enrol("ANN1")
    results = bank.record(
        choice(bank, ann, "c1", "COFFEE"),
        choice(bank, ann, "c2", "FRUIT"),
        bank.buy("ANN1", "p", COFFEE, FRUIT, at=datetime(2026, 6, 30, 20, tzinfo=UTC)),
        bank.buy("ANN1", "q", COFFEE, FRUIT, at=datetime(2026, 6, 30, 21, tzinfo=UTC)),
    )
    assert not any(isinstance(result, Problem) for result in results)
    june, july = (read_answer(bank.connection, bank.programmes, source="till", key=key) for key in ("p", "q"))
    assert [granted.amount for granted in june.granted] == [30]
    assert ("favourite", ReasonCode.NOT_CHOSEN) in [(reason.rule, reason.code) for reason in june.reasons]
    assert [granted.amount for granted in july.granted] == [30, 100]


def test_a_refused_choice_is_remembered_and_changes_nothing(bank: Shop) -> None:
    """Too late, too many, not on offer: each with its code, again to the same key."""
    (ann,) = bank.enrol("ANN1")
    bank.answer(choice(bank, ann, "good", "FRUIT"))
    refused = {
        RefusalCode.CHOICE_TOO_LATE: choice(bank, ann, "late", "COFFEE", period_on=date(2026, 6, 30)),
        RefusalCode.TOO_MANY_CHOSEN: choice(bank, ann, "many", "COFFEE", "FRUIT", "DAIRY"),
        RefusalCode.NOT_TO_CHOOSE: choice(bank, ann, "else", "CIGARS"),
    }
    for code, submission in refused.items():
        assert bank.answer(submission).refusal == code
        assert bank.answer(submission).refusal == code
    (favourites,) = read_choices(bank.connection, bank.programmes, ann, clock=bank.clock)
    assert favourites.next == Chosen(date(2026, 7, 1), date(2026, 8, 1), ("FRUIT",))


def test_what_is_chosen_can_be_read(bank: Shop) -> None:
    """What counts now, and what is open until when."""
    (ann,) = bank.enrol("ANN1")
    (before,) = read_choices(bank.connection, bank.programmes, ann, clock=bank.clock)
    assert before.current == Chosen(date(2026, 6, 1), date(2026, 7, 1), ())
    assert before.choose_by == datetime(2026, 6, 30, 21, tzinfo=UTC)
    bank.answer(choice(bank, ann, "c", "COFFEE", "DAIRY"))
    bank.clock.instant = JULY
    (after,) = read_choices(bank.connection, bank.programmes, ann, clock=bank.clock)
    assert after.current.values == ("COFFEE", "DAIRY")
    assert after.next == Chosen(date(2026, 8, 1), date(2026, 9, 1), ())


def test_a_quote_knows_what_was_chosen(bank: Shop) -> None:
    """It gives what the purchase will."""
    (ann,) = bank.enrol("ANN1")
    bank.answer(choice(bank, ann, "c", "COFFEE"))
    bank.clock.instant = JULY
    basket = bank.buy("ANN1", "p", COFFEE, FRUIT)
    (quote,) = quote_activities(bank.connection, bank.programmes, [basket], clock=bank.clock)
    assert not isinstance(quote, Problem)
    assert {granted.rule: granted.amount for granted in quote.granted} == given(bank, basket)


def test_a_return_in_another_month_is_exact(bank: Shop) -> None:
    """It goes by what had been chosen for the purchase's month, in parts and whole."""
    (ann,) = bank.enrol("ANN1")
    bank.answer(choice(bank, ann, "c", "COFFEE"))
    bank.clock.instant = JULY
    bank.answer(choice(bank, ann, "d", "FRUIT"))
    bank.answer(bank.buy("ANN1", "p", COFFEE, FRUIT))
    bank.clock.instant = datetime(2026, 8, 9, 9, tzinfo=UTC)
    first = bank.answer(bank.back("ANN1", "r1", "p", Line("f", 2000)))
    assert [(taken.rule, taken.amount) for taken in first.taken_back] == [("base", 20)]
    rest = bank.answer(bank.back("ANN1", "r2", "p"))
    assert [(taken.rule, taken.amount) for taken in rest.taken_back] == [("base", 10), ("favourite", 50)]


@pytest.fixture
def at_once(dsn: str) -> Iterator[Shop]:
    """The same bank, which lets new members choose at once, as it is where nothing is said. Its books prove themselves."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        bank = Shop(connection, programme=PROGRAMME.replace(", newcomers: wait", ""), now=JUNE)
        yield bank
        assert bank.verify().differences == []


def test_who_joins_within_a_period_chooses_for_the_rest_of_it_once(at_once: Shop) -> None:
    """It counts from then on; the next choice is for the next period, and no later one is for this."""
    (ann,) = at_once.enrol("ANN1")
    assert given(at_once, at_once.buy("ANN1", "p0", COFFEE)) == {"base": 10}
    (told,) = read_choices(at_once.connection, at_once.programmes, ann, clock=at_once.clock)
    assert (told.current_open, told.current.values) == (True, ())
    at_once.answer(choice(at_once, ann, "now", "COFFEE"))
    at_once.answer(choice(at_once, ann, "next", "FRUIT"))
    assert given(at_once, at_once.buy("ANN1", "p1", COFFEE, FRUIT)) == {"base": 30, "favourite": 50}
    (told,) = read_choices(at_once.connection, at_once.programmes, ann, clock=at_once.clock)
    assert (told.current_open, told.current.values, told.next.values) == (False, ("COFFEE",), ("FRUIT",))
    late = at_once.answer(choice(at_once, ann, "again", "DAIRY", period_on=JUNE.date()))
    assert late.refusal == RefusalCode.CHOICE_TOO_LATE
    at_once.clock.instant = JULY
    assert given(at_once, at_once.buy("ANN1", "p2", COFFEE, FRUIT)) == {"base": 30, "favourite": 100}


def test_a_newcomer_may_choose_for_the_next_period_first(at_once: Shop) -> None:
    """And for the running one after that, to its last instant; who joined in the period before may not."""
    ann, bob = at_once.enrol("ANN1", "BOB1")
    at_once.answer(choice(at_once, ann, "next", "FRUIT", period_on=JULY.date()))
    at_once.clock.instant = datetime(2026, 6, 30, 20, 59, 59, tzinfo=UTC)
    at_once.answer(choice(at_once, ann, "now", "COFFEE"))
    assert given(at_once, at_once.buy("ANN1", "p1", COFFEE)) == {"base": 10, "favourite": 50}
    at_once.clock.instant = datetime(2026, 6, 30, 21, tzinfo=UTC)
    at_once.answer(choice(at_once, bob, "bob", "COFFEE"))
    assert given(at_once, at_once.buy("BOB1", "p2", COFFEE)) == {"base": 10}

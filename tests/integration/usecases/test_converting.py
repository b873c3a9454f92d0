"""Conversions on set dates, through the books: once, as of their date, from the right lots, and proved."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from msgspec.structs import replace
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.shop import DAY, Shop
from tests.unit.programme.documents import programme

from tessera.engine.activity import Line
from tessera.kit.ids import new_id
from tessera.usecases.adjust_points import adjustment
from tessera.usecases.answers import Submission
from tessera.usecases.convert_days import convert_days
from tessera.usecases.enrol_members import Enrolment, enrol_members
from tessera.usecases.preview_programme import preview_programme
from tessera.usecases.read_balances import read_balances
from tessera.usecases.read_history import Entry, read_history
from tessera.usecases.summarise_programme import summarise_programme
from tessera.usecases.walk_days import Walked

HEAD = """\
programme: {id: club, name: Club, money: USD, timezone: America/New_York}
currencies:
  points: {name: [point, points], worth: 0.01, expire: {months: 3, round: quarter-end}}
  coins: {name: [coin, coins], expire: {days: 20}}
  cash: {name: cash back, unit: money, expire: {years: 2}}
earn:
  base: {on: purchase, give: {points: 1, per: 1.00}}
  later: {on: order, give: {points: 1, per: 1.00}, pending: {days: 14}}
  short: {on: visit, give: {points: 10}, expire: {days: 5}}
"""
PAYDAY = "payday: {every: {points: 100}, give: {cash: 1.00}, on: quarter-end, at-least: 200}"
START = datetime(2026, 7, 2, 12, tzinfo=UTC)
AUTUMN = datetime(2026, 10, 1, 4, tzinfo=UTC)  # midnight in New York, as the third quarter ends
WINTER = datetime(2027, 1, 1, 5, tzinfo=UTC)


def document(*conversions: str) -> str:
    return HEAD + "convert:\n" + "".join(f"  {conversion}\n" for conversion in conversions)


class Club(Shop):
    """A shop that converts; its scheduler has run up to the day on which it opened."""

    def __init__(self, connection: psycopg.Connection, *conversions: str) -> None:
        super().__init__(connection, programme=document(*conversions), now=START)
        (self.ann,) = self.enrol("ANN1")
        assert self.convert() == 0

    def convert(self, *, limit: int = 500) -> int:
        """Run until there is nothing more; how many conversions were recorded."""
        recorded = 0
        while True:
            with self.connection.transaction():
                batch = convert_days(
                    self.connection, self.programmes, clock=self.clock, new_id=new_id, limit=limit
                )
            recorded += batch.recorded
            assert batch.failed == ()
            if not batch.more:
                return recorded

    def spend(self, dollars: int, key: str, *, at: datetime | None = None, card: str = "ANN1") -> None:
        """A purchase, a point for each dollar."""
        self.answer(self.buy(card, key, Line("1", dollars * 100), at=at))

    def has(self, member_id: UUID | None = None) -> dict[str, int]:
        """What can be used now, by currency."""
        balances = read_balances(
            self.connection, self.programmes, member_id or self.ann, at=None, clock=self.clock
        ).balances
        return {currency: balance.available for currency, balance in balances.items() if balance.available}

    def told(self, *, lang: str | None = None) -> tuple[Entry, ...]:
        """Ann's history, newest first."""
        page = read_history(self.connection, self.programmes, self.ann, before=None, limit=50, lang=lang)
        return page.entries

    def adjust_cash(self, member_id: UUID, amount: int) -> Submission:
        """Money by hand."""
        return adjustment(
            source="desk", key=f"cash{amount}", member_id=str(member_id), currency="cash", points=amount,
            reason="goodwill", occurred_at=self.clock.now(),
        )  # fmt: skip

    def moved(self, *, but: str = "earned") -> list[tuple[str, str, int, datetime]]:
        """The postings that are no earnings, in the order of the books: currency, kind, amount, instant."""
        return self.connection.execute(
            "select currency, kind, amount, effective_at from posting where kind <> %s"
            " order by recorded_at, effective_at, activity_id is null, currency desc, version",
            (but,),
        ).fetchall()


@pytest.fixture
def club(dsn: str) -> Iterator[Club]:
    """Points become cash back at each quarter's end. Its books must prove themselves in the end."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        club = Club(connection, PAYDAY)
        yield club
        assert club.verify().differences == []


def test_a_conversion_happens_by_itself_at_the_midnight_of_its_date(club: Club) -> None:
    """Not a moment before, in whole steps, once however often the scheduler runs; what is left stays."""
    club.spend(730, "p")
    club.clock.instant = AUTUMN - timedelta(microseconds=1)
    assert club.convert() == 0
    club.clock.instant = AUTUMN
    assert club.convert() == 1
    assert club.convert() == 0
    assert club.moved() == [("points", "converted", -700, AUTUMN), ("cash", "converted", 700, AUTUMN)]
    assert club.has() == {"points": 30, "cash": 700}


def test_too_little_is_left_alone_and_leaves_no_trace(club: Club) -> None:
    """Less than `at-least` stays for the next date, and joins what comes until then."""
    club.spend(199, "p")
    club.clock.instant = AUTUMN
    assert club.convert() == 0
    club.spend(1, "q")
    club.clock.instant = WINTER
    assert club.convert() == 1
    assert club.has() == {"cash": 200}


def test_what_is_given_has_a_lot_with_its_own_terms(club: Club) -> None:
    """Usable at once, and it lasts as its currency says, from the date on."""
    club.spend(250, "p")
    club.clock.instant = AUTUMN + DAY
    assert club.convert() == 1
    lots = club.connection.execute(
        "select granted, remaining, available_at, expires_at from lot where currency = 'cash'"
    ).fetchall()
    end = datetime(2028, 10, 2, 4, tzinfo=UTC)
    assert lots == [(200, 200, AUTUMN, end)]
    club.clock.instant = end
    club.sweep()
    assert club.has() == {}


def test_the_oldest_points_are_taken_first(club: Club) -> None:
    """By their expiry, whatever the order in which they came."""
    club.spend(150, "old")
    club.clock.instant = AUTUMN - 5 * DAY
    club.spend(120, "new")
    club.clock.instant = AUTUMN
    assert club.convert() == 1
    left = club.connection.execute("select remaining from lot where currency = 'points' order by lot_version")
    assert left.fetchall() == [(0,), (70,)]


def test_what_ends_with_the_midnight_is_converted_and_only_the_rest_expires(dsn: str) -> None:
    """Points to the end of the quarter can be used until then; the history shows no expiry that never was."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        club = Club(connection, PAYDAY)
        club.publish(
            document(PAYDAY).replace("months: 3, round: quarter-end", "months: 1, round: quarter-end")
        )
        club.spend(340, "p")
        club.clock.instant = AUTUMN
        assert club.convert() == 1
        club.sweep()
        assert club.moved() == [
            ("points", "converted", -300, AUTUMN),
            ("cash", "converted", 300, AUTUMN),
            ("points", "expired", -40, AUTUMN),
        ]
        assert club.verify().differences == []


@pytest.mark.parametrize("touched", ["nothing", "a sweep", "a purchase", "a sweep and a return"])
def test_after_a_standstill_each_date_is_made_up_as_of_its_own_instant(club: Club, touched: str) -> None:
    """What expired meanwhile is converted all the same, what came later is not: months late ends as on time."""
    club.spend(340, "p")  # expires with the year
    club.clock.instant = AUTUMN + 30 * DAY
    club.spend(500, "later")
    club.clock.instant = WINTER + 100 * DAY  # nothing ran for half a year
    if "sweep" in touched:
        club.sweep()
    if touched == "a purchase":
        club.spend(7, "now")
    if "return" in touched:
        club.answer(club.back("ANN1", "back", "later", Line("1", 10000)))
    assert club.convert() == 2
    club.sweep()
    converted = [row for row in club.moved() if row[1] == "converted"]
    assert converted[:2] == [("points", "converted", -300, AUTUMN), ("cash", "converted", 300, AUTUMN)]
    second = 400 if "return" in touched else 500
    assert converted[2:] == [
        ("points", "converted", -second, WINTER),
        ("cash", "converted", second, WINTER),
    ]
    gone = {"expired": 40, "restored": 0} | {
        kind: -amount if kind == "expired" else amount
        for kind, amount in club.connection.execute(
            "select kind, sum(amount)::int from posting where currency = 'points'"
            " and kind in ('expired', 'restored') group by 1"
        )
    }
    assert gone["expired"] - gone["restored"] == 40
    assert (gone["restored"] == 0) == (touched == "nothing")
    assert club.has() == ({"points": 7} if touched == "a purchase" else {}) | {"cash": 300 + second}


def test_points_that_wait_on_the_date_are_not_converted(club: Club) -> None:
    """Not even when they can be used by the time the date is made up."""
    club.clock.instant = AUTUMN - 3 * DAY
    club.spend(200, "p")
    order = club.buy("ANN1", "o", Line("1", 30000))
    club.record(replace(order, activity=replace(order.activity, type="order")))
    club.clock.instant = AUTUMN + 20 * DAY
    club.sweep()
    assert club.convert() == 1
    assert club.has() == {"points": 300, "cash": 200}


def test_a_return_of_points_that_were_converted_takes_others_or_is_owed(club: Club) -> None:
    """The cash back stays; what the purchase gave is taken from other points, and the rest is debt that the next repay."""
    club.spend(300, "p")
    club.clock.instant = AUTUMN
    club.convert()
    club.spend(50, "q")
    answer = club.answer(club.back("ANN1", "r", "p"))
    assert [(back.amount, back.from_available, back.into_debt) for back in answer.taken_back] == [
        (300, 50, 250)
    ]
    assert club.has() == {"cash": 300}
    club.spend(260, "s")
    assert club.has() == {"points": 10, "cash": 300}


def test_a_return_after_the_fact_of_what_had_expired_and_was_converted_takes_it_once(club: Club) -> None:
    """Brought back to be converted, it is no longer expired: the return is owed."""
    club.spend(300, "p")
    club.clock.instant = WINTER + DAY
    club.sweep()
    club.convert()
    answer = club.answer(club.back("ANN1", "r", "p"))
    assert [(back.amount, back.expired, back.into_debt) for back in answer.taken_back] == [(300, 0, 300)]


def test_what_is_owed_is_repaid_by_what_a_conversion_gives(dsn: str) -> None:
    """Points that become money pay no debt of points; money that comes in pays what is owed of money."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        club = Club(connection, PAYDAY)
        club.publish(document(PAYDAY).replace("earn:\n", "earn:\n  gift: {on: gift, give: {cash: 2.00}}\n"))
        gift = club.buy("ANN1", "g", Line("1", 100))
        club.record(replace(gift, activity=replace(gift.activity, type="gift")))
        club.record(club.adjust_cash(club.ann, -200))
        club.answer(club.back("ANN1", "r", "g"))
        club.spend(300, "p")
        club.clock.instant = AUTUMN
        assert club.convert() == 1
        assert club.has() == {"cash": 100}
        assert club.verify().differences == []


def test_conversions_of_one_midnight_follow_on_each_other(dsn: str) -> None:
    """What the first gives is there for the second, whatever their order in the document; each once."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        club = Club(
            connection,
            "a-flight: {every: {coins: 2}, give: {cash: 5.00}, on: quarter-end}",
            "b-card: {every: {points: 10}, give: {coins: 1}, on: month-end}",
        )
        club.clock.instant = AUTUMN - 10 * DAY
        club.spend(57, "p")
        club.clock.instant = AUTUMN + 40 * DAY
        assert club.convert() == 2
        club.sweep()
        assert club.has() == {"points": 7, "cash": 1000}
        assert [row for row in club.moved() if row[1] != "matured"] == [
            ("points", "converted", -50, AUTUMN),
            ("coins", "converted", 5, AUTUMN),
            ("coins", "converted", -4, AUTUMN),
            ("cash", "converted", 1000, AUTUMN),
            ("coins", "expired", -1, AUTUMN + 21 * DAY),
        ]
        assert club.verify().differences == []


def test_the_most_of_a_balance_holds_for_conversions_too(dsn: str) -> None:
    """No more steps are taken than fit; the rest stays, and the answer says why."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        club = Club(connection, PAYDAY)
        club.publish(document(PAYDAY).replace("unit: money", "unit: money, most: 5.00"))
        club.spend(730, "p")
        club.clock.instant = AUTUMN
        assert club.convert() == 1
        assert club.has() == {"points": 230, "cash": 500}
        club.clock.instant = WINTER
        assert club.convert() == 1  # it is asked, and nothing fits
        assert club.has() == {"cash": 500}  # what did not fit has ended with the year
        reasons = {(reason.code, reason.value) for entry in club.told() for reason in entry.reasons}
        assert ("balance_full", 200) in reasons
        assert club.verify().differences == []


def test_either_members_points_are_converted_once_when_they_become_one(club: Club) -> None:
    """One converted before, the other's date is made up after the merge: the lots go over with their terms."""
    (bob,) = club.enrol("BOB1")
    club.spend(250, "p")
    club.spend(230, "q", card="BOB1")
    club.clock.instant = AUTUMN
    assert club.convert(limit=1) == 2
    Desk(club).merge(bob, club.ann, key="m")
    assert club.has() == {"points": 80, "cash": 400}
    club.clock.instant = WINTER - DAY
    club.spend(150, "s", card="BOB1")
    club.clock.instant = WINTER + DAY
    assert club.convert() == 1
    assert club.has() == {"points": 30, "cash": 600}
    Desk(club).undo(bob, club.ann, key="u")
    assert club.has(bob).get("cash") == 200


def test_a_merge_before_a_date_is_made_up_adds_both(club: Club) -> None:
    """They are one person then: together they have enough, and nothing is converted twice."""
    (bob,) = club.enrol("BOB1")
    club.spend(150, "p")
    club.spend(150, "q", card="BOB1")
    club.clock.instant = AUTUMN + DAY
    Desk(club).merge(bob, club.ann, key="m")
    assert club.convert() == 1
    assert club.has() == {"cash": 300}
    Desk(club).undo(bob, club.ann, key="u")
    assert (club.has(), club.has(bob)) == ({"cash": 300}, {})


def test_two_servers_at_once_convert_once(club: Club, dsn: str) -> None:
    """While one has the dates in hand the other finds nothing to do, and waits for nobody; what is lost is done again."""
    club.spend(300, "p")
    club.clock.instant = AUTUMN
    with psycopg.connect(dsn) as other:
        mine = convert_days(other, club.programmes, clock=club.clock, new_id=new_id)
        assert mine == Walked(recorded=1, more=True)
        assert club.convert() == 0
        other.rollback()
    assert club.convert() == 1
    assert club.has() == {"cash": 300}


def test_an_almanac_that_is_lost_converts_nothing_twice(club: Club) -> None:
    """The key of a conversion names account and date: told again, it is answered from the books."""
    club.spend(1000, "p")
    club.clock.instant = AUTUMN
    assert club.convert() == 1
    club.spend(500, "q")
    club.connection.execute("update almanac set day = '2026-09-20', after = null where almanac_id = 2")
    assert club.convert() == 0
    assert club.has() == {"points": 500, "cash": 1000}


def test_a_batch_is_bounded_and_nobody_is_left_out(club: Club) -> None:
    """Accounts are taken in the order of their ids, some at a time, those with too little in between."""
    cards = [f"BOB{place}" for place in range(7)]
    members = club.enrol(*cards)
    for place, card in enumerate(cards):
        club.spend(150 + 100 * (place % 2), f"p{place}", card=card)
    club.clock.instant = AUTUMN
    assert club.convert(limit=2) == 3
    assert [club.has(member).get("cash", 0) for member in members] == [0, 200, 0, 200, 0, 200, 0]


def test_one_account_with_damaged_books_does_not_hold_up_the_others(dsn: str) -> None:
    """It is named with the cause; all others are converted."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        club = Club(connection, PAYDAY)
        club.enrol("BOB1")
        for card in ("ANN1", "BOB1"):
            club.spend(300, f"p{card}", card=card)
        connection.execute(
            "update account set available = 100 where account_id = %s and currency = 'points'", (club.ann,)
        )
        club.clock.instant = AUTUMN
        batch = convert_days(connection, club.programmes, clock=club.clock, new_id=new_id)
        assert batch.recorded == 1
        (failure,) = batch.failed
        assert failure.startswith(f"conversion of member {club.ann}: AssertionError")


def test_members_of_the_sandbox_are_converted_on_their_side_of_the_fence(club: Club) -> None:
    """By the sandbox's own source."""
    enrolment = Enrolment("test:till", "e", "Eve", "en", {}, (("test:card", "EVE1"),))
    with club.connection.transaction():
        enrol_members(club.connection, club.programmes, [enrolment], clock=club.clock, new_id=new_id)
    club.answer(replace(club.buy("EVE1", "p", Line("1", 30000)), source="test:till", kind="test:card"))
    club.clock.instant = AUTUMN
    assert club.convert() == 1
    sources = club.connection.execute("select source from activity where source like '%tessera'").fetchall()
    assert sources == [("test:tessera",)]


def test_the_version_of_the_date_decides(club: Club) -> None:
    """What a later version says holds from its own dates on; a date before the programme was in force brings nothing."""
    club.spend(900, "p")
    club.clock.instant = AUTUMN - DAY
    club.publish(document(PAYDAY.replace("1.00", "2.00")), effective_at=AUTUMN)
    club.publish(document(PAYDAY.replace("1.00", "3.00")), effective_at=AUTUMN + DAY)
    club.clock.instant = AUTUMN + 2 * DAY
    assert club.convert() == 1
    assert club.has() == {"cash": 1800}


def test_a_clock_of_inactivity_begins_with_what_is_given_and_is_not_kept_alive_by_it(dsn: str) -> None:
    """A conversion is nothing that the member did."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        club = Club(connection, PAYDAY)
        idle = document(PAYDAY).replace("expire: {years: 2}", "expire: {inactive: {days: 100}}")
        club.publish(idle.replace("months: 3, round: quarter-end", "inactive: {days: 100}"))
        club.clock.instant = AUTUMN - 50 * DAY
        club.spend(330, "p")
        club.clock.instant = AUTUMN
        assert club.convert() == 1
        club.clock.instant = AUTUMN + 52 * DAY
        assert club.has() == {}  # the purchase was the last thing that Ann did, for points and for cash
        club.sweep()
        assert club.verify().differences == []


def test_the_history_tells_it_in_the_members_language(club: Club) -> None:
    """Both movements with their conversion, what it came to in a sentence, and why not more."""
    club.spend(730, "p")
    club.clock.instant = WINTER + DAY
    club.sweep()
    club.convert()
    entry = club.told()[0]
    assert [(one.currency, one.amount, one.rule_id) for one in entry.postings if one.kind == "converted"] == [
        ("cash", 700, "payday"),
        ("points", -700, "payday"),
    ]
    assert [(reason.code, reason.value) for reason in entry.reasons] == [("left_for_next_time", 30)]
    told = {lang: " ".join(club.told(lang=lang)[0].told) for lang in ("en", "ru", "ro")}
    assert told == {
        "en": (
            "We exchanged 700 points for $7 of cash back."
            " That includes 700 points that expired after the date of the exchange."
        ),
        "ru": (
            "Мы обменяли 700 points на 7 $ cash back. Сгоревшее после даты обмена тоже засчитано: 700 points."
        ),
        "ro": (
            "Am schimbat 700 points pe 7 USD cash back."
            " Am socotit și ce a expirat după data schimbului: 700 points."
        ),
    }


def test_the_programmes_figures_add_up(club: Club) -> None:
    """What was earned is what expired, came back, was converted, and is there; what was restored did not expire."""
    club.spend(340, "p")
    club.clock.instant = WINTER + DAY
    club.sweep()
    club.convert()
    club.sweep()
    summary = summarise_programme(club.connection, club.programmes, clock=club.clock)
    figures = {
        one.currency: (one.earned, one.expired, one.converted, one.available) for one in summary.currencies
    }
    assert figures == {"points": (340, 40, -300, 0), "coins": (0, 0, 0, 0), "cash": (0, 0, 300, 300)}


def test_a_draft_is_compared_by_what_rules_give_and_not_by_conversions(club: Club) -> None:
    """Deciding the past again leaves them out: nothing is earned by them."""
    club.spend(300, "p")
    club.clock.instant = AUTUMN
    club.convert()
    draft = programme(
        document(PAYDAY).replace("points: 1, per: 1.00}}\n  later", "points: 2, per: 1.00}}\n  later")
    )
    with club.connection.transaction():
        preview = preview_programme(club.connection, draft, clock=club.clock, days=200)
    assert preview.recount is not None
    assert preview.recount.activities == 2  # joining, and the purchase
    assert [(one.earned, one.would_earn) for one in preview.recount.currencies if one.earned] == [(300, 600)]

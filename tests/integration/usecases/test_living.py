"""The life of points over the books: clocks of inactivity, shelters, the most of a balance, events that are waited for."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from tests.database import FreshDatabase
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.shop import DAY, NOON, Shop

from tessera.engine.activity import Activity, Line
from tessera.kit.clock import NEVER
from tessera.kit.codes import ReasonCode, RefusalCode
from tessera.kit.problems import UnknownPurchase
from tessera.usecases.answer_parts import Balance
from tessera.usecases.answers import Answer, Recorded, Submission
from tessera.usecases.read_balances import Balances, Expiring, read_balances

TEN = Line("1", 1000)
MIDNIGHT = datetime(2026, 6, 6, tzinfo=UTC)  # of the day after the first one
Open = Callable[[str], Shop]


@pytest.fixture
def club(dsn: str) -> Iterator[Open]:
    """Opens a shop whose points live as a line of the document says; its books must prove themselves in the end."""
    with ExitStack() as stack:

        def open_shop(points: str) -> Shop:
            connection = stack.enter_context(psycopg.connect(dsn, autocommit=True))
            shop = Shop(connection, programme=_document(points))
            stack.callback(lambda: _prove(shop))
            return shop

        yield open_shop


def _document(points: str) -> str:
    return f"""\
programme: {{id: club, name: Club, money: USD, timezone: UTC}}
currencies: {{points: {{name: [point, points], worth: 0.01, {points}}}}}
earn:
  base: {{on: purchase, give: {{points: 1, per: 1.00}}}}
  extra: {{on: purchase, channels: app, give: {{points: 5}}}}
  tip: {{on: delivery, give: {{points: 2}}, pending: none}}
  capped: {{on: game, give: {{points: 8}}, cap: {{points: 16, per: day}}}}
tiers:
  qualify: {{by: spend, within: calendar-month}}
  levels: [{{id: seed}}, {{id: oak, at: 100.00}}]
"""


def _prove(shop: Shop) -> None:
    assert shop.verify().differences == []


def did(shop: Shop, kind: str, key: str, *, at: datetime | None = None, of: str | None = None) -> Submission:
    """Ann does something that is worth nothing by itself."""
    return Submission("till", "card", "ANN1", Activity(kind, key, at or shop.clock.now(), of=of))


def balance(shop: Shop) -> Balance:
    """Ann's points now, whether swept or not."""
    return _read(shop).balances["points"]


def _read(shop: Shop) -> Balances:
    (ann,) = shop.connection.execute("select member_id from member").fetchone() or (UUID(int=0),)
    return read_balances(shop.connection, shop.programmes, ann, at=None, clock=shop.clock)


def brought(shop: Shop) -> list[tuple[str, int, datetime]]:
    """What time and events brought: kind, amount, instant."""
    asked = "select kind, amount, effective_at from posting where kind <> 'earned' order by version"
    return shop.connection.execute(asked).fetchall()


def test_the_whole_balance_lapses_when_the_clock_runs_out(club: Open) -> None:
    """At the midnight after the last good day, swept or not; points of other days go with it."""
    shop = club("expire: {inactive: {days: 30}}")
    shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "p1", TEN))
    shop.clock.instant += 20 * DAY
    shop.record(shop.buy("ANN1", "p2", TEN))
    lapses_at = MIDNIGHT + 50 * DAY
    assert _read(shop).expiring == (Expiring("points", lapses_at, 20),)
    shop.clock.instant = lapses_at - timedelta(microseconds=1)
    assert shop.sweep() <= 1
    assert balance(shop).available == 20
    shop.clock.instant = lapses_at + 3 * DAY
    assert balance(shop).available == 0
    assert shop.sweep() == 1
    assert brought(shop) == [("lapsed", -20, lapses_at)]
    assert shop.sweep() == 0


def test_an_activity_that_earns_nothing_sets_the_clock_back_and_one_that_does_not_count_leaves_it(
    club: Open,
) -> None:
    """`by: visit`: a visit counts though no rule is for it, a purchase earns and does not count."""
    shop = club("expire: {inactive: {days: 30, by: visit}}")
    shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "p1", TEN))
    shop.clock.instant += 10 * DAY
    shop.record(did(shop, "visit", "v"))
    shop.clock.instant += 10 * DAY
    shop.record(shop.buy("ANN1", "p2", TEN))
    shop.clock.instant = MIDNIGHT + 40 * DAY
    shop.sweep()
    assert brought(shop) == [("lapsed", -20, MIDNIGHT + 40 * DAY)]


def test_staff_start_a_clock_but_do_not_set_one_back(club: Open) -> None:
    """Points given by hand go with the others; on an account whose clock has run out they have the whole time."""
    shop = club("expire: {inactive: {days: 30}}")
    (ann,) = shop.enrol("ANN1")
    shop.clock.instant += 20 * DAY
    shop.record(shop.adjust(ann, "a1", 7))
    shop.clock.instant += 20 * DAY
    shop.record(shop.adjust(ann, "a2", 9))
    assert balance(shop).available == 9
    shop.clock.instant += 31 * DAY
    shop.sweep()
    gone = [entry for entry in brought(shop) if entry[0] == "lapsed"]
    assert gone == [("lapsed", -7, MIDNIGHT + 30 * DAY), ("lapsed", -9, MIDNIGHT + 70 * DAY)]


def test_what_is_reported_late_keeps_points_but_brings_none_back(club: Open) -> None:
    """A visit of the tenth day, reported on the twentieth, counts; one reported after the lapse does not undo it."""
    shop = club("expire: {inactive: {days: 30}}")
    shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "p1", TEN))
    shop.clock.instant += 20 * DAY
    shop.record(did(shop, "visit", "v1", at=NOON + 10 * DAY))
    shop.clock.instant = MIDNIGHT + 41 * DAY  # the balance lapsed a day ago, and no sweep has run
    (late,) = shop.record(did(shop, "visit", "v2", at=NOON + 39 * DAY))
    assert isinstance(late, Recorded)
    assert late.answer.balances["points"] == Balance()
    assert brought(shop) == [("lapsed", -10, MIDNIGHT + 40 * DAY)]


def test_a_return_after_the_lapse_takes_what_was_lost_only_once(club: Open) -> None:
    """The points are gone already: nothing is owed for them."""
    shop = club("expire: {inactive: {days: 30}}")
    shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "p1", TEN))
    shop.clock.instant += 40 * DAY
    answer = shop.answer(shop.back("ANN1", "r", "p1"))
    assert [taken.expired for taken in answer.taken_back] == [10]
    assert answer.balances["points"] == Balance()


def test_with_a_clock_for_each_lot_points_live_to_their_own_date_at_least(club: Open) -> None:
    """A visit keeps them all for thirty days more; what staff gives lives thirty days from then, whoever visits."""
    shop = club("expire: {inactive: {days: 30, by: visit, of: lot}}")
    (ann,) = shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "p1", TEN))
    shop.clock.instant += 20 * DAY
    shop.record(did(shop, "visit", "v"))
    shop.clock.instant += 20 * DAY
    shop.record(shop.adjust(ann, "a", 7))
    shop.clock.instant += 40 * DAY
    shop.sweep()
    gone = [entry for entry in brought(shop) if entry[0] == "expired"]
    assert gone == [("expired", -10, MIDNIGHT + 50 * DAY), ("expired", -7, MIDNIGHT + 70 * DAY)]


@pytest.mark.parametrize(
    ("then", "posted"),
    [
        (
            "expire",
            [
                ("expired", -100, datetime(2026, 7, 1, tzinfo=UTC)),
                ("expired", -10, datetime(2026, 7, 10, tzinfo=UTC)),
            ],
        ),
        ("{days: 10}", [("expired", -110, datetime(2026, 7, 11, tzinfo=UTC))]),
    ],
)
def test_sheltered_points_go_when_the_level_has_lapsed_or_a_while_after(
    club: Open, then: str, posted: list[tuple[str, int, datetime]]
) -> None:
    """An oak of June is one to its end: what expired meanwhile goes then, what had not waits for its own date."""
    shop = club(f"expire: {{days: 10}}, shelter: {{levels: oak, then: {then}}}")
    shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "p1", Line("1", 10_000)))
    shop.clock.instant = datetime(2026, 6, 29, 12, tzinfo=UTC)
    shop.record(shop.buy("ANN1", "p2", TEN))
    shop.clock.instant += 60 * DAY
    shop.sweep()
    assert brought(shop) == posted


def test_a_seed_has_no_shelter_and_an_oaks_clock_stands_still(club: Open) -> None:
    """The clock runs out on the eleventh day for one; for the other when June is over."""
    shop = club("expire: {inactive: {days: 10}}, shelter: oak")
    shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "p1", TEN))
    shop.clock.instant += 12 * DAY
    shop.record(shop.buy("ANN1", "p2", Line("1", 10_000)))
    shop.clock.instant += 60 * DAY
    shop.sweep()
    assert brought(shop) == [
        ("lapsed", -10, MIDNIGHT + 10 * DAY),
        ("lapsed", -100, datetime(2026, 7, 1, tzinfo=UTC)),
    ]


def test_what_would_go_over_the_most_is_not_given_and_a_return_is_exact(club: Open) -> None:
    """Of 30 and 5, 30 and 2 fit; the reason says how many do not; a return takes what was given, and makes room."""
    shop = club("most: 32")
    shop.enrol("ANN1")
    bought = Submission("till", "card", "ANN1", Activity("purchase", "p1", NOON, 3000, "USD", channel="app"))
    answer = shop.answer(bought)
    assert [(granted.rule, granted.amount) for granted in answer.granted] == [("base", 30), ("extra", 2)]
    assert [(r.rule, r.code, r.value) for r in answer.reasons] == [("extra", ReasonCode.BALANCE_FULL, 3)]
    full = shop.answer(did(shop, "game", "g1"))
    assert (full.granted, [r.code for r in full.reasons]) == ((), [ReasonCode.BALANCE_FULL])
    assert shop.answer(shop.back("ANN1", "r", "p1")).balances["points"] == Balance()
    games = [shop.answer(did(shop, "game", f"g{n}")) for n in (2, 3, 4)]
    assert [sum(granted.amount for granted in game.granted) for game in games] == [8, 8, 0]


def test_a_debt_makes_room_and_staff_may_go_beyond(club: Open) -> None:
    """What is owed is repaid at once, so it fits besides; what a person gives is given."""
    shop = club("most: 10")
    (ann,) = shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "p1", TEN), shop.adjust(ann, "minus", -4), shop.back("ANN1", "r", "p1"))
    assert balance(shop) == Balance(debt=4)
    assert shop.answer(shop.buy("ANN1", "p2", Line("1", 2000))).balances["points"] == Balance(available=10)
    assert shop.answer(shop.adjust(ann, "plus", 5)).balances["points"] == Balance(available=15)


WAITING = "pending: {until: delivery, days: 2, at-most: {days: 20}, then: %s}, expire: {days: 60}"


def delivered(shop: Shop, key: str, of: str, *, at: datetime | None = None) -> Answer:
    """The delivery of a purchase, which also earns a tip of 2."""
    return shop.answer(did(shop, "delivery", key, at=at, of=of))


@pytest.mark.parametrize("then", ["gone", "available"])
def test_points_wait_for_their_event_and_so_many_days_more(club: Open, then: str) -> None:
    """They last from the purchase on, however late they could be used."""
    shop = club(WAITING % then)
    shop.enrol("ANN1")
    answer = shop.answer(shop.buy("ANN1", "p1", TEN))
    assert answer.balances["points"] == Balance(pending=10)
    assert answer.granted[0].available_at == (NEVER if then == "gone" else MIDNIGHT + 19 * DAY)
    shop.clock.instant += 5 * DAY
    assert delivered(shop, "d1", "p1").balances["points"] == Balance(available=2, pending=10)
    released_at, matured_at = shop.clock.instant, MIDNIGHT + 6 * DAY
    shop.clock.instant += DAY
    assert delivered(shop, "d2", "p1").balances["points"] == Balance(available=4, pending=10)
    shop.clock.instant = NOON + 90 * DAY
    shop.sweep()
    assert brought(shop)[:3] == [
        ("released", 10, released_at),
        ("matured", 10, matured_at),
        ("expired", -10, MIDNIGHT + 60 * DAY),
    ]


@pytest.mark.parametrize(
    ("then", "posted"),
    [("gone", ("expired", -10, MIDNIGHT + 20 * DAY)), ("available", ("matured", 10, MIDNIGHT + 19 * DAY))],
)
def test_points_whose_event_never_comes_are_gone_or_available(
    club: Open, then: str, posted: tuple[str, int, datetime]
) -> None:
    """At the end of the last day, or when it begins; an event that is reported afterwards changes nothing."""
    shop = club(WAITING % then)
    shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "p1", TEN))
    shop.clock.instant = NOON + 21 * DAY
    late = delivered(shop, "d", "p1", at=NOON + 2 * DAY)
    assert late.balances["points"].available == (2 if then == "gone" else 12)
    assert brought(shop) == [posted]


def test_an_event_before_its_purchase_is_reported_can_be_sent_again(club: Open) -> None:
    """It is not decided, so its key is free; and what happened before the purchase releases its points at once."""
    shop = club(WAITING.replace("days: 2, ", "") % "gone")
    shop.enrol("ANN1")
    (problem,) = shop.record(did(shop, "delivery", "d", of="p1"))
    assert isinstance(problem, UnknownPurchase)
    shop.record(shop.buy("ANN1", "p1", TEN))
    assert delivered(shop, "d", "p1", at=NOON - DAY).balances["points"] == Balance(available=12)


def test_what_came_back_is_not_released_and_what_was_released_comes_back(club: Open) -> None:
    """Of ten points four come back while they wait, the rest after they could be used, in one batch with their event."""
    shop = club(WAITING.replace("days: 2, ", "") % "gone")
    shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "p1", TEN))
    part = shop.answer(shop.back("ANN1", "r1", "p1", Line("1", 400, 0)))
    assert [taken.from_pending for taken in part.taken_back] == [4]
    results = shop.record(did(shop, "delivery", "d", of="p1"), shop.back("ANN1", "r2", "p1"))
    released, rest = (result.answer for result in results if isinstance(result, Recorded))
    assert released.balances["points"] == Balance(available=8)
    assert [taken.from_available for taken in rest.taken_back] == [6]
    assert rest.balances["points"] == Balance(available=2)


def test_another_members_event_is_refused(club: Open) -> None:
    """And remembered; nothing is released."""
    shop = club(WAITING % "gone")
    shop.enrol("ANN1", "BOB1")
    shop.record(shop.buy("BOB1", "p1", TEN))
    assert shop.answer(did(shop, "delivery", "d", of="p1")).refusal == RefusalCode.OTHER_MEMBERS_PURCHASE


def test_what_waits_goes_along_with_a_merge_and_is_released_there(club: Open) -> None:
    """Ann's purchase is delivered after she became Bob, under either card."""
    shop = club(WAITING.replace("days: 2, ", "") % "gone")
    ann, bob = shop.enrol("ANN1", "BOB1")
    shop.record(shop.buy("ANN1", "p1", TEN))
    assert Desk(shop).merge(ann, bob).balances["points"] == Balance(pending=10)
    assert delivered(shop, "d1", "p1").balances["points"] == Balance(available=12)


@pytest.mark.parametrize("undone", [False, True])
def test_a_merge_keeps_the_longer_clock_and_its_undoing_leaves_nobody_with_less(
    club: Open, *, undone: bool
) -> None:
    """Ann's clock has ten days left and Bob's thirty; together they have thirty, and apart again too."""
    shop = club("expire: {inactive: {days: 30}}")
    ann, bob = shop.enrol("ANN1", "BOB1")
    shop.record(shop.buy("ANN1", "p1", TEN))
    shop.clock.instant += 20 * DAY
    shop.record(Submission("till", "card", "BOB1", Activity("visit", "v", shop.clock.now())))
    desk = Desk(shop)
    desk.merge(ann, bob)
    if undone:
        desk.undo(ann, bob)
    shop.clock.instant = MIDNIGHT + 49 * DAY
    assert desk.points(ann if undone else bob) == Balance(available=10)
    shop.clock.instant = MIDNIGHT + 50 * DAY
    assert desk.points(ann if undone else bob) == Balance()


def test_any_batching_of_the_same_history_ends_in_the_same_books(fresh_database: FreshDatabase) -> None:
    """Promise 8: a clock may run out within a batch, and a purchase be delivered in it."""
    told = []
    for most in (1, 4, 30):
        with fresh_database() as dsn, psycopg.connect(dsn, autocommit=True) as connection:
            shop = Shop(
                connection, programme=_document("expire: {inactive: {days: 5}}, shelter: oak, most: 140")
            )
            shop.enrol("ANN1")
            shop.clock.instant += 200 * DAY
            history = [_happened(day) for day in (0, 1, 4, 9, 16, 16, 18, 30, 36, 37, 50, 51, 57, 58, 66)]
            for start in range(0, len(history), most):
                shop.record(*history[start : start + most])
            assert shop.verify().differences == []
            told.append(brought(shop))
    assert {kind for kind, _, _ in told[0]} == {"lapsed"}
    assert told[0] == told[1] == told[2]


def _happened(day: int) -> Submission:
    """What Ann did on a day, as it was reported then: a purchase, large on some days."""
    at = NOON + day * DAY
    activity = Activity("purchase", f"p{day}-{day % 4}", at, 10_000 if day % 9 == 0 else 1000, "USD")
    return Submission("till", "card", "ANN1", activity, received_at=at)


def test_tampering_with_the_life_of_an_account_is_named(club: Open) -> None:
    """The instants at which points are kept, or lapse, follow from the activities."""
    shop = club("expire: {inactive: {days: 30}}, shelter: oak")
    shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "p1", Line("1", 10_000)))
    for column in ("lapses_at", "kept_until"):
        changed = f"update account set {column} = {column} + interval '%s day'"
        shop.connection.execute(changed.replace("%s", "1"))
        assert {difference.check for difference in shop.verify().differences} & {"rebuild", "holdings"}
        shop.connection.execute(changed.replace("%s", "-1"))

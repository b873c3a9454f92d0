"""What users of other loyalty systems complain of, each as a test that carries the complaint's words and its numbers.

The page docs/complaints.md lists them with what Tessera does.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import msgspec
import psycopg
from psycopg import Connection
from tests.command import PATIENCE_SECONDS
from tests.integration.usecases.carding import GuestShop
from tests.integration.usecases.shop import DAY, NOON, PROGRAMME, Shop

from tessera.engine.activity import Line
from tessera.kit.codes import RefusalCode
from tessera.kit.ids import new_id
from tessera.usecases.answer_parts import Balance
from tessera.usecases.answers import Recorded, Submission
from tessera.usecases.database import Database
from tessera.usecases.pay_as_guest import pay_as_guest
from tessera.usecases.programmes import Programmes
from tessera.usecases.read_balances import read_balances
from tessera.usecases.record_activities import Result, record_activities, record_one

MILK, TOY = Line("milk", 1000, department="dairy"), Line("toy", 9000, 2000)
MEDALS = PROGRAMME.replace(
    "earn:\n",
    "  medals: {name: {en: [medal, medals]}, worth: 0.05}\n"
    "earn:\n"
    "  medal: {on: purchase, give: {medals: 5}}\n",
)


def granted(result: Result) -> dict[str, int]:
    """What each rule gave."""
    assert isinstance(result, Recorded), result
    return {grant.rule: grant.amount for grant in result.answer.granted}


# --- returns ---------------------------------------------------------------------------------------------------------


def test_points_kept_after_a_refund(shop: Shop) -> None:
    """Odoo #257854, ERPNext #32951: the goods went back, the points stayed. Here what a purchase gave goes back with it,
    by line and in every currency, also when the points have been used meanwhile: then they are owed.
    """
    (ann,) = shop.enrol("ANN1")
    assert granted(shop.record(shop.buy("ANN1", "p", MILK, TOY))[0]) == {"base": 200, "dairy": 20, "big": 5}
    half = shop.answer(shop.back("ANN1", "r1", "p", Line("toy", 0, 1000)))
    assert {taken.rule: taken.amount for taken in half.taken_back} == {"base": 90, "big": 2}
    shop.clock.instant += 20 * DAY
    shop.record(shop.adjust(ann, "used", -230))
    rest = shop.answer(shop.back("ANN1", "r2", "p"))
    assert {taken.rule: taken.amount for taken in rest.taken_back} == {"base": 110, "dairy": 20, "big": 3}
    assert rest.balances == {"points": Balance(debt=130), "stars": Balance()}


def test_points_deducted_twice_for_one_refund(shop: Shop) -> None:
    """Odoo #212922, #221928: a refund that was confirmed again took the points again. Here the refund's key takes once,
    whoever sends it again; and another refund of the same goods is refused, and takes nothing.
    """
    shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "p", MILK, TOY))
    back = shop.back("ANN1", "r", "p")
    first, *again = shop.record(back, back, back)
    assert isinstance(first, Recorded)
    assert again == [Recorded(first.answer, replayed=True)] * 2
    once_more = shop.answer(shop.back("ANN1", "other", "p", Line("toy", 9000, 0)))
    assert once_more.refusal == RefusalCode.RETURN_EXCEEDS_PURCHASE
    assert (
        once_more.balances == first.answer.balances == {"points": Balance(available=100), "stars": Balance()}
    )


# --- expiry ----------------------------------------------------------------------------------------------------------


def test_expiry_dates_without_effect(shop: Shop) -> None:
    """Odoo #171453: the date was shown, and the points could be used after it. Here they are gone at that very instant,
    though nothing has swept them yet: for the balance, for whoever would take them, and in the books.
    """
    (ann,) = shop.enrol("ANN1")
    shop.clock.instant = NOON + 60 * DAY
    (lot,) = shop.connection.execute("select expires_at from lot where granted = 100").fetchone() or ()
    shop.clock.instant = lot
    now = read_balances(shop.connection, shop.programmes, ann, at=None, clock=shop.clock)
    assert now.balances["points"] == Balance()
    assert shop.answer(shop.adjust(ann, "late", -1)).refusal == RefusalCode.INSUFFICIENT_POINTS
    shop.sweep()
    last = "select kind, amount, effective_at from posting where currency = 'points' order by version desc limit 1"
    assert shop.connection.execute(last).fetchall() == [("expired", -100, lot)]


def test_history_had_to_become_the_balance_later(shop: Shop) -> None:
    """Odoo #206048: the balance was a field of its own, and a history had to be invented for it. Here every balance is
    the sum of its postings, today and as of any instant before.
    """
    (ann,) = shop.enrol("ANN1")
    told = [(NOON, 100)]
    for day, points in enumerate((30, -50, 7), start=1):
        shop.clock.instant = NOON + day * DAY
        shop.record(shop.adjust(ann, f"a{day}", points))
        told.append((shop.clock.instant, told[-1][1] + points))
    for at, available in told:
        then = read_balances(shop.connection, shop.programmes, ann, at=at, clock=shop.clock)
        assert then.balances["points"].available == available
    total = "select sum(amount) from posting where currency = 'points'"
    assert shop.connection.execute(total).fetchone() == (told[-1][1],)


# --- tiers and thresholds --------------------------------------------------------------------------------------------


def test_tier_by_balance_instead_of_points_earned(shop: Shop) -> None:
    """open-loyalty #131: who used points fell from the level. Here a level goes by what was earned: using points does not
    lower it, and points given by hand do not lift it.
    """
    ann, bob = shop.enrol("ANN1", "BOB1")
    shop.record(shop.buy("ANN1", "p", Line("toy", 30000)))
    shop.clock.instant += 15 * DAY
    balance = shop.answer(shop.adjust(ann, "all", -700)).balances["points"]
    assert balance == Balance()
    shop.record(shop.adjust(bob, "gift", 5000))
    oak, seed = shop.record(
        shop.buy("ANN1", "a", Line("toy", 1000)), shop.buy("BOB1", "b", Line("toy", 1000))
    )
    assert sum(granted(oak).values()) == 30
    assert sum(granted(seed).values()) == 20


def test_minimum_spend_ignored(shop: Shop) -> None:
    """ERPNext #14930, #22167, #24672, #45450: points came below the minimum. Here a cent too little gives nothing and says
    why; and a part that goes back takes the bonus along when what stays would not have reached it.
    """
    shop.enrol("ANN1")
    below, exactly = shop.record(
        shop.buy("ANN1", "below", Line("toy", 4999)), shop.buy("ANN1", "exactly", Line("toy", 5000))
    )
    assert "big" not in granted(below)
    assert isinstance(below, Recorded)
    assert ("big", "below_minimum_spend") in {(reason.rule, reason.code) for reason in below.answer.reasons}
    assert granted(exactly)["big"] == 5
    back = shop.answer(shop.back("ANN1", "r", "exactly", Line("toy", 1, 0)))
    assert {taken.rule: taken.amount for taken in back.taken_back}["big"] == 5


# --- retries and races -----------------------------------------------------------------------------------------------


def test_a_retried_offline_sync_doubles_points(shop: Shop) -> None:
    """OCA/pos #185: a till that was offline sent its day twice. Here the day's keys count once, however it is cut into
    batches the second time.
    """
    shop.enrol("ANN1")
    day = [shop.buy("ANN1", f"p{number}", MILK) for number in range(6)]
    first = shop.record(*day)
    again = [*shop.record(*day[3:]), *shop.record(day[0]), *shop.record(*day[1:3])]
    assert all(isinstance(result, Recorded) and result.replayed for result in again)
    assert sum(sum(granted(result).values()) for result in first) == 6 * 20 + 40
    posted = "select sum(amount)::int from posting where rule_id in ('base', 'dairy')"
    assert shop.connection.execute(posted).fetchone() == (6 * 20 + 40,)


def test_the_same_key_twice_in_one_batch_crashes(shop: Shop) -> None:
    """Formance #1633: two of a kind in a batch ended the whole batch. Here the second is answered as the first was, and
    its neighbours do not notice.
    """
    shop.enrol("ANN1", "BOB1")
    one = shop.buy("ANN1", "p", TOY)
    results = shop.record(shop.buy("BOB1", "before", TOY), one, one, shop.buy("BOB1", "after", TOY))
    assert [isinstance(result, Recorded) and result.replayed for result in results] == [
        False,
        False,
        True,
        False,
    ]
    assert granted(results[1]) == granted(results[2]) == granted(results[3])


def test_a_missing_balance_row_leaves_nothing_to_lock(shop: Shop, dsn: str) -> None:
    """Formance 994a437a0: the first movements of a fresh account raced, as there was no row yet to lock. Here eight tills
    give the first points of a new currency at once: all count, one after the other.
    """
    shop.enrol("ANN1")
    shop.publish(MEDALS)
    shop.clock.instant += DAY
    together = Barrier(8, timeout=PATIENCE_SECONDS)

    def first(number: int) -> Result:
        submissions = [shop.buy("ANN1", f"p{number}", TOY)]
        with Database(dsn, size=1) as database:
            together.wait()
            (result,) = (
                database.insist(  # as the server does: where two came in each other's way, one tries again
                    lambda connection: record_activities(
                        connection, Programmes(), submissions, clock=shop.clock, new_id=new_id
                    )
                )
            )
            return result

    with ThreadPoolExecutor(8) as pool:
        assert [granted(result)["medal"] for result in pool.map(first, range(8))] == [5] * 8
    row = "select version, available + pending from account where currency = 'medals'"
    assert shop.connection.execute(row).fetchone() == (8, 40)


def test_one_gift_card_in_parallel_checkouts(dsn: str) -> None:
    """Medusa #16347: every checkout that ran at the same time redeemed the same gift card in full. Here one of a member and
    a guest is paid by it; the other is refused, and sent again it is refused again.
    """
    with psycopg.connect(dsn, autocommit=True) as connection, Database(dsn, size=2) as database:
        shop, ready = GuestShop(connection), Barrier(2)
        card = shop.issue("sold", 1000)
        member = shop.with_cards(shop.take("o1", MILK), (card, 1000))
        guest = shop.basket_of("o2", MILK, cards=[(card, 1000)])

        def as_member(own: Connection) -> str | None:
            return record_one(own, Programmes(), member, clock=shop.clock, new_id=new_id).answer.refusal

        def as_guest(own: Connection) -> str | None:
            answer, _ = pay_as_guest(own, Programmes(), guest, source="till", clock=shop.clock, new_id=new_id)
            return answer.refusal

        def check_out(work: Callable[[Connection], str | None]) -> str | None:
            ready.wait(60)
            return database.insist(work)

        with ThreadPoolExecutor(2) as pool:
            first = list(pool.map(check_out, (as_member, as_guest)))
            assert sorted(map(str, first)) == ["None", RefusalCode.GIFT_CARD_SHORT]
            assert list(pool.map(check_out, (as_member, as_guest))) == first
        assert shop.card(card).balance_minor == 0
        assert shop.verify().differences == []


def test_the_same_points_used_in_two_checkouts_at_once(shop: Shop, dsn: str) -> None:
    """Medusa #16347, opensourcepos #4640: two checkouts at the same time used the same value. Here one gets the points,
    and the other is refused, which is remembered: sent again later, it is refused again.
    """
    (ann,) = shop.enrol("ANN1")
    taking = [shop.adjust(ann, f"till-{number}", -100) for number in range(4)]
    together = Barrier(len(taking), timeout=PATIENCE_SECONDS)

    def take(submission: Submission) -> Result:
        with Database(dsn, size=1) as database, database.work() as connection:
            together.wait()
            return record_activities(connection, Programmes(), [submission], clock=shop.clock, new_id=new_id)[
                0
            ]

    with ThreadPoolExecutor(len(taking)) as pool:
        results = list(pool.map(take, taking))
    refusals = [result.answer.refusal for result in results if isinstance(result, Recorded)]
    assert sorted(refusals, key=str) == [None] + [RefusalCode.INSUFFICIENT_POINTS] * 3
    shop.record(shop.adjust(ann, "more", 500))
    again = shop.record(*taking)
    assert [r.answer for r in again if isinstance(r, Recorded)] == [
        r.answer for r in results if isinstance(r, Recorded)
    ]


# --- buyers ----------------------------------------------------------------------------------------------------------


def test_points_to_the_payer_instead_of_the_buyer(shop: Shop) -> None:
    """OCA/sale-promotion #303: whoever paid the invoice got the points. Here a purchase names its member, and how or by
    whom it was paid moves nothing to anybody else.
    """
    shop.enrol("ANN1", "BOB1")
    bought = shop.purchase("p", [TOY], 9000)
    paid = msgspec.structs.replace(bought, payments={"gift-card:BOB1": 4000, "invoice:BOB1": 5000})
    shop.record(Submission("till", "card", "ANN1", paid))
    earned = "select name, sum(amount)::int from posting join member using (account_id) where rule_id = 'base' group by name"
    assert shop.connection.execute(earned).fetchall() == [("ANN1", 180)]


def test_rules_leaking_between_customers(shop: Shop) -> None:
    """OCA/sale-promotion #238: what one customer had set off held for the next. Here two members in one batch have caps,
    levels and rules of their own: one's tenth review takes nothing from the other's first.
    """
    shop.enrol("ANN1", "BOB1")
    mixed = [shop.review(card, f"{card}-{number}") for number in range(5) for card in ("ANN1", "BOB1")]
    results = shop.record(
        shop.buy("ANN1", "much", Line("toy", 30000)), *mixed, shop.buy("BOB1", "little", MILK)
    )
    assert [len(granted(result)) for result in results[1:-1]] == [1] * 6 + [0] * 4
    assert granted(results[-1]) == {"base": 20, "dairy": 20}

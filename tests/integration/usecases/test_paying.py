"""Points that pay: at once or out of a hold, once, exactly, and back to where they came from."""

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from datetime import timedelta

import msgspec
import psycopg
import pytest
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.paying import BREAD, MILK, PROGRAMME, Checkout
from tests.integration.usecases.shop import DAY, NOON

from tessera.engine.activity import Line
from tessera.engine.payment import MOST
from tessera.kit.codes import ReasonCode, RefusalCode
from tessera.kit.problems import KeyConflict, UnknownHold
from tessera.usecases.answer_parts import Balance, Refunded
from tessera.usecases.answers import Recorded
from tessera.usecases.merge_members import PointsHeld
from tessera.usecases.read_history import read_history
from tessera.usecases.tell_activity import tell_activity

MINUTE = timedelta(minutes=1)


@pytest.fixture
def till(dsn: str) -> Iterator[Checkout]:
    """A till, whose books must prove themselves at the end, also once everything has ended that will."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = Checkout(connection)
        yield shop
        assert shop.verify().differences == []
        shop.clock.instant += 400 * DAY
        shop.sweep()
        assert shop.verify().differences == []
        assert shop.balance.held == 0


def test_points_pay_a_part_and_the_rest_earns(till: Checkout) -> None:
    """Of 15.00 they pay at most a half, to the cent over its lines; what is paid with money earns points."""
    answer = till.answer(till.pay("p", MILK, BREAD, spend={"points": 700}))
    (paid,) = answer.paid
    assert (paid.payment.points, paid.payment.amount_minor) == (700, 700)
    assert [(line.line, line.amount_minor) for line in paid.payment.lines] == [(0, 467), (1, 233)]
    assert [(granted.rule, granted.amount) for granted in answer.granted] == [("base", 8)]
    assert till.balance == Balance(available=308)


@pytest.mark.parametrize(
    ("points", "refusal"),
    [
        (800, RefusalCode.SPEND_TOO_MUCH),
        (50, RefusalCode.SPEND_TOO_LITTLE),
        (150, RefusalCode.SPEND_NOT_IN_STEPS),
    ],
)
def test_what_the_terms_forbid_is_refused_and_changes_nothing(
    till: Checkout, points: int, refusal: RefusalCode
) -> None:
    """At checkout and when a hold is placed alike, with the same answer to the same key for ever."""
    for sent in (till.pay("p", MILK, BREAD, spend={"points": points}),
                 till.hold("h", MILK, BREAD, spend={"points": points})):  # fmt: skip
        first = till.answer(sent)
        assert first.refusal == refusal
        assert till.record(sent) == [Recorded(first, replayed=True)]
    assert till.balance == Balance(available=1000)


def test_more_points_than_there_are_cannot_be_spent(till: Checkout) -> None:
    """What is set aside for one basket is not there for another; the refusal says how many are."""
    dear = Line("wine", 9000)
    assert till.answer(till.hold("h", dear, spend={"points": 900})).refusal is None
    for sent in (till.hold("h2", dear, spend={"points": 200}), till.pay("p", dear, spend={"points": 200})):
        answer = till.answer(sent)
        assert answer.refusal == RefusalCode.INSUFFICIENT_POINTS
        assert answer.refusal_detail == "Only 100 points are available; 200 points cannot be spent."
    assert till.balance == Balance(available=100, held=900)


def test_a_hold_is_captured_by_its_purchase_once(till: Checkout) -> None:
    """The points leave for good with the purchase that names the hold; no other can have them."""
    held = till.answer(till.hold("h", MILK, BREAD, spend={"points": 700}))
    assert held.held is not None
    assert held.held.expires_at == NOON + 30 * MINUTE
    assert till.balance == Balance(available=300, held=700)
    bought = till.answer(till.pay("p", MILK, BREAD, hold="h"))
    assert bought.paid[0].payment == held.held.payments[0]
    assert till.balance == Balance(available=308)
    again = till.answer(till.pay("p2", MILK, BREAD, hold="h"))
    assert again.refusal == RefusalCode.HOLD_OVER
    assert till.answer(till.release("r", "h")).refusal == RefusalCode.HOLD_OVER


def test_a_part_is_captured_and_the_rest_is_free_again(till: Checkout) -> None:
    """Whether the purchase says so, or its basket has become smaller; more than was held is refused."""
    till.answer(till.hold("h", MILK, BREAD, spend={"points": 700}))
    too_much = till.answer(till.pay("p", MILK, BREAD, hold="h", spend={"points": 800}))
    assert too_much.refusal == RefusalCode.CAPTURE_EXCEEDS_HOLD
    some = till.answer(till.pay("p2", MILK, BREAD, hold="h", spend={"points": 300}))
    assert some.paid[0].payment.points == 300
    assert till.balance == Balance(available=700 + 12)
    till.answer(till.hold("h2", MILK, BREAD, spend={"points": 700}))
    smaller = till.answer(till.pay("p3", BREAD, hold="h2"))
    assert smaller.paid[0].payment.points == 200
    assert till.balance == Balance(available=512 + 3)
    till.answer(till.hold("h3", MILK, BREAD, spend={"points": 500}))
    nothing = till.answer(till.pay("p4", Line("gum", 150), hold="h3"))
    assert nothing.paid == ()
    assert till.balance == Balance(available=515 + 1)


def test_a_hold_that_nobody_comes_for_ends_by_itself(till: Checkout) -> None:
    """At its instant, though nobody sweeps before; then neither a purchase nor a release finds it."""
    till.answer(till.hold("h", MILK, BREAD, spend={"points": 700}))
    till.clock.instant = NOON + 30 * MINUTE - timedelta(microseconds=1)
    assert till.balance == Balance(available=300, held=700)
    till.clock.instant = NOON + 30 * MINUTE
    assert till.balance == Balance(available=1000)
    assert till.answer(till.pay("p", MILK, BREAD, hold="h")).refusal == RefusalCode.HOLD_OVER
    assert till.answer(till.release("r", "h")).refusal == RefusalCode.HOLD_OVER
    assert till.sweep() == 1
    ended = "select effective_at, activity_id from posting where kind = 'unheld'"
    assert till.connection.execute(ended).fetchall() == [(NOON + 30 * MINUTE, None)]


def test_a_release_gives_back_what_was_set_aside(till: Checkout) -> None:
    """Once; the lots are as they were."""
    before = till.lots()
    till.answer(till.hold("h", MILK, BREAD, spend={"points": 700}))
    sent = till.release("r", "h")
    assert till.answer(sent).balances["points"] == Balance(available=1000)
    assert till.record(sent)[0] == Recorded(till.answer(sent), replayed=True)
    assert till.lots() == before
    assert till.answer(till.release("r2", "h")).refusal == RefusalCode.HOLD_OVER


def test_what_is_set_aside_does_not_expire_before_the_hold_ends(till: Checkout) -> None:
    """The last minutes of points are enough to pay with them; without a purchase they are gone with their day."""
    day_of_expiry = (NOON + 61 * DAY).replace(hour=0)
    till.clock.instant = day_of_expiry - 10 * MINUTE
    till.answer(till.hold("h", MILK, BREAD, spend={"points": 700}))
    till.answer(till.hold("h2", MILK, BREAD, spend={"points": 200}))
    till.clock.instant = day_of_expiry + 10 * MINUTE
    assert till.balance == Balance(held=900)
    assert till.answer(till.pay("p", MILK, BREAD, hold="h")).paid[0].payment.points == 700
    assert till.balance == Balance(available=8, held=200)
    till.clock.instant = day_of_expiry + 20 * MINUTE
    assert till.balance == Balance(available=8)


def test_a_hold_must_be_the_members_own(till: Checkout) -> None:
    """Another member's, another activity's, or one that nobody has placed pays for nothing."""
    till.enrol("BOB1")
    till.answer(till.hold("h", MILK, BREAD, spend={"points": 700}))
    till.answer(till.review("BOB1", "review"))
    strange = till.answer(till.pay("p", MILK, hold="h", card="BOB1"))
    assert strange.refusal == RefusalCode.OTHER_MEMBERS_HOLD
    assert till.answer(till.release("r", "h", card="BOB1")).refusal == RefusalCode.OTHER_MEMBERS_HOLD
    assert till.answer(till.pay("p2", MILK, hold="review", card="BOB1")).refusal == RefusalCode.NOT_A_HOLD
    (problem,) = till.record(till.pay("p3", MILK, hold="nothing"))
    assert isinstance(problem, UnknownHold)


def test_the_same_key_with_other_points_is_a_conflict(till: Checkout) -> None:
    """It says which of the two differs."""
    till.answer(till.hold("h", MILK, BREAD, spend={"points": 700}))
    (problem,) = till.record(till.hold("h", MILK, BREAD, spend={"points": 600}))
    assert isinstance(problem, KeyConflict)
    assert problem.facts["field"] == "spend.points"


def test_a_return_gives_points_back_to_the_lots_they_came_from(till: Checkout) -> None:
    """In any parts, to the last point, with the expiry that they had; and what the purchase earned goes."""
    till.clock.instant += 5 * DAY
    till.answer(till.adjust(till.ann, "more", 500))
    before = till.lots()
    till.answer(till.hold("h", Line("tv", 20000), Line("gum", 333), spend={"points": 1200}))
    till.answer(till.pay("p", Line("tv", 20000), Line("gum", 333), hold="h"))
    first = till.answer(till.back("ANN1", "b1", "p", Line("tv", 7001, 0)))
    assert first.refunded == (Refunded("points", 413, 413, 413, 0, 0),)
    till.answer(till.back("ANN1", "b2", "p", Line("gum", 100, 0)))
    till.answer(till.back("ANN1", "b3", "p"))
    assert till.balance == Balance(available=1500)
    assert [lot for lot in till.lots() if lot[1]] == before


def test_a_return_in_one_batch_with_its_purchase_is_the_same(till: Checkout) -> None:
    """Hold, capture and return may come together: any batching ends in the same state."""
    before = till.lots()
    hold = till.hold("h", MILK, BREAD, spend={"points": 700})
    pay = till.pay("p", MILK, BREAD, hold="h", spend={"points": 300})
    back = till.back("ANN1", "b", "p", Line("milk", 500, 0))
    rest = till.back("ANN1", "b2", "p")
    assert all(isinstance(result, Recorded) for result in till.record(hold, pay, back, rest))
    assert till.balance == Balance(available=1000)
    assert [lot for lot in till.lots() if lot[1]] == before


def test_points_that_come_back_too_late_live_on_for_the_grace(till: Checkout) -> None:
    """Their lot has expired: thirty days more, as a lot of their own; what the document grants is what happens."""
    till.answer(till.pay("p", MILK, BREAD, spend={"points": 700}))
    till.clock.instant = NOON + 70 * DAY
    answer = till.answer(till.back("ANN1", "b", "p"))
    assert answer.refunded == (Refunded("points", 700, 700, 0, 700, 0),)
    assert till.balance.available == 700
    till.clock.instant = NOON + 100 * DAY
    assert till.balance.available == 700
    till.clock.instant = NOON + 102 * DAY
    assert till.balance.available == 0


def test_a_quote_says_what_points_could_pay_and_then_what_they_do(till: Checkout) -> None:
    """The same decision as the purchase's, with nothing written; a basket too small or too few points are said."""
    (could,) = till.quote(till.pay("q", MILK, BREAD)).allowed
    assert (could.least, could.most, could.step, could.most_minor) == (100, 700, 100, 700)
    quoted = till.quote(till.pay("p", MILK, BREAD, spend={"points": 700}))
    bought = till.answer(till.pay("p", MILK, BREAD, spend={"points": 700}))
    assert [paid.payment for paid in quoted.paid] == [paid.payment for paid in bought.paid]
    assert [granted.amount for granted in quoted.granted] == [granted.amount for granted in bought.granted]
    (small,) = till.quote(till.pay("q", Line("gum", 150))).allowed
    assert (small.most, small.reason, small.value) == (0, ReasonCode.BASKET_TOO_SMALL, 200)
    till.answer(till.hold("h", Line("tv", 90000), spend={"points": 300}))
    (poor,) = till.quote(till.pay("q", MILK, BREAD)).allowed
    assert (poor.most, poor.reason, poor.value) == (0, ReasonCode.TOO_FEW_TO_SPEND, 8)


def test_nobody_is_merged_in_the_middle_of_a_checkout(till: Checkout) -> None:
    """What is set aside is named by its account; once it is paid, or over, the merge goes on, and so do returns."""
    (bob,) = till.enrol("BOB1")
    desk = Desk(till)
    till.answer(till.pay("early", MILK, BREAD, spend={"points": 300}))
    till.answer(till.hold("h", MILK, BREAD, spend={"points": 300}))
    with pytest.raises(PointsHeld):
        desk.merge(till.ann, bob, key="m1")
    till.answer(till.pay("p", MILK, BREAD, hold="h", spend={"points": 200}))
    till.answer(till.hold("over", MILK, spend={"points": 100}))
    till.clock.instant += 31 * MINUTE
    desk.merge(till.ann, bob, key="m2")
    answer = till.answer(till.back("ANN1", "b", "p"))
    assert answer.refunded == (Refunded("points", 200, 200, 200, 0, 0),)
    assert answer.balances["points"] == Balance(available=500 + 12 + 200)
    desk.undo(till.ann, bob, key="u")
    till.answer(till.back("ANN1", "b2", "early"))


def test_the_most_that_can_be_is_never_refused(till: Checkout) -> None:
    """As many as the basket allows, or as there are, in whole steps; where nothing can pay, the purchase goes on without."""
    small = till.answer(till.pay("p", MILK, BREAD, spend={"points": MOST}))
    assert small.paid[0].payment.points == 700
    large = till.answer(till.pay("p2", Line("tv", 90000), spend={"points": MOST}))
    assert large.paid[0].payment.points == 300
    none = till.answer(till.pay("p3", Line("gum", 150), spend={"points": MOST}))
    assert (none.refusal, none.paid) == (None, ())
    quoted = till.quote(till.pay("q", MILK, BREAD, spend={"points": MOST}))
    assert [paid.payment.points for paid in quoted.paid] == [700]


def test_a_hold_of_the_most_sets_aside_what_there_is(till: Checkout) -> None:
    """And is refused only where that is nothing; its capture may be of the most as well."""
    held = till.answer(till.hold("h", Line("tv", 90000), spend={"points": MOST}))
    assert held.balances["points"] == Balance(available=0, held=1000)
    nothing = till.answer(till.hold("h2", Line("tv", 90000), spend={"points": MOST}))
    assert nothing.refusal == RefusalCode.INSUFFICIENT_POINTS
    assert (
        till.answer(till.pay("p", MILK, BREAD, hold="h", spend={"points": MOST})).paid[0].payment.points
        == 700
    )
    assert till.balance == Balance(available=308)


def test_a_basket_in_another_money_sets_nothing_aside(till: Checkout) -> None:
    """Its purchase could not capture it, and its amounts are no cents of the programme's; the quote says the same."""
    basket = till.hold("h", MILK, spend={"points": 300})
    foreign = msgspec.structs.replace(basket.activity, money="EUR")
    answer = till.answer(msgspec.structs.replace(basket, activity=foreign))
    assert (answer.refusal, answer.held) == (RefusalCode.OTHER_MONEY, None)
    assert till.balance == Balance(available=1000)


def test_a_hold_that_ended_before_a_merge_is_over_and_no_strangers(till: Checkout) -> None:
    """Whoever comes with its key afterwards is told so, as before the merge."""
    (bob,) = till.enrol("BOB1")
    till.answer(till.hold("h", MILK, spend={"points": 300}))
    till.clock.instant += 31 * MINUTE
    Desk(till).merge(till.ann, bob, key="m")
    assert till.answer(till.pay("p", MILK, hold="h")).refusal == RefusalCode.HOLD_OVER
    assert till.answer(till.release("r", "h")).refusal == RefusalCode.HOLD_OVER
    till.answer(till.buy("ANN1", "p2", MILK))


def test_a_refused_capture_says_what_was_set_aside(till: Checkout) -> None:
    """In the words of the programme; a currency of which nothing was held is named, whether or not it exists."""
    till.answer(till.hold("h", MILK, spend={"points": 300}))
    more = till.answer(till.pay("p", MILK, hold="h", spend={"points": 400}))
    assert more.refusal_detail == "The hold set 300 points aside; 400 points cannot be captured."
    other = till.answer(till.pay("p2", MILK, hold="h", spend={"gems": 1}))
    assert (other.refusal, other.refusal_detail) == (
        RefusalCode.CAPTURE_EXCEEDS_HOLD,
        "The hold set no gems aside.",
    )


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", ["We set 700 points aside for your basket.", "You spent 500 points and paid $5 less.",
                "You needed less than we had set aside, so you have 200 points back.", "You got 500 points back."]),
        ("ru", ["Мы отложили 700 баллов для вашей покупки.", "Вы потратили 500 баллов и заплатили на 5 $ меньше.",
                "Понадобилось меньше, чем мы отложили, и мы вернули вам 200 баллов.", "Мы вернули вам 500 баллов."]),
        ("ro", ["Am pus deoparte 700 de puncte pentru coșul dumneavoastră.",
                "Ați folosit 500 de puncte și ați plătit cu 5 USD mai puțin.",
                "A fost nevoie de mai puțin decât am pus deoparte, așa că v-am înapoiat 200 de puncte.",
                "V-am înapoiat 500 de puncte."]),
    ],
)  # fmt: skip
def test_the_history_says_what_points_did(dsn: str, lang: str, told: list[str]) -> None:
    """Set aside, spent, back again: a sentence for each, in the member's language."""
    names = "name: {en: [point, points], ru: [балл, балла, баллов], ro: [punct, puncte, de puncte]}"
    programme = PROGRAMME.replace("name: {en: [point, points]}", names)
    with psycopg.connect(dsn, autocommit=True) as connection:
        till = Checkout(connection, programme=programme)
        till.answer(till.hold("h", MILK, BREAD, spend={"points": 700}))
        till.answer(till.pay("p", MILK, hold="h"))
        till.answer(till.back("ANN1", "r", "p"))
        read = read_history(connection, till.programmes, till.ann, before=None, limit=50, lang=lang)
    assert [sentence for entry in reversed(read.entries) for sentence in entry.told] == told


def test_nothing_is_told_of_a_currency_that_is_gone(till: Checkout) -> None:
    """A hold of the sandbox, whose points keep no version from being published, may outlive its currency."""
    till.answer(till.hold("h", MILK, spend={"points": 300}))
    capture = till.pay("p", MILK, hold="h")
    answer, gone = till.answer(capture), copy(till.programmes.numbered(1))
    gone.programme = replace(gone.programme, currencies={})
    assert tell_activity(capture.activity, answer, gone, lang="en") == ()

"""Gift cards at the checkout: what they pay, what they keep, what comes back to them."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import msgspec
import psycopg
import pytest
from tests.integration.usecases.carding import CardShop
from tests.integration.usecases.rewarding import BREAD, MILK
from tests.integration.usecases.shop import DAY

from tessera.catalogue.gift_card import Kind
from tessera.catalogue.gift_cards import UnknownGiftCard, read_entries
from tessera.kit.codes import ReasonCode, RefusalCode
from tessera.kit.ids import new_id
from tessera.kit.problems import KeyConflict
from tessera.usecases.answers import Answer


@pytest.fixture
def shop(dsn: str) -> Iterator[CardShop]:
    """A shop whose books and cards must prove themselves at the end, and when all holds are over."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = CardShop(connection)
        yield shop
        assert shop.verify().differences == []


def paid(answer: Answer) -> dict[UUID, int]:
    """What each card paid."""
    assert answer.refusal is None, answer.refusal
    return {one.card_id: one.amount_minor for one in answer.cards if one.kind is Kind.USED}


def kinds(shop: CardShop, card_id: UUID) -> list[str]:
    """What was done with a card, in order."""
    return [entry.kind.value for entry in reversed(read_entries(shop.connection, card_id, limit=100))]


def test_a_card_is_issued_once_under_its_key(shop: CardShop) -> None:
    """The same key gives the same card; another amount under it is a conflict."""
    card = shop.issue("sold-1", 2500)
    assert shop.issue("sold-1", 2500) == card
    with pytest.raises(KeyConflict):
        shop.issue("sold-1", 2600)
    assert shop.card(card).available_minor == 2500
    assert shop.card(card).expires_at == shop.card(card).issued_at.replace(year=2027, hour=0) + timedelta(
        days=1
    )


def test_a_card_pays_in_part_lowers_no_line_and_what_it_pays_earns(shop: CardShop) -> None:
    """15.00 of which 10.00 is a card's: 15 points, and 5.00 in money."""
    card = shop.issue("sold-1", 1000)
    answer = shop.answer(shop.with_cards(shop.take("o1", MILK, BREAD), (card, 0)))
    assert paid(answer) == {card: 1000}
    assert [(one.rule, one.amount) for one in answer.granted] == [("base", 15)]
    assert (answer.due_minor, shop.card(card).balance_minor) == (500, 0)


def test_several_cards_pay_one_after_another_of_what_rewards_and_points_leave(shop: CardShop) -> None:
    """Off 10 % of 15.00, points pay 4.00, one card its 3.00, the next what is left."""
    one, other = shop.issue("sold-1", 300), shop.issue("sold-2", 5000)
    basket = shop.take("o1", MILK, BREAD, rewards=("tenth",), spend={"points": 400})
    quoted = shop.quote(shop.with_cards(basket, (one, 0), (other, 0)))
    answer = shop.answer(shop.with_cards(basket, (one, 0), (other, 0)))
    assert paid(answer) == paid(quoted) == {one: 300, other: 650}
    assert (answer.due_minor, quoted.due_minor) == (0, 0)
    assert shop.card(other).available_minor == 4350


@pytest.mark.parametrize(
    ("amount", "code"),
    [(1001, RefusalCode.GIFT_CARD_SHORT), (1600, RefusalCode.GIFT_CARD_TOO_MUCH)],
)
def test_what_cannot_be_paid_is_refused_whole(shop: CardShop, amount: int, code: RefusalCode) -> None:
    """More than is on the card, or than is left to pay: nothing moves, and the answer is kept."""
    card = shop.issue("sold-1", 1000 if code is RefusalCode.GIFT_CARD_SHORT else 9000)
    basket = shop.with_cards(shop.take("o1", MILK, BREAD), (card, amount))
    answer = shop.answer(basket)
    assert (answer.refusal, answer.granted) == (code, ())
    assert shop.answer(basket) == answer
    assert kinds(shop, card) == ["issued"]


def test_a_card_that_is_not_there_is_a_problem_that_nothing_remembers(shop: CardShop) -> None:
    """The key is free for the basket as it should have been."""
    basket = shop.take("o1", MILK)
    (problem,) = shop.record(shop.with_cards(basket, (new_id(), 0)))
    assert isinstance(problem, UnknownGiftCard)
    assert shop.answer(basket).refusal is None


def test_a_hold_sets_a_card_s_money_aside_and_a_smaller_basket_frees_the_rest(shop: CardShop) -> None:
    """Held for 15.00, captured for 10.00: 5.00 can be spent again at once."""
    card = shop.issue("sold-1", 2000)
    held = shop.answer(shop.with_cards(shop.aside("h1", MILK, BREAD), (card, 0)))
    assert [(one.kind, one.amount_minor) for one in held.cards] == [(Kind.HELD, 1500)]
    assert (shop.card(card).held_minor, shop.card(card).available_minor) == (1500, 500)
    assert paid(shop.answer(shop.take("o1", MILK, hold="h1"))) == {card: 1000}
    assert (shop.card(card).held_minor, shop.card(card).available_minor) == (0, 1000)
    over = shop.answer(shop.take("o2", MILK, hold="h1"))
    assert over.refusal == RefusalCode.HOLD_OVER


def test_a_release_and_time_free_what_a_hold_set_aside(shop: CardShop) -> None:
    """Whichever comes first; what time freed is written down with the next payment."""
    card = shop.issue("sold-1", 1000)
    shop.answer(shop.with_cards(shop.aside("h1", MILK), (card, 0)))
    assert shop.answer(shop.release("r1", "h1")).refusal is None
    shop.answer(shop.with_cards(shop.aside("h2", MILK), (card, 400)))
    shop.clock.instant += timedelta(minutes=31)
    assert shop.answer(shop.release("r2", "h2")).refusal == RefusalCode.HOLD_OVER
    assert paid(shop.answer(shop.with_cards(shop.take("o1", MILK), (card, 0)))) == {card: 1000}
    assert kinds(shop, card) == ["issued", "held", "released", "held", "released", "used"]


def test_what_was_set_aside_in_time_pays_though_the_card_s_days_are_over(shop: CardShop) -> None:
    """10.00 of 15.00 are held five minutes before the end; five minutes after it they pay, and the rest is gone."""
    card = shop.issue("sold-1", 1500)
    ends = shop.card(card).expires_at
    assert ends is not None
    shop.clock.instant = ends - timedelta(minutes=5)
    shop.answer(shop.with_cards(shop.aside("h1", MILK), (card, 0)))
    shop.clock.instant = ends + timedelta(minutes=5)
    assert paid(shop.answer(shop.take("o1", MILK, hold="h1"))) == {card: 1000}
    assert kinds(shop, card) == ["issued", "held", "expired", "released", "used"]
    assert shop.card(card).balance_minor == 0


def test_what_is_captured_is_at_most_what_was_held(shop: CardShop) -> None:
    """A purchase may name less of the card, or none of it; more is refused."""
    card = shop.issue("sold-1", 2000)
    shop.answer(shop.with_cards(shop.aside("h1", MILK), (card, 800)))
    more = shop.answer(shop.with_cards(shop.take("o1", MILK, hold="h1"), (card, 801)))
    assert more.refusal == RefusalCode.CAPTURE_EXCEEDS_HOLD
    assert paid(shop.answer(shop.with_cards(shop.take("o2", MILK, hold="h1"), (card, 300)))) == {card: 300}
    assert shop.card(card).available_minor == 1700


def test_a_return_gives_each_card_its_part_back_and_all_of_it_in_the_end(shop: CardShop) -> None:
    """Of 15.00 one card paid 7.00 and another 3.01: a third comes back, then the rest, to the cent."""
    one, other = shop.issue("sold-1", 700), shop.issue("sold-2", 301)
    shop.answer(shop.with_cards(shop.take("o1", MILK, BREAD), (one, 0), (other, 0)))
    first = shop.answer(shop.back("ANN1", "b1", "o1", BREAD))
    assert [(c.card_id, c.amount_minor) for c in first.cards] == [(one, 233), (other, 100)]
    assert first.owed_minor == 500 - 333
    rest = shop.answer(shop.back("ANN1", "b2", "o1"))
    assert [(c.card_id, c.amount_minor) for c in rest.cards] == [(one, 467), (other, 201)]
    assert (shop.card(one).available_minor, shop.card(other).available_minor) == (700, 301)


def test_money_that_comes_back_late_can_be_spent_for_the_grace_s_days(shop: CardShop) -> None:
    """The card had ended, and what was on it is gone; what came back lasts for 20 days more."""
    card = shop.issue("sold-1", 1500)
    shop.answer(shop.with_cards(shop.take("o1", MILK), (card, 0)))
    shop.clock.instant += 400 * DAY
    assert shop.card(card).available_minor == 0
    refused = shop.answer(shop.with_cards(shop.take("o2", MILK), (card, 0)))
    assert refused.refusal == RefusalCode.GIFT_CARD_EXPIRED
    shop.answer(shop.back("ANN1", "b1", "o1"))
    assert shop.card(card).available_minor == 1000
    shop.clock.instant += 20 * DAY
    assert shop.card(card).available_minor == 1000
    shop.clock.instant += DAY
    assert shop.card(card).available_minor == 0
    assert kinds(shop, card) == ["issued", "used", "expired", "refunded"]


def test_a_card_that_pays_nothing_says_why(shop: CardShop) -> None:
    """One is empty, and the last has nothing left to pay: both are told, and neither is touched. A quote says the same."""
    empty, full, late = shop.issue("sold-1", 500), shop.issue("sold-2", 2000), shop.issue("sold-3", 2000)
    shop.answer(shop.with_cards(shop.take("o1", BREAD), (empty, 0)))
    basket = shop.with_cards(shop.take("o2", MILK), (empty, 0), (full, 0), (late, 0))
    quoted, answer = shop.quote(basket), shop.answer(basket)
    assert paid(answer) == {full: 1000}
    assert answer.idle == quoted.idle
    assert [(one.card_id, one.code) for one in answer.idle] == [
        (empty, ReasonCode.GIFT_CARD_EMPTY),
        (late, ReasonCode.NOTHING_LEFT_TO_PAY),
    ]
    assert (kinds(shop, empty), kinds(shop, late)) == (["issued", "used"], ["issued"])


def test_a_hold_of_an_empty_card_alone_is_refused_for_that(shop: CardShop) -> None:
    """And not for too few points, of which nobody spoke."""
    empty = shop.issue("sold-1", 500)
    shop.answer(shop.with_cards(shop.take("o1", BREAD), (empty, 0)))
    refused = shop.answer(shop.with_cards(shop.aside("h1", MILK), (empty, 0)))
    assert refused.refusal == ReasonCode.GIFT_CARD_EMPTY


def test_a_reward_can_be_a_gift_card_within_its_budget(shop: CardShop) -> None:
    """300 points for 2.50 on a card; the third would cost more than the budget has."""
    answers = [shop.answer(shop.redeem(f"r{nth}", "present")) for nth in range(3)]
    assert [answer.refusal for answer in answers] == [None, None, RefusalCode.BUDGET_SPENT]
    card = answers[0].activity_id
    assert card is not None
    assert answers[0].vouchers == ()
    assert paid(shop.answer(shop.with_cards(shop.take("o1", BREAD), (card, 0)))) == {card: 250}
    named = shop.answer(shop.take("o2", MILK, rewards=("present",)))
    assert named.refusal is not None
    assert shop.balance.available == 405


def test_verify_finds_a_card_whose_money_was_touched(shop: CardShop) -> None:
    """A balance without an entry, and an entry of another amount, are both told."""
    card = shop.issue("sold-1", 1500)
    shop.answer(shop.with_cards(shop.take("o1", MILK), (card, 0)))
    wrongs = (
        (
            "update gift_card set balance_minor = balance_minor + 1",
            "gift_card set balance_minor = balance_minor - 1",
        ),
        (
            "update gift_card_entry set amount_minor = amount_minor + 1 where kind = 'used'",
            "gift_card_entry set amount_minor = amount_minor - 1 where kind = 'used'",
        ),
    )
    for wrong, right in wrongs:
        shop.connection.execute(wrong)
        assert {one.check for one in shop.verify().differences} == {"gift card"}
        shop.connection.execute(f"update {right}")


def test_a_voucher_that_is_presented_and_not_needed_stays_as_it_is(shop: CardShop) -> None:
    """Two vouchers of 5.00 for a basket of 5.00: one is used, the other can be used again."""
    vouchers = []
    for key in ("r1", "r2"):
        shop.answer(shop.adjust(shop.ann, f"more-{key}", 400))
        vouchers.append(shop.answer(shop.redeem(key, "five")).activity_id)
    basket = shop.take("o1", BREAD)
    activity = msgspec.structs.replace(basket.activity, vouchers=tuple(vouchers))
    answer = shop.answer(msgspec.structs.replace(basket, activity=activity))
    assert [one.step.value for one in answer.vouchers] == ["used"]
    assert len(answer.presented) == 1
    assert answer.due_minor == 0

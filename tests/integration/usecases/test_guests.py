"""Guests who pay with gift cards: no member, no points, and not a cent lost or paid twice."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import msgspec
import psycopg
import pytest
from psycopg import Connection
from tests.integration.usecases.carding import CARDS, OPEN, GuestShop
from tests.integration.usecases.rewarding import BREAD, MILK
from tests.integration.usecases.shop import DAY

from tessera.catalogue.gift_card import Kind
from tessera.catalogue.gift_cards import UnknownGiftCard, read_entries
from tessera.engine.activity import Activity
from tessera.kit.codes import ReasonCode, RefusalCode
from tessera.kit.ids import new_id
from tessera.kit.problems import KeyConflict, UnknownPurchase
from tessera.usecases.database import Database
from tessera.usecases.guests.answer import GuestAnswer
from tessera.usecases.pay_as_guest import pay_as_guest, refund_guest
from tessera.usecases.programmes import Programmes

TILLS = 16


@pytest.fixture
def shop(dsn: str) -> Iterator[GuestShop]:
    """A shop whose books and cards must prove themselves at the end."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = GuestShop(connection)
        yield shop
        assert shop.verify().differences == []


def moved(answer: GuestAnswer) -> dict[UUID, int]:
    """How much of each card moved."""
    assert answer.refusal is None, answer.refusal
    return {one.card_id: one.amount_minor for one in answer.cards}


def test_cards_pay_for_a_guest_and_the_rest_is_due(shop: GuestShop) -> None:
    """15.00: one card its 3.00, another 10.00, an empty one nothing, and why; 2.00 are still to be paid."""
    one, other, empty = shop.issue("sold-1", 300), shop.issue("sold-2", 1000), shop.issue("sold-3", 1000)
    shop.pay_as_guest("o0", MILK, cards=[(empty, 0)])
    answer = shop.pay_as_guest("o1", MILK, BREAD, cards=[(empty, 0), (one, 0), (other, 0)])
    assert (moved(answer), answer.due_minor) == ({one: 300, other: 1000}, 200)
    assert [(idle.card_id, idle.code) for idle in answer.idle] == [(empty, ReasonCode.GIFT_CARD_EMPTY)]
    assert shop.card(one).balance_minor == shop.card(other).balance_minor == 0


def test_a_retry_gets_the_same_answer_and_pays_once(shop: GuestShop) -> None:
    """Refusals too; another basket under the key is a conflict that names the field."""
    card = shop.issue("sold-1", 2500)
    first = shop.pay_as_guest("o1", MILK, cards=[(card, 0)])
    shop.clock.instant += DAY
    assert shop.pay_as_guest("o1", MILK, cards=[(card, 0)]) == first
    refused = shop.pay_as_guest("o2", MILK, BREAD, cards=[(card, 1501)])
    assert (refused.refusal, refused.left_minor) == (RefusalCode.GIFT_CARD_TOO_MUCH, 1500)
    assert shop.pay_as_guest("o2", MILK, BREAD, cards=[(card, 1501)]) == refused
    with pytest.raises(KeyConflict) as conflict:
        shop.pay_as_guest("o1", BREAD, cards=[(card, 0)])
    assert conflict.value.facts["field"]
    assert shop.card(card).balance_minor == 1500


def test_another_money_is_refused(shop: GuestShop) -> None:
    """A basket in euros is not paid by a card in dollars, nor by a programme that runs in them."""
    card = shop.issue("sold-1", 2500)
    basket = msgspec.structs.replace(shop.basket_of("o1", MILK, cards=[(card, 0)]), money="EUR")
    with shop.connection.transaction():
        answer, _ = pay_as_guest(
            shop.connection, shop.programmes, basket, source="till", clock=shop.clock, new_id=new_id
        )
    assert (answer.refusal, shop.card(card).balance_minor) == (RefusalCode.OTHER_MONEY, 2500)


def test_a_programme_that_does_not_say_so_lets_members_alone_pay(dsn: str) -> None:
    """It is refused, and the answer is kept; a card that is not there is not decided at all."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = GuestShop(connection)
        shop.publish(CARDS)
        card = shop.issue("sold-1", 2500)
        assert shop.pay_as_guest("o1", MILK, cards=[(card, 0)]).refusal == RefusalCode.MEMBERS_ONLY
        shop.publish(OPEN)
        assert shop.pay_as_guest("o1", MILK, cards=[(card, 0)]).refusal == RefusalCode.MEMBERS_ONLY
        with pytest.raises(UnknownGiftCard):
            shop.pay_as_guest("o2", MILK, cards=[(new_id(), 0)])
        assert shop.verify().differences == []


def test_what_comes_back_goes_to_the_cards_to_the_cent(shop: GuestShop) -> None:
    """Of 15.00 cards paid 7.00 and 3.01: a third comes back, then the rest; then there is nothing left to return."""
    one, other = shop.issue("sold-1", 700), shop.issue("sold-2", 301)
    shop.pay_as_guest("o1", MILK, BREAD, cards=[(one, 0), (other, 0)])
    first = shop.refund("b1", "o1", BREAD)
    assert (moved(first), first.owed_minor) == ({one: 233, other: 100}, 167)
    assert shop.refund("b1", "o1", BREAD) == first
    rest = shop.refund("b2", "o1")
    assert (moved(rest), rest.owed_minor) == ({one: 467, other: 201}, 332)
    assert (shop.card(one).available_minor, shop.card(other).available_minor) == (700, 301)
    assert shop.refund("b3", "o1").refusal == RefusalCode.RETURN_EXCEEDS_PURCHASE


def test_only_what_a_guest_paid_comes_back(shop: GuestShop) -> None:
    """Neither what was refused, nor a refund, nor what no guest of this source bought."""
    card = shop.issue("sold-1", 700)
    shop.pay_as_guest("o1", MILK, cards=[(card, 701)])
    assert shop.refund("b1", "o1").refusal == RefusalCode.NOT_RETURNABLE
    with pytest.raises(UnknownPurchase):
        shop.refund("b2", "b1")
    with pytest.raises(UnknownPurchase):
        shop.refund("b2", "o9")


def test_money_that_comes_back_late_lasts_for_the_grace(shop: GuestShop) -> None:
    """The card had ended a month before."""
    card = shop.issue("sold-1", 1000)
    shop.pay_as_guest("o1", MILK, cards=[(card, 0)])
    shop.clock.instant += 400 * DAY
    shop.refund("b1", "o1")
    assert shop.card(card).available_minor == 1000
    shop.clock.instant += 21 * DAY
    assert shop.card(card).available_minor == 0


def test_verify_finds_what_nobody_paid(shop: GuestShop) -> None:
    """A payment whose answer was changed, and an entry that belongs to nothing."""
    card = shop.issue("sold-1", 2500)
    shop.pay_as_guest("o1", MILK, cards=[(card, 400)])
    change = "update gift_card_entry set activity_id = %s where kind = 'used'"
    (was,) = shop.connection.execute("select payment_id from guest_payment").fetchone() or (None,)
    shop.connection.execute(change, (new_id(),))
    assert [one.check for one in shop.verify().differences] == ["gift card", "gift card"]
    shop.connection.execute(change, (was,))
    shop.connection.execute("update guest_payment set programme_version = 1")  # in which guests did not pay
    assert "decided in another way" in shop.verify().differences[0].detail
    shop.connection.execute("update guest_payment set programme_version = 2")


@pytest.mark.every_postgresql
def test_tills_that_take_one_card_at_once_never_pay_twice(dsn: str) -> None:
    """50.00 on one card, 16 guests and members whose baskets of 15.00 name it: three are paid whole, one gets the last 5.00.

    Medusa's #16347: there the same card was redeemed in full by every checkout that ran at the same time.
    """
    with psycopg.connect(dsn, autocommit=True) as connection, Database(dsn, size=TILLS) as database:
        shop = GuestShop(connection)
        card, ready = shop.issue("sold", 5000), Barrier(TILLS)

        def pay(nth: int) -> int:
            ready.wait(60)
            basket = shop.basket_of(f"o{nth}", MILK, BREAD, cards=[(card, 0)])

            def work(own: Connection) -> int:
                answer, _ = pay_as_guest(
                    own, Programmes(), basket, source="till", clock=shop.clock, new_id=new_id
                )
                return sum(moved(answer).values())

            return database.insist(work)

        with ThreadPoolExecutor(TILLS) as pool:
            paid = sorted(pool.map(pay, range(TILLS)), reverse=True)
        assert paid == [1500, 1500, 1500, 500, *[0] * (TILLS - 4)]
        assert shop.card(card).balance_minor == 0
        assert shop.verify().differences == []


def test_one_payment_sent_by_many_at_once_pays_once(dsn: str) -> None:
    """And one refund, however often it is sent at once, comes back once."""
    with psycopg.connect(dsn, autocommit=True) as connection, Database(dsn, size=TILLS) as database:
        shop = GuestShop(connection)
        card = shop.issue("sold", 5000)
        basket = shop.basket_of("o1", MILK, cards=[(card, 0)])
        back = Activity("return", "b1", shop.clock.now(), money="USD", of="o1")

        def at_once(use_case: object, activity: Activity) -> set[UUID]:
            ready = Barrier(TILLS)

            def send(_: int) -> UUID:
                ready.wait(60)

                def work(own: Connection) -> UUID:
                    answer, _ = use_case(  # type: ignore[operator]
                        own, Programmes(), activity, source="till", clock=shop.clock, new_id=new_id
                    )
                    return UUID(str(answer.payment_id))

                return database.insist(work)

            with ThreadPoolExecutor(TILLS) as pool:
                return set(pool.map(send, range(TILLS)))

        assert len(at_once(pay_as_guest, basket)) == 1
        assert len(at_once(refund_guest, back)) == 1
        kinds = [entry.kind for entry in reversed(read_entries(shop.connection, card, limit=9))]
        assert kinds == [Kind.ISSUED, Kind.USED, Kind.REFUNDED]
        assert shop.verify().differences == []

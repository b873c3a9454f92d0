"""Tills that present the same voucher, or the same gift card, at the same moment: one wins, and no cent is spent twice."""

from collections import Counter as Tally
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from uuid import UUID

import msgspec
import psycopg
import pytest
from psycopg import Connection
from tests import races
from tests.integration.usecases.carding import CardShop
from tests.integration.usecases.rewarding import BREAD, ESPRESSO, MILK

from tessera.engine.activity import Activity
from tessera.kit.codes import RefusalCode
from tessera.kit.ids import new_id
from tessera.usecases.answers import Answer, Recorded, Submission
from tessera.usecases.database import Database
from tessera.usecases.programmes import Programmes
from tessera.usecases.record_activities import record_activities

TILLS = 16


@contextmanager
def shop_with_tills(dsn: str) -> Iterator[tuple[CardShop, Database]]:
    """A shop, and a database for its tills; at the end its books prove themselves, also when all holds are over."""
    bounded = races.bounded(dsn)
    with psycopg.connect(bounded, autocommit=True) as connection, Database(bounded, size=TILLS) as database:
        shop = CardShop(connection)
        shop.enrol(*(f"m{nth}" for nth in range(TILLS)))
        yield shop, database
        assert shop.verify().differences == []
        shop.clock.instant += timedelta(hours=1)
        shop.sweep()
        assert shop.verify().differences == []


def at_once(database: Database, shop: CardShop, sent: Sequence[Submission]) -> list[Answer]:
    """Record all of it at the same time, each on a connection of its own, as processes that know nothing of each other."""

    def act(connection: Connection, one: Submission) -> Answer:
        (result,) = record_activities(connection, Programmes(), [one], clock=shop.clock, new_id=new_id)
        assert isinstance(result, Recorded), result
        return result.answer

    return races.at_once([partial(database.insist, partial(act, one=one)) for one in sent])


def refusals(answers: Sequence[Answer]) -> dict[str | None, int]:
    """How many were refused for which reason; None: accepted."""
    return Tally(answer.refusal for answer in answers)


def presenting(sent: Submission, voucher: UUID) -> Submission:
    return msgspec.structs.replace(sent, activity=msgspec.structs.replace(sent.activity, vouchers=(voucher,)))


def taken(shop: CardShop, reward: str = "five") -> UUID:
    """A voucher of Ann's that pays 5.00, or another."""
    voucher = shop.answer(shop.redeem("r1", reward)).activity_id
    assert voucher is not None
    return voucher


@pytest.mark.every_postgresql
def test_one_gift_card_in_many_checkouts_at_once_never_pays_twice(dsn: str) -> None:
    """50.00 on one card, 16 members whose baskets of 15.00 name it: three are paid whole, one gets the last 5.00.

    Medusa's #16347: there the same card was redeemed in full by every checkout that ran at the same time.
    """
    with shop_with_tills(dsn) as (shop, database):
        card = shop.issue("sold", 5000)
        baskets = [
            shop.with_cards(shop.take(f"o{nth}", MILK, BREAD, card=f"m{nth}"), (card, 0))
            for nth in range(TILLS)
        ]
        answers = at_once(database, shop, baskets)
        paid = sorted((sum(one.amount_minor for one in answer.cards) for answer in answers), reverse=True)
        assert paid == [1500, 1500, 1500, 500, *[0] * (TILLS - 4)]
        assert shop.card(card).balance_minor == 0


def test_who_names_an_amount_is_paid_whole_or_refused(dsn: str) -> None:
    """Of 16 who want 10.00 of a card with 35.00 three get it; the others are told that there is less."""
    with shop_with_tills(dsn) as (shop, database):
        card = shop.issue("sold", 3500)
        baskets = [
            shop.with_cards(shop.take(f"o{nth}", MILK, card=f"m{nth}"), (card, 1000)) for nth in range(TILLS)
        ]
        assert refusals(at_once(database, shop, baskets)) == {
            None: 3,
            RefusalCode.GIFT_CARD_SHORT: TILLS - 3,
        }
        assert shop.card(card).balance_minor == 500


def test_two_cards_named_in_either_order_make_nobody_wait_for_ever(dsn: str) -> None:
    """Cards are locked in the order of their ids, however a basket names them."""
    with shop_with_tills(dsn) as (shop, database):
        one, other = shop.issue("sold-1", 9000), shop.issue("sold-2", 9000)
        baskets = []
        for nth in range(TILLS):
            cards = ((one, 500), (other, 500)) if nth % 2 else ((other, 500), (one, 500))
            baskets.append(shop.with_cards(shop.take(f"o{nth}", MILK, card=f"m{nth}"), *cards))
        assert refusals(at_once(database, shop, baskets)) == {None: TILLS}
        assert shop.card(one).balance_minor == shop.card(other).balance_minor == 9000 - 500 * TILLS


def test_one_voucher_in_many_checkouts_at_once_is_used_once(dsn: str) -> None:
    """Purchases, holds and handing over race for it; exactly one of them gets it."""
    with shop_with_tills(dsn) as (shop, database):
        voucher = taken(shop, "coffee")  # which needs no basket
        sent = [presenting(shop.take(f"o{nth}", MILK, ESPRESSO), voucher) for nth in range(6)]
        sent += [presenting(shop.aside(f"h{nth}", MILK, ESPRESSO), voucher) for nth in range(5)]
        facts = {"voucher": str(voucher)}
        sent += [
            Submission("till", "card", "ANN1", Activity("use", f"u{nth}", shop.clock.now(), facts=facts))
            for nth in range(5)
        ]
        found = refusals(at_once(database, shop, sent))
        assert found.pop(None) == 1
        assert found.keys() <= {RefusalCode.VOUCHER_USED, RefusalCode.VOUCHER_HELD}


def test_a_voucher_is_either_used_or_given_back(dsn: str) -> None:
    """Its points come back only where it did not pay."""
    with shop_with_tills(dsn) as (shop, database):
        voucher = taken(shop)
        facts = {"voucher": str(voucher)}
        back = Activity("cancellation", "back", shop.clock.now(), facts=facts)
        used, given_back = at_once(
            database,
            shop,
            [presenting(shop.take("o1", MILK, BREAD), voucher), Submission("till", "card", "ANN1", back)],
        )
        assert (used.refusal is None) != (given_back.refusal is None)
        assert shop.balance.available == (600 + 10 if used.refusal is None else 1000)


def test_a_hold_captured_and_released_at_once_leaves_the_card_with_one_of_the_two(dsn: str) -> None:
    """Either 15.00 is paid, or all of it is free again."""
    with shop_with_tills(dsn) as (shop, database):
        card = shop.issue("sold", 2000)
        shop.answer(shop.with_cards(shop.aside("h1", MILK, BREAD), (card, 0)))
        sent = [shop.take("o1", MILK, BREAD, hold="h1"), shop.release("r1", "h1")]
        captured, released = at_once(database, shop, sent)
        assert (captured.refusal is None) != (released.refusal is None)
        left = 500 if captured.refusal is None else 2000
        assert (shop.card(card).available_minor, shop.card(card).held_minor) == (left, 0)

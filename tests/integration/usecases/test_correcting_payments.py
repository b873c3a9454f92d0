"""A receipt changes hands, and what it was paid with, or was to be, stays with whom it belongs to."""

import psycopg
from tests.integration.usecases.carding import CardShop
from tests.integration.usecases.correcting import Manager, answer_of
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.office import Office
from tests.integration.usecases.rewarding import MILK

from tessera.engine.payment import MOST
from tessera.usecases.answer_parts import Balance


def test_what_one_member_asked_for_in_vain_is_not_taken_from_the_other(dsn: str) -> None:
    """Cyd has no points, and the till asked for as many as there are: Bob's 500 pay for nothing."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = CardShop(connection)
        bob, _ = shop.enrol("BOB1", "CYD1")
        shop.answer(shop.adjust(bob, "start-bob", 500))
        shop.answer(shop.take("p1", MILK, spend={"points": MOST}, card="CYD1"))
        assert answer_of(Manager(Office(shop)).correct("p1", "BOB1")).refusal is None
        assert Desk(shop).points(bob) == Balance(available=510)
        assert shop.verify().differences == []


def test_a_gift_card_pays_again_what_it_had_paid_out_of_a_hold(dsn: str) -> None:
    """The hold was Ann's, and is over; the card is nobody's. Bob's purchase comes back to it as Ann's would have."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = CardShop(connection)
        (bob,) = shop.enrol("BOB1")
        card = shop.issue("sold-1", 300)
        shop.answer(shop.with_cards(shop.aside("h", MILK), (card, 0)))
        shop.answer(shop.take("p1", MILK, hold="h"))
        assert answer_of(Manager(Office(shop)).correct("p1", "BOB1")).refusal is None
        assert (Desk(shop).points(bob).available, shop.card(card).available_minor) == (10, 0)
        assert shop.answer(shop.back("BOB1", "b1", "p1")).owed_minor == 700
        assert shop.card(card).available_minor == 300
        assert shop.verify().differences == []

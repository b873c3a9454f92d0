"""How a hold stands, told to the till that placed it."""

from collections.abc import Iterator

import psycopg
import pytest
from tests.integration.usecases.carding import CardShop
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.rewarding import BREAD, MILK

from tessera.usecases.read_answer import UnknownActivity
from tessera.usecases.read_hold import HoldState, ShownHold, read_hold


@pytest.fixture
def shop(dsn: str) -> Iterator[CardShop]:
    """A shop whose books must prove themselves at the end."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = CardShop(connection)
        yield shop
        assert shop.verify().differences == []


def look(shop: CardShop, key: str) -> ShownHold:
    return read_hold(shop.connection, source="till", key=key, clock=shop.clock)


def test_a_hold_of_a_card_alone_is_told_as_one_of_points_is(shop: CardShop) -> None:
    """No account has anything of it: what captured it is an activity all the same. A refused purchase captures nothing."""
    card = shop.issue("sold", 1500)
    shop.answer(shop.with_cards(shop.aside("h1", MILK), (card, 0)))
    refused = shop.answer(shop.with_cards(shop.take("o1", MILK, hold="h1"), (card, 1200)))
    assert refused.refusal is not None
    assert look(shop, "h1").state is HoldState.OPEN
    shop.answer(shop.take("o2", MILK, hold="h1"))
    shown = look(shop, "h1")
    assert (shown.state, shown.captured_by) == (HoldState.CAPTURED, "o2")
    with pytest.raises(UnknownActivity):
        look(shop, "o2")


def test_who_was_merged_since_captures_and_the_till_is_told_so(shop: CardShop) -> None:
    """The hold stands under the first member, the purchase under the other."""
    card = shop.issue("sold", 1500)
    (bob,) = shop.enrol("BOB1")
    shop.answer(shop.with_cards(shop.aside("h1", BREAD), (card, 0)))
    Desk(shop).merge(shop.ann, bob)
    shop.answer(shop.take("o1", BREAD, hold="h1"))
    shown = look(shop, "h1")
    assert (shown.state, shown.captured_by, shown.answer.member_id) == (HoldState.CAPTURED, "o1", shop.ann)

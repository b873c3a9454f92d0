"""Gift cards taken out of use: by whom, why, and what becomes of the money."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import psycopg
import pytest
from psycopg import Connection
from tests.integration.usecases.carding import CardShop
from tests.integration.usecases.rewarding import BREAD, MILK
from tests.integration.usecases.shop import DAY

from tessera.approvals.staff import Staff
from tessera.catalogue.card_register import Void
from tessera.catalogue.gift_card import CardState
from tessera.catalogue.gift_cards import UnknownGiftCard, read_entries
from tessera.catalogue.seal import Seal
from tessera.kit.codes import RefusalCode
from tessera.kit.ids import new_id
from tessera.kit.problems import InvalidValue, KeyConflict
from tessera.usecases.answers import Submission
from tessera.usecases.database import Database
from tessera.usecases.list_gift_cards import list_gift_cards
from tessera.usecases.programmes import Programmes
from tessera.usecases.read_gift_cards import show_card_codes
from tessera.usecases.record_activities import record_one
from tessera.usecases.void_gift_card import AlreadyVoided, Voiding, void_gift_card

MARIA = Staff("desk", "key-1", "Maria")
SEAL = Seal(b"a secret of the tests")


@pytest.fixture
def shop(dsn: str) -> Iterator[CardShop]:
    """A shop whose books and cards must prove themselves at the end."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = CardShop(connection)
        yield shop
        assert shop.verify().differences == []


def void(shop: CardShop, card_id: UUID, key: str = "v1", *, staff: Staff = MARIA) -> tuple[Void, bool]:
    """Take a card out of use."""
    voiding = Voiding(staff, key, card_id, "stolen")
    with shop.connection.transaction():
        return void_gift_card(shop.connection, voiding, clock=shop.clock, new_id=new_id)


def states(shop: CardShop, state: CardState | None = None) -> list[str]:
    """The states of all cards, the newest first."""
    page = list_gift_cards(shop.connection, source="till", seal=SEAL, clock=shop.clock, state=state)
    return [listed.card.state for listed in page.cards]


def test_a_voided_card_pays_nothing_and_its_money_is_gone(shop: CardShop) -> None:
    """20.00 were left of 25.00; a basket that names it is refused, and a return still finds its card."""
    card = shop.issue("sold-1", 2500)
    shop.answer(shop.with_cards(shop.take("o1", BREAD), (card, 0)))
    done, before = void(shop, card)
    assert (done.amount_minor, done.reason, done.person, before) == (2000, "stolen", "Maria", False)
    refused = shop.answer(shop.with_cards(shop.take("o2", MILK), (card, 0)))
    assert refused.refusal == RefusalCode.GIFT_CARD_VOIDED
    shop.answer(shop.back("ANN1", "b1", "o1"))
    assert (shop.card(card).balance_minor, shop.card(card).available_minor) == (500, 0)
    again, _ = void(shop, card, "v2")
    assert (again.amount_minor, shop.card(card).balance_minor) == (500, 0)


def test_a_voiding_sent_again_is_the_same_and_another_under_its_key_a_conflict(shop: CardShop) -> None:
    """Who voids a card that is out of use already, under a key of their own, is told so."""
    card, other = shop.issue("sold-1", 2500), shop.issue("sold-2", 2500)
    first, _ = void(shop, card)
    assert void(shop, card) == (first, True)
    with pytest.raises(KeyConflict):
        void(shop, other)
    with pytest.raises(AlreadyVoided):
        void(shop, card, "v2")
    with pytest.raises(UnknownGiftCard):
        void(shop, new_id(), "v3")
    silent = Voiding(MARIA, "v4", other, "  ")
    with pytest.raises(InvalidValue):
        void_gift_card(shop.connection, silent, clock=shop.clock, new_id=new_id)


def test_what_a_basket_has_set_aside_still_pays_for_it(shop: CardShop) -> None:
    """10.00 of 25.00 are held: they pay; 15.00 are gone at once."""
    card = shop.issue("sold-1", 2500)
    shop.answer(shop.with_cards(shop.aside("h1", MILK), (card, 0)))
    assert void(shop, card)[0].amount_minor == 1500
    assert shop.answer(shop.take("o1", MILK, hold="h1")).refusal is None
    kinds = [entry.kind.value for entry in reversed(read_entries(shop.connection, card, limit=9))]
    assert kinds == ["issued", "held", "voided", "released", "used"]


def test_the_sandbox_voids_no_real_card(shop: CardShop) -> None:
    """To it there is no such card."""
    card = shop.issue("sold-1", 2500)
    with pytest.raises(UnknownGiftCard):
        void(shop, card, staff=Staff("test:desk", "key-2"))


def test_the_register_lists_every_card_by_its_state(shop: CardShop) -> None:
    """Newest first, page by page, with the end of the code where somebody has asked for the code."""
    empty, gone, shown = shop.issue("sold-1", 500), shop.issue("sold-2", 500), shop.issue("sold-3", 500)
    shop.answer(shop.with_cards(shop.take("o1", BREAD), (empty, 0)))
    void(shop, gone)
    code = show_card_codes(shop.connection, [shown], seal=SEAL)[shown]
    assert code is not None
    page = list_gift_cards(shop.connection, source="till", seal=SEAL, clock=shop.clock, limit=2)
    assert [(one.card.card_id, one.ends_with) for one in page.cards] == [(shown, code[-4:]), (gone, None)]
    void_of = page.cards[1].void
    assert void_of is not None
    assert void_of.reason == "stolen"
    rest = list_gift_cards(
        shop.connection, source="till", seal=SEAL, clock=shop.clock, before=page.next, limit=2
    )
    assert ([one.card.card_id for one in rest.cards], rest.next) == ([empty], None)
    assert states(shop) == ["usable", "voided", "empty"]
    assert list_gift_cards(shop.connection, source="test:a", seal=SEAL, clock=shop.clock).cards == ()
    shop.clock.instant += 400 * DAY
    assert states(shop, CardState.EXPIRED) == ["expired", "expired"]
    assert states(shop, CardState.VOIDED) == ["voided"]


def test_a_card_voided_while_it_pays_pays_whole_or_not_at_all(dsn: str) -> None:
    """Whoever is first: what was paid and what is gone come to what was on it."""
    with psycopg.connect(dsn, autocommit=True) as connection, Database(dsn, size=2) as database:
        shop = CardShop(connection)
        for nth in range(6):
            card, ready = shop.issue(f"sold-{nth}", 1000), Barrier(2)
            basket = shop.with_cards(shop.take(f"o{nth}", MILK), (card, 0))
            with ThreadPoolExecutor(2) as pool:
                paying = pool.submit(pay, database, shop, basket, ready)
                voiding = pool.submit(end, database, shop, card, ready)
            shown = shop.card(card)
            assert (shown.state, shown.balance_minor) == (CardState.VOIDED, 0)
            assert paying.result() + voiding.result() == 1000
        assert shop.verify().differences == []


def pay(database: Database, shop: CardShop, basket: Submission, ready: Barrier) -> int:
    """What the card pays of a basket."""
    ready.wait(60)

    def work(connection: Connection) -> int:
        recorded = record_one(connection, Programmes(), basket, clock=shop.clock, new_id=new_id)
        return sum(one.amount_minor for one in recorded.answer.cards)

    return database.insist(work)


def end(database: Database, shop: CardShop, card: UUID, ready: Barrier) -> int:
    """What is gone with the card."""
    ready.wait(60)
    voiding = Voiding(MARIA, f"v-{card}", card, "stolen")

    def work(connection: Connection) -> int:
        return void_gift_card(connection, voiding, clock=shop.clock, new_id=new_id)[0].amount_minor

    return database.insist(work)

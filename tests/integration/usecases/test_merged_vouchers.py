"""Vouchers and gift cards of a member who turned out to be another: nothing of them is lost, and nobody else has them."""

from collections.abc import Iterator
from uuid import UUID

import msgspec
import psycopg
import pytest
from tests.integration.usecases.carding import CardShop
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.rewarding import BREAD, MILK

from tessera.catalogue.gift_card import Kind
from tessera.catalogue.voucher import State
from tessera.catalogue.vouchers import read_vouchers
from tessera.engine.activity import Activity
from tessera.kit.codes import RefusalCode
from tessera.kit.problems import KeyConflict
from tessera.usecases.answers import Submission


class MergingShop(CardShop):
    """A shop with Bob beside Ann, and a desk that merges them."""

    def __init__(self, connection: psycopg.Connection) -> None:
        super().__init__(connection)
        (self.bob,) = self.enrol("BOB1")
        self.desk = Desk(self)

    def voucher(self, key: str = "r1", reward: str = "five") -> UUID:
        """A voucher of Ann's that pays 5.00, or another."""
        taken = self.answer(self.redeem(key, reward)).activity_id
        assert taken is not None
        return taken

    def presenting(self, sent: Submission, voucher: UUID) -> Submission:
        """The same basket with a voucher."""
        return msgspec.structs.replace(
            sent, activity=msgspec.structs.replace(sent.activity, vouchers=(voucher,))
        )

    def about(self, what: str, key: str, voucher: UUID, *, card: str) -> Submission:
        """A voucher handed over, or given back."""
        facts = {"voucher": str(voucher)}
        return Submission("till", "card", card, Activity(what, key, self.clock.now(), facts=facts))

    def state(self, voucher: UUID) -> State:
        """How a voucher stands."""
        return read_vouchers(self.connection, [voucher])[voucher].state_at(self.clock.now())


@pytest.fixture
def shop(dsn: str) -> Iterator[MergingShop]:
    """A shop whose books must prove themselves at the end."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = MergingShop(connection)
        yield shop
        assert shop.verify().differences == []


def test_another_member_s_voucher_is_refused(shop: MergingShop) -> None:
    """Its code alone is not enough at another's checkout, and the refusal is remembered."""
    voucher = shop.voucher()
    basket = shop.presenting(shop.take("o1", MILK, card="BOB1"), voucher)
    assert shop.answer(basket).refusal == RefusalCode.OTHER_MEMBERS_VOUCHER
    assert shop.quote(basket).refusal == RefusalCode.OTHER_MEMBERS_VOUCHER
    assert shop.answer(shop.about("use", "u1", voucher, card="BOB1")).refusal == (
        RefusalCode.OTHER_MEMBERS_VOUCHER
    )
    assert shop.state(voucher) is State.ISSUED


def test_who_a_member_was_merged_into_has_their_vouchers(shop: MergingShop) -> None:
    """Quoted, used, and back again when the purchase comes back whole."""
    voucher = shop.voucher()
    shop.desk.merge(shop.ann, shop.bob)
    basket = shop.presenting(shop.take("o1", MILK, card="BOB1"), voucher)
    assert shop.quote(basket).due_minor == 500
    assert shop.answer(basket).due_minor == 500
    assert shop.state(voucher) is State.USED
    assert shop.answer(shop.back("BOB1", "b1", "o1")).refusal is None
    assert shop.state(voucher) is State.ISSUED


def test_what_a_member_took_before_a_merge_can_be_given_back_after_it(shop: MergingShop) -> None:
    """The points come to the account that stays."""
    voucher = shop.voucher()
    shop.desk.merge(shop.ann, shop.bob)
    before = shop.desk.points(shop.bob).available
    assert shop.answer(shop.about("cancellation", "c1", voucher, card="BOB1")).refusal is None
    assert shop.desk.points(shop.bob).available == before + 400
    assert shop.state(voucher) is State.REFUNDED


def test_a_merge_that_is_undone_takes_the_vouchers_back(shop: MergingShop) -> None:
    """They are Ann's again, and Bob's no more."""
    voucher = shop.voucher(reward="coffee")
    shop.desk.merge(shop.ann, shop.bob)
    shop.desk.undo(shop.ann, shop.bob)
    theirs = shop.answer(shop.presenting(shop.take("o1", MILK, card="BOB1"), voucher))
    assert theirs.refusal == RefusalCode.OTHER_MEMBERS_VOUCHER
    assert shop.answer(shop.about("use", "u1", voucher, card="ANN1")).refusal is None


def test_a_card_that_paid_before_a_merge_gets_its_part_back_after_it(shop: MergingShop) -> None:
    """Cards are their bearer's: whose purchase it is by now makes no difference to them."""
    card = shop.issue("sold", 1000)
    shop.answer(shop.with_cards(shop.take("o1", MILK, BREAD), (card, 0)))
    shop.desk.merge(shop.ann, shop.bob)
    back = shop.answer(shop.back("BOB1", "b1", "o1"))
    assert [(one.kind, one.amount_minor) for one in back.cards] == [(Kind.REFUNDED, 1000)]
    assert shop.card(card).available_minor == 1000


@pytest.mark.parametrize("what", ["use", "cancellation"])
def test_a_key_answers_for_one_voucher_alone(shop: MergingShop, what: str) -> None:
    """The same body has the same answer; another voucher under the key is a conflict that names the field."""
    one, other = shop.voucher("r1"), shop.voucher("r2")
    sent = shop.about(what, "k1", one, card="ANN1")
    assert shop.answer(sent) == shop.answer(sent)
    (conflict,) = shop.record(shop.about(what, "k1", other, card="ANN1"))
    assert isinstance(conflict, KeyConflict)
    assert conflict.facts["field"] == "code"


def test_another_card_or_amount_under_a_purchase_s_key_is_a_conflict(shop: MergingShop) -> None:
    """The field is named as the till sent it."""
    card = shop.issue("sold", 1000)
    basket = shop.take("o1", MILK)
    first = shop.answer(shop.with_cards(basket, (card, 500)))
    assert shop.answer(shop.with_cards(basket, (card, 500))) == first
    (conflict,) = shop.record(shop.with_cards(basket, (card, 600)))
    assert isinstance(conflict, KeyConflict)
    assert conflict.facts["field"] == "gift_cards"

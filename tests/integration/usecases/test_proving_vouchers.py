"""Vouchers that somebody changed behind the books' back: `verify` tells of each that is not what its steps made of it."""

from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.rewarding import BREAD, MILK
from tests.integration.usecases.test_redeeming import NAMED, Kiosk, voucher_of

from tessera.catalogue.vouchers import read_vouchers

CHANGES = {
    "for something better": "reward = 'gift'",
    "for longer": "expires_at = expires_at + interval '1 year'",
    "for ever": "expires_at = null",
    "of somebody else": "member_id = gen_random_uuid()",
    "by other terms": "issued_at = issued_at + interval '1 second'",
    "used by nothing": "used_by = null",
}


@pytest.fixture
def kiosk(dsn: str) -> Iterator[Kiosk]:
    """A kiosk with Bob beside Ann."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        yield Kiosk(connection, programme=NAMED)


@pytest.mark.parametrize("how", CHANGES)
def test_a_voucher_that_was_changed_by_hand_is_told(kiosk: Kiosk, how: str) -> None:
    """Whatever it says otherwise: what it is for, until when, whose it is, and what used it."""
    voucher = voucher_of(kiosk.answer(kiosk.redeem("r", "five")))
    kiosk.answer(kiosk.present(kiosk.take("p", MILK, BREAD), voucher))
    assert kiosk.verify().differences == []
    kiosk.connection.execute(f"update voucher set {CHANGES[how]} where voucher_id = %s", (voucher,))
    (difference,) = kiosk.verify().differences
    assert (difference.check, str(voucher) in difference.detail) == ("voucher", True)


def test_a_voucher_that_several_accounts_had_is_what_the_last_one_made_of_it(kiosk: Kiosk) -> None:
    """Issued to Ann; used and brought back by Bob, into whom she was merged; set aside by Ann again. Proved each time."""
    (bob,) = kiosk.enrol("BOB1")
    voucher = voucher_of(kiosk.answer(kiosk.redeem("r", "five")))
    desk = Desk(kiosk)
    desk.merge(kiosk.ann, bob)
    kiosk.answer(kiosk.present(kiosk.take("p", MILK, card="BOB1"), voucher))
    assert_proved(kiosk, voucher, number=2)
    kiosk.answer(kiosk.back("BOB1", "b", "p"))
    assert_proved(kiosk, voucher, number=3)
    desk.undo(kiosk.ann, bob)
    kiosk.answer(kiosk.present(kiosk.aside("h", MILK), voucher))
    assert_proved(kiosk, voucher, number=4)


def assert_proved(kiosk: Kiosk, voucher: UUID, *, number: int) -> None:
    """So many steps were taken, and all of it is as the activities say."""
    assert read_vouchers(kiosk.connection, [voucher])[voucher].number == number
    assert kiosk.verify().differences == []

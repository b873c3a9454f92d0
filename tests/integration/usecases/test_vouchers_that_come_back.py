"""Vouchers that a return brings back: how long they can be used from then on."""

from collections.abc import Iterator

import psycopg
import pytest
from tests.integration.usecases.rewarding import MILK
from tests.integration.usecases.shop import DAY, NOON
from tests.integration.usecases.test_redeeming import NAMED, Kiosk, voucher_of

from tessera.catalogue.voucher import State
from tessera.catalogue.vouchers import read_vouchers
from tessera.usecases.read_history import read_history

GRACEFUL = NAMED.replace("valid: {days: 30}", "valid: {days: 30}, grace: {days: 14}")


@pytest.fixture
def kiosk(dsn: str) -> Iterator[Kiosk]:
    """A kiosk whose vouchers have a grace."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = Kiosk(connection, programme=GRACEFUL)
        yield shop
        assert shop.verify().differences == []


def told(kiosk: Kiosk) -> list[str]:
    """What the newest activity says that it did."""
    history = read_history(kiosk.connection, kiosk.programmes, kiosk.ann, before=None, limit=1, lang="en")
    return list(history.entries[0].told)


@pytest.mark.parametrize(
    ("after", "ends", "last"),
    [
        (3, 31, "July 5, 2026"),
        (16, 31, "July 5, 2026"),
        (17, 32, "July 6, 2026"),
        (60, 75, "August 18, 2026"),
    ],
)
def test_a_voucher_that_comes_back_has_its_own_days_or_the_grace(
    kiosk: Kiosk, after: int, ends: int, last: str
) -> None:
    """Whichever ends later; to the end of the last day."""
    voucher = voucher_of(kiosk.answer(kiosk.redeem("r", "five")))
    kiosk.answer(kiosk.present(kiosk.take("p", MILK), voucher))
    kiosk.clock.instant += after * DAY
    kiosk.answer(kiosk.back("ANN1", "b", "p"))
    assert read_vouchers(kiosk.connection, [voucher])[voucher].expires_at == NOON.replace(hour=0) + ends * DAY
    assert told(kiosk) == ["You can use Five again.", f"Use it by {last}."]
    kiosk.answer(kiosk.present(kiosk.take("p2", MILK), voucher))
    assert kiosk.state(voucher) is State.USED


def test_a_voucher_keeps_the_grace_of_the_day_on_which_it_was_issued(kiosk: Kiosk) -> None:
    """And one without any comes back too late, and is said to."""
    with_grace = voucher_of(kiosk.answer(kiosk.redeem("r1", "five")))
    kiosk.publish(NAMED)
    without = voucher_of(kiosk.answer(kiosk.redeem("r2", "five")))
    for key, voucher in (("p1", with_grace), ("p2", without)):
        kiosk.answer(kiosk.present(kiosk.take(key, MILK), voucher))
    kiosk.clock.instant += 60 * DAY
    kiosk.answer(kiosk.back("ANN1", "b1", "p1"))
    assert kiosk.state(with_grace) is State.ISSUED
    kiosk.answer(kiosk.back("ANN1", "b2", "p2"))
    assert kiosk.state(without) is State.EXPIRED
    assert told(kiosk) == ["Five came back to you, but its days are over."]

"""A code to say aloud for a voucher or a gift card: short, for one shop, for an hour."""

import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from psycopg import Connection

from tessera.catalogue.spoken import RANDOM_DIGITS, digits_of, hash_spoken, make_spoken
from tessera.catalogue.spoken_codes import Meant, add_spoken
from tessera.catalogue.vouchers import UnknownVoucher, read_vouchers
from tessera.kit.clock import Clock
from tessera.kit.problems import InvalidValue
from tessera.kit.record import Record
from tessera.kit.sandbox import in_sandbox
from tessera.usecases.manage_keys import refuse_unknown_source
from tessera.usecases.read_gift_cards import find_card
from tessera.usecases.read_vouchers import accounts_of

LASTS: Final = timedelta(hours=1)


class SpokenCode(Record, frozen=True):
    """A code to say, such as `4821 7730 5694`, in the shop of `source`, before `expires_at`."""

    code: str
    source: str
    expires_at: datetime


def speak_voucher(  # noqa: PLR0913 - whose voucher, for where, each by name
    connection: Connection, member_id: UUID, voucher_id: UUID, *, source: str, asked_by: str, clock: Clock
) -> SpokenCode:
    """A code for one of a member's vouchers; the one before it counts no more. Raises UnknownMember, UnknownVoucher,
    InvalidValue for a source that there is not, or over the sandbox's fence.
    """
    voucher = read_vouchers(connection, [voucher_id]).get(voucher_id)
    if voucher is None or voucher.account_id not in accounts_of(connection, member_id):
        raise UnknownVoucher("The member has no voucher with this id.", field="voucher_id")
    return _speak(connection, Meant(voucher_id=voucher_id), source=source, asked_by=asked_by, clock=clock)


def speak_card(
    connection: Connection, code: str | Meant, *, source: str, asked_by: str, clock: Clock
) -> SpokenCode:
    """The same for the gift card of a code. Raises UnknownGiftCard, InvalidValue."""
    card_id = find_card(connection, code, source=asked_by)
    return _speak(connection, Meant(card_id=card_id), source=source, asked_by=asked_by, clock=clock)


def _speak(connection: Connection, meant: Meant, *, source: str, asked_by: str, clock: Clock) -> SpokenCode:
    if in_sandbox(source) != in_sandbox(asked_by):
        raise InvalidValue("The sandbox and real shops have no codes in common.", field="source")
    if source != asked_by:
        refuse_unknown_source(connection, source)
    now = clock.now()
    while True:
        code = make_spoken(secrets.randbelow(10**RANDOM_DIGITS))
        code_hash = hash_spoken(digits_of(code) or "", source=source)
        if add_spoken(connection, code_hash, meant, source=source, now=now, expires_at=now + LASTS):
            return SpokenCode(code, source, now + LASTS)

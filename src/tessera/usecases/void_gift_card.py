"""Take a gift card out of use: it was stolen, or issued by mistake. What is on it is gone."""

from typing import ClassVar
from uuid import UUID

from psycopg import Connection

from tessera.approvals.staff import Staff
from tessera.catalogue.card_register import Void, add_void, find_void
from tessera.catalogue.gift_card import By
from tessera.catalogue.gift_cards import UnknownGiftCard, lock_cards, read_issuers, write_cards
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.problems import InvalidValue, Problem
from tessera.kit.record import Record
from tessera.kit.sandbox import in_sandbox
from tessera.usecases.recording.compare import other_value


class AlreadyVoided(Problem):
    """The card was taken out of use before, and nothing has come back to it since."""

    code: ClassVar[str] = "already_voided"
    title: ClassVar[str] = "The gift card is out of use already"


class Voiding(Record, frozen=True):
    """That `staff` take a card out of use, under a key of theirs, and why."""

    staff: Staff
    key: str
    card_id: UUID
    reason: str


def void_gift_card(
    connection: Connection, voiding: Voiding, *, clock: Clock, new_id: Ids
) -> tuple[Void, bool]:
    """What was done, and whether it had been under this key before.

    What baskets have set aside can still pay for them; what comes back to the card later stays on it, and can be voided
    under another key. Raises UnknownGiftCard, AlreadyVoided, InvalidValue without a reason, KeyConflict.
    """
    staff, reason = voiding.staff, voiding.reason.strip()
    if not reason:
        raise InvalidValue("Say why: whoever reads the books later wants to know.", field="reason")
    card = lock_cards(connection, [voiding.card_id]).get(voiding.card_id)
    issuer = read_issuers(connection, [voiding.card_id]).get(voiding.card_id)
    before = find_void(connection, source=staff.source, key=voiding.key)
    if before is not None:
        _refuse_other(before, voiding)
        return before, True
    if card is None or issuer is None or in_sandbox(issuer) != in_sandbox(staff.source):
        raise UnknownGiftCard("There is no such gift card.", field="card_id")
    now = clock.now()
    card.settle(now)
    over, void_id = card.voided_at is not None, new_id()
    gone = card.void(By(None, void_id, now))
    if over and not gone:
        raise AlreadyVoided("The card was taken out of use before, and there is nothing on it.")
    void = Void(void_id, staff.source, voiding.key, card.card_id, gone, reason, staff.hand, staff.person, now)
    write_cards(connection, [card])
    add_void(connection, void)
    return void, False


def _refuse_other(before: Void, voiding: Voiding) -> None:
    """Raise KeyConflict unless the same was done under the key."""
    for field, mine, theirs in (
        ("code", voiding.card_id, before.card_id),
        ("reason", voiding.reason.strip(), before.reason),
    ):
        if mine != theirs:
            raise other_value(voiding.key, field)

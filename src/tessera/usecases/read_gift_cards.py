"""Gift cards to look at: by their codes, as they stand now; and the code of one that was just issued."""

import secrets
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from tessera.catalogue.codes import RANDOM_BYTES, hash_of, make_code, read_code
from tessera.catalogue.gift_card import CardState, Entry, GiftCard
from tessera.catalogue.gift_cards import (
    SealedCode,
    UnknownGiftCard,
    add_card_codes,
    find_cards,
    list_own_cards,
    read_cards,
    read_entries,
    read_sealed_codes,
)
from tessera.catalogue.seal import Seal
from tessera.catalogue.spoken_codes import Meant
from tessera.kit.clock import Clock
from tessera.kit.record import Record
from tessera.kit.sandbox import in_sandbox
from tessera.usecases.read_vouchers import accounts_of

ENTRIES_SHOWN = 50


class ShownCard(Record, frozen=True):
    """A gift card as it stands now, in minor units: `available_minor` can be paid, `held_minor` is set aside for baskets."""

    card_id: UUID
    state: CardState
    money: str
    balance_minor: int
    held_minor: int
    available_minor: int
    issued_at: datetime
    expires_at: datetime | None


def find_card(connection: Connection, code: str | Meant, *, source: str) -> UUID:
    """The card of a code, or of what was said aloud. Raises UnknownGiftCard, and InvalidValue for a typo."""
    card_id = code.card_id if isinstance(code, Meant) else _find_typed(connection, code, source=source)
    if card_id is None:
        raise UnknownGiftCard("No gift card has this code.", field="gift_cards")
    return card_id


def _find_typed(connection: Connection, code: str, *, source: str) -> UUID | None:
    """The card of a code on this side of the sandbox's fence. Spoken codes are made on one side, for that side."""
    code_hash = hash_of(code)
    card = find_cards(connection, [code_hash]).get(code_hash)
    if card is None or in_sandbox(card[1]) != in_sandbox(source):
        read_code(code)
        return None
    return card[0]


def read_gift_card(
    connection: Connection, code: str | Meant, *, source: str, clock: Clock
) -> tuple[ShownCard, list[Entry]]:
    """A card by its code, with its newest entries. Raises as `find_card`."""
    card_id = find_card(connection, code, source=source)
    return show_card(connection, card_id, now=clock.now()), read_entries(
        connection, card_id, limit=ENTRIES_SHOWN
    )


def read_own_cards(
    connection: Connection, member_id: UUID, *, seal: Seal, clock: Clock
) -> list[tuple[ShownCard, str | None]]:
    """The cards that a member, or who was merged into the member, has taken as rewards, with their codes. Raises
    UnknownMember.
    """
    card_ids = list_own_cards(connection, accounts_of(connection, member_id))
    codes = show_card_codes(connection, card_ids, seal=seal)
    return [(show_card(connection, card_id, now=clock.now()), codes[card_id]) for card_id in card_ids]


def show_card(connection: Connection, card_id: UUID, *, now: datetime) -> ShownCard:
    """A card as it stands, with what time has brought by now, which nobody has written down yet."""
    card: GiftCard = read_cards(connection, [card_id])[card_id]
    card.settle(now)
    return ShownCard(
        card.card_id,
        card.state_at(now),
        card.money,
        card.balance_minor,
        card.held_minor,
        card.available_at(now),
        card.issued_at,
        card.expires_at,
    )


def show_card_codes(
    connection: Connection, card_ids: Collection[UUID], *, seal: Seal
) -> dict[UUID, str | None]:
    """The code of each of these cards, made now where nobody has asked for it before; None where it cannot be shown."""
    known = read_sealed_codes(connection, card_ids)
    lacking = [card_id for card_id in card_ids if card_id not in known]
    if lacking:
        made = {card_id: make_code(secrets.token_bytes(RANDOM_BYTES)) for card_id in lacking}
        add_card_codes(
            connection, {id_: SealedCode(hash_of(code), seal.close(code)) for id_, code in made.items()}
        )
        known |= read_sealed_codes(connection, lacking)  # another may have been quicker
    return {id_: seal.open(one.code_sealed, code_hash=one.code_hash) for id_, one in known.items()}

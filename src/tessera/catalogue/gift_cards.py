"""The rows of gift cards: what is on each, what of it is set aside, and every entry."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection

from tessera.catalogue import _sql_gift_cards as _sql
from tessera.catalogue.gift_card import CardHold, Entry, GiftCard, Kind
from tessera.kit.problems import Problem


class UnknownGiftCard(Problem):
    """No gift card has this code."""

    code = "unknown_gift_card"
    title = "Unknown gift card"


class Issued(NamedTuple):
    """By whom a card was issued, under which key of theirs; to whom, if it was a reward; and its code, as it is kept."""

    source: str
    key: str
    account_id: UUID | None
    member_id: UUID | None
    code_hash: bytes | None
    code_sealed: bytes | None


class SealedCode(NamedTuple):
    """A card's code as it is kept."""

    code_hash: bytes
    code_sealed: bytes


def read_cards(connection: Connection, card_ids: Collection[UUID]) -> dict[UUID, GiftCard]:
    """Cards as they stand, by id; those that are not there are left out."""
    return _read(connection, _sql.READ_CARDS, card_ids)


def lock_cards(connection: Connection, card_ids: Collection[UUID]) -> dict[UUID, GiftCard]:
    """The same, kept from others until the transaction ends. Lock them last: after accounts, vouchers and tallies."""
    return _read(connection, _sql.LOCK_CARDS, card_ids)


def find_cards(connection: Connection, code_hashes: Collection[bytes]) -> dict[bytes, tuple[UUID, str]]:
    """Which cards have codes with these hashes, and who issued each; unknown ones are left out."""
    rows = connection.execute(_sql.FIND_CARDS, (list(code_hashes),))
    return {bytes(code_hash): (card_id, source) for code_hash, card_id, source in rows}


def read_issuers(connection: Connection, card_ids: Collection[UUID]) -> dict[UUID, str]:
    """The source that issued each of these cards."""
    return dict(connection.execute(_sql.READ_ISSUERS, (list(card_ids),)).fetchall())


def list_own_cards(connection: Connection, account_ids: Collection[UUID]) -> list[UUID]:
    """The cards that members of these accounts have taken as rewards, the newest first."""
    return [card_id for (card_id,) in connection.execute(_sql.LIST_OWN_CARDS, (list(account_ids),))]


def find_issued(connection: Connection, *, source: str, key: str) -> UUID | None:
    """The card that a source issued under a key."""
    row = connection.execute(_sql.FIND_ISSUED, (source, key)).fetchone()
    return None if row is None else row[0]


def add_card(connection: Connection, card: GiftCard, issued: Issued) -> None:
    """A new card with its entries. Raises UniqueViolation when the source has issued one under this key meanwhile."""
    terms = card.card_id, card.money, card.issued_at, card.expires_at, card.voided_at
    connection.execute(_sql.ADD_CARD, (*terms, card.balance_minor, card.number, *issued))
    _add_entries(connection, card.entries)


def write_cards(connection: Connection, cards: Sequence[GiftCard]) -> None:
    """Cards that are held by this transaction, as they stand now, with the entries that were made."""
    if not cards:
        return
    rows = [(one.card_id, one.balance_minor, one.number, one.expires_at, one.voided_at) for one in cards]
    connection.execute(_sql.WRITE_CARDS, _columns(rows))
    _add_entries(connection, [entry for card in cards for entry in card.entries])
    connection.execute(_sql.DROP_CARD_HOLDS, ([card.card_id for card in cards],))
    holds = [(card.card_id, id_, *hold) for card in cards for id_, hold in card.holds.items()]
    if holds:
        connection.execute(_sql.ADD_CARD_HOLDS, _columns(holds))


def read_entries(connection: Connection, card_id: UUID, *, limit: int) -> list[Entry]:
    """A card's entries, the newest first."""
    return [
        Entry(row[0], row[1], Kind(row[2]), *row[3:])
        for row in connection.execute(_sql.READ_ENTRIES, (card_id, limit))
    ]


def read_entries_by(
    connection: Connection, account_ids: Collection[UUID]
) -> dict[UUID, list[tuple[UUID, UUID, str, int]]]:
    """What accounts' activities did, by account: (activity, card, kind, minor units)."""
    found: dict[UUID, list[tuple[UUID, UUID, str, int]]] = {}
    for account_id, *entry in connection.execute(_sql.READ_ENTRIES_BY, (list(account_ids),)):
        found.setdefault(account_id, []).append((entry[0], entry[1], entry[2], entry[3]))
    return found


def read_sealed_codes(connection: Connection, card_ids: Collection[UUID]) -> dict[UUID, SealedCode]:
    """The codes of cards that have one."""
    rows = connection.execute(_sql.READ_SEALED, (list(card_ids),))
    return {
        card_id: SealedCode(bytes(code), bytes(sealed)) for card_id, code, sealed in rows if code is not None
    }


def accounts_with_entries(connection: Connection) -> set[UUID]:
    """The accounts whose activities did anything."""
    return {account_id for (account_id,) in connection.execute(_sql.LIST_ACCOUNTS)}


def add_card_codes(connection: Connection, codes: Mapping[UUID, SealedCode]) -> None:
    """Codes for cards that have none yet; one that has got one meanwhile keeps it."""
    rows = [(card_id, *code) for card_id, code in codes.items()]
    connection.execute(_sql.ADD_CODES, _columns(rows))


def check_cards(connection: Connection) -> Iterator[tuple[UUID, str]]:
    """Cards whose entries do not come to what is on them: (card, what is wrong)."""
    yield from connection.execute(_sql.CHECK_CARDS)


def _read(connection: Connection, statement: str, card_ids: Collection[UUID]) -> dict[UUID, GiftCard]:
    if not card_ids:
        return {}
    cards = {}
    for card_id, money, issued_at, expires_at, voided_at, balance_minor, number in connection.execute(
        statement, (list(card_ids),)
    ):
        cards[card_id] = GiftCard(
            card_id=card_id,
            money=money,
            issued_at=issued_at,
            expires_at=expires_at,
            voided_at=voided_at,
            balance_minor=balance_minor,
            number=number,
        )
    for card_id, hold_id, amount_minor, until in connection.execute(_sql.READ_CARD_HOLDS, (list(cards),)):
        cards[card_id].holds[hold_id] = CardHold(amount_minor, until)
    return cards


def _add_entries(connection: Connection, entries: Iterable[Entry]) -> None:
    rows = [(entry.card_id, entry.number, entry.kind.value, *entry[3:]) for entry in entries]
    if rows:
        connection.execute(_sql.ADD_ENTRIES, _columns(rows))


def _columns(rows: Sequence[Sequence[Any]]) -> tuple[list[Any], ...]:
    return tuple(map(list, zip(*rows, strict=True)))

"""All gift cards, page by page: how each stands, how its code ends, and why it was taken out of use."""

from uuid import UUID

from psycopg import Connection

from tessera.catalogue.card_register import Void, list_cards, read_voids
from tessera.catalogue.gift_card import CardState
from tessera.catalogue.gift_cards import SealedCode
from tessera.catalogue.seal import Seal
from tessera.kit.clock import Clock
from tessera.kit.problems import InvalidValue
from tessera.kit.record import Record
from tessera.kit.sandbox import in_sandbox
from tessera.usecases.read_gift_cards import ShownCard, show_card

LIMIT = 200
SHOWN_OF_CODE = 4
_NEWEST = UUID(int=(1 << 128) - 1)


class ListedCard(Record, frozen=True):
    """A card; `ends_with`: the last four characters of its code (None: nobody has asked for it, or it cannot be shown)."""

    card: ShownCard
    ends_with: str | None
    void: Void | None


class ListedCards(Record, frozen=True):
    """A page of cards, the newest first; `next` asks for the following page (None at the end)."""

    cards: tuple[ListedCard, ...]
    next: str | None = None


def list_gift_cards(  # noqa: PLR0913 - which page of which cards, for whom
    connection: Connection,
    *,
    source: str,
    seal: Seal,
    clock: Clock,
    state: CardState | None = None,
    before: str | None = None,
    limit: int = 50,
) -> ListedCards:
    """A page of all cards on the source's side of the sandbox's fence. `before`: a page's `next`. Raises InvalidValue."""
    if not 1 <= limit <= LIMIT:
        raise InvalidValue(f"limit must be from 1 to {LIMIT}.", field="limit")
    now = clock.now()
    found = list_cards(
        connection,
        state=state,
        before=_place_of(before),
        sandbox=in_sandbox(source),
        now=now,
        limit=limit + 1,
    )
    page = list(found)[:limit]
    voids = read_voids(connection, page)
    listed = (
        ListedCard(show_card(connection, one, now=now), _end_of(found[one], seal), voids.get(one))
        for one in page
    )
    return ListedCards(tuple(listed), next=str(page[-1]) if len(found) > limit else None)


def _end_of(sealed: SealedCode | None, seal: Seal) -> str | None:
    code = None if sealed is None else seal.open(sealed.code_sealed, code_hash=sealed.code_hash)
    return None if code is None else code[-SHOWN_OF_CODE:]


def _place_of(before: str | None) -> UUID:
    try:
        return _NEWEST if before is None else UUID(before)
    except ValueError:
        raise InvalidValue("before must be the `next` of a page of gift cards.", field="before") from None

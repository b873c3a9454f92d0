"""Pay with gift cards for the basket of whoever is no member, and give back to the cards what comes back."""

from datetime import datetime

from msgspec.structs import replace
from psycopg import Connection

from tessera.catalogue.guest_payments import (
    GuestRow,
    add_guest_row,
    find_guest_row,
    lock_guest_row,
    read_refunds,
)
from tessera.engine.activity import Activity
from tessera.engine.returned import Part, returned_with
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.problems import UnknownPurchase
from tessera.usecases.guests.answer import GuestAnswer, read_guest_answer
from tessera.usecases.guests.decide import decide_payment, decide_refund
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.codec import encode, read_activity
from tessera.usecases.recording.compare import refuse_other_body
from tessera.usecases.recording.spending.gift_cards import GiftCards, Maker


def pay_as_guest(  # noqa: PLR0913 - which basket, from where, each by name
    connection: Connection,
    programmes: Programmes,
    basket: Activity,
    *,
    source: str,
    clock: Clock,
    new_id: Ids,
) -> tuple[GuestAnswer, bool]:
    """What the cards pay that the basket names, and whether it was answered before. The caller commits.

    A refusal is an answer too. Raises UnknownGiftCard, KeyConflict, NoProgramme. Of two under one key who name other cards
    at once, one gets UniqueViolation, and finds the other's answer when it tries again.
    """
    programmes.refresh(connection)
    cards = GiftCards()
    cards.lock(connection, [card_id for card_id, _ in basket.gift_cards or ()])
    before = _answered(find_guest_row(connection, source=source, key=basket.key), basket)
    if before is not None:
        return before, True
    now = clock.now()  # after the lock: what is recorded later carries the later instant
    compiled = programmes.at(now)
    answer = decide_payment(compiled, basket, cards, payment_id=new_id(), now=now)
    _keep(connection, cards, answer, basket, source=source, at=now, money=compiled.programme.money)
    return answer, False


def refund_guest(  # noqa: PLR0913 - what comes back, to where, each by name
    connection: Connection,
    programmes: Programmes,
    back: Activity,
    *,
    source: str,
    clock: Clock,
    new_id: Ids,
) -> tuple[GuestAnswer, bool]:
    """What comes back to the cards that paid for the purchase `back.of`; any partition of a return sums to the full one.

    Raises UnknownPurchase, KeyConflict, and as above.
    """
    programmes.refresh(connection)
    row = lock_guest_row(connection, source=source, key=back.of or "")
    if row is None or row.of_id is not None:
        raise UnknownPurchase(
            f"No payment of a guest with the key {back.of!r} has been recorded from this source.", field="of"
        )
    bought, paid = read_activity(row.payload), read_guest_answer(row.outcome)
    cards = GiftCards()
    cards.lock(connection, [one.card_id for one in paid.cards])
    answered = _answered(find_guest_row(connection, source=source, key=back.key), back)
    if answered is not None:
        return answered, True
    before: dict[int, Part] = {}
    for earlier in read_refunds(connection, row.payment_id):
        if read_guest_answer(earlier.outcome).refusal is None:
            before = returned_with(bought, before, read_activity(earlier.payload))
    now = clock.now()
    compiled = programmes.at(now)
    answer, _ = decide_refund(
        compiled, back, bought=bought, paid=paid, before=before, payment_id=new_id(), now=now
    )
    money = compiled.programme.money
    _keep(connection, cards, answer, back, source=source, at=now, money=money, of=row)
    return answer, False


def _answered(row: GuestRow | None, activity: Activity) -> GuestAnswer | None:
    """What was answered under the key before. Raises KeyConflict where something else was asked then."""
    if row is None:
        return None
    stored = read_activity(row.payload)
    refuse_other_body(replace(activity, occurred_at=stored.occurred_at), stored, same_member=True)
    return read_guest_answer(row.outcome)


def _keep(  # noqa: PLR0913 - what is kept of what, each by name
    connection: Connection,
    cards: GiftCards,
    answer: GuestAnswer,
    activity: Activity,
    *,
    source: str,
    at: datetime,
    money: str,
    of: GuestRow | None = None,
) -> None:
    """Move the cards' money, and keep what was asked with what was answered."""
    cards.keep(answer.cards, Maker(answer.payment_id, None, source, money, at))
    cards.write(connection)
    row = GuestRow(
        payment_id=answer.payment_id,
        source=source,
        key=activity.key,
        of_id=None if of is None else of.payment_id,
        programme_version=answer.programme_version,
        at=at,
        payload=encode(activity),
        outcome=encode(answer),
    )
    add_guest_row(connection, row)

"""What guests paid with gift cards, decided again; and that nothing else was done to cards apart from members."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from psycopg import Connection

from tessera.catalogue.card_register import read_all_voids
from tessera.catalogue.gift_card import Kind
from tessera.catalogue.guest_payments import GuestRow, read_all_guest_rows, read_entries_apart
from tessera.engine.activity import Activity
from tessera.engine.returned import Returned
from tessera.ledger.verify import Difference
from tessera.usecases.guests.answer import GuestAnswer, read_guest_answer
from tessera.usecases.guests.decide import decide_payment, decide_refund
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.codec import read_activity
from tessera.usecases.recording.spending.gift_cards import GiftCards, Moved


class _Bought(NamedTuple):
    """A payment, and what has come back of it."""

    activity: Activity
    answer: GuestAnswer
    returned: Returned


def compare_guests(connection: Connection, programmes: Programmes) -> Iterator[Difference]:
    """Each payment and each refund is decided again; with voidings, they are all that was done apart from members."""
    ours = Counter[Moved]()
    for void in read_all_voids(connection):
        if void.amount_minor:
            ours[void.void_id, void.card_id, Kind.VOIDED.value, void.amount_minor] += 1
    before: _Bought | None = None
    for row in read_all_guest_rows(connection):
        activity, answer = read_activity(row.payload), read_guest_answer(row.outcome)
        if row.of_id is None or before is None:
            again = _pay_again(programmes, row, activity, answer)
            before = _Bought(activity, answer, {})
        else:
            again, returned = _refund_again(programmes, row, activity, before)
            before = before._replace(returned=returned)
        if answer.refusal is None and again != answer:
            detail = f"payment {row.payment_id} of a guest is decided in another way"
            yield Difference("gift card", None, "", detail)
        for one in answer.cards:
            ours[row.payment_id, one.card_id, one.kind.value, one.amount_minor] += 1
    theirs = Counter(read_entries_apart(connection))
    for by, card_id, kind, amount in sorted((ours - theirs) + (theirs - ours)):
        detail = f"gift card {card_id}: {by} and its entry of {amount} {kind} do not belong together"
        yield Difference("gift card", None, "", detail)


def _pay_again(programmes: Programmes, row: GuestRow, basket: Activity, answer: GuestAnswer) -> GuestAnswer:
    """The payment, from what could be paid with each card then."""
    cards = GiftCards()
    cards.tell((*answer.cards, *answer.idle))
    compiled = programmes.numbered(row.programme_version)
    return decide_payment(compiled, basket, cards, payment_id=row.payment_id, now=row.at)


def _refund_again(
    programmes: Programmes, row: GuestRow, back: Activity, before: _Bought
) -> tuple[GuestAnswer, Returned]:
    return decide_refund(
        programmes.numbered(row.programme_version),
        back,
        bought=before.activity,
        paid=before.answer,
        before=before.returned,
        payment_id=row.payment_id,
        now=row.at,
    )

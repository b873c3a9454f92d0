"""Undo what was done by hand, all in memory: given points leave their lot, taken ones go back where they came from."""

from datetime import timedelta
from uuid import UUID

from tessera.engine.decision import Takeback
from tessera.engine.returned import Part
from tessera.kit.activities import ADJUSTMENT
from tessera.kit.codes import RefusalCode
from tessera.ledger.rows import Cause
from tessera.usecases.answer_parts import Adjusted, Granted, TakenBack
from tessera.usecases.answers import Answer
from tessera.usecases.recording.books import Books, Known
from tessera.usecases.recording.exchange import end_of
from tessera.usecases.recording.item import Item
from tessera.usecases.recording.outcome import Outcome, balances_of, refused, seen
from tessera.usecases.recording.reverse import reverse_granted

_WHOLE = Part(quantity_milli=1000)
"""What stands in the books of an adjustment that was undone: all of it has come back."""


def post_undo(books: Books, item: Item, activity_id: UUID) -> Outcome:
    """Undo the adjustment that this one is `of`, once, within the time that the programme gives.

    What was given and is spent by now is owed, as after a return.
    """
    member, compiled = item.member, item.compiled
    known = books.known.get((item.key[0], item.submission.activity.of or ""))
    refusal = _refuse(books, item, known)
    if refusal is not None:
        return refused(books, item, activity_id, compiled.number, *refusal)
    assert known is not None  # noqa: S101 - else it was refused
    made, undone_id = known.answer.adjusted, known.answer.activity_id
    assert made is not None and undone_id is not None  # noqa: S101, PT018 - as above
    wallets = books.settled(member.account_id, item.now)
    cause = Cause(activity_id, compiled.number, item.submission.activity.occurred_at, item.now)
    taken_back: tuple[TakenBack, ...] = ()
    if made.amount > 0:
        taken_back = (_take_back(books, known, made, cause),)
    else:
        _give_back(books, item, known, made, cause)
    books.keep_returned(known.account_id, undone_id, {0: _WHOLE})
    answer = Answer(
        activity_id=activity_id,
        member_id=member.member_id,
        programme_version=compiled.number,
        taken_back=taken_back,
        balances=balances_of(wallets),
    )
    return answer, seen(books.standing(member.member_id))


def _refuse(books: Books, item: Item, known: Known | None) -> tuple[RefusalCode, str] | None:
    """Why nothing is undone; None when it can be."""
    of, days = item.submission.activity.of, item.compiled.programme.adjustments.undo_days
    if known is None or known.answer.adjusted is None or known.answer.activity_id is None:
        return RefusalCode.NOT_TO_UNDO, f"No adjustment of this source that can be undone has the key {of!r}."
    if books.holder(known.account_id) != item.member.account_id:
        return RefusalCode.NOT_TO_UNDO, "The adjustment is another member's."
    if books.returned.get(known.answer.activity_id):
        return RefusalCode.ALREADY_UNDONE, "The adjustment was undone before."
    if item.now - known.activity.occurred_at >= timedelta(days=days):
        return RefusalCode.TOO_LATE_TO_UNDO, f"An adjustment can be undone within {days} days."
    return None


def _take_back(books: Books, known: Known, made: Adjusted, cause: Cause) -> TakenBack:
    granted = Granted(
        ADJUSTMENT, made.currency, made.amount, known.activity.occurred_at, None, lot=made.lot or 0
    )
    taken = reverse_granted(
        books, granted, Takeback(0, made.amount), bought_with=known.account_id, cause=cause
    )
    return TakenBack(ADJUSTMENT, made.currency, made.amount, *taken)


def _give_back(books: Books, item: Item, known: Known, made: Adjusted, cause: Cause) -> None:
    """Into the lots that it came from; of a member who was merged since, into a new one of the account that stays."""
    wallet = books.wallets[item.member.account_id][made.currency]
    if known.account_id != item.member.account_id:
        wallet.adjust(-made.amount, expires_at=end_of(item, made.currency), cause=cause)
        return
    takes = [(books.lot(known.account_id, made.currency, lot)[0], amount) for lot, amount in made.takes]
    wallet.readjust(takes, cause)

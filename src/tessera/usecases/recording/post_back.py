"""What takes a purchase back: returns, and receipts that change hands. From their decision to postings, in memory."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from tessera.engine.decision import Takeback
from tessera.engine.returned import ReturnRefused, returned_with, worth
from tessera.engine.returns import take_back
from tessera.kit.activities import CORRECTION, RETURN
from tessera.kit.problems import UnknownPurchase
from tessera.ledger.rows import Cause
from tessera.usecases.answer_parts import Restored, TakenBack, VoucherMoved
from tessera.usecases.answers import Answer
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.books import Books, Known
from tessera.usecases.recording.budgets import draw_budgets
from tessera.usecases.recording.item import Item
from tessera.usecases.recording.joining.correct import refuse_correction
from tessera.usecases.recording.live import push_lives
from tessera.usecases.recording.outcome import Outcome, balances_of, refused
from tessera.usecases.recording.refuse_return import refuse_return
from tessera.usecases.recording.reverse import reverse_granted
from tessera.usecases.recording.spending.refund import as_earned, post_refunds, refund_to_cards
from tessera.usecases.recording.spending.restore import restore_all


def purchase_of(books: Books, item: Item) -> Known:
    """The activity that this one names. Raises UnknownPurchase."""
    of = item.submission.activity.of
    known = None if item.of is None else books.known.get(item.of)
    if known is None:
        raise UnknownPurchase(
            f"No purchase with the key {of!r} has been recorded from this source; report it first.",
            field="of",
        )
    return known


def post_return(books: Books, programmes: Programmes, item: Item, activity_id: UUID) -> Outcome:
    """A return: what the purchase gave goes back, by the purchase's own version. Raises UnknownPurchase."""
    member, back = item.member, item.submission.activity
    known = purchase_of(books, item)
    standing = books.standing(member.member_id)
    compiled = programmes.numbered(known.answer.programme_version)
    purchase_id = known.answer.activity_id
    assert purchase_id is not None  # noqa: S101 - stored answers have one
    before = books.returned.get(purchase_id, {})
    try:
        refuse_return(books, known, item)
        after = returned_with(known.activity, before, back)
    except ReturnRefused as refusal:
        return refused(books, item, activity_id, compiled.number, refusal.code, str(refusal))
    earned = [(granted.rule, granted.currency, granted.amount) for granted in known.answer.granted]
    bought = as_earned(known)
    decision = take_back(
        compiled,
        bought.activity,
        earned,
        before=bought.returned(before),
        after=bought.returned(after),
        standing=standing,
        traits=known.answer.traits,
    )
    draw_budgets(books, decision)
    wallets = books.settled(member.account_id, item.now)
    cause = Cause(activity_id, compiled.number, back.occurred_at, item.now)
    if item.compiled.lives:
        push_lives(item, decision.standing, known.answer.traits, wallets)
    paid_for = msgspec.structs.replace(known, activity=bought.lowered)
    priced = bought.priced(before), bought.priced(after)
    refunded = post_refunds(books, paid_for, item, before=priced[0], after=priced[1], cause=cause)
    cards = refund_to_cards(paid_for, item, before=priced[0], after=priced[1], at=cause.effective_at)
    restored: tuple[Restored, ...] = ()
    moved: tuple[VoucherMoved, ...] = ()
    standing = decision.standing
    if known.answer.redeemed:
        restored, moved, standing = restore_all(
            books, programmes, known, item, standing, before=before, after=after, cause=cause
        )
    taken_back = _take_points_back(books, known, decision.takebacks, cause)
    books.keep_returned(known.account_id, purchase_id, after)
    answer = Answer(
        activity_id=activity_id,
        member_id=member.member_id,
        programme_version=compiled.number,
        taken_back=taken_back,
        balances=balances_of(wallets),
        refunded=refunded,
        restored=restored,
        vouchers=moved,
        drawn=decision.drawn,
        cards=cards,
        owed_minor=worth(priced[1])
        - worth(priced[0])
        - sum(one.amount_minor for one in refunded)
        - sum(one.amount_minor for one in cards),
    )
    return answer, standing


def _take_points_back(
    books: Books, known: Known, takebacks: Sequence[Takeback], cause: Cause
) -> tuple[TakenBack, ...]:
    """Take what each rule of the purchase gave too much, from where its points are now."""
    taken_back = []
    for takeback in takebacks:
        granted = known.answer.granted[takeback.effect]
        taken = reverse_granted(books, granted, takeback, bought_with=known.account_id, cause=cause)
        taken_back.append(TakenBack(granted.rule, granted.currency, takeback.amount, *taken))
    return tuple(taken_back)


def post_correction(books: Books, programmes: Programmes, item: Item, activity_id: UUID) -> Outcome:
    """A purchase that was another member's goes back whole. Raises UnknownPurchase."""
    refusal = refuse_correction(books, purchase_of(books, item), item)
    if refusal is not None:
        return refused(books, item, activity_id, item.compiled.number, *refusal)
    return post_return(books, programmes, item, activity_id)


BACK = {RETURN: post_return, CORRECTION: post_correction}
"""How what takes a purchase back is posted, by its type."""

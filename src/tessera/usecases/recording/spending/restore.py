"""Give back rewards whose purchase came back, all in memory: the points that they cost, stock, budget and limit."""

from msgspec.structs import replace

from tessera.catalogue.voucher import Step
from tessera.engine.returned import Returned, wholly
from tessera.engine.standing import Standing
from tessera.engine.take import free_limit
from tessera.kit.activities import REDEMPTION
from tessera.ledger.rows import Cause
from tessera.programme.reward import OnReturn
from tessera.usecases.answer_parts import Redeemed, Restored, VoucherMoved
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.books import Books, Known
from tessera.usecases.recording.item import Item
from tessera.usecases.recording.spending.left import budget_minor
from tessera.usecases.recording.spending.refund import grace_until, takes_of
from tessera.usecases.recording.spending.supply import money_of, pieces_of
from tessera.usecases.recording.spending.take import terms_of
from tessera.usecases.recording.spending.vouchers import move


def restore_all(  # noqa: PLR0913 - what comes back, to whom, and why
    books: Books,
    programmes: Programmes,
    known: Known,
    item: Item,
    standing: Standing,
    *,
    before: Returned,
    after: Returned,
    cause: Cause,
) -> tuple[tuple[Restored, ...], tuple[VoucherMoved, ...], Standing]:
    """What the step from `before` to `after` lets be had again: each reward once all goods that it made cheaper have come
    back, and one that made none cheaper with the whole purchase; unless its terms say otherwise.
    """
    restored, moved = [], []
    assert cause.activity_id is not None  # noqa: S101 - only time has none
    for one in known.answer.redeemed:
        places = {place for place, _ in one.taken.lines}
        if wholly(known.activity, before, places=places) or not wholly(known.activity, after, places=places):
            continue
        reward = terms_of(programmes, one.taken).reward
        if reward.on_return is OnReturn.RESTORE:
            back, standing = restore(books, programmes, known, item, one, standing, cause)
            restored.append(back)
            if one.taken.voucher is not None:
                voucher = books.vouchers.find(one.taken.voucher)
                until = grace_until(reward.grace_days or None, item.compiled, item.now)
                moved.append(move(voucher, Step.RESTORED, by=cause.activity_id, now=item.now, until=until))
    return tuple(restored), tuple(moved), standing


def restore(  # noqa: PLR0913, PLR0917 - what comes back, to whom, and why
    books: Books,
    programmes: Programmes,
    known: Known,
    item: Item,
    redeemed: Redeemed,
    standing: Standing,
    cause: Cause,
) -> tuple[Restored, Standing]:
    """A reward that was taken with an activity is given back: its points to the lots that they came from."""
    taken, reward = redeemed.taken, terms_of(programmes, redeemed.taken)
    issued = known.activity.type == REDEMPTION
    if reward.reward.budget_minor is not None:
        books.supply.take(money_of(taken.reward), -budget_minor(reward, taken, issued=issued))
    back = Restored(taken.reward, money_minor=taken.money_minor)
    if taken.voucher is not None:
        return back, standing
    if reward.pieces is not None:
        books.supply.take(pieces_of(taken.reward), -1)
    at, traits = known.activity.occurred_at, known.answer.traits
    standing = free_limit(programmes.numbered(taken.version), standing, reward, at=at, traits=traits)
    if taken.currency is None:
        return back, standing
    account_id = item.member.account_id
    terms = item.compiled.programme.spending.get(taken.currency)
    grace = grace_until(None if terms is None else terms.grace_days, item.compiled, cause.effective_at)
    done = books.wallets[account_id][taken.currency].refund(
        takes_of(books, known.account_id, taken.currency, redeemed.version, into=account_id),
        taken.points,
        already=0,
        grace_until=grace,
        cause=cause,
    )
    back = replace(back, currency=taken.currency, points=taken.points)
    return replace(back, to_lots=done.to_lots, into_grace=done.into_grace, gone=done.gone), standing

"""From a merge, or its undoing, to postings on two accounts, all in memory."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec

from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.engine.facts import ENROLLED_AT
from tessera.engine.merge import Joining, merge_standings, unmerge_standings
from tessera.engine.standing import Standing
from tessera.kit.clock import NEVER
from tessera.ledger.life import NO_LIFE
from tessera.ledger.rows import Cause
from tessera.ledger.wallet import Wallet
from tessera.usecases.answer_parts import Moved, Transfer
from tessera.usecases.answers import Answer
from tessera.usecases.recording.books import Books
from tessera.usecases.recording.joining.way import Joint, way_of
from tessera.usecases.recording.outcome import balances_of


class Step(NamedTuple):
    """A merge or an undoing at hand: the activity and its id, the version that decides it, when it is recorded."""

    activity: Activity
    activity_id: UUID
    compiled: Compiled
    now: datetime

    @property
    def cause(self) -> Cause:
        return Cause(self.activity_id, self.compiled.number, self.activity.occurred_at, self.now)


class Decided(NamedTuple):
    """The one answer for both members, and each member's standing version after it."""

    answer: Answer
    versions: Mapping[UUID, int]


def post_merge(books: Books, step: Step, *, pair: Transfer, enrolled_at: datetime) -> Decided:
    """Merge one member of `pair` into the other, who joined at `enrolled_at`.

    Every lot that holds points goes over on its own terms, and debts go along. The standings become one; what is left of the
    merged member's is nothing.
    """
    behind = books.behind(step.now, pair.into_account_id, pair.account_id)
    own = books.settled(pair.into_account_id, step.now)
    other = books.settled(pair.account_id, step.now)
    moved: list[Moved] = []
    debts = {currency: wallet.debt for currency, wallet in sorted(other.items()) if wallet.debt}
    for currency, giver in sorted(other.items()):
        moved += hand_over(giver, own[currency], step.cause)
    answer = Answer(
        activity_id=step.activity_id,
        member_id=pair.into_id,
        programme_version=step.compiled.number,
        balances=balances_of(own),
        traits={ENROLLED_AT: enrolled_at.isoformat()},
        transfer=msgspec.structs.replace(pair, moved=tuple(moved), debts=debts),
        behind=behind,
    )
    joint = Joint(
        answer,
        _joining(step.activity, step.compiled, enrolled_at),
        books.standing(pair.into_id),
        books.standing(pair.member_id),
    )
    books.joints[step.activity_id] = joint
    merged = merge_standings(joint.own, joint.other, joint.joining)
    books.standings[pair.into_id] = merged
    books.standings.pop(pair.member_id, None)
    books.ways[pair.account_id] = way_of(answer)
    return Decided(answer, {pair.into_id: merged.version, pair.member_id: joint.other.version + 1})


def post_unmerge(books: Books, step: Step, *, merge_id: UUID) -> Decided:
    """Undo a merge that is in the books: what of the merged member's points is still there goes back to where it lay.

    What was spent or has expired meanwhile stays where it is, and so does a debt that was repaid.
    """
    joint = books.joints.pop(merge_id)
    made = joint.answer.transfer
    assert made is not None  # noqa: S101 - a merge's answer has one
    behind = books.behind(step.now, made.into_account_id, made.account_id)
    own = books.settled(made.into_account_id, step.now)
    other = books.settled(made.account_id, step.now)
    moved: list[Moved] = []
    debts: dict[str, int] = {}
    for currency in sorted({one.currency for one in made.moved} | made.debts.keys()):
        lots = [one for one in made.moved if one.currency == currency]
        moved += _give_back(books, made, lots, own[currency], other[currency], step.cause)
        owed = min(made.debts.get(currency, 0), own[currency].debt)
        if owed:
            debts[currency] = owed
            own[currency].owe(-owed, step.cause)
            other[currency].owe(owed, step.cause)
        other[currency].push(own[currency].life, counts=True, now=step.now)
        other[currency].repay(step.cause)
    stays, leaves = unmerge_standings(books.standing(made.into_id), joint.own, joint.other, joint.joining)
    books.standings[made.into_id], books.standings[made.member_id] = stays, leaves
    del books.ways[made.account_id]
    answer = Answer(
        activity_id=step.activity_id,
        member_id=made.into_id,
        programme_version=step.compiled.number,
        balances=balances_of(own),
        transfer=msgspec.structs.replace(made, moved=tuple(moved), debts=debts, undoes=merge_id),
        behind=behind,
    )
    return Decided(answer, {made.into_id: stays.version, made.member_id: leaves.version})


def joint_of(
    merge: Answer, *, activity: Activity, compiled: Compiled, own: Standing, other: Standing
) -> Joint:
    """A merge of long ago, from what is stored of it."""
    enrolled_at = datetime.fromisoformat(merge.traits[ENROLLED_AT])
    return Joint(merge, _joining(activity, compiled, enrolled_at), own, other)


def _joining(activity: Activity, compiled: Compiled, enrolled_at: datetime) -> Joining:
    zone = compiled.zone
    return Joining(
        compiled, activity.occurred_at.astimezone(zone).date(), enrolled_at.astimezone(zone).date()
    )


def hand_over(giver: Wallet, taker: Wallet, cause: Cause) -> list[Moved]:
    """Everything that one wallet has goes into the other: points, debt, and what keeps the points alive."""
    lots = sorted((lot for lot in giver.live_lots() if lot.remaining), key=lambda lot: lot.lot_version)
    takes = [(lot, lot.remaining) for lot in lots]
    if takes:
        giver.hand_over(takes, cause)
    moved = []
    for lot, amount in takes:
        into = taker.take_over(amount, available_at=lot.available_at, expires_at=lot.expires_at, cause=cause)
        moved.append(
            Moved(giver.currency, amount, lot.lot_version, into, lot.available_at, _or_never(lot.expires_at))
        )
    if giver.debt:
        taker.owe(giver.debt, cause)
        giver.owe(-giver.debt, cause)
    if giver.life != NO_LIFE or takes:
        taker.push(giver.life, counts=True, now=cause.recorded_at)
    if takes or taker.debt:
        taker.repay(cause)
    return moved


def _give_back(  # noqa: PLR0913, PLR0917 - who gives what back to whom
    books: Books, made: Transfer, lots: list[Moved], giver: Wallet, taker: Wallet, cause: Cause
) -> list[Moved]:
    """What is left of lots that came by a merge goes back into those they came from, on the terms that it has by now."""
    left = {lot.lot_version: lot for lot in giver.live_lots() if lot.remaining}
    takes = {one.into: (left[one.into], left[one.into].remaining) for one in lots if one.into in left}
    if takes:
        giver.hand_over(list(takes.values()), cause)
    moved = []
    for one in lots:
        back = msgspec.structs.replace(one, amount=0, lot=one.into, into=one.lot, kept=one.amount)
        if one.into in takes:
            came, amount = takes[one.into]
            lot, _ = books.lot(made.account_id, one.currency, one.lot)
            taker.take_again(
                lot, amount, available_at=came.available_at, expires_at=came.expires_at, cause=cause
            )
            back = msgspec.structs.replace(
                back,
                amount=amount,
                kept=one.amount - amount,
                available_at=came.available_at,
                expires_at=_or_never(came.expires_at),
            )
        moved.append(back)
    return moved


def _or_never(expires_at: datetime) -> datetime | None:
    return expires_at if expires_at < NEVER else None

"""Take a reward outside of any basket, and give it back unused, all in memory: a voucher stands for it meanwhile."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import msgspec

from tessera.catalogue.gift_card import Kind
from tessera.catalogue.voucher import Step, Voucher, VoucherRefused
from tessera.engine.activity import Activity
from tessera.engine.decision import Effect
from tessera.engine.discount.eligible import Guest
from tessera.engine.discount.reward import CompiledReward, limit_name
from tessera.engine.standing import Standing
from tessera.engine.take import RewardRefused, Taken, card_until, count_taken, usable_until, want
from tessera.kit.activities import CANCELLATION, REDEMPTION
from tessera.kit.codes import ReasonCode, RefusalCode
from tessera.kit.refused import Refused
from tessera.ledger.rows import Cause
from tessera.ledger.wallet import Wallet
from tessera.programme.reward import Earned, GiftCard
from tessera.usecases.answer_parts import CardMoved, Granted, VoucherMoved
from tessera.usecases.answers import Answer
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.books import Books, Known
from tessera.usecases.recording.exchange import end_of
from tessera.usecases.recording.issue import issue_points
from tessera.usecases.recording.item import Item
from tessera.usecases.recording.joining.role import refuse_in_role
from tessera.usecases.recording.live import push_lives, room_in
from tessera.usecases.recording.outcome import Outcome, balances_of, refused, refused_by, seen
from tessera.usecases.recording.spending.hand_over import named_voucher
from tessera.usecases.recording.spending.hold import available_to, left_to_pay
from tessera.usecases.recording.spending.left import budget_minor, refuse_short
from tessera.usecases.recording.spending.pools import pools_of
from tessera.usecases.recording.spending.post_taken import count_all, post_taken
from tessera.usecases.recording.spending.restore import restore
from tessera.usecases.recording.spending.supply import pieces_of
from tessera.usecases.recording.spending.take import Taking, taking_of, terms_of
from tessera.usecases.recording.spending.vouchers import issue, move, refuse_stranger
from tessera.usecases.recording.traits import traits_of

REACHED_BY = "reached_by"
"""The fact by which a reward that was taken by itself names what brought the points: an activity's id, or `time`."""


def post_redemption(books: Books, programmes: Programmes, item: Item, activity_id: UUID) -> Outcome:
    """A reward is taken: its points are spent, and a voucher with the activity's id is issued."""
    member, activity, compiled = item.member, item.submission.activity, item.compiled
    standing = books.standing(member.member_id)
    traits = traits_of(member, compiled, standing, item.submission, rewards=True)
    try:
        taking = _take_alone(books, item, standing, traits)
        left_to_pay(compiled, taking, available_to(books, item))
        refuse_in_role(books, item, taking.points)
    except Refused as refusal:
        return refused_by(books, item, activity_id, refusal)
    wallets = books.settled(member.account_id, item.now)
    cause = Cause(activity_id, compiled.number, activity.occurred_at, item.now)
    for pool in pools_of(compiled, activity):
        books.pools.take(pool, activity_id)
    if compiled.lives and not was_reached(activity):  # what comes by itself is nothing that the member does
        push_lives(item, standing, traits, wallets)
    redeemed = post_taken(books, programmes, item, taking.taken, versions={}, cause=cause, issued=True)
    (taken,) = taking.taken
    issued = _issue(item, activity_id, taken, wallets, cause)
    answer = Answer(
        activity_id=activity_id,
        member_id=member.member_id,
        programme_version=compiled.number,
        balances=balances_of(wallets),
        traits=traits,
        redeemed=tuple(msgspec.structs.replace(one, usable_until=issued.until) for one in redeemed),
        vouchers=issued.vouchers,
        cards=issued.cards,
        granted=issued.granted,
    )
    return answer, seen(count_all(programmes, item, standing, taking, traits))


def was_reached(activity: Activity) -> bool:
    """Was the reward taken by itself?"""
    return REACHED_BY in (activity.facts or {})


class _Issued(NamedTuple):
    """What stands for the reward, until it can no longer be used: a voucher, or a gift card; or what was given at once."""

    until: datetime | None
    vouchers: tuple[VoucherMoved, ...] = ()
    cards: tuple[CardMoved, ...] = ()
    granted: tuple[Granted, ...] = ()


def _issue(
    item: Item, activity_id: UUID, taken: Taken, wallets: Mapping[str, Wallet], cause: Cause
) -> _Issued:
    compiled, member = item.compiled, item.member
    reward = compiled.rewards.by_id[taken.reward]
    give = reward.reward.give
    if isinstance(give, GiftCard):
        until = card_until(compiled, item.now)
        return _Issued(until, cards=(CardMoved(Kind.ISSUED, activity_id, give.amount_minor, until=until),))
    if isinstance(give, Earned):
        at = item.submission.activity.occurred_at
        effect = Effect(limit_name(taken.reward), give.currency, give.points, at, end_of(item, give.currency))
        return _Issued(None, granted=issue_points([effect], wallets, cause, waiting={}))
    until = usable_until(compiled, reward, item.submission.activity.occurred_at)
    voucher = Voucher(
        activity_id, member.account_id, member.member_id, taken.reward, compiled.number, item.now, until
    )
    return _Issued(until, vouchers=(issue(voucher),))


def _take_alone(books: Books, item: Item, standing: Standing, traits: dict[str, str]) -> Taking:
    """The one reward that is named, if the member may have it. Raises RewardRefused."""
    compiled, activity = item.compiled, item.submission.activity
    (id_,) = activity.rewards or ()
    wanted = want(compiled, Guest(compiled, standing, activity, traits), id_, at_checkout=False)
    for pool in pools_of(compiled, activity):
        books.pools.refuse_empty(pool)
    reward, cost = wanted.reward, wanted.cost
    taken = Taken(id_, compiled.number, cost.currency if cost.points else None, cost.points, cost.money_minor)
    refuse_short(books.supply, reward, budget_minor(reward, taken, issued=True))
    _refuse_full(books, item, reward)
    aside = books.supply.set_aside(pieces_of(id_), item.member.member_id)
    count_taken(compiled, standing.caps, reward, at=activity.occurred_at, traits=traits, aside=aside)
    return taking_of(activity, (taken,))


def _refuse_full(books: Books, item: Item, reward: CompiledReward) -> None:
    """Raise RewardRefused where the balance has no room for the points that the reward gives."""
    give = reward.reward.give
    room = room_in(item.compiled, books.wallets[item.member.account_id]) or {}
    if isinstance(give, Earned) and room.get(give.currency, give.points) < give.points:
        detail = f"The balance has no room for what {reward.id!r} gives."
        raise RewardRefused(ReasonCode.BALANCE_FULL, detail, left=0)


def post_cancellation(books: Books, programmes: Programmes, item: Item, activity_id: UUID) -> Outcome:
    """What was taken is given back unused: its points go to the lots that they came from. Raises UnknownVoucher."""
    member, activity, compiled = item.member, item.submission.activity, item.compiled
    voucher = named_voucher(books, item)
    known = books.redemptions[voucher.voucher_id]
    (redeemed,) = known.answer.redeemed
    minutes = terms_of(programmes, redeemed.taken).reward.undo_minutes
    step = Step.REFUNDED if redeemed.taken.currency is not None else Step.CANCELLED
    try:
        refuse_stranger(holder=books.holder(voucher.account_id), account_id=member.account_id)
        _refuse_other(books, known, item)
        moved = move(voucher, step, by=activity_id, now=item.now)
    except VoucherRefused as refusal:
        return refused(books, item, activity_id, compiled.number, refusal.code, str(refusal))
    if item.now - voucher.issued_at >= timedelta(minutes=minutes):
        detail = "The time in which this could be given back is over."
        return refused(books, item, activity_id, compiled.number, RefusalCode.TOO_LATE_TO_UNDO, detail)
    wallets = books.settled(member.account_id, item.now)
    cause = Cause(activity_id, compiled.number, activity.occurred_at, item.now)
    standing = books.standing(member.member_id)
    restored, standing = restore(books, programmes, known, item, redeemed, standing, cause)
    answer = Answer(
        activity_id=activity_id,
        member_id=member.member_id,
        programme_version=compiled.number,
        balances=balances_of(wallets),
        vouchers=(moved,),
        restored=(restored,),
    )
    return answer, seen(standing)


def _refuse_other(books: Books, known: Known, item: Item) -> None:
    """Raise VoucherRefused for who shares the voucher and did not take it: what it gives back is of the taker's limits."""
    if not books.is_same(known.member_id, item.member.member_id):
        detail = "Only whoever took this reward gives it back unused."
        raise VoucherRefused(RefusalCode.OTHER_MEMBERS_VOUCHER, detail)


REDEEMED = {REDEMPTION: post_redemption, CANCELLATION: post_cancellation}
"""How each of these is posted, by its type."""

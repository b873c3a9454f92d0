"""Which rewards a basket takes, or a member by themselves, all in memory: what is asked for, and may be had."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from tessera.catalogue.voucher import Step, take_step
from tessera.catalogue.voucher import Voucher as OwnVoucher
from tessera.engine.activity import Activity
from tessera.engine.decision import Reason
from tessera.engine.discount.basket import Basket
from tessera.engine.discount.eligible import Cost, Guest
from tessera.engine.discount.reward import CompiledReward
from tessera.engine.lowered import lowered
from tessera.engine.payment import Payment
from tessera.engine.standing import Standing
from tessera.engine.take import (
    FREE,
    RewardRefused,
    Taken,
    Wanted,
    count_taken,
    off_of,
    points_of,
    take,
    want,
)
from tessera.kit.codes import ReasonCode, RefusalCode
from tessera.kit.record import Record
from tessera.programme.reward import TakenAlone
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.books import Books, Known
from tessera.usecases.recording.item import Item
from tessera.usecases.recording.spending.left import budget_minor, refuse_short, refuse_spent
from tessera.usecases.recording.spending.supply import money_of, pieces_of
from tessera.usecases.recording.spending.vouchers import refuse_stranger


class Taking(Record, frozen=True):
    """What is taken of a basket, why the rest is not, and the open hold that had set it aside (None: none).

    `basket`: as points and rules see it. `points`: what is taken costs, by currency.
    """

    basket: Activity
    taken: tuple[Taken, ...] = ()
    untaken: tuple[Reason, ...] = ()
    hold: Known | None = None
    points: Mapping[str, int] = {}

    def owed_minor(self, payments: Iterable[Payment]) -> int:
        """What is left to pay of the basket once points have paid of it."""
        return self.basket.amount_minor - sum([payment.amount_minor for payment in payments])

    def due_minor(self, payments: Iterable[Payment]) -> int:
        """What is to be paid in money: what points leave of the basket, and what rewards cost beside points."""
        return self.owed_minor(payments) + sum([one.money_minor for one in self.taken])


def taking_of(
    activity: Activity, taken: Sequence[Taken], untaken: Sequence[Reason] = (), hold: Known | None = None
) -> Taking:
    """What is taken, with what it leaves of the basket and what it costs."""
    return Taking(lowered(activity, off_of(taken)), tuple(taken), tuple(untaken), hold, points_of(taken))


def guest_of(item: Item, standing: Standing, traits: Mapping[str, str]) -> Guest | None:
    """Who takes what a basket names, as rewards see them; None where it names nothing, as most do."""
    activity = item.submission.activity
    return Guest(item.compiled, standing, activity, traits) if activity.rewards or activity.vouchers else None


def take_named(books: Books, programmes: Programmes, item: Item, guest: Guest | None) -> Taking:
    """What a basket takes of the rewards that it names and of the vouchers that it presents. `guest`: as `guest_of` says.

    Raises Refused, UnknownVoucher; what is available is asked elsewhere.
    """
    compiled, activity = item.compiled, item.submission.activity
    if not activity.rewards and not activity.vouchers:
        return taking_of(activity, ())
    assert guest is not None  # noqa: S101 - something is named
    standing, traits = guest.facts.standing, guest.facts.traits
    wanted = [want(compiled, guest, id_) for id_ in activity.rewards or ()]
    for named in wanted:
        if isinstance(named.reward.reward.give, TakenAlone):
            detail = f"{named.reward.id!r} is taken by itself: redeem it."
            raise RewardRefused(ReasonCode.NOT_A_DISCOUNT, detail)
    wanted += [_present(books, programmes, item, guest, id_) for id_ in activity.vouchers or ()]
    taken, untaken = take(guest.basket, wanted)
    caps: Mapping[str, dict[int, int]] = standing.caps
    used = Counter[str]()  # of each budget, by this basket: vouchers of a reward may meet it, and each other
    for one in taken:
        reward = terms_of(programmes, one)
        used[one.reward] += budget_minor(reward, one)
        if one.voucher is not None:
            refuse_spent(books.supply, reward, used[one.reward])
            continue
        refuse_short(books.supply, reward, used[one.reward])
        aside = books.supply.set_aside(pieces_of(one.reward), item.member.member_id)
        count_taken(compiled, caps, reward, at=activity.occurred_at, traits=traits, aside=aside)
    return taking_of(activity, taken, untaken)


def _present(books: Books, programmes: Programmes, item: Item, guest: Guest, voucher_id: UUID) -> Wanted:
    """A voucher, if it is this member's and can be used for this basket. Raises Refused, UnknownVoucher."""
    voucher = books.vouchers.find(voucher_id)
    refuse_stranger(holder=books.holder(voucher.account_id), account_id=item.member.account_id)
    take_step(voucher, Step.USED, by=voucher_id, now=item.now)  # would it be allowed?
    reward = stands_for(programmes, voucher)
    code = guest.unfit(reward)
    if code is not None:
        raise RewardRefused(code, f"The voucher for {voucher.reward!r} cannot be used for this basket.")
    return Wanted(reward, FREE, voucher.programme_version, voucher_id)


def take_held(books: Books, programmes: Programmes, item: Item, known: Known) -> Taking:
    """What a basket takes of the rewards that a hold set aside for it: all that still fit it, or those that it names.

    They are those of the hold's version, and may be had whatever has changed since. Raises RewardRefused.
    """
    activity, held = item.submission.activity, known.answer.held
    assert held is not None  # noqa: S101 - else it was refused
    if is_unchanged(activity, known.activity):  # what took nothing then changes nothing now
        return taking_of(activity, [one.taken for one in held.redeemed], hold=known)
    _refuse_others(activity, known.activity)
    compiled = programmes.numbered(known.answer.programme_version)
    wanted = [_again(programmes, one.taken) for one in held.redeemed if _is_wanted(activity, one.taken)]
    taken, untaken = take(Basket(activity, compiled.rewards.never), wanted)
    hold_id = known.answer.activity_id
    assert hold_id is not None  # noqa: S101 - only a quote has none
    used = Counter[str]()
    for one in taken:
        reward = terms_of(programmes, one)
        used[one.reward] += budget_minor(reward, one)
        more = used[one.reward] - books.supply.reserved(hold_id, money_of(one.reward))
        if reward.reward.budget_minor is not None and more > 0:
            refuse_spent(books.supply, reward, more)
    untaken += [reason for reason in known.answer.untaken if reason.rule in (activity.rewards or ())]
    return taking_of(activity, taken, untaken, known)


def is_unchanged(activity: Activity, held: Activity) -> bool:
    """Is it the basket of the hold, with all that was set aside for it? Then nothing need be worked out again."""
    asks_for_less = any(one is not None for one in (activity.rewards, activity.vouchers, activity.spend))
    same = activity.amount_minor == held.amount_minor and activity.lines == held.lines
    return same and not asks_for_less


def _refuse_others(activity: Activity, held: Activity) -> None:
    """Raise RewardRefused where a basket names what its hold did not; what that named and left out may be named again."""
    for id_ in activity.rewards or ():
        if id_ not in (held.rewards or ()):
            detail = f"The hold set no {id_!r} aside."
            raise RewardRefused(RefusalCode.CAPTURE_EXCEEDS_HOLD, detail, left=0)
    if not set(activity.vouchers or ()) <= set(held.vouchers or ()):
        detail = "The hold set no such voucher aside."
        raise RewardRefused(RefusalCode.CAPTURE_EXCEEDS_HOLD, detail, left=0)


def _is_wanted(activity: Activity, taken: Taken) -> bool:
    """Does a basket want this of what was set aside for it? All of it, where it names nothing."""
    if activity.rewards is None and activity.vouchers is None:
        return True
    if taken.voucher is not None:
        return taken.voucher in (activity.vouchers or ())
    return taken.reward in (activity.rewards or ())


def terms_of(programmes: Programmes, taken: Taken) -> CompiledReward:
    """A reward by the terms by which it was taken."""
    return programmes.numbered(taken.version).rewards.by_id[taken.reward]


def stands_for(programmes: Programmes, voucher: OwnVoucher) -> CompiledReward:
    """The reward of a voucher, by the terms by which it was issued."""
    return programmes.numbered(voucher.programme_version).rewards.by_id[voucher.reward]


def _again(programmes: Programmes, taken: Taken) -> Wanted:
    cost = Cost(taken.currency, taken.points, taken.money_minor)
    return Wanted(terms_of(programmes, taken), cost, taken.version, taken.voucher)

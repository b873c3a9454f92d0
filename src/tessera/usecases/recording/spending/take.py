"""Take rewards with a basket, or by themselves, all in memory: what a member asks for, may have, pays and gets."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from tessera.catalogue.reservations import Reservation
from tessera.catalogue.voucher import Step, take_step
from tessera.catalogue.voucher import Voucher as OwnVoucher
from tessera.engine.activity import Activity
from tessera.engine.decision import Reason
from tessera.engine.discount.eligible import Cost, Guest
from tessera.engine.discount.reward import CompiledReward, limit_name
from tessera.engine.lowered import Off, lowered
from tessera.engine.offer import Offered
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
from tessera.ledger.rows import Cause
from tessera.programme.reward import GiftCard, TakenAlone, Voucher
from tessera.usecases.answer_parts import Redeemed
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.books import Books, Item, Known
from tessera.usecases.recording.spending.supply import Supply, money_of, pieces_of
from tessera.usecases.recording.spending.vouchers import refuse_stranger


class Taking(Record, frozen=True):
    """What is taken, why the rest is not, and the open hold that had set it aside (None: none)."""

    taken: tuple[Taken, ...] = ()
    untaken: tuple[Reason, ...] = ()
    hold: Known | None = None

    @property
    def off(self) -> Off:
        """What it takes off the basket, by line."""
        return off_of(self.taken)

    @property
    def points(self) -> Mapping[str, int]:
        """What it costs, by currency."""
        return points_of(self.taken)

    def lowered(self, activity: Activity) -> Activity:
        """The basket as points and rules see it."""
        return lowered(activity, self.off)

    def due_minor(self, activity: Activity, payments: Iterable[Payment]) -> int:
        """What is to be paid in money: what rewards and points leave of the basket, and what rewards cost beside points."""
        paid = sum(payment.amount_minor for payment in payments)
        beside = sum(one.money_minor for one in self.taken)
        return self.lowered(activity).amount_minor - paid + beside


NOTHING = Taking()


def take_named(
    books: Books, programmes: Programmes, item: Item, standing: Standing, traits: Mapping[str, str]
) -> Taking:
    """What a basket takes of the rewards that it names and of the vouchers that it presents.

    Raises Refused, UnknownVoucher; what is available is asked elsewhere.
    """
    compiled, activity = item.compiled, item.submission.activity
    if not activity.rewards and not activity.vouchers:
        return NOTHING
    guest = Guest(compiled, standing, activity, traits)
    wanted = [want(compiled, guest, id_) for id_ in activity.rewards or ()]
    for named in wanted:
        if isinstance(named.reward.reward.give, TakenAlone):
            detail = f"{named.reward.id!r} is taken by itself: redeem it."
            raise RewardRefused(ReasonCode.NOT_A_DISCOUNT, detail)
    wanted += [_present(books, programmes, item, guest, id_) for id_ in activity.vouchers or ()]
    taken, untaken = take(compiled, activity, wanted)
    caps: Mapping[str, dict[int, int]] = standing.caps
    used = Counter[str]()  # of each budget, by this basket: vouchers of a reward may meet it, and each other
    for one in taken:
        reward = terms_of(programmes, one)
        used[one.reward] += budget_minor(reward, one)
        if one.voucher is not None:
            _refuse_spent(books.supply, reward, used[one.reward])
            continue
        refuse_short(books.supply, reward, used[one.reward])
        aside = books.supply.set_aside(pieces_of(one.reward), item.member.member_id)
        count_taken(compiled, caps, reward, at=activity.occurred_at, traits=traits, aside=aside)
    return Taking(tuple(taken), tuple(untaken))


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
    _refuse_others(activity, known.activity)
    compiled = programmes.numbered(known.answer.programme_version)
    wanted = [_again(programmes, one.taken) for one in held.redeemed if _is_wanted(activity, one.taken)]
    taken, untaken = take(compiled, activity, wanted)
    hold_id = known.answer.activity_id
    assert hold_id is not None  # noqa: S101 - only a quote has none
    used = Counter[str]()
    for one in taken:
        reward = terms_of(programmes, one)
        used[one.reward] += budget_minor(reward, one)
        more = used[one.reward] - books.supply.reserved(hold_id, money_of(one.reward))
        if reward.reward.budget_minor is not None and more > 0:
            _refuse_spent(books.supply, reward, more)
    untaken += [reason for reason in known.answer.untaken if reason.rule in (activity.rewards or ())]
    return Taking(tuple(taken), tuple(untaken), known)


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


def refuse_short(supply: Supply, reward: CompiledReward, minor: int) -> None:
    """Raise RewardRefused where there is no piece left, or less of the budget than this would cost."""
    pieces = supply.left(pieces_of(reward.id), reward.pieces)
    if pieces is not None and pieces < 1:
        raise RewardRefused(RefusalCode.OUT_OF_STOCK, f"There is no {reward.id!r} left.", left=0)
    _refuse_spent(supply, reward, minor)


def _refuse_spent(supply: Supply, reward: CompiledReward, minor: int) -> None:
    left = supply.left(money_of(reward.id), reward.reward.budget_minor)
    if left is not None and left < minor:
        detail = f"What was set aside for {reward.id!r} is used up, or too little of it is left."
        raise RewardRefused(RefusalCode.BUDGET_SPENT, detail, left=0)


def with_supply(books: Books, item: Item, traits: Mapping[str, str], offered: Offered) -> Offered:
    """The same, refused where nothing of it is left for anybody, or the member has set aside as often as it can be had."""
    if offered.reason is not None:
        return offered
    compiled, member_id, at = item.compiled, item.member.member_id, item.submission.activity.occurred_at
    reward, caps = compiled.rewards.by_id[offered.taken.reward], books.standing(member_id).caps
    aside = books.supply.set_aside(pieces_of(reward.id), member_id)
    try:
        refuse_short(books.supply, reward, budget_minor(reward, offered.taken))
        count_taken(compiled, caps, reward, at=at, traits=traits, aside=aside)
    except RewardRefused as refusal:
        return Offered(offered.taken, refusal.code)
    return offered


def budget_minor(reward: CompiledReward, taken: Taken, *, issued: bool = False) -> int:
    """What of the reward's budget this uses: what is off, or what a voucher will pay, once: when it is `issued`."""
    give = reward.reward.give
    if isinstance(give, Voucher | GiftCard):
        if issued:
            return give.amount_minor
        return 0 if taken.voucher is not None else taken.amount_minor
    return taken.amount_minor


def hold_taken(  # noqa: PLR0913 - what is set aside, for whom, until when
    books: Books,
    programmes: Programmes,
    item: Item,
    taking: Taking,
    *,
    expires_at: datetime,
    cause: Cause,
) -> tuple[Redeemed, ...]:
    """Set rewards aside: the points of each, and what all members share of it."""
    wallets, hold_id = books.wallets[item.member.account_id], _id_of(cause)
    redeemed = []
    amounts = Counter[str]()  # a subject once, though several vouchers of one reward use its budget
    for one in taking.taken:
        version = 0
        if one.currency is not None:
            wallet = wallets[one.currency]
            version = wallet.hold(one.points, hold_id=hold_id, expires_at=expires_at, cause=cause).version
        reward = terms_of(programmes, one)
        amounts[pieces_of(one.reward) if one.voucher is None else f"voucher {one.voucher}"] = 1
        if reward.reward.budget_minor is not None:
            amounts[money_of(one.reward)] += budget_minor(reward, one)
        redeemed.append(Redeemed(one, version))
    for subject, amount in amounts.items():
        books.supply.reserve(Reservation(hold_id, subject, item.member.member_id, amount, expires_at))
    return tuple(redeemed)


def count_all(
    programmes: Programmes, item: Item, standing: Standing, taking: Taking, traits: Mapping[str, str]
) -> Standing:
    """The member's standing once all of it counts for the limits. What a hold had set aside is not refused any more."""
    caps: Mapping[str, dict[int, int]] = standing.caps
    at = item.submission.activity.occurred_at
    for one in taking.taken:
        if one.voucher is not None:
            continue
        compiled = programmes.numbered(one.version)
        reward = compiled.rewards.by_id[one.reward]
        caps = count_taken(compiled, caps, reward, at=at, traits=traits, promised=taking.hold is not None)
    return standing if caps is standing.caps else replace(standing, caps=dict(caps))


def post_taken(  # noqa: PLR0913 - what is taken, by whom, when
    books: Books,
    programmes: Programmes,
    item: Item,
    taken: Sequence[Taken],
    *,
    versions: Mapping[str, int],
    cause: Cause,
    issued: bool = False,
) -> tuple[Redeemed, ...]:
    """Take the points that rewards cost, and count what of them all members share.

    `versions`: the postings that had set a reward's points aside, of those that a hold had.
    """
    wallets = books.wallets[item.member.account_id]
    redeemed = []
    for one in taken:
        reward = terms_of(programmes, one)
        version = versions.get(one.reward, 0)
        if one.currency is not None and not version:
            spent = wallets[one.currency].spend(
                one.points, hold_id=_id_of(cause), cause=cause, rule_id=limit_name(one.reward)
            )
            version = spent.version
        if one.voucher is None and reward.pieces is not None:
            books.supply.take(pieces_of(one.reward), 1)
        if reward.reward.budget_minor is not None:
            books.supply.take(money_of(one.reward), budget_minor(reward, one, issued=issued))
        redeemed.append(Redeemed(one, version))
    return tuple(redeemed)


def _id_of(cause: Cause) -> UUID:
    assert cause.activity_id is not None  # noqa: S101 - only time has none
    return cause.activity_id

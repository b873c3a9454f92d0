"""What members who share a balance may spend of it, in memory: each as much as the role lets them."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from msgspec.structs import replace

from tessera.engine.activity import Activity
from tessera.engine.household import (
    NOTHING,
    ROLE,
    Limits,
    RoleRefused,
    refuse_beyond,
    room_for,
    spend_within,
)
from tessera.engine.offer import Offered
from tessera.engine.payment import MOST
from tessera.engine.spend import Allowed, allow
from tessera.engine.standing import Standing
from tessera.kit.activities import DONATION
from tessera.usecases.answers import Answer
from tessera.usecases.donate_points import donated_by
from tessera.usecases.recording.books import Books, Known
from tessera.usecases.recording.item import Item
from tessera.usecases.recording.outcome import Outcome


def available_in_role(books: Books, item: Item, available: Mapping[str, int]) -> Mapping[str, int]:
    """What is available, and of what is to pay as much as it can, no more than the role lets. Raises RoleRefused."""
    limits, spend = _limits_of(books, item), item.submission.activity.spend or {}
    if limits is None or MOST not in spend.values():
        return available
    narrowed = dict(available)
    for currency, there in available.items():
        if spend.get(currency) == MOST and there:
            refuse_in_role(books, item, {currency: 1})
            narrowed[currency] = min(there, _room(books, item, limits, currency))
    return narrowed


def within_role(books: Books, item: Item, available: Mapping[str, int]) -> Mapping[str, int]:
    """What is available, and the role lets the member spend."""
    limits = _limits_of(books, item)
    if limits is None:
        return available
    return {
        currency: min(there, _room(books, item, limits, currency)) for currency, there in available.items()
    }


def allow_in_role(
    books: Books, item: Item, basket: Activity, available: Mapping[str, int], *, beside: Mapping[str, int]
) -> tuple[Allowed, ...]:
    """What points may pay of a basket, `beside` what rewards cost; where the role alone lets nothing, that is the reason."""
    free = allow(item.compiled, basket, available)
    if _limits_of(books, item) is None:
        return free
    whole = {currency: there + beside.get(currency, 0) for currency, there in available.items()}
    within = within_role(books, item, whole)
    left = {currency: there - beside.get(currency, 0) for currency, there in within.items()}
    allowed = []
    for would, may in zip(free, allow(item.compiled, basket, left), strict=True):
        reason = may.reason
        if would.most and not may.most:
            least = may.least + beside.get(may.currency, 0)
            reason = refusal_in_role(books, item, may.currency, least)
        allowed.append(may._replace(reason=reason))
    return tuple(allowed)


def offer_in_role(books: Books, item: Item, offered: Offered) -> Offered:
    """The same, refused where the role does not let the member spend what it costs."""
    taken = offered.taken
    if offered.reason is not None or taken.currency is None:
        return offered
    code = refusal_in_role(books, item, taken.currency, taken.points)
    return offered if code is None else Offered(taken, code)


def refusal_in_role(books: Books, item: Item, currency: str, points: int) -> str | None:
    """Why the role does not let the member spend so much; None where it does."""
    try:
        refuse_in_role(books, item, {currency: points})
    except RoleRefused as refusal:
        return refusal.code
    return None


def refuse_in_role(books: Books, item: Item, points: Mapping[str, int]) -> None:
    """Raise RoleRefused where the member may not spend so much, by currency, beside what is set aside already."""
    limits = _limits_of(books, item)
    if limits is None:
        return
    standing = books.standing(item.member.member_id)
    for currency, units in points.items():
        aside = _set_aside(books, item, currency)
        refuse_beyond(
            limits, standing, currency, units, set_aside=aside, day=_day(item), zone=item.compiled.zone
        )


def count_in_role(books: Books, item: Item, answer: Answer, standing: Standing) -> Outcome:
    """The same decision with the role, a fact, and with what was spent by it, or came back, counted for the role's limits.

    What a hold sets aside is not spent yet. What comes back gives its room back in the windows in which it was spent.
    """
    limits = _limits_of(books, item)
    if limits is not None:
        earlier = _earlier(books, item, answer)
        if spent := _spent(item, answer):
            standing = spend_within(limits, standing, spent, spent_on=_day(item), today=_day(item))
        if (back := _came_back(answer)) and earlier is not None:
            spent_on = earlier.activity.occurred_at.astimezone(item.compiled.zone).date()
            standing = spend_within(limits, standing, back, spent_on=spent_on, today=_day(item))
    traits = {**answer.traits, ROLE: books.roles[item.member.member_id]}
    return replace(answer, traits=traits), standing


def recall_role(books: Books, member_id: UUID, answer: Answer) -> None:
    """The role by which an answer was decided is the member's again."""
    if ROLE in answer.traits:
        books.roles[member_id] = answer.traits[ROLE]
    else:
        books.roles.pop(member_id, None)


def keep_hold(books: Books, item: Item, hold_id: UUID) -> None:
    """Remember whose a hold is, where several share the account."""
    if item.member.member_id in books.roles:
        books.holders[hold_id] = item.member.member_id


def _limits_of(books: Books, item: Item) -> Limits | None:
    """The limits of the member's role; None for one who spends as they like, and for who shares nothing."""
    role = books.roles.get(item.member.member_id)
    return None if role is None else item.compiled.roles.get(role, NOTHING)


def _room(books: Books, item: Item, limits: Limits, currency: str) -> int:
    standing, aside = books.standing(item.member.member_id), _set_aside(books, item, currency)
    return room_for(limits, standing, currency, set_aside=aside, day=_day(item))[0]


def _spent(item: Item, answer: Answer) -> Mapping[str, int]:
    """What the member parted with, by currency: paid, for rewards, to another member, to a cause."""
    spent: Counter[str] = Counter()
    for paid in answer.paid:
        spent[paid.payment.currency] += paid.payment.points
    for redeemed in answer.redeemed:
        if redeemed.taken.currency is not None:
            spent[redeemed.taken.currency] += redeemed.taken.points
    if answer.sent is not None and answer.sent.giver_id == answer.member_id:
        spent[answer.sent.currency] += answer.sent.amount
    activity = item.submission.activity
    if activity.type == DONATION:
        cause = item.compiled.programme.causes[(activity.facts or {})["cause"]]
        spent[cause.currency] += donated_by(activity, answer)
    return spent


def _earlier(books: Books, item: Item, answer: Answer) -> Known | None:
    """What it gives something back of: the purchase that it names, or the taking of a reward by its voucher."""
    if item.of is not None:
        return books.known.get(item.of)
    vouchers = (moved.after.voucher_id for moved in answer.vouchers)
    return next((books.redemptions[id_] for id_ in vouchers if id_ in books.redemptions), None)


def _came_back(answer: Answer) -> Mapping[str, int]:
    """What of it was given back, below zero."""
    back: Counter[str] = Counter()
    for refunded in answer.refunded:
        back[refunded.currency] -= refunded.points
    for restored in answer.restored:
        if restored.currency is not None:
            back[restored.currency] -= restored.points
    return back


def _set_aside(books: Books, item: Item, currency: str) -> int:
    """What holds of this member's own set aside, and may still capture."""
    wallet = books.wallets[item.member.account_id].get(currency)
    if wallet is None:
        return 0
    return sum(
        hold.left
        for hold in wallet.holds
        if hold.resolved_version is None
        and hold.expires_at > item.now
        and books.holders.get(hold.hold_id) == item.member.member_id
    )


def _day(item: Item) -> date:
    return item.submission.activity.occurred_at.astimezone(item.compiled.zone).date()

"""What members who share a balance may spend of it, in memory: each as much as the role lets them."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from msgspec.structs import replace

from tessera.engine.household import NOTHING, ROLE, Limits, refuse_beyond, room_for, spend_within
from tessera.engine.payment import MOST
from tessera.engine.standing import Standing
from tessera.usecases.answers import Answer
from tessera.usecases.recording.books import Books, Item


def limits_of(books: Books, item: Item) -> Limits | None:
    """The limits of the member's role; None for one who spends as they like, and for who shares nothing."""
    role = books.roles.get(item.member.member_id)
    return None if role is None else item.compiled.roles.get(role, NOTHING)


def available_in_role(books: Books, item: Item, available: dict[str, int]) -> dict[str, int]:
    """What is available, and of what is to pay as much as it can, no more than the role lets. Raises RoleRefused."""
    limits, spend = limits_of(books, item), item.submission.activity.spend or {}
    if limits is None or MOST not in spend.values():
        return available
    member_id, narrowed = item.member.member_id, dict(available)
    for currency, there in available.items():
        if spend.get(currency) == MOST and there:
            refuse_in_role(books, item, {currency: 1})
            aside = _set_aside(books, item, currency)
            standing, day = books.standing(member_id), _day(item)
            left, _ = room_for(limits, standing, currency, set_aside=aside, day=day)
            narrowed[currency] = min(there, left)
    return narrowed


def refuse_in_role(books: Books, item: Item, points: Mapping[str, int]) -> None:
    """Raise RoleRefused where the member may not spend so much, by currency, with what is set aside already."""
    limits = limits_of(books, item)
    if limits is None:
        return
    for currency, units in points.items():
        refuse_beyond(
            limits,
            books.standing(item.member.member_id),
            currency,
            units,
            set_aside=_set_aside(books, item, currency),
            day=_day(item),
            zone=item.compiled.zone,
        )


def spend_in_role(books: Books, item: Item, standing: Standing, points: Mapping[str, int]) -> Standing:
    """The same standing once so much was spent, by currency."""
    limits = limits_of(books, item)
    if limits is None or not points:
        return standing
    return spend_within(limits, standing, points, spent_on=_day(item), today=_day(item))


def free_in_role(
    books: Books, item: Item, standing: Standing, points: Mapping[str, int], *, spent_at: datetime
) -> Standing:
    """The same standing once so much came back, by currency, of what was spent at an instant."""
    limits = limits_of(books, item)
    if limits is None or not points:
        return standing
    spent_on = spent_at.astimezone(item.compiled.zone).date()
    back = {currency: -units for currency, units in points.items()}
    return spend_within(limits, standing, back, spent_on=spent_on, today=_day(item))


def with_role(books: Books, member_id: UUID, answer: Answer) -> Answer:
    """The answer with the role by which it was decided, a fact."""
    role = books.roles.get(member_id)
    return answer if role is None else replace(answer, traits={**answer.traits, ROLE: role})


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

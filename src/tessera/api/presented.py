"""Vouchers and gift cards that a basket names: their codes are read here, so that none stands in any activity."""

from collections.abc import Sequence
from uuid import UUID

from msgspec.structs import replace

from tessera.access.check import Caller
from tessera.access.scopes import Scope
from tessera.api.amounts import digits_of, to_whole
from tessera.api.desk import Desk
from tessera.api.forms import ActivityForm, HoldForm, PaidCardForm
from tessera.api.heard import heard
from tessera.catalogue.gift_cards import UnknownGiftCard
from tessera.catalogue.spoken import RequestKey
from tessera.catalogue.vouchers import UnknownVoucher
from tessera.kit.problems import InvalidValue
from tessera.usecases.answers import Submission
from tessera.usecases.read_gift_cards import find_card
from tessera.usecases.read_vouchers import find_voucher
from tessera.usecases.recording.spending.pay_cards import MOST


async def vouchers_of(
    desk: Desk, caller: Caller, codes: Sequence[str] | None, *, under: RequestKey | None
) -> tuple[UUID, ...] | None:
    """The vouchers of these codes; the order means nothing. `under`: as of `heard`. Raises InvalidValue."""
    if not codes:
        return None
    found = []
    for place, code in enumerate(codes):
        try:
            presented = await heard(desk, caller, code, under=under)
            voucher = await desk.services.run(find_voucher, presented, source=caller.source)
        except (UnknownVoucher, InvalidValue) as problem:
            raise InvalidValue(problem.detail, field=f"vouchers[{place}]") from problem
        found.append(voucher.voucher_id)
    if len(set(found)) < len(found):
        raise InvalidValue("A voucher is presented once.", field="vouchers")
    return tuple(sorted(found))


async def with_gift_cards(
    desk: Desk,
    caller: Caller,
    forms: Sequence[PaidCardForm] | None,
    submission: Submission,
    *,
    under: RequestKey | None,
) -> Submission:
    """The basket with the gift cards that pay for it, in their order. Raises InvalidValue."""
    if not forms:
        return submission
    cards = await cards_of(desk, caller, forms, money=submission.activity.money or "", under=under)
    return replace(submission, activity=replace(submission.activity, gift_cards=cards))


async def cards_of(
    desk: Desk, caller: Caller, forms: Sequence[PaidCardForm], *, money: str, under: RequestKey | None
) -> tuple[tuple[UUID, int], ...]:
    """(card, minor units of `money`, or MOST) of each gift card, in their order. Raises InvalidValue."""
    codes = [form.code for form in forms]
    card_ids: list[UUID] = []
    for place, code in enumerate(codes):
        try:
            presented = await heard(desk, caller, code, under=under)
            card_ids.append(await desk.services.run(find_card, presented, source=caller.source))
        except (UnknownGiftCard, InvalidValue) as problem:
            raise InvalidValue(problem.detail, field=f"gift_cards[{place}].code") from problem
    if len(set(card_ids)) < len(card_ids):
        raise InvalidValue("A gift card is named once.", field="gift_cards")
    digits = digits_of(money)
    amounts = [_amount(form, digits, f"gift_cards[{place}].amount") for place, form in enumerate(forms)]
    return tuple(zip(card_ids, amounts, strict=True))


def _amount(form: PaidCardForm, digits: int, field: str) -> int:
    if form.amount is None:
        return MOST
    amount = to_whole(form.amount, digits, field)
    if not amount:
        raise InvalidValue("Leave the amount out, or write one above 0.", field=field)
    return amount


def need_spending(form: ActivityForm | HoldForm, caller: Caller) -> None:
    """Raise MissingScope where a purchase takes what is a member's with a key that may not."""
    takes = form.spend or form.rewards or form.vouchers or form.gift_cards
    if takes or (isinstance(form, ActivityForm) and form.hold):
        caller.need(Scope.POINTS_SPEND)

"""Vouchers that a basket presents: their codes are read here, so that none stands in any activity."""

from collections.abc import Sequence
from uuid import UUID

from tessera.access.check import Caller
from tessera.access.scopes import Scope
from tessera.api.desk import Desk
from tessera.api.forms import ActivityForm, HoldForm
from tessera.kit.problems import InvalidValue
from tessera.usecases.read_vouchers import find_voucher_ids


async def vouchers_of(desk: Desk, caller: Caller, codes: Sequence[str] | None) -> tuple[UUID, ...] | None:
    """The vouchers of these codes; the order means nothing. Raises UnknownVoucher, InvalidValue."""
    if not codes:
        return None
    found = await desk.services.run(find_voucher_ids, codes, source=caller.source)
    if len(set(found)) < len(found):
        raise InvalidValue("A voucher is presented once.", field="vouchers")
    return tuple(sorted(found))


def need_spending(form: ActivityForm | HoldForm, caller: Caller) -> None:
    """Raise MissingScope where a purchase takes what is a member's with a key that may not."""
    if form.spend or form.rewards or form.vouchers or (isinstance(form, ActivityForm) and form.hold):
        caller.need(Scope.POINTS_SPEND)

"""Hand over what a voucher stands for, outside of any basket: a gift, a service, a place at an event."""

from uuid import UUID

from tessera.catalogue.voucher import Step, Voucher, VoucherRefused
from tessera.engine.discount.reward import CompiledReward
from tessera.kit.activities import USE
from tessera.kit.codes import RefusalCode
from tessera.kit.refused import Refused
from tessera.programme.reward import FreeProduct
from tessera.usecases.answers import Answer
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.books import Books
from tessera.usecases.recording.item import Item
from tessera.usecases.recording.outcome import Outcome, balances_of, refused, seen
from tessera.usecases.recording.spending.take import stands_for
from tessera.usecases.recording.spending.vouchers import move, named_by, refuse_stranger


def post_use(books: Books, programmes: Programmes, item: Item, activity_id: UUID) -> Outcome:
    """A voucher is used. It moves no points; what makes a basket cheaper needs one. Raises UnknownVoucher."""
    member, compiled = item.member, item.compiled
    voucher = named_voucher(books, item)
    try:
        refuse_stranger(holder=books.holder(voucher.account_id), account_id=member.account_id)
        _refuse_without_basket(stands_for(programmes, voucher))
        moved = move(voucher, Step.USED, by=activity_id, now=item.now)
    except Refused as refusal:
        return refused(books, item, activity_id, compiled.number, refusal.code, str(refusal))
    answer = Answer(
        activity_id=activity_id,
        member_id=member.member_id,
        programme_version=compiled.number,
        balances=balances_of(books.wallets[member.account_id]),
        vouchers=(moved,),
    )
    return answer, seen(books.standing(member.member_id))


def _refuse_without_basket(reward: CompiledReward) -> None:
    """Raise VoucherRefused for what is a part of a price: a free product can be handed over, five dollars cannot."""
    if reward.lowers and not isinstance(reward.reward.give, FreeProduct):
        detail = "This makes a basket cheaper: present it with one."
        raise VoucherRefused(RefusalCode.NEEDS_BASKET, detail)


def named_voucher(books: Books, item: Item) -> Voucher:
    """The voucher that a use or a cancellation is about. Raises UnknownVoucher."""
    voucher_id = named_by(item.submission.activity)
    assert voucher_id is not None  # noqa: S101 - these activities name one
    return books.vouchers.find(voucher_id)


HANDED = {USE: post_use}
"""How it is posted, by its type."""

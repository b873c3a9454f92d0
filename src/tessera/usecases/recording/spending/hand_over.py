"""Hand over what a voucher stands for, outside of any basket: a gift, a service, a place at an event."""

from uuid import UUID

from tessera.catalogue.voucher import Step, Voucher, VoucherRefused
from tessera.usecases.answers import Answer
from tessera.usecases.recording.books import Books, Item
from tessera.usecases.recording.outcome import Outcome, balances_of, refused, seen
from tessera.usecases.recording.spending.vouchers import move, named_by, refuse_stranger


def post_use(books: Books, item: Item, activity_id: UUID) -> Outcome:
    """A voucher is used. It moves no points. Raises UnknownVoucher."""
    member, compiled = item.member, item.compiled
    voucher = named_voucher(books, item)
    try:
        refuse_stranger(holder=books.holder(voucher.account_id), account_id=member.account_id)
        moved = move(voucher, Step.USED, by=activity_id, now=item.now)
    except VoucherRefused as refusal:
        return refused(books, item, activity_id, compiled.number, refusal.code, str(refusal))
    answer = Answer(
        activity_id=activity_id,
        member_id=member.member_id,
        programme_version=compiled.number,
        balances=balances_of(books.wallets[member.account_id]),
        vouchers=(moved,),
    )
    return answer, seen(books.standing(member.member_id))


def named_voucher(books: Books, item: Item) -> Voucher:
    """The voucher that a use or a cancellation is about. Raises UnknownVoucher."""
    voucher_id = named_by(item.submission.activity)
    assert voucher_id is not None  # noqa: S101 - these activities name one
    return books.vouchers.find(voucher_id)

"""Why what is named cannot come back: it is another member's, or no purchase at all."""

from tessera.engine.returned import ReturnRefused
from tessera.kit.activities import EARN_NOTHING, ENROLMENT
from tessera.kit.codes import RefusalCode
from tessera.usecases.recording.books import Books, Known
from tessera.usecases.recording.item import Item

_NO_PURCHASES = {ENROLMENT, *EARN_NOTHING}


def refuse_return(books: Books, known: Known, item: Item) -> None:
    """Raise ReturnRefused unless this member bought it, the account has what it gave, and it is a purchase.

    Who shares an account shares no purchases: levels and limits are each member's own.
    """
    member = item.member
    if not books.is_same(known.member_id, member.member_id):
        raise ReturnRefused(RefusalCode.OTHER_MEMBERS_PURCHASE, "The purchase belongs to another member.")
    if books.holder(known.account_id) != member.account_id:
        if known.member_id == member.member_id:
            detail = "What it gave belongs to a household that the member has left, or that has ended."
            raise ReturnRefused(RefusalCode.HOUSEHOLDS_PURCHASE, detail)
        raise ReturnRefused(RefusalCode.OTHER_MEMBERS_PURCHASE, "The purchase belongs to another member.")
    if known.activity.of or known.activity.type in _NO_PURCHASES or known.answer.refusal:
        raise ReturnRefused(
            RefusalCode.NOT_RETURNABLE, "What this key names is not a purchase that can come back."
        )

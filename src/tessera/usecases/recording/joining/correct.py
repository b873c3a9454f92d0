"""Follow purchases that were recorded for the wrong member, and say which of them can be corrected at all."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec.structs import replace
from psycopg import Connection

from tessera.catalogue.gift_card import Kind
from tessera.engine.activity import Activity
from tessera.engine.returned import wholly
from tessera.kit.activities import ADJUSTMENT, CORRECTION, RELEASE
from tessera.kit.codes import RefusalCode
from tessera.ledger.answers import SourceKey
from tessera.ledger.corrections import Correction, find_corrections
from tessera.members.resolve import Found, Ref, resolve_members
from tessera.members.standings import MemberMoved
from tessera.usecases.answers import Answer, Submission
from tessera.usecases.recording.books import Books, Known
from tessera.usecases.recording.item import Followed, Item

_OF_NO_PURCHASE = {ADJUSTMENT, CORRECTION, RELEASE}
"""What these are of is no purchase, or is named as it stands."""


def follow_corrections(
    connection: Connection, submissions: Sequence[Submission], found: Mapping[Ref, Found]
) -> dict[int, tuple[Found, Followed]]:
    """Of submissions that are of a purchase which was corrected: by place, whose it is now, and as what it stands.

    A till knows the member that is on its receipt: whoever the purchase was recorded for may be named.
    """
    named = {
        place: (submission.source, submission.activity.of)
        for place, submission in enumerate(submissions)
        if submission.activity.of is not None and submission.activity.type not in _OF_NO_PURCHASE
    }
    corrections = find_corrections(connection, set(named.values()))
    if not corrections:
        return {}
    ids = {one for rows in corrections.values() for row in rows for one in (row.from_id, row.to_id)}
    members = resolve_members(connection, [("id", str(one)) for one in sorted(ids)])
    followed = {}
    for place, key in named.items():
        member = found.get((submissions[place].kind, submissions[place].value))
        rows = corrections.get(key)
        if rows and member is not None and member.member_id in _holders(rows, members):
            owner = members["id", str(rows[-1].to_id)]
            followed[place] = owner, Followed(rows[-1].purchase_key, member.member_id)
    return followed


def _holders(rows: Sequence[Correction], members: Mapping[Ref, Found]) -> set[UUID]:
    return {members["id", str(one)].member_id for row in rows for one in (row.from_id, row.to_id)}


def refuse_moved(connection: Connection, books: Books, items: Sequence[Item]) -> None:
    """Raise MemberMoved where a purchase was corrected between the finding of its member and the lock.

    Only what has come back as a whole can have been corrected, so that no other purchase is asked about.
    """
    doubted: dict[SourceKey, Item] = {}
    for item in items:
        of = item.submission.activity.of
        if of is None or item.submission.activity.type in _OF_NO_PURCHASE:
            continue
        known = None if item.of is None else books.known.get(item.of)
        own = known is not None and books.holder(known.account_id) == item.member.account_id
        if known is not None and own and _is_back(books, known):
            doubted[item.key[0], of] = item
    for key, rows in find_corrections(connection, doubted.keys()).items():
        if doubted[key].of != (key[0], rows[-1].purchase_key):
            raise MemberMoved("The purchase was given to another member meanwhile.")


def _is_back(books: Books, known: Known) -> bool:
    """Has all of a purchase come back?"""
    purchase_id = known.answer.activity_id
    returned = None if purchase_id is None else books.returned.get(purchase_id)
    return bool(returned) and wholly(known.activity, returned or {})


def as_moved(purchase: Activity, answer: Answer, *, key: str) -> Activity:
    """A purchase as it is recorded again for whose it is: it asks for nothing that is a member's own.

    What it had asked for in vain from the one must not be taken from the other. Gift cards, which are nobody's, pay again
    what they had paid.
    """
    cards = tuple((one.card_id, one.amount_minor) for one in answer.cards if one.kind is Kind.USED)
    return replace(
        purchase, key=key, spend=None, hold=None, rewards=None, vouchers=None, gift_cards=cards or None
    )


def refuse_correction(books: Books, known: Known, item: Item) -> tuple[RefusalCode, str] | None:
    """Why a purchase cannot be given to another member; None when it can. What no return takes back is refused there."""
    activity, purchase_id = item.submission.activity, known.answer.activity_id
    if UUID((activity.facts or {})["to"]) == item.member.member_id:
        return RefusalCode.ALREADY_THEIRS, "The purchase is this member's already."
    if known.answer.paid:
        return (
            RefusalCode.PAID_WITH_POINTS,
            "The member's points have paid for it: return it, and ring it up again.",
        )
    if known.answer.redeemed or known.answer.vouchers:
        return (
            RefusalCode.REWARDS_TAKEN,
            "The member's rewards were taken with it: return it, and ring it up again.",
        )
    if purchase_id is not None and books.returned.get(purchase_id):
        return (
            RefusalCode.PARTLY_RETURNED,
            "Something of it has come back: return the rest, and ring it up again.",
        )
    return None

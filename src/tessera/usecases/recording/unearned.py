"""What moves points or levels though nothing was done that earns: adjustments by hand, reviews of levels, conversions."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from tessera.engine.tiers.note import review_levels
from tessera.kit.activities import ADJUSTMENT, CONVERSION, DONATION, TIER_REVIEW, TRANSFER
from tessera.kit.codes import RefusalCode
from tessera.ledger.rows import Cause, Lot
from tessera.members.standings import MemberMoved
from tessera.usecases.answer_parts import Adjusted
from tessera.usecases.answers import Answer
from tessera.usecases.recording.books import Books
from tessera.usecases.recording.exchange import end_of, exchange
from tessera.usecases.recording.give import post_donation, post_transfer
from tessera.usecases.recording.item import Item
from tessera.usecases.recording.live import push_lives
from tessera.usecases.recording.outcome import Outcome, balances_of, refused, seen
from tessera.usecases.recording.traits import own_traits_of
from tessera.usecases.recording.undo import post_undo


def post_adjustment(books: Books, item: Item, activity_id: UUID) -> Outcome:
    """Points given or taken by hand, with a reason; what is given lasts as the currency's points do."""
    member, activity, compiled = item.member, item.submission.activity, item.compiled
    if activity.of is not None:
        return post_undo(books, item, activity_id)
    facts, points = activity.facts or {}, (activity.measures or {})["points"] // 1000
    currency = facts["currency"]
    if currency not in compiled.programme.currencies:
        detail = f"The programme has no currency {currency!r}."
        return refused(books, item, activity_id, compiled.number, RefusalCode.UNKNOWN_CURRENCY, detail)
    available = books.wallets[member.account_id][currency].available_at(item.now)
    if available < -points:  # asked before time's due is posted: a refusal posts nothing at all
        detail = f"Only {available} are available; {-points} cannot be taken."
        return refused(books, item, activity_id, compiled.number, RefusalCode.INSUFFICIENT_POINTS, detail)
    wallets = books.settled(member.account_id, item.now)
    cause = Cause(activity_id, compiled.number, activity.occurred_at, item.now)
    if compiled.lives:
        push_lives(item, books.standing(member.member_id), {}, wallets)
    moved = wallets[currency].adjust(points, expires_at=end_of(item, currency), cause=cause)
    answer = Answer(
        activity_id=activity_id,
        member_id=member.member_id,
        programme_version=compiled.number,
        balances=balances_of(wallets),
        adjusted=_adjusted(currency, points, moved),
    )
    return answer, seen(books.standing(member.member_id))


def _adjusted(currency: str, points: int, moved: Sequence[tuple[Lot, int]]) -> Adjusted:
    if points > 0:
        return Adjusted(currency, points, lot=moved[0][0].lot_version)
    return Adjusted(currency, points, takes=tuple((lot.lot_version, amount) for lot, amount in moved))


def post_review(books: Books, item: Item, activity_id: UUID) -> Outcome:
    """What holds of levels at an instant and was not told yet. It earns nothing, and keeps no points from expiring."""
    member, compiled = item.member, item.compiled
    standing, traits = books.standing(member.member_id), own_traits_of(member, compiled)
    day = item.submission.activity.occurred_at.astimezone(compiled.zone).date()
    levels, noted = review_levels(compiled.tiers, standing, day=day.toordinal(), traits=traits)
    answer = Answer(
        activity_id=activity_id,
        member_id=member.member_id,
        programme_version=compiled.number,
        traits=traits,
        levels=levels,
    )
    return answer, msgspec.structs.replace(standing, version=standing.version + 1, noted=noted)


def post_conversion(books: Books, item: Item, activity_id: UUID) -> Outcome:
    """Points that become another currency's on a set date. Nobody did anything, so it counts for nothing else.

    Raises MemberMoved where the member under whom it is told has another account by now.
    """
    member, compiled = item.member, item.compiled
    own = str(member.account_id)
    if (item.submission.activity.facts or {}).get("account", own) != own:
        raise MemberMoved("A member was merged, or joined or left a household.")
    standing, traits = books.standing(member.member_id), own_traits_of(member, compiled)
    cause = Cause(activity_id, compiled.number, item.submission.activity.occurred_at, item.now)
    exchanged, reasons = exchange(books, item, standing, traits, cause=cause)
    answer = Answer(
        activity_id=activity_id,
        member_id=member.member_id,
        programme_version=compiled.number,
        reasons=reasons,
        balances=balances_of(books.wallets[member.account_id]),
        traits=traits,
        exchanged=exchanged,
    )
    return answer, seen(standing)


UNEARNED = {
    ADJUSTMENT: post_adjustment,
    TIER_REVIEW: post_review,
    CONVERSION: post_conversion,
    TRANSFER: post_transfer,
    DONATION: post_donation,
}
"""How each of these is posted, by its type."""

"""From what members give away to postings, in memory: a transfer's halves, each on its own account, and donations."""

from datetime import datetime
from uuid import UUID

from tessera.engine.activity import Activity
from tessera.engine.facts import ENROLLED_AT
from tessera.engine.give import (
    ABOVE,
    FROM,
    TO,
    GivingRefused,
    give_to_member,
    open_cause,
    refuse_little,
)
from tessera.kit.clock import NEVER
from tessera.kit.codes import RefusalCode
from tessera.kit.refused import Refused
from tessera.ledger.rows import Cause
from tessera.usecases.answer_parts import Sent, SentLot
from tessera.usecases.answers import Answer
from tessera.usecases.recording.books import Books
from tessera.usecases.recording.exchange import start_clock
from tessera.usecases.recording.item import Item
from tessera.usecases.recording.joining.role import refuse_in_role, within_role
from tessera.usecases.recording.live import push_lives
from tessera.usecases.recording.outcome import Outcome, balances_of, refused_by, seen
from tessera.usecases.recording.traits import own_traits_of


def post_transfer(books: Books, item: Item, activity_id: UUID) -> Outcome:
    """One half of a transfer. The giver's is decided first; what it sent is a fact to the taker's."""
    if FROM in (item.submission.activity.facts or {}):
        return _take(books, item, activity_id)
    return _give(books, item, activity_id)


def _give(books: Books, item: Item, activity_id: UUID) -> Outcome:
    member, activity, compiled = item.member, item.submission.activity, item.compiled
    facts, points = activity.facts or {}, points_of(item)
    currency, taker_id = facts["currency"], UUID(facts[TO])
    if taker_id == member.member_id:
        return refused_by(
            books,
            item,
            activity_id,
            GivingRefused(RefusalCode.TO_ONESELF, "Nobody gives points to themselves."),
        )
    joined = member.enrolled_at.astimezone(compiled.zone).date()
    try:
        standing = give_to_member(
            compiled,
            books.standing(member.member_id),
            currency,
            points,
            at=activity.occurred_at,
            joined=joined,
        )
        refuse_in_role(books, item, {currency: points})
        _refuse_short(books, item, currency, points)
    except Refused as refusal:
        return refused_by(books, item, activity_id, refusal)
    wallets = books.settled(member.account_id, item.now)
    wallet, cause = wallets[currency], _cause(item, activity_id)
    lots = tuple(
        SentLot(lot.lot_version, amount, lot.available_at, _or_never(wallet.life.expires_at(lot)))
        for lot, amount in wallet.send(points, cause)
    )
    sent = books.sent[activity_id] = Sent(member.member_id, taker_id, currency, points, lots)
    answer = Answer(
        activity_id=activity_id,
        member_id=member.member_id,
        programme_version=compiled.number,
        balances=balances_of(wallets),
        traits={ENROLLED_AT: member.enrolled_at.isoformat()},
        sent=sent,
    )
    return answer, standing


def _take(books: Books, item: Item, activity_id: UUID) -> Outcome:
    """What was sent arrives, lot by lot with the end that each had. It first repays what the taker owes."""
    member, compiled, sent = item.member, item.compiled, books.sent[activity_id]
    standing, traits = books.standing(member.member_id), own_traits_of(member, compiled)
    wallets = books.settled(member.account_id, item.now)
    wallet, cause = wallets[sent.currency], _cause(item, activity_id)
    if compiled.lives:
        start_clock(item, standing, traits, wallet)
    for one in sent.lots:
        wallet.take_over(
            one.amount, available_at=one.available_at, expires_at=one.expires_at or NEVER, cause=cause
        )
    wallet.repay(cause)
    answer = Answer(
        activity_id=activity_id,
        member_id=member.member_id,
        programme_version=compiled.number,
        balances=balances_of(wallets),
        traits=traits,
        sent=sent,
    )
    return answer, seen(standing)


def post_donation(books: Books, item: Item, activity_id: UUID) -> Outcome:
    """Points that a member gives to a cause; doing so keeps the others alive, as what members do does."""
    member, activity, compiled = item.member, item.submission.activity, item.compiled
    standing = books.standing(member.member_id)
    try:
        cause = open_cause(compiled, (activity.facts or {})["cause"], at=activity.occurred_at)
        points = _all_above(books, item, cause.currency) if gives_above(activity) else points_of(item)
        refuse_little(points, cause.least)
        refuse_in_role(books, item, {cause.currency: points})
        _refuse_short(books, item, cause.currency, points)
    except Refused as refusal:
        return refused_by(books, item, activity_id, refusal)
    wallets, traits = books.settled(member.account_id, item.now), own_traits_of(member, compiled)
    if compiled.lives:
        push_lives(item, standing, traits, wallets)
    wallets[cause.currency].donate(points, to=cause.id, cause=_cause(item, activity_id))
    answer = Answer(
        activity_id=activity_id,
        member_id=member.member_id,
        programme_version=compiled.number,
        balances=balances_of(wallets),
        traits=traits,
        donated=points if gives_above(activity) else None,
    )
    return answer, seen(standing)


def points_of(item: Item) -> int:
    """How many are given, in smallest units."""
    return (item.submission.activity.measures or {})["points"] // 1000


def gives_above(activity: Activity) -> bool:
    """Does a donation give whatever lies above a number of points?"""
    return ABOVE in (activity.facts or {})


def _all_above(books: Books, item: Item, currency: str) -> int:
    """What of the balance lies above the number that the donation names, as far as the member's role lets.

    Raises GivingRefused where nothing does, RoleRefused where the role lets nothing.
    """
    stays = int((item.submission.activity.facts or {})[ABOVE])
    available = books.wallets[item.member.account_id][currency].available_at(item.now)
    if available <= stays:
        detail = f"Only {available} are available, and {stays} are to stay."
        raise GivingRefused(RefusalCode.INSUFFICIENT_POINTS, detail, left=0)
    points = available - stays
    within = within_role(books, item, {currency: points})[currency]
    return within or points  # where the role lets nothing, it is refused for what would have been given


def _refuse_short(books: Books, item: Item, currency: str, points: int) -> None:
    """Asked before time's due is posted: a refusal posts nothing at all."""
    wallet = books.wallets[item.member.account_id][currency]
    available = wallet.available_at(item.now)
    if available >= points:
        return
    if wallet.debt and not available:
        raise GivingRefused(RefusalCode.IN_DEBT, f"The member owes {wallet.debt}.", left=0)
    raise GivingRefused(RefusalCode.INSUFFICIENT_POINTS, f"Only {available} are available.", left=available)


def _cause(item: Item, activity_id: UUID) -> Cause:
    return Cause(activity_id, item.compiled.number, item.submission.activity.occurred_at, item.now)


def _or_never(expires_at: datetime) -> datetime | None:
    return expires_at if expires_at < NEVER else None

"""Give points to another member: both accounts at once, each with its half."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from psycopg import Connection

from tessera.engine.activity import Activity
from tessera.engine.give import FROM, TO, GivingRefused
from tessera.kit.activities import TRANSFER
from tessera.kit.clock import Clock
from tessera.kit.codes import RefusalCode
from tessera.kit.ids import Ids
from tessera.kit.problems import InvalidValue, UnknownMember
from tessera.kit.record import Record
from tessera.kit.sandbox import crosses
from tessera.ledger.lock import lock_both
from tessera.members.merges import find_kin
from tessera.members.resolve import Found, Ref, resolve_members
from tessera.usecases.adjust_points import LIMIT_POINTS
from tessera.usecases.answers import Answer, Recorded, Submission
from tessera.usecases.issue_rewards import issue_to
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.books import Books, Known
from tessera.usecases.recording.compare import refuse_other_body
from tessera.usecases.recording.gather import open_books
from tessera.usecases.recording.give import points_of
from tessera.usecases.recording.item import Item, item_of
from tessera.usecases.recording.live import room_in
from tessera.usecases.recording.outcome import refused_by
from tessera.usecases.recording.post import post_activity
from tessera.usecases.recording.write import write_books


class Giving(Record, frozen=True):
    """That a member gives points of a currency to another; each is named as `Submission` names members."""

    source: str
    key: str
    giver: Ref
    taker: Ref
    currency: str
    points: int


def transfer_points(
    connection: Connection, programmes: Programmes, giving: Giving, *, clock: Clock, new_id: Ids
) -> Recorded:
    """Transfer points; a key that was answered before gets its answer again. The caller commits.

    A refusal is an answer. Raises InvalidValue for a sum that is none, UnknownMember, NoProgramme, KeyConflict; and
    MemberMoved when one of them was merged meanwhile: try again.
    """
    if not 0 < giving.points <= LIMIT_POINTS:
        raise InvalidValue(f"points must be a whole number from 1 to {LIMIT_POINTS:,}.", field="points")
    programmes.refresh(connection)
    at = clock.now()
    compiled = programmes.at(at)
    giver, taker = _find_both(connection, giving)
    accounts = {giver.account_id, taker.account_id}
    wallets = lock_both(connection, accounts, compiled.programme.currencies.keys())
    now = clock.now()  # after the lock: what is recorded later carries the later instant
    items = [
        item_of(_half(giving, giver, at, {TO: str(taker.member_id)}), giver, compiled, now),
        item_of(_half(giving, taker, at, {FROM: str(giver.member_id)}), taker, compiled, now),
    ]
    books = open_books(connection, programmes, items, wallets)
    known = books.known.get(items[0].key)
    if known is not None:
        _refuse_other_body(connection, books, items[0], known)
        return Recorded(known.answer, replayed=True)
    answer = _post(books, programmes, items, new_id())
    write_books(connection, books)
    if answer.refusal is None and answer.activity_id is not None:
        brought, to = answer.activity_id, taker.member_id
        issue_to(connection, programmes, to, reached_by=brought, clock=clock, new_id=new_id)
    return Recorded(answer)


def _find_both(connection: Connection, giving: Giving) -> tuple[Found, Found]:
    """(Giver, taker); the id of one who was merged leads to whom they are now."""
    found = resolve_members(connection, [giving.giver, giving.taker])
    both = []
    for field, ref in (("from", giving.giver), ("to", giving.taker)):
        member = found.get(ref)
        if member is None or crosses(giving.source, member.member_id):
            raise UnknownMember("No member has this identity.", field=field)
        both.append(member)
    return both[0], both[1]


def _half(giving: Giving, member: Found, at: datetime, other: dict[str, str]) -> Submission:
    """One half, as the member's own activity. The taker's has a key that no source can send, as it holds a space."""
    activity = Activity(
        type=TRANSFER,
        key=giving.key if TO in other else f"{giving.key} {member.member_id}",
        occurred_at=at,
        facts={"currency": giving.currency, **other},
        measures={"points": giving.points * 1000},
    )
    return Submission(giving.source, "id", str(member.member_id), activity, dated=False)


def _refuse_other_body(connection: Connection, books: Books, item: Item, known: Known) -> None:
    """Raise KeyConflict unless this is the same transfer again: a taker who was merged since is the same."""
    activity, before = item.submission.activity, known.activity
    taker, then = ((one.facts or {}).get(TO) for one in (activity, before))
    if taker and then and (UUID(then), UUID(taker)) in find_kin(connection, {UUID(then)}):
        activity = msgspec.structs.replace(activity, facts={**(activity.facts or {}), TO: then})
    refuse_other_body(
        msgspec.structs.replace(activity, occurred_at=before.occurred_at),
        before,
        same_member=books.is_same(known.member_id, item.member.member_id),
    )


def _post(books: Books, programmes: Programmes, items: Sequence[Item], activity_id: UUID) -> Answer:
    """The giver's half, and then the taker's; or a refusal to the giver. The giver's answer."""
    giver, taker = items
    full = _shared(giver, taker) or _full(books, giver, taker)
    if full is not None:
        answer, standing = refused_by(books, giver, activity_id, full)
        books.keep(giver, answer, standing)
        return answer
    for item in items:
        behind = books.behind(item.now, item.member.account_id)
        answer, standing = post_activity(books, programmes, item, activity_id)
        if behind:
            answer = msgspec.structs.replace(answer, behind=behind)
        books.keep(item, answer, standing)
        if answer.refusal is not None:
            break
    return books.kept[0].answer


def _shared(giver: Item, taker: Item) -> GivingRefused | None:
    """Why nothing is given where both have one account."""
    if giver.member.account_id != taker.member.account_id or giver.member.member_id == taker.member.member_id:
        return None
    return GivingRefused(RefusalCode.SAME_HOUSEHOLD, "Both share one balance already.")


def _full(books: Books, giver: Item, taker: Item) -> GivingRefused | None:
    """Why the taker has no room; how much there is of it is not the giver's to know."""
    facts, account_id = giver.submission.activity.facts or {}, taker.member.account_id
    room = (room_in(giver.compiled, books.wallets[account_id]) or {}).get(facts["currency"])
    if room is None or room >= points_of(giver) or account_id == giver.member.account_id:
        return None
    return GivingRefused(RefusalCode.TAKER_FULL, "The taker's balance has no room for so many points.")

"""Tell members' histories what became of their levels: when their time is up, and when a new version decides otherwise.

Whose time is up is found by an index, and everybody is looked at when a version has other levels than the one before it. A
member is looked at under the account's lock, so whoever does it twice finds nothing more to tell.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Final, NamedTuple
from uuid import UUID

from psycopg import Connection

from tessera.engine.compile import Compiled
from tessera.kit.activities import TIER_REVIEW
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.ledger.lock import lock_accounts
from tessera.members.almanac import NOBODY
from tessera.members.resolve import resolve_members
from tessera.members.reviews import (
    Looked,
    VersionReview,
    find_due_reviews,
    find_members,
    hold_version_review,
    turn_version_review,
    write_reviews,
)
from tessera.members.standings import ELSEWHERE, MemberMoved, read_stored_standings
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.books import Books
from tessera.usecases.recording.codec import read_standing
from tessera.usecases.recording.joining.halves import record_in_halves
from tessera.usecases.recording.review import review_as_of, review_member
from tessera.usecases.recording.write import write_books

MEMBERS_A_BATCH: Final = 500

Place = tuple[datetime, UUID]
"""Where a round of reviews has got to: everybody due before it was looked at."""

START: Final[Place] = (datetime(1970, 1, 1, tzinfo=UTC), NOBODY)

_Member = tuple[UUID, UUID]
"""(member, account)."""


class Reviewed(NamedTuple):
    """One batch: reviews that had something to tell, what kept others from it, and whether there is more to do.

    `after` is where the next batch of this round begins.
    """

    recorded: int = 0
    failed: tuple[str, ...] = ()
    more: bool = False
    after: Place = START


def review_versions(
    connection: Connection,
    programmes: Programmes,
    *,
    clock: Clock,
    new_id: Ids,
    limit: int = MEMBERS_A_BATCH,
) -> Reviewed:
    """One batch of the members to whom new versions bring other levels. Call while there is more. The caller commits.

    What was due before a version held is told first. Several processes may call at once: one has it in hand.
    """
    programmes.refresh(connection)
    held, now = hold_version_review(connection), clock.now()
    if held is None:
        return Reviewed()
    compiled = programmes.following(held.version, by=now)
    if compiled is None:
        return Reviewed()
    if not _has_other_levels(programmes, held.version, compiled):
        turn_version_review(connection, VersionReview(compiled.number))
        return Reviewed(more=True)
    members = find_members(connection, after=held.after, limit=limit)
    done = len(members) < limit
    turn_version_review(
        connection,
        VersionReview(compiled.number) if done else VersionReview(held.version, members[-1][0]),
    )
    at = programmes.effective_at(compiled.number)
    review = partial(_review, connection, programmes, as_of=at, clock=clock, new_id=new_id)
    recorded, failed = _tally(members, record_in_halves(connection, review, members))
    return Reviewed(recorded, failed, more=True)


def review_due(  # noqa: PLR0913 - what a batch needs, each by name
    connection: Connection,
    programmes: Programmes,
    *,
    clock: Clock,
    new_id: Ids,
    after: Place = START,
    limit: int = MEMBERS_A_BATCH,
) -> Reviewed:
    """One batch of the members whose levels must be looked at by now. Call while there is more. The caller commits."""
    programmes.refresh(connection)
    due = find_due_reviews(connection, clock.now(), after=after, limit=limit)
    if not due:
        return Reviewed()
    review = partial(_review, connection, programmes, as_of=None, clock=clock, new_id=new_id)
    members = [(one.member_id, one.account_id) for one in due]
    recorded, failed = _tally(members, record_in_halves(connection, review, members))
    return Reviewed(recorded, failed, more=True, after=(due[-1].review_at, due[-1].member_id))


def _review(  # noqa: PLR0913 - the same
    connection: Connection,
    programmes: Programmes,
    members: Sequence[_Member],
    *,
    as_of: datetime | None,
    clock: Clock,
    new_id: Ids,
) -> list[int]:
    """Look at members as of an instant, or else as of every instant that was due by now; how much each was told.

    Raises MemberMoved when one of them joined or left a household between the look-up and the lock: try again.
    """
    found = resolve_members(connection, [("id", str(member_id)) for member_id, _ in members])
    accounts = sorted({account_id for _, account_id in members}, key=lambda account_id: account_id.int)
    books = Books(lock_accounts(connection, accounts, []))
    stored, now = read_stored_standings(connection, accounts), clock.now()
    told, elsewhere = [], []
    for member_id, account_id in members:
        member, own = found.get(("id", str(member_id))), stored.get(member_id)
        its_own = member is not None and (member.member_id, member.account_id) == (member_id, account_id)
        if its_own and own is not None and own.state == ELSEWHERE:
            raise MemberMoved("A member was merged, or joined or left a household.")
        if member is None or own is None or not its_own:
            elsewhere.append(Looked(account_id, member_id, own.review_at if own else None, None))
            told.append(0)  # another member's standing remembers it, or another account's
            continue
        books.standings[member_id] = read_standing(own.state)
        if own.review_at is not None:
            books.reviews[member_id] = own.review_at
        count = review_member(books, programmes, member, until=as_of or now, now=now, new_id=new_id)
        if as_of is not None:
            count += review_as_of(books, programmes, member, at=as_of, now=now, new_id=new_id)
        told.append(count)
    write_books(connection, books)
    write_reviews(connection, elsewhere)
    return told


def _tally(members: Sequence[_Member], results: Sequence[int | Exception]) -> tuple[int, tuple[str, ...]]:
    """(Reviews recorded, what kept others from it)."""
    failed = tuple(
        f"{TIER_REVIEW} of member {member_id}: {type(result).__name__}: {result}"
        for (member_id, _), result in zip(members, results, strict=True)
        if isinstance(result, Exception)
    )
    return sum(result for result in results if isinstance(result, int)), failed


def _has_other_levels(programmes: Programmes, number: int, compiled: Compiled) -> bool:
    """May anybody's level be another one by this version than by `number`, before it? Before the first, nobody had any."""
    if not number:
        return False
    before, now = programmes.numbered(number).programme, compiled.programme
    return (before.tiers, before.timezone, before.migration.levels) != (
        now.tiers,
        now.timezone,
        now.migration.levels,
    )

"""Record a batch of activities: lock, read, decide in order, write. The heart of Tessera."""

from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from uuid import UUID

import msgspec
from psycopg import Connection

from tessera.engine.compile import Compiled
from tessera.kit.activities import CONVERSION
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.problems import Problem, UnknownMember
from tessera.kit.sandbox import crosses, in_sandbox
from tessera.ledger.lock import ask_locked, lock_both
from tessera.ledger.routes import Route, one_route
from tessera.members.resolve import Found, Ref, ask_members
from tessera.usecases.answers import Recorded, Submission
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.books import Books
from tessera.usecases.recording.compare import refuse_other_body
from tessera.usecases.recording.doubt import refuse_misspelt
from tessera.usecases.recording.gather import ask_remembered, open_books
from tessera.usecases.recording.item import Followed, Item, item_of, keys_of
from tessera.usecases.recording.joining.abroad import find_abroad, with_home
from tessera.usecases.recording.joining.correct import follow_corrections
from tessera.usecases.recording.post import post_activity
from tessera.usecases.recording.review import review_member, watch_levels
from tessera.usecases.recording.spending.issue_reached import with_issued
from tessera.usecases.recording.write import write_books, write_if_they_stand

Asked = tuple[Submission, Found, Compiled, Followed | None, UUID | None]
"""A submission, its member, the version that decides it, what it follows where the purchase was corrected, and the member's
own account where it is settled with a household that they have left.
"""

Result = Recorded | Problem
"""What became of one submission: an answer (new or repeated), or why nothing could be decided."""


def record_activities(  # noqa: PLR0913 - what a batch needs, each by name
    connection: Connection,
    programmes: Programmes,
    submissions: Sequence[Submission],
    *,
    clock: Clock,
    new_id: Ids,
    route: Route = one_route,
) -> list[Result]:
    """Decide the submissions in their order and write what follows; one result each. The caller commits.

    A problem of one submission leaves the others alone. Any batching of the same sequence ends in the same state.
    """
    with connection.pipeline():
        refresh = programmes.refreshing(connection)
        members_of = ask_members(connection, [(s.kind, s.value) for s in submissions])
    refresh()
    found = members_of()
    moved = follow_corrections(connection, submissions, found)
    members = {place: moved[place][0] if place in moved else one for place, one in _known(submissions, found)}
    abroad = find_abroad(connection, submissions, members)
    results: list[Result | None] = [None] * len(submissions)
    by_route: dict[tuple[int, bool], list[tuple[int, Asked]]] = {}
    for place, submission in enumerate(submissions):
        try:
            own = members.get(place)
            if own is None:
                raise UnknownMember("No member has this identity.", field="member")
            followed = moved[place][1] if place in moved else None
            member = abroad.get(place, own)
            compiled = programmes.at(submission.activity.occurred_at)
            home = own.account_id if place in abroad else None
            asked = submission, member, compiled, followed, home
            side = route(member.account_id), in_sandbox(submission.source)
            by_route.setdefault(side, []).append((place, asked))
        except Problem as problem:
            results[place] = problem
    for _, routed in sorted(by_route.items(), key=itemgetter(0)):
        places, together = zip(*routed, strict=True)
        decided = _record_route(connection, programmes, together, clock=clock, new_id=new_id)
        for place, result in zip(places, decided, strict=True):
            results[place] = result
    return [result for result in results if result is not None]


def _known(submissions: Sequence[Submission], found: Mapping[Ref, Found]) -> Iterator[tuple[int, Found]]:
    """(place, member) of those that name somebody whom their source may know."""
    for place, submission in enumerate(submissions):
        member = found.get((submission.kind, submission.value))
        if member is not None and not crosses(submission.source, member.member_id):
            yield place, member


def record_one(
    connection: Connection, programmes: Programmes, submission: Submission, *, clock: Clock, new_id: Ids
) -> Recorded:
    """The same for one submission. Raises its problem."""
    (result,) = record_activities(connection, programmes, [submission], clock=clock, new_id=new_id)
    if isinstance(result, Problem):
        raise result
    return result


def _record_route(  # noqa: PLR0913 - as above, of one route
    connection: Connection,
    programmes: Programmes,
    asked: Sequence[Asked],
    *,
    clock: Clock,
    new_id: Ids,
    firmly: bool = False,
) -> list[Result]:
    """Lock the accounts of one route, read, decide in order, write; once more, `firmly`, where others took meanwhile what
    was only looked at.
    """
    versions = {compiled for _, _, compiled, _, _ in asked}
    accounts = {member.account_id for _, member, _, _, _ in asked}
    homes = {home for *_, home in asked if home is not None}
    account_ids = sorted(accounts | homes, key=lambda account_id: account_id.int)
    currencies = {currency for compiled in versions for currency in compiled.programme.currencies}
    keys = {key for one, _, _, followed, _ in asked for key in keys_of(one, followed)}
    of = {member.member_id: home or member.account_id for _, member, _, _, home in asked}
    wallets = lock_both(connection, account_ids, currencies) if homes else {}
    with connection.pipeline():
        locked = dict if homes else ask_locked(connection, account_ids, currencies)
        remembered = ask_remembered(connection, keys, of)
    wallets |= locked()
    now = clock.now()  # after the lock: what is recorded later carries the later instant
    items = [
        item_of(submission, member, compiled, now, followed, home)
        for submission, member, compiled, followed, home in asked
    ]
    books = open_books(connection, programmes, items, wallets, firmly=firmly, remembered=remembered)
    results: list[Result] = []
    for item in items:
        try:
            results.append(record_item(books, programmes, item, new_id=new_id))
        except Problem as problem:
            results.append(problem)
    if firmly:
        write_books(connection, books)
    elif not write_if_they_stand(connection, books):
        return _record_route(connection, programmes, asked, clock=clock, new_id=new_id, firmly=True)
    return results


def record_item(books: Books, programmes: Programmes, item: Item, *, new_id: Ids) -> Recorded:
    """One activity: the stored answer if its key has one, else a decision taken into the books. Raises its problem."""
    activity = item.submission.activity
    known = books.known.get(item.key)
    if known is not None:
        if not item.submission.dated:  # the source left the instant out: it is the first time's
            activity = msgspec.structs.replace(activity, occurred_at=known.activity.occurred_at)
        named_id = item.member.member_id if item.followed is None else item.followed.named_id
        same_member = any(books.is_same(known.member_id, one) for one in (named_id, item.member.member_id))
        claimed = known.answer.claim is not None and activity.type == known.activity.type
        if not claimed or not same_member:  # what was claimed counts, whatever the till says of it later
            refuse_other_body(activity, known.activity, same_member=same_member)
        return Recorded(known.answer, replayed=True)
    refuse_misspelt(item.compiled, activity)
    due = books.review_at(item.member.member_id)
    if due is not None and due <= activity.occurred_at:  # what time has done comes before what happens
        member = item.at_home.member
        review_member(books, programmes, member, until=activity.occurred_at, now=item.now, new_id=new_id)
    before = books.standing(item.member.member_id)
    at = activity.occurred_at if activity.type == CONVERSION else item.now  # as of which it is decided
    behind = books.behind(at, *item.account_ids)
    answer, standing = post_activity(books, programmes, item, new_id())
    answer = with_home(books, item, answer)
    if behind:
        answer = msgspec.structs.replace(answer, behind=behind)
    if item.submission.claim is not None:
        answer = msgspec.structs.replace(answer, claim=item.submission.claim)
    if item.followed is not None:
        answer = msgspec.structs.replace(answer, follows=item.followed.key)
    books.keep(item, answer, standing)
    watch_levels(books, item.at_home, before, answer)
    if item.compiled.rewards.at_once:
        answer = with_issued(books, programmes, item, answer, new_id=new_id)
    return Recorded(answer)

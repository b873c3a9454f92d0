"""Give back what somebody who leaves a household has set aside of what is the household's."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from psycopg import Connection

from tessera.engine.activity import Activity
from tessera.kit.activities import HOLD, RELEASE
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.problems import Problem
from tessera.ledger.answers import Lately, read_since
from tessera.members.households import list_accounts
from tessera.members.merges import list_ids
from tessera.members.resolve import Found
from tessera.programme.spending import LONGEST_HOLD_MINUTES
from tessera.usecases.answers import Submission
from tessera.usecases.programmes import Programmes
from tessera.usecases.record_activities import record_activities
from tessera.usecases.recording.codec import read_activity, read_answer


def release_holds(
    connection: Connection, programmes: Programmes, member: Found, *, clock: Clock, new_id: Ids
) -> tuple[str, ...]:
    """Release every hold that the member has open, also one placed before they joined. Lock their account before.

    Each release is an activity like any other, of the source that placed the hold. Answers with the keys of the holds.
    """
    now = clock.now()
    since = now - timedelta(minutes=LONGEST_HOLD_MINUTES)
    ids = list_ids(connection, member.member_id)
    lately = (
        one
        for account_id in list_accounts(connection, member.member_id)
        for one in read_since(connection, account_id, since)
    )
    releases = [
        Submission(hold.source, "id", str(member.member_id), _release(hold, key, now))
        for hold, key in _open_holds(lately, now)
        if hold.member_id in ids
    ]
    if not releases:
        return ()
    for result in record_activities(connection, programmes, releases, clock=clock, new_id=new_id):
        if isinstance(result, Problem):
            raise result
    return tuple(sorted(one.activity.of or "" for one in releases))


def _open_holds(lately: Iterable[Lately], now: datetime) -> Iterator[tuple[Lately, str]]:
    """The holds among these activities that nothing has captured or released, each with its key."""
    holds: dict[tuple[str, str], Lately] = {}
    over: set[tuple[str, str | None]] = set()
    for one in lately:
        activity, answer = read_activity(one.payload), read_answer(one.outcome)
        if answer.refusal is not None:
            continue
        if activity.type == HOLD and answer.held is not None and now < answer.held.expires_at:
            holds[one.source, activity.key] = one
        over.add((one.source, activity.of if activity.type == RELEASE else activity.hold))
    for (source, key), hold in sorted(holds.items()):
        if (source, key) not in over:
            yield hold, key


def _release(hold: Lately, key: str, now: datetime) -> Activity:
    """Its own key has a space in it, so that no source can send it."""
    return Activity(type=RELEASE, key=f"left {hold.activity_id}", occurred_at=now, of=key)

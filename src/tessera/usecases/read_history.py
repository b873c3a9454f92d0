"""A member's history that explains itself: whatever happened, what it did to points and levels, and why."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from psycopg import Connection

from tessera.engine.activity import Activity
from tessera.engine.decision import LevelChange, Reason
from tessera.kit.problems import InvalidValue, UnknownMember
from tessera.kit.record import Record
from tessera.ledger.history import (
    NOBODY,
    ActivityRow,
    Event,
    Key,
    PostingRow,
    Whose,
    read_activities,
    read_events,
    read_postings,
)
from tessera.members.households import list_accounts, list_left
from tessera.members.merges import list_ids
from tessera.members.resolve import resolve_members
from tessera.usecases.address_member import language_of
from tessera.usecases.answer_parts import Limited
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.codec import read_activity, read_answer
from tessera.usecases.tell_activity import tell_activity, tell_other
from tessera.usecases.tell_freed import tell_freed

LIMIT = 200

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_END = Event(datetime(9999, 12, 31, tzinfo=UTC), NOBODY, None, NOBODY)
_MICROSECOND = timedelta(microseconds=1)


class Entry(Record, frozen=True):
    """What happened, and all that it did: an activity, or (without one) what time brought to points at an instant.

    `postings` are what it did to points, in the order of the books; none for what moved no points. Each names its account:
    the member's own, or that of one who was merged into the member, or of a household. `reasons` say why other rules gave
    nothing, `refusal` why it was not carried out (`limited`: how much could be); `told` is what it did beside the points
    that it earned or took. Of what an activity of another account posted to this one, only the postings are known.
    """

    effective_at: datetime
    recorded_at: datetime
    postings: tuple[PostingRow, ...]
    programme_version: int | None = None
    activity_id: UUID | None = None
    activity: Activity | None = None
    reasons: tuple[Reason, ...] = ()
    refusal: str | None = None
    refusal_detail: str | None = None
    limited: Limited | None = None
    levels: tuple[LevelChange, ...] = ()
    told: tuple[str, ...] = ()


class History(Record, frozen=True):
    """A page of a history told in `lang`, newest first; `next` asks for the following page (None at the end)."""

    entries: tuple[Entry, ...]
    lang: str
    next: str | None = None


class _Telling(NamedTuple):
    """How entries are told: by these versions, to whoever all these ids stand for, in `lang`."""

    programmes: Programmes
    ids: Collection[UUID]
    lang: str


def read_history(  # noqa: PLR0913 - which page of whose history, each by name
    connection: Connection,
    programmes: Programmes,
    member_id: UUID,
    *,
    before: str | None,
    limit: int,
    lang: str | None = None,
) -> History:
    """A page of the member's history, and of all who were merged into the member.

    It is that of the accounts: of the household to which the member belongs, what all its members did; of one that they
    have left, what they did there themselves. Of others only that it concerns them is told, and what became of the balance.

    `before` is a page's `next`. It is told in `lang`; None is the member's own language. Raises UnknownMember and
    InvalidValue.
    """
    if not 1 <= limit <= LIMIT:
        raise InvalidValue(f"limit must be from 1 to {LIMIT}.", field="limit")
    place = _END if before is None else _read_place(before)
    found = resolve_members(connection, [("id", str(member_id))]).get(("id", str(member_id)))
    if found is None:
        raise UnknownMember("No member has this id.", field="member_id")
    programmes.refresh(connection)
    lang = language_of(connection, found.member_id, lang=lang)
    ids = list_ids(connection, found.member_id)
    whose = _whose(connection, found.member_id, ids)
    events = read_events(connection, whose, before=place, limit=limit + 1)
    shown = events[:limit]
    postings, activities = _parts(connection, whose, shown)
    telling = _Telling(programmes, ids, lang)
    entries = (_entry(event, postings[event.key], activities[event.key], telling) for event in shown)
    return History(tuple(entries), lang, next=_write_place(shown[-1]) if len(events) > limit else None)


def _whose(connection: Connection, member_id: UUID, ids: list[UUID]) -> Whose:
    accounts = list_accounts(connection, member_id)
    left = [one for one in list_left(connection, member_id) if one not in accounts]
    return Whose(accounts, left, ids if left else [])


def _parts(
    connection: Connection, whose: Whose, events: Sequence[Event]
) -> tuple[Mapping[Key, list[PostingRow]], Mapping[Key, list[ActivityRow]]]:
    """What was posted of each event, and the activity that it is: twice where each half has an account of its own."""
    postings, activities = defaultdict[Key, list[PostingRow]](list), defaultdict[Key, list[ActivityRow]](list)
    for posting in read_postings(connection, whose, events):
        postings[posting.key].append(posting)
    for activity in read_activities(connection, whose, events):
        activities[activity.activity_id].append(activity)
    return postings, activities


def _entry(
    event: Event,
    postings: Sequence[PostingRow],
    rows: Sequence[ActivityRow],
    telling: _Telling,
) -> Entry:
    if rows:
        return _decided(event, postings, rows, telling)
    first = postings[0]
    programme = telling.programmes.at(first.effective_at).programme
    return Entry(
        first.effective_at,
        event.recorded_at,
        tuple(postings),
        programme_version=first.programme_version,
        activity_id=first.activity_id,
        told=tell_freed(None, postings, programme, lang=telling.lang) if first.activity_id is None else (),
    )


def _decided(
    event: Event,
    postings: Sequence[PostingRow],
    rows: Sequence[ActivityRow],
    telling: _Telling,
) -> Entry:
    """An activity with what it did. Of two halves both are told: who gave and who got may be one member since."""
    decided = [(read_activity(row.payload), read_answer(row.outcome)) for row in rows]
    compiled = telling.programmes.numbered(rows[0].programme_version)
    said = [
        sentence
        for activity, answer in decided
        for sentence in (tell_activity if answer.member_id in telling.ids else tell_other)(
            activity, answer, compiled, lang=telling.lang
        )
    ]
    activity, answer = decided[0]
    if answer.refusal is None:
        said += tell_freed(activity, postings, compiled.programme, lang=telling.lang)
    return Entry(
        activity.occurred_at,
        event.recorded_at,
        tuple(postings),
        programme_version=rows[0].programme_version,
        activity_id=event.activity_id,
        activity=activity,
        reasons=answer.reasons,
        refusal=answer.refusal,
        refusal_detail=answer.refusal_detail,
        limited=answer.limited,
        levels=answer.levels if answer.member_id in telling.ids else (),
        told=tuple(dict.fromkeys(said)),
    )


def _write_place(last: Event) -> str:
    recorded, effective = (_micros(at) for at in (last.recorded_at, last.effective_at))
    return f"{recorded}.{last.activity_id.hex}.{effective}.{last.account_id.hex}"


def _read_place(text: str) -> Event:
    try:
        recorded, activity_id, effective, account_id = text.split(".")
        effective_at = None if effective == "" else _instant(effective)
        return Event(_instant(recorded), UUID(activity_id), effective_at, UUID(account_id))
    except (ValueError, OverflowError) as error:
        raise InvalidValue("before must be the `next` of a page of this history.", field="before") from error


def _micros(at: datetime | None) -> str:
    return "" if at is None else str((at - _EPOCH) // _MICROSECOND)


def _instant(micros: str) -> datetime:
    return _EPOCH + int(micros) * _MICROSECOND

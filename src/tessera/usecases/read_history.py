"""A member's history that explains itself: whatever happened, what it did to points and levels, and why."""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec
from psycopg import Connection

from tessera.engine.activity import Activity
from tessera.engine.decision import LevelChange, Reason
from tessera.kit.problems import InvalidValue, UnknownMember
from tessera.kit.record import Record
from tessera.ledger.queries import HistoryRow, Place, QuietRow, read_quiet
from tessera.ledger.queries import read_history as read_rows
from tessera.ledger.rows import Kind
from tessera.members.households import list_accounts
from tessera.members.resolve import resolve_members
from tessera.programme.sentences.spending import tell_hold_over
from tessera.programme.speak import speaker
from tessera.usecases.address_member import language_of
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.codec import read_activity, read_answer
from tessera.usecases.tell_activity import tell_activity

LIMIT = 200
ACTIVITY: Final = "activity"
"""The kind of an entry that moved no points."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_END = Place(datetime(9999, 12, 31, tzinfo=UTC), UUID(int=0), "", 0)


class Entry(Record, frozen=True):
    """One posting: `kind` (earned, matured, expired, reversed …), `amount` (signed), the balance after it, and its cause.

    An activity that moved no points is an entry of kind `activity`, without currency, amount and balance. `activity` is
    None for what time brought to points. `reasons` say why other rules gave nothing for the same activity, `refusal` why
    it was not carried out; `told` is what it did beside the points: levels, choices, merges. `account_id` is the member's
    own, or that of one who was merged into the member: the balance after it is that account's.
    """

    account_id: UUID
    kind: str
    effective_at: datetime
    recorded_at: datetime
    version: int
    currency: str | None = None
    amount: int | None = None
    available_after: int | None = None
    pending_after: int | None = None
    held_after: int | None = None
    debt_after: int | None = None
    rule: str | None = None
    programme_version: int | None = None
    activity_id: UUID | None = None
    activity: Activity | None = None
    reasons: tuple[Reason, ...] = ()
    refusal: str | None = None
    levels: tuple[LevelChange, ...] = ()
    told: tuple[str, ...] = ()


class History(Record, frozen=True):
    """A page of a history, newest first; `next` asks for the following page (None at the end)."""

    entries: tuple[Entry, ...]
    next: str | None = None


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
    have left, only that they joined and left.

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
    accounts = list_accounts(connection, found.member_id)
    lang = language_of(connection, found.member_id, lang=lang)
    entries = [
        *(
            _posted(row, programmes, lang)
            for row in read_rows(connection, accounts, before=place, limit=limit + 1)
        ),
        *(
            _quiet(row, programmes, lang)
            for row in read_quiet(connection, accounts, before=place, limit=limit + 1)
        ),
    ]
    entries.sort(key=_place, reverse=True)
    more = len(entries) > limit
    return History(tuple(entries[:limit]), next=_write_place(_place(entries[limit - 1])) if more else None)


def _posted(row: HistoryRow, programmes: Programmes, lang: str) -> Entry:
    entry = Entry(
        account_id=row.account_id,
        kind=row.kind,
        effective_at=row.effective_at,
        recorded_at=row.recorded_at,
        version=row.version,
        currency=row.currency,
        amount=row.amount,
        available_after=row.available_after,
        pending_after=row.pending_after,
        held_after=row.held_after,
        debt_after=row.debt_after,
        rule=row.rule_id,
        programme_version=row.programme_version,
        activity_id=row.activity_id,
    )
    if row.payload is None or row.outcome is None:
        return msgspec.structs.replace(entry, told=_brought(row, programmes, lang))
    return _caused(entry, row.payload, row.outcome, programmes, lang)


def _brought(row: HistoryRow, programmes: Programmes, lang: str) -> tuple[str, ...]:
    """What is said of what time brought: that a hold ended by itself."""
    if row.kind != Kind.UNHELD[0]:
        return ()
    told = speaker(programmes.at(row.effective_at).programme, lang=lang)
    known = row.currency in told.programme.currencies
    return (tell_hold_over(row.currency, row.amount, told),) if known else ()


def _quiet(row: QuietRow, programmes: Programmes, lang: str) -> Entry:
    entry = Entry(
        account_id=row.account_id,
        kind=ACTIVITY,
        effective_at=row.occurred_at,
        recorded_at=row.received_at,
        version=row.standing_version,
        programme_version=row.programme_version,
        activity_id=row.activity_id,
    )
    return _caused(entry, row.payload, row.outcome, programmes, lang)


def _caused(entry: Entry, payload: bytes, outcome: bytes, programmes: Programmes, lang: str) -> Entry:
    """The entry with its activity, and what that did."""
    activity, answer = read_activity(payload), read_answer(outcome)
    return msgspec.structs.replace(
        entry,
        activity=activity,
        reasons=answer.reasons,
        refusal=answer.refusal,
        levels=answer.levels,
        told=tell_activity(activity, answer, programmes.numbered(answer.programme_version), lang=lang),
    )


def _place(entry: Entry) -> Place:
    return Place(entry.recorded_at, entry.account_id, entry.currency or str(entry.activity_id), entry.version)


def _write_place(last: Place) -> str:
    micros = (last.recorded_at - _EPOCH) // timedelta(microseconds=1)
    return f"{micros}.{last.account_id.hex}.{last.version}.{last.currency}"


def _read_place(text: str) -> Place:
    try:
        micros, account_id, version, currency = text.replace("\0", "").split(
            ".", 3
        )  # no text of PostgreSQL's holds it
        recorded_at = _EPOCH + timedelta(microseconds=int(micros))
        return Place(recorded_at, UUID(account_id), currency, int(version))
    except (ValueError, OverflowError) as error:
        raise InvalidValue("before must be the `next` of a page of this history.", field="before") from error

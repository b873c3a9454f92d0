"""A member's history that explains itself: every posting, what it did, and why."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from psycopg import Connection

from tessera.engine.activity import Activity
from tessera.engine.decision import Reason
from tessera.kit.problems import InvalidValue, UnknownMember
from tessera.kit.record import Record
from tessera.ledger.queries import HistoryRow, Place
from tessera.ledger.queries import read_history as read_rows
from tessera.members.merges import list_aliases
from tessera.members.resolve import resolve_members
from tessera.usecases.recording.codec import read_activity, read_answer

LIMIT = 200
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_END = Place(datetime(9999, 12, 31, tzinfo=UTC), UUID(int=0), "", 0)


class Entry(Record, frozen=True):
    """One posting: `kind` (earned, matured, expired, reversed …), `amount` (signed), the balance after it, and its cause.

    `activity` is None for what time brought. `reasons` say why other rules gave nothing for the same activity.
    `account_id` is the member's own, or that of one who was merged into the member: the balance after it is that account's.
    """

    account_id: UUID
    currency: str
    version: int
    kind: str
    amount: int
    available_after: int
    pending_after: int
    debt_after: int
    effective_at: datetime
    recorded_at: datetime
    rule: str | None = None
    programme_version: int | None = None
    activity_id: UUID | None = None
    activity: Activity | None = None
    reasons: tuple[Reason, ...] = ()


class History(Record, frozen=True):
    """A page of a history, newest first; `next` asks for the following page (None at the end)."""

    entries: tuple[Entry, ...]
    next: str | None = None


def read_history(connection: Connection, member_id: UUID, *, before: str | None, limit: int) -> History:
    """A page of the member's history, and of all who were merged into the member.

    `before` is a page's `next`. Raises UnknownMember and InvalidValue.
    """
    if not 1 <= limit <= LIMIT:
        raise InvalidValue(f"limit must be from 1 to {LIMIT}.", field="limit")
    place = _END if before is None else _read_place(before)
    found = resolve_members(connection, [("id", str(member_id))]).get(("id", str(member_id)))
    if found is None:
        raise UnknownMember("No member has this id.", field="member_id")
    accounts = [found.account_id, *(one.account_id for one in list_aliases(connection, found.member_id))]
    rows = read_rows(connection, accounts, before=place, limit=limit + 1)
    entries = tuple(
        Entry(
            account_id=row.account_id,
            currency=row.currency,
            version=row.version,
            kind=row.kind,
            amount=row.amount,
            available_after=row.available_after,
            pending_after=row.pending_after,
            debt_after=row.debt_after,
            effective_at=row.effective_at,
            recorded_at=row.recorded_at,
            rule=row.rule_id,
            programme_version=row.programme_version,
            activity_id=row.activity_id,
            activity=None if row.payload is None else read_activity(row.payload),
            reasons=() if row.outcome is None else read_answer(row.outcome).reasons,
        )
        for row in rows[:limit]
    )
    last = rows[limit - 1] if len(rows) > limit else None
    return History(entries, next=None if last is None else _write_place(last))


def _write_place(last: HistoryRow) -> str:
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

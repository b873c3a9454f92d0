"""Undo an adjustment that somebody has made, within the programme's time for that."""

from uuid import UUID

from psycopg import Connection

from tessera.approvals.staff import Staff
from tessera.kit.activities import ADJUSTMENT
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.problems import InvalidValue
from tessera.kit.record import Record
from tessera.ledger.answers import find_answers
from tessera.usecases.adjusting.asked import Asked
from tessera.usecases.ask_adjustment import ask_adjustment
from tessera.usecases.deciding.carry_out import Handled
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.codec import read_activity


class Undoing(Record, frozen=True):
    """That `staff` undo the member's adjustment that was made under the key `of`; it was of their own source."""

    staff: Staff
    key: str
    member_id: UUID
    of: str
    reason: str
    note: str | None = None


def undo_adjustment(
    connection: Connection, programmes: Programmes, undoing: Undoing, *, clock: Clock, new_id: Ids
) -> Handled:
    """Undo it without anybody's approval: it restores what was. Whether it can be is decided, and remembered.

    The caller commits. Raises InvalidValue where there is none, and what asking raises.
    """
    key = undoing.staff.source, undoing.of
    stored = find_answers(connection, [key]).get(key)
    made = None if stored is None else read_activity(stored.payload)
    if made is None or made.type != ADJUSTMENT:
        raise InvalidValue(f"No adjustment of this source has the key {undoing.of!r}.", field="of")
    asked = Asked(
        staff=undoing.staff,
        key=undoing.key,
        member_id=undoing.member_id,
        currency=(made.facts or {})["currency"],
        points=-((made.measures or {})["points"] // 1000),
        reason=undoing.reason,
        note=undoing.note,
        of=undoing.of,
    )
    return ask_adjustment(connection, programmes, asked, clock=clock, new_id=new_id)

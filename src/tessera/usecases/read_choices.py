"""What a member may choose, and what is chosen."""

from datetime import date, datetime
from uuid import UUID

from psycopg import Connection

from tessera.engine.choices import choose_by, is_newcomer, open_period, period_of
from tessera.engine.standing import Standing
from tessera.kit.clock import Clock
from tessera.kit.problems import UnknownMember
from tessera.kit.record import Record
from tessera.members.resolve import resolve_members
from tessera.members.standings import read_standings
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.codec import read_standing


class Chosen(Record, frozen=True):
    """What is chosen for the days `[from_on, until_on)`."""

    from_on: date
    until_on: date
    values: tuple[str, ...]


class OpenChoice(Record, frozen=True):
    """A choice of the programme: `current` is what counts now, `next` what can be chosen until `choose_by`.

    `current_open`: the member has just joined, and may still choose for the period that runs.
    """

    choice: str
    attribute: str
    options: tuple[str, ...]
    up_to: int
    current: Chosen
    current_open: bool
    next: Chosen
    choose_by: datetime


def read_choices(
    connection: Connection, programmes: Programmes, member_id: UUID, *, clock: Clock
) -> tuple[OpenChoice, ...]:
    """Every choice of the programme in force, for a member. Raises UnknownMember, NoProgramme."""
    programmes.refresh(connection)
    now = clock.now()
    compiled = programmes.at(now)
    found = resolve_members(connection, [("id", str(member_id))]).get(("id", str(member_id)))
    if found is None:
        raise UnknownMember("No member has this id.", field="member_id")
    stored = read_standings(connection, [found.account_id], of={found.member_id: found.account_id}).get(
        found.member_id
    )
    standing = Standing() if stored is None else read_standing(stored.state)
    today = now.astimezone(compiled.zone).date()
    joined = found.enrolled_at.astimezone(compiled.zone).date()
    told = []
    for choice in compiled.choices.values():
        own = standing.choices.get(choice.id, {})
        opens = open_period(choice, now, compiled.zone)
        current, following = (
            Chosen(first, after, own.get(first.toordinal(), ()))
            for first, after in (period_of(choice, today), period_of(choice, opens))
        )
        told.append(
            OpenChoice(
                choice=choice.id,
                attribute=choice.attribute,
                options=choice.options,
                up_to=choice.up_to,
                current=current,
                current_open=is_newcomer(choice, own, today, joined),
                next=following,
                choose_by=choose_by(choice, opens, compiled.zone),
            )
        )
    return tuple(told)

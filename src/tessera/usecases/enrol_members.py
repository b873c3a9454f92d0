"""Enrol members: their identities and traits, and the activity that welcomes them, in one transaction."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b
from uuid import UUID

import msgspec
from psycopg import Connection

from tessera.engine.activity import Activity
from tessera.kit.activities import ENROLMENT
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.problems import Problem
from tessera.kit.record import Record
from tessera.kit.sandbox import id_for
from tessera.ledger.answers import find_answers
from tessera.members.enrol import Newcomer, add_members
from tessera.usecases.answers import Recorded, Submission
from tessera.usecases.programmes import Programmes
from tessera.usecases.record_activities import record_activities
from tessera.usecases.recording.codec import read_activity, read_answer
from tessera.usecases.recording.compare import refuse_other_body


class Enrolment(Record, frozen=True):
    """A person who joins. `identities` are (kind, value), normalised; `occurred_at` None means now."""

    source: str
    key: str
    name: str
    language: str
    traits: dict[str, str]
    identities: tuple[tuple[str, str], ...]
    occurred_at: datetime | None = None
    channel: str | None = None
    store: str | None = None
    received_at: datetime | None = None


def enrol_members(
    connection: Connection,
    programmes: Programmes,
    enrolments: Sequence[Enrolment],
    *,
    clock: Clock,
    new_id: Ids,
) -> list[Recorded]:
    """Add the members, each with an account of their own, and record an `enrolment` activity for each.

    A key that was answered before gets its answer again and adds nobody. Raises whatever keeps one of them out, as
    NoProgramme, KeyConflict, or IdentityTaken with the `place` of the enrolment: nobody must then be kept, as a member
    without an enrolment would be one. The caller commits, or rolls back.
    """
    answered = find_answers(connection, {(one.source, one.key) for one in enrolments})
    now = clock.now()
    results: dict[int, Recorded] = {}
    fresh: list[int] = []
    for place, one in enumerate(enrolments):
        stored = answered.get((one.source, one.key))
        if stored is None:
            fresh.append(place)
            continue
        before = read_activity(stored.payload)
        occurred_at = one.occurred_at or before.occurred_at
        refuse_other_body(_activity(one, stored.member_id, occurred_at), before, same_member=True)
        results[place] = Recorded(read_answer(stored.outcome), replayed=True)
    newcomers = [
        _newcomer(enrolments[place], now, member_id=id_for(enrolments[place].source, new_id()))
        for place in fresh
    ]
    add_members(connection, newcomers)
    submissions = [
        Submission(
            source=enrolments[place].source,
            kind="id",
            value=str(newcomer.member_id),
            activity=_activity(enrolments[place], newcomer.member_id, newcomer.enrolled_at),
            received_at=enrolments[place].received_at,
        )
        for place, newcomer in zip(fresh, newcomers, strict=True)
    ]
    recorded = record_activities(connection, programmes, submissions, clock=clock, new_id=new_id)
    for place, result in zip(fresh, recorded, strict=True):
        if isinstance(result, Problem):
            raise result
        results[place] = result
    return [results[place] for place in range(len(enrolments))]


def _newcomer(one: Enrolment, now: datetime, *, member_id: UUID) -> Newcomer:
    return Newcomer(
        member_id=member_id,
        account_id=member_id,  # an account of one's own, until a household is joined
        name=one.name,
        language=one.language,
        enrolled_at=one.occurred_at or now,
        traits=one.traits,
        identities=one.identities,
    )


def _activity(one: Enrolment, member_id: UUID, occurred_at: datetime) -> Activity:
    """The enrolment as an activity. Of personal fields it keeps only short salted marks, to tell a retry from a change."""
    personal = {
        "name": one.name,
        "language": one.language,
        "traits": one.traits,
        "identities": one.identities,
    }
    return Activity(
        type=ENROLMENT,
        key=one.key,
        occurred_at=occurred_at,
        channel=one.channel,
        store=one.store,
        facts={field: _mark(value, member_id) for field, value in personal.items()},
    )


def _mark(value: object, member_id: UUID) -> str:
    """Three bytes of a salted hash: enough to notice another body, too few to find the value out."""
    body = msgspec.json.encode(value, order="sorted")
    return blake2b(body, digest_size=3, salt=member_id.bytes).hexdigest()

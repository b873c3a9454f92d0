"""Enrol the year's households as members, with invented names."""

from datetime import datetime

from tessera.bootstrap.names import invented_name
from tessera.bootstrap.replay.year import SOURCE, identity_of
from tessera.connect.complete_journey import Household
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.ledger.queries import read_keys
from tessera.members.identities import normalise
from tessera.usecases.database import Database
from tessera.usecases.enrol_members import Enrolment, enrol_members
from tessera.usecases.programmes import Programmes

HOUSEHOLDS_A_BATCH = 250


def enrol_households(  # noqa: PLR0913 - what it needs, each by name
    database: Database,
    programmes: Programmes,
    households: list[Household],
    *,
    at: datetime,
    clock: Clock,
    new_id: Ids,
) -> int:
    """Enrol those who are not members yet, as of `at`; returns how many there were."""
    with database.work() as connection:
        known = read_keys(connection, SOURCE)
    newcomers = [_enrolment(one, at) for one in households if enrolment_key(one.id) not in known]
    for start in range(0, len(newcomers), HOUSEHOLDS_A_BATCH):
        with database.work() as connection:
            batch = newcomers[start : start + HOUSEHOLDS_A_BATCH]
            enrol_members(connection, programmes, batch, clock=clock, new_id=new_id)
    return len(newcomers)


def enrolment_key(household: int) -> str:
    """The key of a household's enrolment."""
    return f"household-{household}"


def card_of(household: int) -> str:
    """The number on a household's invented card."""
    return f"TES{household:07d}"


def _enrolment(household: Household, at: datetime) -> Enrolment:
    return Enrolment(
        source=SOURCE,
        key=enrolment_key(household.id),
        name=invented_name(household.id),
        language="en",
        traits=household.traits,
        identities=(
            identity_of(household.id),
            ("card", normalise("card", card_of(household.id), field="card")),
        ),
        occurred_at=at,
        channel="store",
        received_at=at,
    )

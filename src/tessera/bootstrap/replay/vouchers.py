"""What members of the demo have in their pockets: vouchers that they took for their points. Invented, as habits are."""

from collections.abc import Callable, Sequence

from tessera.bootstrap.replay.year import identity_of
from tessera.connect.complete_journey import read_households
from tessera.engine.activity import Activity
from tessera.kit.activities import REDEMPTION
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.ledger.queries import read_keys
from tessera.usecases.answers import Recorded, Submission
from tessera.usecases.database import Database
from tessera.usecases.programmes import Programmes
from tessera.usecases.record_activities import record_activities

APP = "app"
EVERY_HOUSEHOLD = 7
WANTED = ("five", "loaf", "fresh-tenth", "twelve")
_A_BATCH = 200


def in_the_app() -> list[int]:
    """The households that do: every seventh."""
    return [one.id for one in read_households() if one.id % EVERY_HOUSEHOLD == 0]


def take_vouchers(
    dsn: str, *, households: Sequence[int], clock: Clock, new_id: Ids, say: Callable[[str], None]
) -> None:
    """These households take a reward in the app, each if it has the points: once, however often this is run."""
    programmes, taken = Programmes(), 0
    with Database(dsn, size=1) as database:
        with database.work() as connection:
            done = read_keys(connection, APP)
        todo = [household for household in households if f"voucher-{household}" not in done]
        for some in (todo[start : start + _A_BATCH] for start in range(0, len(todo), _A_BATCH)):
            sent = [_redemption(household, clock) for household in some]
            with database.work() as connection:
                results = record_activities(connection, programmes, sent, clock=clock, new_id=new_id)
            taken += sum(isinstance(one, Recorded) and one.answer.refusal is None for one in results)
    if todo:
        say(f"Invented: {taken:,} households have taken a reward in the app, and have a voucher for it.")


def _redemption(household: int, clock: Clock) -> Submission:
    kind, value = identity_of(household)
    reward = WANTED[household // EVERY_HOUSEHOLD % len(WANTED)]
    activity = Activity(REDEMPTION, f"voucher-{household}", clock.now(), rewards=(reward,))
    return Submission(APP, kind, value, activity, dated=False)

"""How many real baskets one core decides in a second."""

import gc
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import islice

from tessera.bootstrap.bench.report import Baseline, Report, at_least, at_most, make_report
from tessera.bootstrap.bench.walk import Given, Walk
from tessera.bootstrap.replay.worker import BATCHES_A_COLLECTION, PURCHASES_A_BATCH
from tessera.bootstrap.replay.year import example_text, first_instant
from tessera.connect.complete_journey import read_households, read_year
from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.engine.decide import decide
from tessera.engine.standing import Standing
from tessera.engine.vocabulary import VOCABULARY
from tessera.programme.load import load

TARGET = 20_000
BASKETS_A_CHUNK = (
    PURCHASES_A_BATCH * BATCHES_A_COLLECTION
)  # so that garbage is collected as often as in a replay
WALKED = 10  # one household in so many is also decided by the walk

Basket = tuple[int, Activity]


def bench_engine(*, baskets: int | None, say: Callable[[str], None]) -> Report:
    """Decide the year, or its first `baskets`, with caps, tiers and standings; one household in ten twice."""
    say("Deciding a year of real baskets on one core.")
    race = _Race()
    for chunk in _chunks(baskets):
        race.run(chunk)
    rate, walked = race.decided / race.engine_seconds, race.walked / race.walk_seconds
    return make_report(
        "engine",
        value=rate,
        unit="baskets/s",
        baseline=Baseline("an interpreted walk over the same rules, baskets/s", walked),
        checks=[
            at_least("baskets decided a second on one core", rate, TARGET),
            at_most("baskets that the walk decides otherwise", race.different, 0),
        ],
        details={
            "baskets": race.decided,
            "processor_seconds": round(race.engine_seconds, 3),
            "wall_seconds": round(race.wall_seconds, 3),
            "baskets_decided_twice": race.walked,
            "points_given": race.points,
        },
    )


class _Race:
    """The engine over all households and the walk over some, each with its own memory."""

    def __init__(self) -> None:
        programme = load(example_text(), vocabulary=VOCABULARY).programme
        assert programme is not None  # noqa: S101 - the example loads, or its tests fail
        self._compiled = Compiled(programme)
        self._walk = Walk(programme)
        self._standings: dict[int, Standing] = defaultdict(Standing)
        self._traits: dict[int, dict[str, str]] = {}
        self.decided = self.walked = self.different = self.points = 0
        self.engine_seconds = self.walk_seconds = self.wall_seconds = 0.0
        self._enrol()

    def run(self, chunk: list[Basket]) -> None:
        """Time both over a chunk of baskets, and compare."""
        gc.collect()
        gc.freeze()  # the baskets are not the engine's garbage
        wall, started = time.perf_counter(), time.process_time()
        gc.disable()  # as in a replay: collected now and then, and that is part of the time
        given = [self._decide(*basket) for basket in chunk]
        gc.enable()
        gc.collect()
        self.engine_seconds += time.process_time() - started
        self.wall_seconds += time.perf_counter() - wall
        self.decided += len(chunk)
        twice = [place for place, (household, _) in enumerate(chunk) if household % WALKED == 0]
        started = time.process_time()
        walked = [self._walk.decide(*chunk[place], self._traits[chunk[place][0]]) for place in twice]
        self.walk_seconds += time.process_time() - started
        self.walked += len(twice)
        self.different += sum(
            sorted(given[place]) != sorted(own) for place, own in zip(twice, walked, strict=True)
        )
        self.points += sum(points for one in given for _, points in one)

    def _decide(self, household: int, activity: Activity) -> Given:
        standings = self._standings
        decision = decide(self._compiled, standings[household], activity, self._traits[household])
        standings[household] = decision.standing
        return [(effect.rule, effect.amount) for effect in decision.effects]

    def _enrol(self) -> None:
        """The households join, as in the replay: their welcome counts for their level."""
        at = first_instant(self._compiled, 0)
        for household in read_households():
            self._traits[household.id] = household.traits
            enrolment = Activity(type="enrolment", key="", occurred_at=at)
            self._decide(household.id, enrolment)
            if household.id % WALKED == 0:
                self._walk.decide(household.id, enrolment, household.traits)


def _chunks(baskets: int | None) -> Iterator[list[Basket]]:
    year = islice(read_year(), baskets)
    while chunk := list(islice(year, BASKETS_A_CHUNK)):
        yield chunk

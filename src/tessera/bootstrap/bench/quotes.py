"""What a quote costs with ten rewards and campaigns, and with 20,000 rewards and 1,000 campaigns, all of them live."""

import gc
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import islice

import msgspec
import psutil
from psycopg import Connection

from tessera.bootstrap.bench import campaigns, rewards
from tessera.bootstrap.bench.report import Check, at_most
from tessera.bootstrap.replay.enrol import card_of
from tessera.connect.complete_journey import read_year
from tessera.kit.clock import Clock
from tessera.kit.problems import Problem
from tessera.kit.record import Record
from tessera.usecases.answers import Submission
from tessera.usecases.database import Database
from tessera.usecases.programmes import Programmes
from tessera.usecases.publish_catalogue import publish_catalogue
from tessera.usecases.publish_programme import publish_programme
from tessera.usecases.quote_activities import quote_activities

BASKETS, CHUNK = 1_000, 50
TIMES_FEW = 1.5
STRIDE = 37  # every 37th basket of the year: all seasons and households


class Quotes(Record, frozen=True):
    """Microseconds of processor time for a quote, ours and the database's, with few and with many; how long it took to take
    the many up, and how many rewards a basket was told of.
    """

    few: float
    many: float
    taken_up_ms: float
    told_few: float
    told_many: float

    def check(self) -> Check:
        """The ratio of the two."""
        name = (
            f"times the processor time of a quote with {rewards.FEW} rewards and {campaigns.FEW} campaigns: "
        )
        name += f"{rewards.MANY:,} and {campaigns.MANY:,}"
        return at_most(name, self.many / self.few, TIMES_FEW)


class _Side:
    """Quotes by one version: as of an instant at which it is in force."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.seconds = 0.0
        self.quoted = self.told = 0


def race_quotes(database: Database, *, clock: Clock) -> Quotes:
    """Publish both, quote every basket once by either so that both are warm, then quote them by turns."""
    sides = []
    for many in (False, True):
        with database.work() as connection:
            sides.append(_Side(_publish(connection, many=many, clock=clock)))
    programmes = Programmes()
    with database.work() as connection:
        programmes.refresh(connection)
    started = time.perf_counter()
    programmes.at(sides[1].at)
    taken_up = time.perf_counter() - started
    baskets = list(_baskets())
    for counts in (False, True):
        for start in range(0, len(baskets), CHUNK):
            for side in sides if start // CHUNK % 2 else sides[::-1]:
                _quote(database, programmes, baskets[start : start + CHUNK], side, clock, counts=counts)
    few, many_ = sides
    return Quotes(
        1e6 * few.seconds / few.quoted,
        1e6 * many_.seconds / many_.quoted,
        1e3 * taken_up,
        few.told / few.quoted,
        many_.told / many_.quoted,
    )


def _publish(connection: Connection, *, many: bool, clock: Clock) -> datetime:
    """A document with its campaigns, and a catalogue beside it; from when on both are in force."""
    number = campaigns.MANY if many else campaigns.FEW
    publish_programme(connection, campaigns.lasting_document(number), effective_at=None, clock=clock)
    changes = rewards.many_rewards() if many else rewards.live_rewards()
    publish_catalogue(connection, changes, whole=True, clock=clock)
    return clock.now()


def _quote(  # noqa: PLR0913 - who quotes what, by which side
    database: Database,
    programmes: Programmes,
    baskets: Sequence[Submission],
    side: _Side,
    clock: Clock,
    *,
    counts: bool,
) -> None:
    """Quote a chunk, one basket at a time, as of the side's instant."""
    gc.disable()
    with database.work() as connection:
        server = connection.info.backend_pid
        own, theirs = time.process_time(), _seconds_of(server)
        for basket in baskets:
            activity = msgspec.structs.replace(basket.activity, occurred_at=side.at)
            asked = msgspec.structs.replace(basket, activity=activity)
            (answer,) = quote_activities(connection, programmes, [asked], clock=clock)
            if isinstance(answer, Problem):
                raise answer
            if counts:
                side.told += len(answer.offered)
        seconds = time.process_time() - own + _seconds_of(server) - theirs
    gc.enable()
    if counts:
        side.seconds += seconds
        side.quoted += len(baskets)


def _baskets() -> Iterator[Submission]:
    """Real baskets of the year."""
    for number, (household, basket) in enumerate(islice(read_year(), 0, None, STRIDE)):
        if number == BASKETS:
            return
        activity = msgspec.structs.replace(basket, key=f"quote-{number}")
        yield Submission("bench", "card", card_of(household), activity)


def _seconds_of(server: int) -> float:
    """The processor time of a server process on this machine; 0 when it runs elsewhere."""
    with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
        times = psutil.Process(server).cpu_times()
        return float(times.user + times.system)
    return 0.0

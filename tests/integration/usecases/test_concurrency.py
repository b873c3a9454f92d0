"""Many at once: batchers and single callers, few accounts, retries and stolen keys; then the books must prove themselves."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from random import Random

import psycopg
import pytest
from psycopg import Connection
from tests.integration.usecases.shop import DAY, PROGRAMME, Shop

from tessera.engine.activity import Line
from tessera.kit.clock import SetClock
from tessera.kit.ids import new_id
from tessera.kit.problems import KeyConflict, UnknownPurchase
from tessera.usecases.answers import Recorded, Submission
from tessera.usecases.batcher import Batcher, Settled
from tessera.usecases.database import PASSING, Database
from tessera.usecases.enrol_members import Enrolment, enrol_members
from tessera.usecases.programmes import Programmes
from tessera.usecases.record_activities import Result, record_activities
from tessera.usecases.sweep_due import sweep_due

pytestmark = pytest.mark.every_postgresql

THREADS = 8
CARDS = ("ANN1", "BOB1", "EVE1", "KIM1")
Answers = dict[tuple[str, str], list[Result]]
"""What each (key, card) was answered, every time."""


def traffic(shop: Shop, random: Random) -> list[Submission]:
    """Purchases, their returns, reviews and adjustments; some keys are used for two members."""
    out: list[Submission] = []
    now = shop.clock.now()
    for number in range(60):
        card, key = random.choice(CARDS), f"k{number}"
        lines = (
            Line("milk", random.randrange(1, 4000), department="dairy"),
            Line("toy", random.randrange(1, 4000)),
        )
        out.append(shop.buy(card, key, *lines, at=now - DAY * random.randrange(80)))
        out.append(shop.review(card, f"v{number}"))
        if number % 3 == 0:
            out += [
                shop.back(card, f"r{number}", key, Line("milk", 0, 500)),
                shop.back(card, f"f{number}", key),
            ]
        if number % 10 == 0:
            stolen = out[-1].activity if number else out[0].activity
            out.append(Submission("till", "card", random.choice(CARDS), stolen))
    return out


class Process:
    """One process of the shop: its own programmes, its own batcher, one database."""

    def __init__(self, database: Database, clock: SetClock) -> None:
        self.database, self.clock, self.programmes = database, clock, Programmes()
        self.batcher: Batcher[Submission, Recorded, Future[Result]] = Batcher(
            database, self._decide, self._deliver, name="recorder", most=7
        )

    def batched(self, submission: Submission) -> Result:
        """Through the batcher, waiting for the commit."""
        answer: Future[Result] = Future()
        self.batcher.put(submission, answer)
        return answer.result(timeout=30)

    def direct(self, submissions: Sequence[Submission]) -> Sequence[Result]:
        """In a transaction of one's own, tried again when another transaction was in the way."""
        while True:
            with suppress(*PASSING), self.database.work() as connection:
                return self._decide(connection, submissions)

    def _decide(self, connection: Connection, submissions: Sequence[Submission]) -> Sequence[Result]:
        return record_activities(connection, self.programmes, submissions, clock=self.clock, new_id=new_id)

    @staticmethod
    def _deliver(settled: list[Settled[Future[Result], Recorded]]) -> None:
        for token, outcome in settled:
            if isinstance(outcome, Exception) and not isinstance(outcome, KeyConflict | UnknownPurchase):
                token.set_exception(outcome)
            else:
                token.set_result(outcome)


@contextmanager
def processes(dsn: str, clock: SetClock) -> Iterator[list[Process]]:
    """Two processes with a database of their own each."""
    with Database(dsn) as one, Database(dsn) as other:
        running = [Process(one, clock), Process(other, clock)]
        yield running
        for process in running:
            process.batcher.close()


@pytest.mark.parametrize("seed", [1, 2])
def test_racing_tills_leave_sound_books_and_every_key_once(dsn: str, seed: int) -> None:
    """Eight threads on four accounts, each activity sent several times, sweeps in between."""
    answers: Answers = defaultdict(list)
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = Shop(connection, programme=PROGRAMME)
        shop.enrol(*CARDS)
        shop.clock.instant += 15 * DAY
        submissions = traffic(shop, Random(seed))  # noqa: S311 - for shuffling
        with processes(dsn, shop.clock) as running, ThreadPoolExecutor(THREADS) as pool:
            for future in [
                pool.submit(send, running[n % 2], submissions, seed * 100 + n) for n in range(THREADS)
            ]:
                for sent, result in future.result():
                    answers[sent.activity.key, sent.value].append(result)
        for sent, result in zip(submissions, shop.record(*submissions), strict=True):
            answers[sent.activity.key, sent.value].append(result)
        shop.sweep()
        assert shop.verify().differences == []
        keys = connection.execute(
            "select count(*), count(distinct (source, key)) from activity_key"
        ).fetchone()
        assert keys == (len({s.activity.key for s in submissions}) + len(CARDS),) * 2
    for results in answers.values():
        decided = [result.answer for result in results if isinstance(result, Recorded)]
        assert all(answer == decided[0] for answer in decided)
        assert sum(isinstance(result, Recorded) and not result.replayed for result in results) <= 1
        assert decided or all(isinstance(result, KeyConflict) for result in results[-1:])


def send(process: Process, submissions: list[Submission], seed: int) -> list[tuple[Submission, Result]]:
    """A third of the traffic in an order of one's own: one by one through the batcher, or some at a time directly."""
    random = Random(seed)  # noqa: S311 - for shuffling
    mine = random.sample(submissions, len(submissions) // 3)
    out = []
    while mine:
        some, mine = mine[:5], mine[5:]
        if seed % 3:
            out += [(one, process.batched(one)) for one in some]
        else:
            out += list(zip(some, process.direct(some), strict=True))
        if seed % 4 == 0:
            with process.database.work() as connection:
                sweep_due(connection, process.programmes, clock=process.clock, new_id=new_id)
    return out


def test_one_card_enrolled_by_two_tills_at_once_is_one_members(dsn: str) -> None:
    """Two tills enrol the same person with the same key: one member, one welcome, the same answer for both."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = Shop(connection)
        one = Enrolment("till", "enrol-ann", "Ann", "en", {}, (("card", "ANN1"),))

        def enrol() -> Result | None:
            with Database(dsn, size=1) as database, suppress(*PASSING), database.work() as own:
                (result,) = enrol_members(own, Programmes(), [one], clock=shop.clock, new_id=new_id)
                return result
            return None

        with ThreadPoolExecutor(2) as pool:
            racing = [pool.submit(enrol) for _ in range(2)]
        outcomes = [future.exception() or future.result() for future in racing]
        assert any(isinstance(outcome, Recorded) for outcome in outcomes)
        assert isinstance(enrol(), Recorded)
        assert connection.execute("select count(*) from member").fetchone() == (1,)
        assert connection.execute("select count(*) from posting").fetchone() == (1,)
        assert shop.verify().differences == []

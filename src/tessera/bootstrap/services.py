"""The API's ports, filled: recording and quoting in micro-batches, the rest with a pooled connection in a thread."""

import asyncio
from asyncio import AbstractEventLoop, Future
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from psycopg import Connection

from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.problems import Problem
from tessera.usecases.answers import Answer, Recorded, Submission
from tessera.usecases.batcher import Batcher, Settled
from tessera.usecases.database import Database
from tessera.usecases.enrol_members import Enrolment, enrol_members
from tessera.usecases.merge_members import Merging, merge_members
from tessera.usecases.programmes import Programmes
from tessera.usecases.quote_activities import quote_activities
from tessera.usecases.read_answer import read_answer
from tessera.usecases.read_balances import Balances, read_balances
from tessera.usecases.read_causes import Supported, read_causes
from tessera.usecases.read_choices import OpenChoice, read_choices
from tessera.usecases.read_history import History, read_history
from tessera.usecases.record_activities import record_activities
from tessera.usecases.transfer_points import Giving, transfer_points
from tessera.usecases.unmerge_members import Unmerging, unmerge_members

P = ParamSpec("P")
T = TypeVar("T")
QUOTES_A_BATCH = 100


class LiveServices:
    """The use cases as the API calls them, on one event loop. `watch` is told the size of every batch."""

    def __init__(
        self,
        database: Database,
        programmes: Programmes,
        *,
        clock: Clock,
        new_id: Ids,
        watch: Callable[[int], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._new_id = new_id
        self._programmes = programmes
        self._loop: AbstractEventLoop | None = None
        self._gathered: list[Callable[[], None]] = []
        self._quoter: Batcher[Submission, Answer, Future[Answer]] = Batcher(
            database,
            lambda connection, asks: quote_activities(connection, self._programmes, asks, clock=clock),
            self._deliver,
            name="quoter",
            most=QUOTES_A_BATCH,
        )
        record = partial(self._watched, watch, clock=clock, new_id=new_id)
        self._recorder: Batcher[Submission, Recorded, Future[Recorded]] = Batcher(
            database, record, self._deliver, name="recorder", gives_way_to=self._quoter
        )

    def close(self) -> None:
        """Finish what is under way."""
        self._recorder.close()
        self._quoter.close()

    async def record(self, submission: Submission) -> Recorded:
        return await self._ask(self._recorder, submission)

    async def record_batch(self, submissions: Sequence[Submission]) -> Sequence[Recorded | Problem]:
        asked = [self._ask(self._recorder, submission) for submission in submissions]
        outcomes = await asyncio.gather(*asked, return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException) and not isinstance(outcome, Problem):
                raise outcome
        return [
            outcome
            for outcome in outcomes
            if not isinstance(outcome, BaseException) or isinstance(outcome, Problem)
        ]

    async def quote(self, submission: Submission) -> Answer:
        return await self._ask(self._quoter, submission)

    async def enrol(self, enrolment: Enrolment) -> Recorded:
        (recorded,) = await self.run(
            enrol_members, self._programmes, [enrolment], clock=self._clock, new_id=self._new_id
        )
        return recorded

    async def merge(self, merging: Merging) -> Recorded:
        return await self.run(
            merge_members, self._programmes, merging, clock=self._clock, new_id=self._new_id
        )

    async def unmerge(self, unmerging: Unmerging) -> Recorded:
        return await self.run(
            unmerge_members, self._programmes, unmerging, clock=self._clock, new_id=self._new_id
        )

    async def transfer(self, giving: Giving) -> Recorded:
        return await self.run(
            transfer_points, self._programmes, giving, clock=self._clock, new_id=self._new_id
        )

    async def causes(self, *, source: str) -> Sequence[Supported]:
        return await self.run(read_causes, self._programmes, source=source, clock=self._clock)

    async def balances(self, member_id: UUID, *, at: datetime | None, lang: str | None) -> Balances:
        return await self.run(read_balances, self._programmes, member_id, at=at, clock=self._clock, lang=lang)

    async def history(self, member_id: UUID, *, before: str | None, limit: int, lang: str | None) -> History:
        return await self.run(
            read_history, self._programmes, member_id, before=before, limit=limit, lang=lang
        )

    async def choices(self, member_id: UUID) -> Sequence[OpenChoice]:
        return await self.run(read_choices, self._programmes, member_id, clock=self._clock)

    async def answer(self, *, source: str, key: str) -> Answer:
        return await self.run(read_answer, self._programmes, source=source, key=key)

    async def run(
        self, use_case: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        def work(connection: Connection) -> T:
            return use_case(connection, *args, **kwargs)

        return await asyncio.to_thread(self._database.insist, work)

    async def perform(
        self, use_case: Callable[Concatenate[Connection, Programmes, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        def work(connection: Connection) -> T:
            return use_case(connection, self._programmes, *args, **kwargs)

        return await asyncio.to_thread(self._database.insist, work)

    def money(self, at: datetime) -> tuple[str, int]:
        programme = self._programmes.at(at).programme
        return programme.money, programme.money_digits

    def _watched(
        self,
        watch: Callable[[int], None],
        connection: Connection,
        asks: Sequence[Submission],
        *,
        clock: Clock,
        new_id: Ids,
    ) -> list[Recorded | Problem]:
        watch(len(asks))
        return record_activities(connection, self._programmes, asks, clock=clock, new_id=new_id)

    def _ask(self, batcher: Batcher[Submission, T, Future[T]], submission: Submission) -> Future[T]:
        self._loop = asyncio.get_running_loop()
        future: Future[T] = self._loop.create_future()
        if not self._gathered:
            self._loop.call_soon(self._hand_over)
        self._gathered.append(partial(batcher.put, submission, future))
        return future

    def _hand_over(self) -> None:
        """Hand over together what came in one turn of the loop: a batcher woken by the first would take it alone."""
        gathered, self._gathered = self._gathered, []
        for put in gathered:
            put()

    def _deliver(self, settled: list[Settled[Future[T], T]]) -> None:
        assert self._loop is not None  # noqa: S101 - whoever asked had one
        self._loop.call_soon_threadsafe(_resolve, settled)


def _resolve(settled: list[Settled[Future[T], T]]) -> None:
    for future, outcome in settled:
        if future.done():  # the caller went away
            continue
        if isinstance(outcome, Exception):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)

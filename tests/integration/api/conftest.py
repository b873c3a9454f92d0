"""The API over a real database and the real use cases, called one by one instead of in micro-batches."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

import anyio.to_thread
import pytest
from litestar import Litestar
from litestar.testing import TestClient
from psycopg import Connection

from tessera.access.scopes import Scope
from tessera.api.app import create_app
from tessera.catalogue.seal import Seal
from tessera.kit.clock import SetClock
from tessera.kit.ids import new_id
from tessera.kit.problems import Problem
from tessera.usecases.answers import Answer, Recorded, Submission
from tessera.usecases.database import Database
from tessera.usecases.enrol_members import Enrolment, enrol_members
from tessera.usecases.manage_keys import create_key
from tessera.usecases.merge_members import Merging, merge_members
from tessera.usecases.programmes import Programmes
from tessera.usecases.publish_programme import publish_programme
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

Client = TestClient[Litestar]

SEAL = Seal(b"a secret of the tests")
NOON = datetime(2026, 6, 5, 12, tzinfo=UTC)

PROGRAMME = """\
programme: {id: corner-club, name: Corner Club, money: USD, timezone: UTC}
currencies:
  points: {name: {en: [point, points]}, worth: 0.01, pending: {days: 14}, expire: {months: 12}}
earn:
  base: {on: purchase, give: {points: 2, per: 1.00}}
  welcome: {on: enrolment, give: {points: 500}, pending: none}
transfers: {points: {at-least: 10, cap: {points: 300, per: month}}}
causes: {trees: {name: {en: City trees, ro: Copaci}, goal: 1000}}
"""


class DirectServices:
    """The API's ports on the use cases themselves, a transaction for each call."""

    def __init__(self, database: Database, clock: SetClock) -> None:
        self.database = database
        self._clock = clock
        self._programmes = Programmes()

    async def record(self, submission: Submission) -> Recorded:
        return _answer(*await self.record_batch([submission]))

    async def record_batch(self, submissions: Sequence[Submission]) -> Sequence[Recorded | Problem]:
        return await self.run(
            record_activities, self._programmes, submissions, clock=self._clock, new_id=new_id
        )

    async def quote(self, submission: Submission) -> Answer:
        return _answer(*await self.run(quote_activities, self._programmes, [submission], clock=self._clock))

    async def enrol(self, enrolment: Enrolment) -> Recorded:
        return _answer(
            *await self.run(enrol_members, self._programmes, [enrolment], clock=self._clock, new_id=new_id)
        )

    async def merge(self, merging: Merging) -> Recorded:
        return await self.run(merge_members, self._programmes, merging, clock=self._clock, new_id=new_id)

    async def unmerge(self, unmerging: Unmerging) -> Recorded:
        return await self.run(unmerge_members, self._programmes, unmerging, clock=self._clock, new_id=new_id)

    async def transfer(self, giving: Giving) -> Recorded:
        return await self.run(transfer_points, self._programmes, giving, clock=self._clock, new_id=new_id)

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
        def work() -> T:
            with self.database.work() as connection:
                return use_case(connection, *args, **kwargs)

        return await anyio.to_thread.run_sync(work)

    async def perform(
        self, use_case: Callable[Concatenate[Connection, Programmes, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        def work(connection: Connection) -> T:
            return use_case(connection, self._programmes, *args, **kwargs)

        return await anyio.to_thread.run_sync(self.database.insist, work)

    def money(self, at: datetime) -> tuple[str, int]:
        with self.database.work() as connection:
            self._programmes.refresh(connection)
        programme = self._programmes.at(at).programme
        return programme.money, programme.money_digits


def _answer(result: T | Problem) -> T:
    if isinstance(result, Problem):
        raise result
    return result


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOON)


@pytest.fixture
def database(dsn: str) -> Iterator[Database]:
    with Database(dsn, size=3, patience_seconds=1) as database:
        yield database


@pytest.fixture
def client(database: Database, clock: SetClock) -> Iterator[Client]:
    """A shop's server: its programme runs since yesterday, and the client holds a key with every scope."""
    with database.work() as connection:
        yesterday = NOON - timedelta(days=1)
        publish_programme(connection, PROGRAMME, effective_at=yesterday, clock=clock)
        _, token = create_key(connection, source="till", scopes=list(Scope), now=NOON)
    app = create_app(DirectServices(database, clock), clock=clock, new_id=new_id, seal=SEAL)
    with TestClient(app, raise_server_exceptions=False) as client:
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


@pytest.fixture
def member(client: Client) -> str:
    """Ann's id; she has the card ANN1 and 500 points of welcome."""
    answer = client.post(
        "/v1/members",
        json={"key": "ann", "name": "Ann", "identities": [{"kind": "card", "value": "ANN1"}]},
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["member"]["id"])

"""What the API needs from below: the ports that bootstrap fills, and that tests may fill otherwise."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Concatenate, ParamSpec, Protocol, TypeVar
from uuid import UUID

from psycopg import Connection

from tessera.kit.problems import Problem
from tessera.usecases.answers import Answer, Recorded, Submission
from tessera.usecases.enrol_members import Enrolment
from tessera.usecases.merge_members import Merging
from tessera.usecases.programmes import Programmes
from tessera.usecases.read_balances import Balances
from tessera.usecases.read_causes import Supported
from tessera.usecases.read_choices import OpenChoice
from tessera.usecases.read_history import History
from tessera.usecases.transfer_points import Giving
from tessera.usecases.unmerge_members import Unmerging

P = ParamSpec("P")
T = TypeVar("T")


class Services(Protocol):
    """The use cases as the API calls them. Each raises `kit.problems.Problem` and commits before it returns."""

    async def record(self, submission: Submission) -> Recorded: ...

    async def record_batch(self, submissions: Sequence[Submission]) -> Sequence[Recorded | Problem]:
        """Decide them in order: an answer or a problem for each, in its place."""
        ...

    async def quote(self, submission: Submission) -> Answer: ...

    async def enrol(self, enrolment: Enrolment) -> Recorded: ...

    async def merge(self, merging: Merging) -> Recorded: ...

    async def unmerge(self, unmerging: Unmerging) -> Recorded: ...

    async def transfer(self, giving: Giving) -> Recorded: ...

    async def causes(self, *, source: str) -> Sequence[Supported]:
        """What members may give points to, with what has come together."""
        ...

    async def balances(self, member_id: UUID, *, at: datetime | None, lang: str | None) -> Balances:
        """The balances as of now, or as the books stood `at`; told in `lang`, or else the member's own language."""
        ...

    async def history(self, member_id: UUID, *, before: str | None, limit: int, lang: str | None) -> History:
        """A page of the history, told likewise."""
        ...

    async def choices(self, member_id: UUID) -> Sequence[OpenChoice]:
        """What the member may choose, and has chosen."""
        ...

    async def answer(self, *, source: str, key: str) -> Answer:
        """The stored answer of an activity, with the reasons of all rules. Raises UnknownActivity."""
        ...

    async def run(
        self, use_case: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a use case with a pooled connection, off the event loop."""
        ...

    async def perform(
        self, use_case: Callable[Concatenate[Connection, Programmes, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The same for one that needs the programme's versions."""
        ...

    def money(self, at: datetime) -> tuple[str, int]:
        """The money of the programme in force `at` and its digits after the point. Raises NoProgramme."""
        ...

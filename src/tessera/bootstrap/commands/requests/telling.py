"""Do something with a request in one transaction, and tell what became of it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import click
from psycopg import Connection

from tessera.approvals.requests import Kind, Request, State
from tessera.bootstrap.commands.context import print_json, settings, tell
from tessera.bootstrap.commands.group import EXIT_NO
from tessera.bootstrap.database import prepared_database
from tessera.kit.clock import SystemClock
from tessera.usecases.answers import Answer
from tessera.usecases.database import Database
from tessera.usecases.deciding.carry_out import Handled

_SAID = {
    State.DONE: "done",
    State.PENDING: "waits for somebody else",
    State.ENDED: "has ended: nobody decided it in time",
    State.APPROVED: "approved",
    State.REFUSED: "refused",
}


class Telling(NamedTuple):
    """How requests of a kind are told. `asks`: what one asks for; `came`: what was recorded by it, a line for each currency.

    `bodies`: what the calls over HTTP answer, of several.
    """

    kind: Kind
    asks: Callable[[Request], str]
    came: Callable[[Request, Answer], Sequence[str]]
    bodies: Callable[[Connection, Sequence[Handled], datetime], Sequence[Any]]

    def carry_out(self, work: Callable[[Connection], Handled], *, as_json: bool) -> None:
        """Do it, again when another came in its way, and print what became of it. Raises Problem.

        What the books refused ends the command with 1.
        """
        with prepared_database(settings(), say=tell) as dsn, Database(dsn, size=1) as database:
            handled = database.insist(work)
            with database.work() as connection:
                (body,) = self.bodies(connection, [handled], SystemClock().now())
        answer = None if handled.recorded is None else handled.recorded.answer
        refused = answer is not None and answer.refusal is not None
        if as_json:
            print_json(body)
        else:
            click.echo(self.line_of(handled.request))
            for line in () if answer is None else self._lines_of(handled.request, answer):
                click.echo(f"  {line}")
        if refused:
            raise SystemExit(EXIT_NO)

    def line_of(self, request: Request) -> str:
        """A request on one line, with who said what of it."""
        state = request.state(SystemClock().now())
        asked = f"asked by {_who(request.person, request.source)}"
        return f"{request.request_id}  {self.asks(request)}, {asked}, {_became(request, state)}"

    def _lines_of(self, request: Request, answer: Answer) -> Sequence[str]:
        if answer.refusal is not None:
            return [f"not done: {answer.refusal_detail}"]
        return self.came(request, answer)


def balances_in(answer: Answer, currencies: Sequence[str]) -> list[str]:
    """What the member has of these afterwards."""
    return [
        f"{currency}: {left.available} available, {left.debt} owed"
        for currency in currencies
        if (left := answer.balances.get(currency)) is not None
    ]


def _became(request: Request, state: State) -> str:
    verdict = request.verdict
    if verdict is None:
        until = f" until {request.ends_at:%Y-%m-%d %H:%M} UTC" if state is State.PENDING else ""
        return f"{_SAID[state]}{until}"
    who = _who(verdict.person, verdict.source)
    if state is State.FAILED:
        could_not = f"could not be done ({verdict.refusal})"
        return f"approved by {who}, but {could_not}" if verdict.outcome == State.APPROVED else could_not
    why = f": {verdict.reason}" if verdict.reason else ""
    return f"{_SAID[state]} by {who}{why}"


def _who(person: str | None, source: str) -> str:
    return f"{person} ({source})" if person else source

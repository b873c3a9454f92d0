"""Adjust from the command line: do it in one transaction, and tell what became of it."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

import click
from psycopg import Connection

from tessera.api.adjustments import adjustment_body
from tessera.approvals.requests import Request, State, read_request
from tessera.approvals.staff import Staff
from tessera.bootstrap.commands.context import print_json, settings, tell
from tessera.bootstrap.database import prepared_database
from tessera.kit.clock import SystemClock
from tessera.kit.sandbox import source_for
from tessera.usecases.adjusting.asked import sum_of
from tessera.usecases.database import Database
from tessera.usecases.decide_request import UnknownRequest
from tessera.usecases.deciding.carry_out import Handled

SOURCE: Final = "terminal"
"""The source of what an operator does by a command."""

_LONGEST_NAME: Final = 200


def _name(_context: click.Context, _option: click.Parameter, by: str) -> str:
    """A name that can be told from another's. Raises BadParameter."""
    if not by.strip() or not by.isprintable() or len(by) > _LONGEST_NAME:
        raise click.BadParameter(f"Write your name: 1 to {_LONGEST_NAME} printable characters.")
    return by.strip()


by_option = click.option(
    "--by",
    required=True,
    callback=_name,
    help="Your name: it is kept, and nobody decides their own request.",
)

_SAID = {
    State.DONE: "done",
    State.PENDING: "waits for somebody else",
    State.ENDED: "has ended: nobody decided it in time",
    State.APPROVED: "approved",
    State.REFUSED: "refused",
}


def carry_out(work: Callable[[Connection], Handled], *, as_json: bool) -> None:
    """Do it, again when another came in its way, and print what became of it. Raises Problem."""
    with prepared_database(settings(), say=tell) as dsn, Database(dsn, size=1) as database:
        handled = database.insist(work)
    if as_json:
        print_json(adjustment_body(handled, now=SystemClock().now()))
        return
    click.echo(line_of(handled.request))
    answer = None if handled.recorded is None else handled.recorded.answer
    if answer is not None and answer.refusal is not None:
        click.echo(f"  not done: {answer.refusal_detail}")
    elif answer is not None:
        currency = sum_of(handled.request).currency
        left = answer.balances[currency]
        click.echo(f"  {currency}: {left.available} available, {left.debt} owed")


def operator(by: str, member_id: UUID) -> Staff:
    """Who types, as they reach this member."""
    return Staff(source_for(member_id, SOURCE), None, by)


def decider(connection: Connection, request_id: UUID, by: str) -> Staff:
    """Who types, as they reach the request. Raises UnknownRequest."""
    request = read_request(connection, request_id)
    if request is None:
        raise UnknownRequest("No request has this id.")
    return operator(by, request.member_id)


def line_of(request: Request) -> str:
    """A request on one line, with who said what of it."""
    state = request.state(SystemClock().now())
    asked = sum_of(request)
    what = f"{request.request_id}  {asked.points:+} {asked.currency} for member {request.member_id}"
    said = [f"{what}: {request.reason}", f"asked by {_who(request.person, request.source)}"]
    verdict = request.verdict
    if verdict is None:
        until = f" until {request.ends_at:%Y-%m-%d %H:%M} UTC" if state is State.PENDING else ""
        said.append(f"{_SAID[state]}{until}")
    else:
        why = f": {verdict.reason}" if verdict.reason else ""
        said.append(f"{_SAID[state]} by {_who(verdict.person, verdict.source)}{why}")
    return ", ".join(said)


def as_object(request: Request) -> Any:
    """A request as it goes out over HTTP."""
    return adjustment_body(Handled(request), now=SystemClock().now())


def _who(person: str | None, source: str) -> str:
    return f"{person} ({source})" if person else source

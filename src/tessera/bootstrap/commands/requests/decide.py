"""The commands that requests of every kind have: list them, approve one, refuse one."""

from typing import NamedTuple
from uuid import UUID

import click
from psycopg import Connection

from tessera.approvals.requests import State
from tessera.bootstrap.commands.context import connected, json_option, print_json, tell
from tessera.bootstrap.commands.requests.staff import by_option, decider, sandbox_option, source_of
from tessera.bootstrap.commands.requests.telling import Telling
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.usecases.decide_request import approve_request, refuse_request
from tessera.usecases.deciding.carry_out import Handled
from tessera.usecases.programmes import Programmes
from tessera.usecases.read_requests import LIMIT, read_requests

request_id_argument = click.argument("request_id", type=click.UUID)


class Commands(NamedTuple):
    """The three commands of a kind."""

    list_: click.Command
    approve: click.Command
    refuse: click.Command


def commands_for(telling: Telling) -> Commands:
    """The commands with which requests of a kind are listed and decided."""
    return Commands(_list_command(telling), _approve_command(telling), _refuse_command(telling))


def _approve_command(telling: Telling) -> click.Command:
    @click.command(
        "approve", help=f"Approve the {telling.kind} that somebody else asked for: it is done at once."
    )
    @request_id_argument
    @by_option
    @json_option
    def approve(request_id: UUID, *, by: str, as_json: bool) -> None:
        def work(connection: Connection) -> Handled:
            staff = decider(connection, request_id, by)
            return approve_request(
                connection,
                Programmes(),
                request_id,
                kind=telling.kind,
                staff=staff,
                clock=SystemClock(),
                new_id=new_id,
            )

        telling.carry_out(work, as_json=as_json)

    return approve


def _refuse_command(telling: Telling) -> click.Command:
    @click.command("refuse", help=f"Refuse the {telling.kind} that somebody else asked for.")
    @request_id_argument
    @click.option("--reason", required=True, help="Why; who asked reads it.")
    @by_option
    @json_option
    def refuse(request_id: UUID, *, reason: str, by: str, as_json: bool) -> None:
        def work(connection: Connection) -> Handled:
            staff = decider(connection, request_id, by)
            return refuse_request(
                connection, request_id, kind=telling.kind, staff=staff, reason=reason, clock=SystemClock()
            )

        telling.carry_out(work, as_json=as_json)

    return refuse


def _list_command(telling: Telling) -> click.Command:
    @click.command("list", help=f"Every {telling.kind} that was asked for and who decided it, newest first.")
    @click.option(
        "--state",
        type=click.Choice([*(str(state) for state in State), "all"]),
        default=str(State.PENDING),
        show_default=True,
        help="What to show.",
    )
    @click.option("--before", type=click.UUID, help="Only what was asked before this request.")
    @click.option("--limit", type=click.IntRange(1, LIMIT), default=50, show_default=True, help="How many.")
    @sandbox_option
    @json_option
    def list_(*, state: str, before: UUID | None, limit: int, sandbox: bool, as_json: bool) -> None:
        clock = SystemClock()
        with connected() as connection:
            requests = read_requests(
                connection,
                kind=telling.kind,
                source=source_of(sandbox=sandbox),
                state=None if state == "all" else State(state),
                before=before,
                limit=limit,
                clock=clock,
            )
            bodies = telling.bodies(connection, [Handled(one) for one in requests], clock.now())
        if as_json:
            print_json({f"{telling.kind}s": bodies})
            return
        for request in requests:
            click.echo(telling.line_of(request))
        if not requests:
            tell("Nothing waits." if state == State.PENDING else "There is none.")

    return list_

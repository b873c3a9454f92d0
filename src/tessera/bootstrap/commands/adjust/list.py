"""`tessera adjust list`"""

from uuid import UUID

import click

from tessera.approvals.requests import Kind, State
from tessera.bootstrap.commands.adjust.work import SOURCE, as_object, line_of
from tessera.bootstrap.commands.context import connected, json_option, print_json, tell
from tessera.kit.clock import SystemClock
from tessera.kit.sandbox import MARK
from tessera.usecases.read_requests import LIMIT, read_requests


@click.command("list")
@click.option(
    "--state",
    type=click.Choice([*(str(state) for state in State), "all"]),
    default=str(State.PENDING),
    show_default=True,
    help="What to show.",
)
@click.option("--before", type=click.UUID, help="Only what was asked before this request.")
@click.option("--limit", type=click.IntRange(1, LIMIT), default=50, show_default=True, help="How many.")
@click.option("--sandbox", is_flag=True, help="Those of the sandbox.")
@json_option
def list_(*, state: str, before: UUID | None, limit: int, sandbox: bool, as_json: bool) -> None:
    """What was asked for by hand and who decided it, newest first."""
    with connected() as connection:
        requests = read_requests(
            connection,
            kind=Kind.ADJUSTMENT,
            source=f"{MARK}{SOURCE}" if sandbox else SOURCE,
            state=None if state == "all" else State(state),
            before=before,
            limit=limit,
            clock=SystemClock(),
        )
    if as_json:
        print_json({"adjustments": [as_object(request) for request in requests]})
        return
    for request in requests:
        click.echo(line_of(request))
    if not requests:
        tell("Nothing waits." if state == State.PENDING else "There is none.")

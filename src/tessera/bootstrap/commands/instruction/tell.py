"""An instruction on one line."""

import click

from tessera.api.instructions import instruction_body
from tessera.bootstrap.commands.context import print_json
from tessera.members.instructions import Instruction


def line_of(one: Instruction) -> str:
    """What is given to what, when, and whether it still is."""
    what = f"all above {one.above:,}" if one.points is None else f"{one.points:,}"
    stopped = "" if one.stopped_at is None else f", stopped on {one.stopped_at:%Y-%m-%d}"
    return f"{one.instruction_id}  {what} to {one.cause} on day {one.on_day} of each month{stopped}"


def show_instruction(one: Instruction, *, as_json: bool) -> None:
    """Print it."""
    if as_json:
        print_json(instruction_body(one))
    else:
        click.echo(line_of(one))

"""`tessera draw show`"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from tessera.bootstrap.commands.context import connected, json_option, print_json
from tessera.bootstrap.commands.draw.tell import as_lines, keep, out_option
from tessera.usecases.drawing.states import DrawNotReady
from tessera.usecases.read_draws import Winner, read_announced_draw, read_draw_winners


@click.command()
@click.argument("draw_id")
@out_option
@json_option
def show(draw_id: str, *, out: Path | None, as_json: bool) -> None:
    """Show one draw; once it is drawn, which members won.

    The record, which --out writes, has pseudonyms only and may be published; the members' ids that are shown beside it are
    for those who hand the prizes over.
    """
    with connected() as connection:
        announced, record = read_announced_draw(connection, draw_id)
        winners = read_draw_winners(connection, draw_id)
    if out is not None and record is None:
        raise DrawNotReady(f"There is a record once the draw is closed: tessera draw close {draw_id}")
    if as_json:
        print_json({"announced": announced, "record": record, "winners": winners})
    else:
        drawn = record is not None and record.result is not None
        for line in (*as_lines(announced, record), *(winners_as_lines(winners) if drawn else ())):
            click.echo(line)
    if record is not None:
        keep(record, out)


def winners_as_lines(winners: Sequence[Winner]) -> Iterator[str]:
    """Who won what; or that nobody did."""
    for one in winners:
        whose = f"member {one.member_id}" if one.member_id else "nobody's account any more"
        yield f"  {one.prize}: {one.winner}, {whose}"
    if not winners:
        yield "  Nobody took part, so nobody won."

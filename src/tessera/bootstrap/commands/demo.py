"""`tessera demo`"""

from contextlib import suppress
from pathlib import Path

import click

from tessera.bootstrap.commands.context import json_option, own_name, print_json, settings, tell
from tessera.bootstrap.commands.place import host_option, placed, port_option
from tessera.bootstrap.commands.replay import limit_option, shift_option
from tessera.bootstrap.database import prepared_database
from tessera.bootstrap.demo_key import keep_demo_key
from tessera.bootstrap.replay.draw import announce_draw
from tessera.bootstrap.replay.driver import replay_year
from tessera.bootstrap.replay.show import show_summary
from tessera.bootstrap.replay.vouchers import in_the_app, take_vouchers
from tessera.bootstrap.serve import check_address, serve
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.usecases.database import Database
from tessera.usecases.programmes import Programmes
from tessera.usecases.summarise_programme import Summary, summarise_programme


@click.command()
@click.option("--serve/--no-serve", "serves", default=True, help="Serve the API afterwards.")
@shift_option
@limit_option
@host_option
@port_option
@json_option
def demo(  # noqa: PLR0913 - each is an option
    *, serves: bool, moved: bool, limit: int | None, host: str | None, port: int | None, as_json: bool
) -> None:
    """Replay a real year, tell what happened, and serve the API.

    A second run finds the year in the books and goes straight to the summary.
    """
    own, clock = placed(settings(), host=host, port=port), SystemClock()
    if serves:
        check_address(own)
    with prepared_database(own, say=tell, serving=serves) as dsn:
        replay_year(dsn, moved=moved, limit=limit, clock=clock, new_id=new_id, say=tell)
        take_vouchers(dsn, households=in_the_app(), clock=clock, new_id=new_id, say=tell)
        announce_draw(dsn, clock=clock, say=tell)
        summary = _summary(dsn, clock)
        if as_json:
            print_json(summary)
        else:
            show_summary(summary)
        if serves:
            key = _key(dsn, own.home, clock)
            tell(f"For your first calls, a key that may do everything, the same each time:\n\n  KEY={key}\n")
            with suppress(KeyboardInterrupt):  # the way to stop it
                serve(own, dsn, say=tell)
        else:
            tell(f"Prove the books with: {own_name()} verify. Serve the API with: {own_name()} demo.")


def _summary(dsn: str, clock: SystemClock) -> Summary:
    with Database(dsn, size=1) as database, database.work() as connection:
        return summarise_programme(connection, Programmes(), clock=clock)


def _key(dsn: str, home: Path, clock: SystemClock) -> str:
    with Database(dsn, size=1) as database, database.work() as connection:
        return keep_demo_key(connection, home, now=clock.now())

"""`tessera replay`"""

import click

from tessera.bootstrap.commands.context import settings, tell
from tessera.bootstrap.database import prepared_database
from tessera.bootstrap.replay.driver import replay_year
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id

shift_option = click.option(
    "--shift/--no-shift", "moved", default=True, help="Move the year by whole weeks so that it ends now."
)
limit_option = click.option(
    "--limit", type=click.IntRange(min=1), help="Only the first so many purchases of each worker."
)


@click.command()
@shift_option
@limit_option
def replay(*, moved: bool, limit: int | None) -> None:
    """Replay a real year of purchases into the ledger.

    Publishes the example programme, enrols 2,469 households and records their 155,848 baskets. Stop it whenever
    you like: the next run goes on where it stopped, and one after the end finds its work done.
    """
    with prepared_database(settings(), say=tell) as dsn:
        replay_year(dsn, moved=moved, limit=limit, clock=SystemClock(), new_id=new_id, say=tell)

"""`tessera bench replay`"""

import click

from tessera.bootstrap.bench.replay import bench_replay
from tessera.bootstrap.commands.bench.conclude import conclude
from tessera.bootstrap.commands.context import json_option, settings, tell


@click.command()
@click.option("--baskets", type=click.IntRange(min=1), help="Only about so many of the year.")
@json_option
def replay(*, baskets: int | None, as_json: bool) -> None:
    """Measure how fast a year of purchases is brought in.

    As `tessera replay` does it, into an empty database. The baselines: a bare binary COPY of the very rows that it
    wrote, and a plain SQL ledger that books bare transfers row by row. Memory is that of all our processes together.
    """
    conclude(bench_replay(settings(), baskets=baskets, say=tell), as_json=as_json)

"""`tessera bench engine`"""

import click

from tessera.bootstrap.bench.engine import bench_engine
from tessera.bootstrap.commands.bench.conclude import conclude
from tessera.bootstrap.commands.context import json_option, tell


@click.command()
@click.option("--baskets", type=click.IntRange(min=1), help="Only the first so many of the year.")
@json_option
def engine(*, baskets: int | None, as_json: bool) -> None:
    """Measure how many real baskets one core decides a second.

    The example programme over the real year, caps, levels and standings included. The baseline is an interpreted
    walk over the same rules, which must also come to the same points.
    """
    conclude(bench_engine(baskets=baskets, say=tell), as_json=as_json)

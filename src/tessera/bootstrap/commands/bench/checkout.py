"""`tessera bench checkout`"""

import click

from tessera.bootstrap.bench.checkout import bench_checkout
from tessera.bootstrap.commands.bench.conclude import conclude
from tessera.bootstrap.commands.context import json_option, settings, tell


@click.command()
@click.option(
    "--seconds", type=click.FloatRange(min=1), default=30, help="How long checkouts and purchases last."
)
@json_option
def checkout(*, seconds: float, as_json: bool) -> None:
    """Measure complete checkouts of a real server.

    Over 64 keep-alive connections from a process of their own real baskets are quoted, points and two of ten live rewards
    are held for them, and a purchase captures the hold. Every acknowledged purchase is then looked for in the books, and the
    books are verified. The baseline is the same baskets as purchases without points. Last, baskets are quoted with ten
    rewards and campaigns and with 20,000 and 1,000, in turns.
    """
    conclude(bench_checkout(settings(), seconds=seconds, say=tell), as_json=as_json)

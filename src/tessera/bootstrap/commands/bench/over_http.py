"""`tessera bench http`"""

import click

from tessera.bootstrap.bench.over_http import bench_http
from tessera.bootstrap.commands.bench.conclude import conclude
from tessera.bootstrap.commands.context import json_option, settings, tell


@click.command()
@click.option(
    "--seconds", type=click.FloatRange(min=1), default=60, help="How long purchases and quotes last."
)
@json_option
def http(*, seconds: float, as_json: bool) -> None:
    """Measure a real server under single purchases and quotes.

    64 keep-alive connections from a process of their own send real baskets; every acknowledged purchase is then
    looked for in the books, and the books are verified. The baseline is GET /healthz over the same connections.
    """
    conclude(bench_http(settings(), seconds=seconds, say=tell), as_json=as_json)

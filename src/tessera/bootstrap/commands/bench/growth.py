"""`tessera bench growth`"""

import click

from tessera.bootstrap.bench.growth import GROWTH, bench_growth
from tessera.bootstrap.commands.bench.conclude import conclude
from tessera.bootstrap.commands.context import json_option, settings, tell


@click.command()
@click.option(
    "--postings",
    type=click.IntRange(min=1),
    default=10_000_000,
    show_default=True,
    help=f"Postings in the large ledger; the small one has 1/{GROWTH} of them.",
)
@click.option(
    "--accounts", type=click.IntRange(min=1), default=100_000, show_default=True, help="Accounts in each."
)
@click.option(
    "--baskets",
    type=click.IntRange(min=10),
    default=20_000,
    show_default=True,
    help="Baskets of the year to decide under few and under many campaigns.",
)
@json_option
def growth(*, postings: int, accounts: int, baskets: int, as_json: bool) -> None:
    """Measure what growth costs.

    A purchase in a ledger ten times as large, both filled by SQL and written to in turns; and a decision under 1,000
    campaigns instead of 10. The large ledger of 10 million postings takes about 6 GB of disk while it is measured.
    """
    report = bench_growth(settings(), postings=postings, accounts=accounts, baskets=baskets, say=tell)
    conclude(report, as_json=as_json)

"""`tessera catalogue show`"""

from collections.abc import Iterator

import click
from psycopg import Connection

from tessera.bootstrap.commands.context import connected, json_option, print_json
from tessera.kit.clock import SystemClock
from tessera.usecases.programmes import Programmes
from tessera.usecases.read_catalogue import LIMIT, Catalogue, read_catalogue


@click.command()
@click.option("--lang", help="The language of the sentences; the programme's first if left out.")
@click.option("--after", help="Only what follows this id.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many.")
@json_option
def show(*, lang: str | None, after: str | None, limit: int | None, as_json: bool) -> None:
    """Show what is on offer now: the document's rewards and those beside it, by id."""
    with connected() as connection:
        pages = list(_pages(connection, lang=lang, after=after, limit=limit))
    offers = [offer for page in pages for offer in page.rewards]
    if as_json:
        print_json({"edition": pages[0].edition, "version": pages[0].programme_version, "rewards": offers})
        return
    for offer in offers:
        left = "" if offer.left is None else f" [{offer.left:,} left]"
        click.echo(f"{offer.reward}: {offer.says}{left}")
    if not offers:
        click.echo("There are no rewards.")


def _pages(
    connection: Connection, *, lang: str | None, after: str | None, limit: int | None
) -> Iterator[Catalogue]:
    programmes, clock, left = Programmes(), SystemClock(), limit
    while True:
        size = LIMIT if left is None else min(left, LIMIT)
        page = read_catalogue(connection, programmes, clock=clock, lang=lang, after=after, limit=size)
        yield page
        left = None if left is None else left - len(page.rewards)
        after = page.next
        if after is None or left == 0:
            return

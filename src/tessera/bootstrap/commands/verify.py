"""`tessera verify`"""

import sys

import click

from tessera.bootstrap.commands.context import connected, json_option, print_json
from tessera.bootstrap.commands.group import EXIT_NO
from tessera.bootstrap.progress import show_stages
from tessera.usecases.programmes import Programmes
from tessera.usecases.verify_books import verify_books


@click.command()
@json_option
def verify(*, as_json: bool) -> None:
    """Rebuild the whole ledger and compare.

    Every table is checked against the others and every activity is decided again. Exit code 1 when anything
    differs; each difference is named.
    """
    with connected() as connection, show_stages(unit="steps") as tell:
        verified = verify_books(connection, Programmes(), progress=tell)
    if as_json:
        print_json(verified)
    else:
        for difference in verified.differences:
            where = (
                f"account {difference.account_id} {difference.currency}"
                if difference.account_id
                else "all accounts"
            )
            click.echo(f"{difference.check}: {where}: {difference.detail}")
        books = f"{_many(verified.accounts, 'account')}, {_many(verified.postings, 'posting')}"
        click.echo(f"{books}: {_many(len(verified.differences), 'difference')}.")
    sys.exit(0 if verified.ok else EXIT_NO)


def _many(count: int, noun: str) -> str:
    number = f"{count:,}" if count else "no"
    return f"{number} {noun}" if count == 1 else f"{number} {noun}s"

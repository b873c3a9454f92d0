"""`tessera draw verify`"""

import sys
from pathlib import Path

import click

from tessera.bootstrap.commands.context import connected, json_option, print_json
from tessera.bootstrap.commands.group import EXIT_NO
from tessera.engine.draw import Check, DrawRecord, Unreadable, read_record, recheck
from tessera.usecases.verifying.draws import compare_record


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--published", help="The hash of the closing, as you noted it before the draw.")
@click.option("--books", is_flag=True, help="Compare it with this installation's database too.")
@json_option
def verify(file: Path, *, published: str | None, books: bool, as_json: bool) -> None:
    """Check the record of a draw with nothing but its file.

    That the entries and terms have the hash that stands there, that the seed is the one that was committed to, and that
    the winners follow from both and the public value. Exit code 1 when anything is wrong; each thing is named.
    """
    try:
        record = read_record(file.read_bytes())
    except Unreadable as problem:
        checks: tuple[Check, ...] = (Check("record", ok=False, found=str(problem)),)
    else:
        checks = (*recheck(record, published=published), *(_books(record) if books else ()))
    ok = all(check.ok for check in checks)
    if as_json:
        print_json({"ok": ok, "checks": checks})
    else:
        for check in checks:
            click.echo(f"{'ok   ' if check.ok else 'WRONG'}  {check.name}: {check.found}")
        click.echo("The record holds." if ok else "The record does not hold.")
    sys.exit(0 if ok else EXIT_NO)


def _books(record: DrawRecord) -> tuple[Check, ...]:
    with connected() as connection:
        return tuple(compare_record(connection, record))

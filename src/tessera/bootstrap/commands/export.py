"""`tessera export`"""

from pathlib import Path

import click

from tessera.bootstrap.commands.context import connected, json_option, print_json
from tessera.connect.tables.write import write_table
from tessera.kit.clock import SystemClock
from tessera.usecases.export_books import COLUMNS, Part, export_books


@click.command()
@click.argument("part", type=click.Choice([part.value for part in Part]))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@json_option
def export(part: str, file: Path, *, as_json: bool) -> None:
    """Write members, balances or postings to FILE.

    CSV or Parquet, by its suffix. All as of one instant, beside live traffic, and without the sandbox. Members are
    personal data: keep the file accordingly.
    """
    chosen = Part(part)
    with connected() as connection:
        rows = export_books(connection, chosen, clock=SystemClock())
        count = write_table(file, COLUMNS[chosen], rows)
    if as_json:
        print_json({"part": part, "file": str(file), "rows": count})
        return
    click.echo(f"{count:,} rows of {part} are in {file}.")

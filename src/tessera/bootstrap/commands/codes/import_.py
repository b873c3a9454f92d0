"""`tessera codes import`"""

import csv
import re
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click

from tessera.bootstrap.commands.context import json_option, print_json, settings, tell
from tessera.bootstrap.commands.group import EXIT_NO
from tessera.bootstrap.database import prepared_database
from tessera.bootstrap.progress import show_progress
from tessera.bootstrap.secret import checked_seal
from tessera.kit.clock import SystemClock
from tessera.usecases.database import Database
from tessera.usecases.import_codes import MOST_AT_ONCE, import_codes, why_not
from tessera.usecases.programmes import Programmes
from tessera.usecases.read_pools import read_pools

_POOL = re.compile(r"[a-z][a-z0-9-]{0,49}")


@click.command("import")
@click.argument("pool")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@json_option
def import_(pool: str, file: Path, *, as_json: bool) -> None:
    """Bring the codes of FILE into POOL, which a reward names: `give: {code: POOL}`.

    One code a line, or the first column of a CSV file. Codes that some pool has already are counted and left out, so a
    second run doubles nothing. Exit code 1 when lines cannot be codes: they are told, and the others are in.
    """
    if not _POOL.fullmatch(pool):
        raise click.UsageError("A pool is small letters, digits and -, such as cinema.")
    new = repeated = broken = 0
    size = sum(1 for _ in _rows(file))
    with (
        prepared_database(settings(), say=tell) as dsn,
        Database(dsn, size=1) as database,
        show_progress("Importing", total=size, unit="codes") as shown,
    ):
        with database.work() as connection:
            seal = checked_seal(settings(), connection)
        rows = _rows(file)
        while batch := list(islice(rows, MOST_AT_ONCE)):
            good = []
            for line, code in batch:
                if why := why_not(code):
                    broken += 1
                    tell(f"{file}:{line}: {why}")
                else:
                    good.append(code)
            with database.work() as connection:
                imported = import_codes(connection, pool, good, seal=seal)
            new, repeated = new + imported.new, repeated + imported.repeated
            shown.advance(len(batch))
        with database.work() as connection:
            pools = read_pools(connection, Programmes(), at=SystemClock().now())
    if not any(one.rewards for one in pools if one.pool == pool):
        tell(f"warning: no reward gives codes of the pool {pool}; one with `give: {{code: {pool}}}` would.")
    if as_json:
        print_json({"pool": pool, "new": new, "repeated": repeated, "broken": broken})
    else:
        codes = "1 new code is" if new == 1 else f"{new:,} new codes are"
        click.echo(f"{codes} in the pool {pool}. {repeated:,} came before, or twice.")
    sys.exit(EXIT_NO if broken else 0)


def _rows(file: Path) -> Iterator[tuple[int, str]]:
    """(line, code); empty lines are skipped."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream)
        for row in reader:
            if row:
                yield reader.line_num, row[0]

"""`tessera import`"""

import sys
from contextlib import closing
from pathlib import Path
from typing import NoReturn

import click

from tessera.bootstrap.commands.context import json_option, print_json, settings, tell
from tessera.bootstrap.commands.group import EXIT_NO
from tessera.bootstrap.commands.programme.document import Document, DocumentFile, tell_findings
from tessera.bootstrap.database import prepared_database
from tessera.bootstrap.imports.driver import Imported, desk_of_activities, desk_of_members, import_table
from tessera.bootstrap.imports.rejects import Rejects, rejects_beside
from tessera.bootstrap.progress import show_progress
from tessera.connect.mapping.layout import Layout
from tessera.connect.mapping.load import load_map, missing_columns
from tessera.connect.tables.open import open_table
from tessera.connect.tables.row import Table
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.programme.finding import Finding
from tessera.usecases.database import Database
from tessera.usecases.programmes import Programmes


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--map", "document", required=True, metavar="MAP", type=DocumentFile(), help="What is what.")
@click.option("--rejects", "rejects_path", type=click.Path(path_type=Path), help="Where broken rows go.")
@click.option("--as-of-then", is_flag=True, help="Record everything as of when it happened, as history.")
@json_option
def import_(
    file: Path, document: Document, rejects_path: Path | None, *, as_of_then: bool, as_json: bool
) -> None:
    """Bring in members or activities from FILE.

    CSV, NDJSON or Parquet, by its suffix. MAP says which column is what. Good rows go in; broken ones are written to
    a file beside FILE, with line and reason, to be mended and imported again. A second run doubles nothing. Exit
    code 1 when rows were rejected.
    """
    rejects_path = rejects_path or rejects_beside(file)
    if rejects_path.resolve() in {file.resolve(), Path(document.file).resolve()}:
        raise click.UsageError(f"{rejects_path} is read here; name another file for the rejects.")
    layout, findings = load_map(document.text, file=document.file)
    if layout is None:
        _refuse(findings)
    with closing(open_table(file, delimiter=layout.delimiter, encoding=layout.encoding)) as table:
        if table.columns is not None:
            findings = missing_columns(layout, table.columns, file=document.file, table=file.name)
        if findings:
            _refuse(findings)
        with Rejects(rejects_path, columns=table.columns, layout=layout) as rejects:
            imported = _import(table, layout, rejects, as_of_then=as_of_then)
    imported.rejects = str(rejects.path) if rejects.count else None
    if as_json:
        print_json(imported)
    else:
        _say(imported, members=layout.members)
    sys.exit(EXIT_NO if imported.rejected else 0)


def _refuse(findings: tuple[Finding, ...]) -> NoReturn:
    tell_findings("error", findings)
    sys.exit(EXIT_NO)


def _import(table: Table, layout: Layout, rejects: Rejects, *, as_of_then: bool) -> Imported:
    open_desk = desk_of_members if layout.members else desk_of_activities
    with (
        prepared_database(settings(), say=tell) as dsn,
        Database(dsn, size=1) as database,
        show_progress("Importing", total=table.total, unit=table.unit) as shown,
    ):
        desk = open_desk(
            database, Programmes(), layout, as_of_then=as_of_then, clock=SystemClock(), new_id=new_id
        )
        return import_table(table, layout, desk, rejects=rejects, advance=shown.advance)


def _say(imported: Imported, *, members: bool) -> None:
    item, items = ("member", "members") if members else ("activity", "activities")
    click.echo(f"{_many(imported.recorded, item, items)} went in.")
    if imported.refused:
        click.echo(f"{imported.refused:,} of them the programme refused; the answers are kept.")
    if imported.repeated:
        click.echo(f"{_many(imported.repeated, item, items)} had come in before.")
    if imported.rejected:
        rejected = _many(imported.rejected, "row", "rows")
        click.echo(f"{rejected} did not; see {imported.rejects} for the reasons.")
    if imported.grown:
        click.echo("The file has grown meanwhile: import it again for the rest.")


def _many(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"

"""`tessera programme diff`"""

import click

from tessera.bootstrap.commands.context import json_option, print_json
from tessera.bootstrap.commands.programme.document import Document, DocumentFile, programme_or_exit
from tessera.bootstrap.commands.programme.preview import newest_programme, previewed, tell_preview
from tessera.programme.diff import Change, diff

_MOST_DAYS = 366


@click.command("diff")
@click.argument("documents", metavar="[OLD] NEW", nargs=-1, required=True, type=DocumentFile())
@click.option("--members", is_flag=True, help="Also tell for whom: over the members there are.")
@click.option(
    "--days",
    type=click.IntRange(0, _MOST_DAYS),
    default=0,
    help="Also decide the last so many days again, in memory, and compare what they earned.",
)
@click.option("--lang", default="en", show_default=True, help="The language of the sentences.")
@json_option
def diff_(documents: tuple[Document, ...], *, members: bool, days: int, lang: str, as_json: bool) -> None:
    """Tell what changes from OLD to NEW, in plain sentences.

    Without OLD, NEW is compared with the newest published version; then --members tells how many members change
    level, whose points are touched and who earned by the rules that change. Nothing is written.
    """
    if len(documents) > 2 or (len(documents) == 2 and (members or days)):
        raise click.UsageError("Write OLD NEW, or NEW alone; --members and --days go with NEW alone.")
    *olds, new = [programme_or_exit(document.load()) for document in documents]
    if not (members or days):
        _tell(diff(olds[0] if olds else newest_programme(), new, lang=lang), as_json=as_json)
        return
    preview = previewed(new, lang=lang, days=days)
    if as_json:
        print_json(preview)
        return
    _tell(preview.changes, as_json=False)
    tell_preview(preview, new)


def _tell(changes: tuple[Change, ...], *, as_json: bool) -> None:
    if as_json:
        print_json({"changes": changes})
        return
    for change in changes:
        click.echo(str(change))
    if not changes:
        click.echo("They say the same.")

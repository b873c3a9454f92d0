"""`tessera programme diff`"""

import click

from tessera.bootstrap.commands.context import json_option, print_json
from tessera.bootstrap.commands.programme.document import Document, DocumentFile, programme_or_exit
from tessera.bootstrap.commands.programme.preview import newest_programme, previewed, tell_preview
from tessera.programme.diff import Change, diff
from tessera.programme.document import Programme
from tessera.programme.languages import LOCALES
from tessera.programme.sentences.change import tell_change
from tessera.programme.speak import speaker

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
@click.option("--lang", default="en", show_default=True, help=f"The language: {', '.join(LOCALES)}.")
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
        changes = diff(olds[0] if olds else newest_programme(), new, lang=lang)
        if as_json:
            print_json({"changes": changes})
            return
        _tell(changes, new, lang=lang)
        return
    preview = previewed(new, lang=lang, days=days)
    if as_json:
        print_json(preview)
        return
    _tell(preview.changes, new, lang=lang)
    tell_preview(preview, new, lang=lang)


def _tell(changes: tuple[Change, ...], new: Programme, *, lang: str) -> None:
    told = speaker(new, lang=lang)
    for line in [tell_change(change, told) for change in changes] or [told.say("changes-none")]:
        click.echo(line)

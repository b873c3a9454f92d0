"""`tessera member history`"""

from collections.abc import Iterator

import click

from tessera.bootstrap.commands.context import connected, json_option, print_json
from tessera.bootstrap.commands.member.identity import Identity, identity_argument
from tessera.usecases.programmes import Programmes
from tessera.usecases.read_history import LIMIT, Entry, read_history


@click.command()
@identity_argument
@click.option(
    "--limit",
    type=click.IntRange(1, LIMIT),
    default=20,
    show_default=True,
    help="How many events, newest first.",
)
@json_option
def history(identity: Identity, *, limit: int, as_json: bool) -> None:
    """Show what has happened to a member, newest first.

    Each line is a posting: when, how many points, by which rule and activity, and what was available after it; beside the
    last one of an activity stands what that did besides. What moved no points has a line without figures: a level, a choice,
    a merge. IDENTITY is written as for `tessera member show`; --json adds the reasons why other rules gave nothing.
    """
    with connected() as connection:
        member = identity.find(connection)
        page = read_history(connection, Programmes(), member.member_id, before=None, limit=limit, lang="en")
    if as_json:
        print_json(page)
        return
    for entry in page.entries:
        for line in _lines(entry):
            click.echo(line)
    if not page.entries:
        click.echo(f"Nothing has happened to {member.name} yet.")
    elif page.next is not None:
        click.echo(f"There is more: --limit goes up to {LIMIT}.", err=True)


def _lines(entry: Entry) -> Iterator[str]:
    """The newest posting first, and what the activity did besides with that."""
    at = f"{entry.effective_at:%Y-%m-%d %H:%M}"
    cause = "" if entry.activity is None else f"{entry.activity.type} {entry.activity.key}"
    told = entry.told
    if not entry.postings:
        yield "  ".join([at, ", ".join(filter(None, (cause, entry.refusal))), *told]).rstrip()
    for posting in reversed(entry.postings):
        points = f"{posting.amount:>+10,} {posting.currency}  {posting.kind:<8}"
        because = ", ".join(filter(None, (posting.rule_id, cause)))
        yield "  ".join([at, points, f"{posting.available_after:,} available", because, *told]).rstrip()
        told = ()

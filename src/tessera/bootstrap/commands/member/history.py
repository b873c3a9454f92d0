"""`tessera member history`"""

import click

from tessera.bootstrap.commands.context import connected, json_option, print_json
from tessera.bootstrap.commands.member.identity import Identity, identity_argument
from tessera.usecases.programmes import Programmes
from tessera.usecases.read_history import LIMIT, Entry, read_history


@click.command()
@identity_argument
@click.option(
    "--limit", type=click.IntRange(1, LIMIT), default=20, show_default=True, help="How many, newest first."
)
@json_option
def history(identity: Identity, *, limit: int, as_json: bool) -> None:
    """Show what has happened to a member, newest first.

    Each line is a posting: when, how many points, by which rule and activity, and what was available after it; or what
    moved no points: a level, a choice, a merge. IDENTITY is written as for `tessera member show`; --json adds the reasons
    why other rules gave nothing.
    """
    with connected() as connection:
        member = identity.find(connection)
        page = read_history(connection, Programmes(), member.member_id, before=None, limit=limit, lang="en")
    if as_json:
        print_json(page)
        return
    for entry in page.entries:
        click.echo(_line(entry))
    if not page.entries:
        click.echo(f"Nothing has happened to {member.name} yet.")
    elif page.next is not None:
        click.echo(f"There is more: --limit goes up to {LIMIT}.", err=True)


def _line(entry: Entry) -> str:
    cause = "" if entry.activity is None else f"{entry.activity.type} {entry.activity.key}"
    because = ", ".join(part for part in (entry.rule, cause, entry.refusal) if part)
    parts = [f"{entry.effective_at:%Y-%m-%d %H:%M}"]
    if entry.amount is not None:
        parts += [
            f"{entry.amount:>+10,} {entry.currency}  {entry.kind:<8}",
            f"{entry.available_after:,} available",
        ]
    return "  ".join([*parts, because, *entry.told]).rstrip()

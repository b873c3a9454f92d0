"""`tessera member history`"""

import click

from tessera.bootstrap.commands.context import connected, json_option, print_json
from tessera.bootstrap.commands.member.identity import Identity, identity_argument
from tessera.usecases.read_history import LIMIT, Entry, read_history


@click.command()
@identity_argument
@click.option(
    "--limit", type=click.IntRange(1, LIMIT), default=20, show_default=True, help="How many, newest first."
)
@json_option
def history(identity: Identity, *, limit: int, as_json: bool) -> None:
    """Show how a member's points came about, newest first.

    Each line is a posting: when, how many, by which rule and activity, and what was available after it. IDENTITY is
    written as for `tessera member show`; --json adds the reasons why other rules gave nothing.
    """
    with connected() as connection:
        member = identity.find(connection)
        page = read_history(connection, member.member_id, before=None, limit=limit)
    if as_json:
        print_json(page)
        return
    for entry in page.entries:
        click.echo(_line(entry))
    if not page.entries:
        click.echo(f"Nothing has happened to the points of {member.name} yet.")
    elif page.next is not None:
        click.echo(f"There is more: --limit goes up to {LIMIT}.", err=True)


def _line(entry: Entry) -> str:
    figures = f"{entry.amount:>+10,} {entry.currency}  {entry.kind:<8}"
    cause = "" if entry.activity is None else f"{entry.activity.type} {entry.activity.key}"
    because = ", ".join(part for part in (entry.rule, cause) if part)
    after = f"{entry.available_after:,} available"
    return f"{entry.effective_at:%Y-%m-%d %H:%M}  {figures}  {after}  {because}".rstrip()

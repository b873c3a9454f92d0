"""`tessera member show`"""

from collections.abc import Iterator

import click

from tessera.bootstrap.commands.context import connected, json_option, print_json
from tessera.bootstrap.commands.member.identity import Identity, identity_argument
from tessera.kit.clock import SystemClock
from tessera.members.read import Member
from tessera.usecases.programmes import Programmes
from tessera.usecases.read_balances import Balances, Tier, read_balances
from tessera.usecases.read_merged import read_merged


@click.command()
@identity_argument
@json_option
def show(identity: Identity, *, as_json: bool) -> None:
    """Show one member: points, level, identities and traits; and who was merged into this one.

    IDENTITY is a member's id, or a kind and a value: card:4711, phone:+37369123456, email:ann@example.com,
    external:till-3:88. Spaces, dashes and capitals do not matter where they do not matter to a till. The id of one who
    was merged shows who they are now.
    """
    with connected() as connection:
        member = identity.find(connection)
        balances = read_balances(
            connection, Programmes(), member.member_id, at=None, clock=SystemClock(), lang="en"
        )
        merged = read_merged(connection, member.member_id)
    if as_json:
        print_json({"member": member, "merged": merged, "balances": balances})
        return
    click.echo(f"{member.name}, member {member.member_id} since {member.enrolled_at:%Y-%m-%d}")
    for line in (*_points(balances), *_coming(balances), *map(_level, balances.tiers), *_known(member)):
        click.echo(f"  {line}")
    for one in merged:
        click.echo(f"  merged into this member: {one.name}, member {one.member_id}")


def _points(balances: Balances) -> Iterator[str]:
    for currency, balance in balances.balances.items():
        figures = [f"{balance.available:,} available", f"{balance.pending:,} pending"]
        if balance.held:
            figures.append(f"{balance.held:,} held")
        if balance.debt:
            figures.append(f"{balance.debt:,} owed")
        yield f"{currency}: {', '.join(figures)}"


def _coming(balances: Balances) -> Iterator[str]:
    """What time brings next, of each sort the first."""
    for one in balances.maturing[:1]:
        yield f"next to mature: {one.points:,} {one.currency} on {one.available_at:%Y-%m-%d %H:%M} UTC"
    for gone in balances.expiring[:1]:
        yield f"next to expire: {gone.points:,} {gone.currency} on {gone.expires_at:%Y-%m-%d %H:%M} UTC"


def _level(tier: Tier) -> str:
    return f"{tier.structure}: {' '.join(tier.told)}"


def _known(member: Member) -> Iterator[str]:
    for kind, value in member.identities:
        yield f"{kind}: {value}"
    for trait, answer in sorted(member.traits.items()):
        yield f"{trait}: {answer}"

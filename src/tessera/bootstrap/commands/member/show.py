"""`tessera member show`"""

from uuid import UUID

import click

from tessera.bootstrap.commands.context import connected, json_option, print_json
from tessera.usecases.read_member import find_member, read_member


@click.command()
@click.argument("identity")
@json_option
def show(identity: str, *, as_json: bool) -> None:
    """Show one member.

    IDENTITY is a member's id, or a kind and a value, such as card:4711 or phone:+37369123456.
    """
    kind, _, value = identity.rpartition(":")
    with connected() as connection:
        found = (
            find_member(connection, kind=kind, value=value) if kind else read_member(connection, _id(value))
        )
    if as_json:
        print_json(found)
        return
    click.echo(f"{found.name}, member {found.member_id} since {found.enrolled_at:%Y-%m-%d}")
    for identity_kind, identity_value in found.identities:
        click.echo(f"  {identity_kind}: {identity_value}")
    for trait, answer in sorted(found.traits.items()):
        click.echo(f"  {trait}: {answer}")


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is no member's id; a card is written card:{text}.") from None

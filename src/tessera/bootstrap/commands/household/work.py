"""Households from the command line: name one by its members, do something with it, tell how it stands."""

from uuid import UUID

import click
from psycopg import Connection

from tessera.api.household_bodies import household_body, move_body
from tessera.bootstrap.commands.context import print_json
from tessera.bootstrap.commands.member.identity import Identity, IdentityWord
from tessera.bootstrap.commands.requests.staff import SOURCE
from tessera.kit.clock import SystemClock
from tessera.kit.sandbox import source_for
from tessera.members.households import find_membership
from tessera.usecases.answers import Answer
from tessera.usecases.manage_household import Managing
from tessera.usecases.read_household import Open, read_open_household
from tessera.usecases.sharing.problems import NotInHousehold

manager_option = click.option(
    "--by", type=IdentityWord(), required=True, help="Who manages the household, written like IDENTITY."
)

consent_option = click.option(
    "--consent",
    is_flag=True,
    required=True,
    help="The member was asked: their points go into a balance that others share, and stay there.",
)


def managing_by(connection: Connection, by: Identity) -> Managing:
    """Who manages the household that they belong to. Raises UnknownMember, NotInHousehold."""
    member_id, household_id = household_of(connection, by)
    return Managing(source_for(member_id, SOURCE), household_id, ("id", str(member_id)))


def household_of(connection: Connection, identity: Identity) -> tuple[UUID, UUID]:
    """(member, the household that the member belongs to). Raises UnknownMember, NotInHousehold."""
    member = identity.find(connection)
    found = find_membership(connection, member.member_id)
    if found is None:
        raise NotInHousehold(f"{member.name}, member {member.member_id}, belongs to no household.")
    return member.member_id, found.household_id


def read_open(connection: Connection, managing: Managing) -> Open:
    """The household as it stands by now."""
    return read_open_household(connection, managing.household_id, source=managing.source, clock=SystemClock())


def show_household(found: Open, *, as_json: bool) -> None:
    """Print who belongs to a household, and who is invited."""
    if as_json:
        print_json(household_body(found.household, found.invitations))
        return
    click.echo(f"household {found.household.household_id}")
    for one in found.household.members:
        click.echo(f"  {one.role:<10} member {one.member_id} since {one.joined_at:%Y-%m-%d}")
    for invited in found.invitations:
        until = f"{invited.ends_at:%Y-%m-%d %H:%M} UTC"
        click.echo(f"  invited as {invited.role}: {invited.invitation_id} until {until}")


def show_move(answer: Answer, said: str, *, key: str, left: UUID | None = None, as_json: bool) -> None:
    """Print what joining or leaving did. `left`: the household that the member has left."""
    body = move_body(answer, key=key, left=left)
    if as_json:
        print_json(body)
        return
    click.echo(f"Member {body.member_id} {said} household {body.household_id}")
    for one in body.moved:
        click.echo(f"  {one.currency}: {one.points:,} came along")
    for hold in body.released:
        click.echo(f"  hold {hold} was released")
    for currency, balance in body.balances.items():
        click.echo(f"  {currency}: {balance.available:,} available now")

"""`tessera household leave`"""

from uuid import UUID

import click
from psycopg import Connection

from tessera.bootstrap.commands.context import in_one_go, json_option
from tessera.bootstrap.commands.household.work import household_of, show_move
from tessera.bootstrap.commands.member.identity import Identity, IdentityWord, identity_argument
from tessera.bootstrap.commands.requests.staff import SOURCE
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.kit.sandbox import source_for
from tessera.usecases.answers import Answer
from tessera.usecases.leave_household import Leaving, leave_household
from tessera.usecases.programmes import Programmes


@click.command()
@identity_argument
@click.option(
    "--by", type=IdentityWord(), help="Who removes them, written like IDENTITY; nobody: they leave."
)
@json_option
def leave(identity: Identity, *, by: Identity | None, as_json: bool) -> None:
    """Let a member leave the household, or be removed from it.

    IDENTITY is written as for `tessera member show`. The points stay with those who stay; the last one to leave takes them
    along. What the member has set aside for a basket is released first.
    """
    key = str(new_id())

    def work(connection: Connection) -> tuple[Answer, UUID]:
        member_id, household_id = household_of(connection, identity)
        other = None if by is None else ("id", str(by.find(connection).member_id))
        leaving = Leaving(source_for(member_id, SOURCE), key, household_id, ("id", str(member_id)), other)
        left = leave_household(connection, Programmes(), leaving, clock=SystemClock(), new_id=new_id)
        return left.answer, household_id

    answer, household_id = in_one_go(work)
    show_move(answer, "left", key=key, left=household_id, as_json=as_json)

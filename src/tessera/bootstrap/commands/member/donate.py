"""`tessera member donate`"""

import click
from psycopg import Connection

from tessera.bootstrap.commands.context import in_one_go, json_option
from tessera.bootstrap.commands.member.give import points_option, show_given
from tessera.bootstrap.commands.member.identity import Identity, identity_argument
from tessera.bootstrap.commands.requests.staff import SOURCE
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.kit.problems import Problem
from tessera.kit.sandbox import source_for
from tessera.usecases.answers import Answer
from tessera.usecases.donate_points import donation
from tessera.usecases.programmes import Programmes
from tessera.usecases.record_activities import record_activities


@click.command()
@identity_argument
@click.option("--to", "cause", required=True, help="The cause, by its id in the document.")
@points_option
@json_option
def donate(identity: Identity, *, cause: str, points: int, as_json: bool) -> None:
    """Let a member give points to a cause of the programme.

    IDENTITY is who gives, written as for `tessera member show`.
    """
    clock = SystemClock()

    def work(connection: Connection) -> Answer:
        member_id = identity.find(connection).member_id
        submission = donation(
            source=source_for(member_id, SOURCE),
            key=str(new_id()),
            member=("id", str(member_id)),
            cause=cause,
            points=points,
            occurred_at=clock.now(),
        )
        (result,) = record_activities(connection, Programmes(), [submission], clock=clock, new_id=new_id)
        if isinstance(result, Problem):
            raise result
        return result.answer

    answer = in_one_go(work)
    show_given(answer, f"Member {answer.member_id} gave {points:,} to {cause}", as_json=as_json)

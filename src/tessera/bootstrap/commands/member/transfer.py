"""Merge members, or undo it, from the command line: do it, and tell what changed accounts."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from msgspec.structs import asdict
from psycopg import Connection

from tessera.bootstrap.commands.context import settings, tell
from tessera.bootstrap.database import prepared_database
from tessera.members.read import read_member_itself
from tessera.usecases.answer_parts import Transfer
from tessera.usecases.answers import Answer
from tessera.usecases.database import Database


class Done(NamedTuple):
    """A merge or an undoing, with the names of who was merged and who stays."""

    answer: Answer
    made: Transfer
    name: str
    into_name: str


def carry_out(work: Callable[[Connection], Answer]) -> Done:
    """Do it in one transaction, and again when another came in its way. Raises Problem."""
    with prepared_database(settings(), say=tell) as dsn, Database(dsn, size=1) as database:
        answer = database.insist(work)
        made = answer.transfer
        assert made is not None  # noqa: S101 - this kind of answer has one
        with database.work() as connection:
            name, into_name = (
                read_member_itself(connection, member_id).name for member_id in (made.member_id, made.into_id)
            )
    return Done(answer, made, name, into_name)


def as_object(done: Done) -> dict[str, Any]:
    """The same fields as over HTTP."""
    made = done.made
    return {
        "activity_id": done.answer.activity_id,
        "member_id": made.into_id,
        "merged_id": made.member_id,
        "undoes": made.undoes,
        "moved": [
            {
                "currency": one.currency,
                "points": one.amount,
                "available_at": one.available_at,
                "expires_at": one.expires_at,
                "kept": one.kept,
            }
            for one in made.moved
        ],
        "debts": made.debts,
        "balances": {currency: asdict(balance) for currency, balance in done.answer.balances.items()},
    }


def as_lines(done: Done) -> Iterator[str]:
    """By currency how much went over, or back, of points and of what is owed; and how much stays where it is."""
    made = done.made
    went = "went over" if made.undoes is None else "went back"
    for currency in sorted({one.currency for one in made.moved} | made.debts.keys()):
        lots = [one for one in made.moved if one.currency == currency]
        if lots:
            yield f"{currency}: {sum(one.amount for one in lots):,} {went}"
        if owed := made.debts.get(currency):
            yield f"{currency}: a debt of {owed:,} {went}"
        if kept := sum(one.kept for one in lots):
            yield f"{currency}: {kept:,} stay with {done.into_name}, as spent, returned or expired"

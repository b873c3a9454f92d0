"""Who types a command, as requests keep it."""

from typing import Final
from uuid import UUID

import click
from psycopg import Connection

from tessera.approvals.requests import read_request
from tessera.approvals.staff import Staff
from tessera.kit.sandbox import MARK, source_for
from tessera.usecases.decide_request import UnknownRequest

SOURCE: Final = "terminal"
"""The source of what an operator does by a command."""

_LONGEST_NAME: Final = 200


def _name(_context: click.Context, _option: click.Parameter, by: str) -> str:
    """A name that can be told from another's. Raises BadParameter."""
    if not by.strip() or not by.isprintable() or len(by) > _LONGEST_NAME:
        raise click.BadParameter(f"Write your name: 1 to {_LONGEST_NAME} printable characters.")
    return by.strip()


by_option = click.option(
    "--by",
    required=True,
    callback=_name,
    help="Your name: it is kept, and nobody decides their own request.",
)

key_option = click.option("--key", help="A key of its own, to send it again safely; made up if left out.")

sandbox_option = click.option("--sandbox", is_flag=True, help="Those of the sandbox.")


def source_of(*, sandbox: bool) -> str:
    """Who types, on their side of the sandbox's fence."""
    return f"{MARK}{SOURCE}" if sandbox else SOURCE


def operator(by: str, member_id: UUID) -> Staff:
    """Who types, as they reach this member."""
    return Staff(source_for(member_id, SOURCE), None, by)


def decider(connection: Connection, request_id: UUID, by: str) -> Staff:
    """Who types, as they reach the request. Raises UnknownRequest."""
    request = read_request(connection, request_id)
    if request is None:
        raise UnknownRequest("No request has this id.")
    return operator(by, request.member_id)

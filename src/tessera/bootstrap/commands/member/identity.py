"""A member as a word of the command line: by id, or by an identity however it is written."""

from typing import NamedTuple
from uuid import UUID

import click
from psycopg import Connection

from tessera.kit.problems import InvalidValue
from tessera.members.identities import normalise
from tessera.members.read import Member
from tessera.usecases.read_member import find_member, read_member


class Identity(NamedTuple):
    """A kind and a value in its normal form; the kind `id` is the member's own."""

    kind: str
    value: str

    def find(self, connection: Connection) -> Member:
        """The member. Raises UnknownMember."""
        if self.kind == "id":
            return read_member(connection, UUID(self.value))
        return find_member(connection, kind=self.kind, value=self.value)


class IdentityWord(click.ParamType[Identity]):
    """A member's id, or a kind, a colon and a value."""

    name = "identity"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Identity:
        kind, _, rest = value.partition(":")
        if kind == "external":  # a source's own id: external:SOURCE:ID
            source, _, rest = rest.partition(":")
            kind = f"{kind}:{source}"
        if not rest:
            return Identity("id", self._id(value, param, ctx))
        try:
            return Identity(kind, normalise(kind, rest, field=kind))
        except InvalidValue as problem:
            self.fail(problem.detail, param, ctx)

    def _id(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return str(UUID(value))
        except ValueError:
            self.fail(f"{value!r} is no member's id; a card is written card:{value}.", param, ctx)


identity_argument = click.argument("identity", type=IdentityWord())

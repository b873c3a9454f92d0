"""What goes out of members: who they are, and what their enrolment earned."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from tessera.api.bodies import AnswerBody
from tessera.api.body import Body
from tessera.kit.sandbox import plain
from tessera.members.read import Member


class IdentityBody(Body, frozen=True):
    """An identity in its normal form; `source` for an external id."""

    kind: Literal["card", "phone", "email", "external_id"]
    value: str
    source: str | None


class MemberBody(Body, frozen=True):
    """A member."""

    id: UUID
    account_id: UUID
    name: str
    language: str
    traits: dict[str, str]
    enrolled_at: datetime
    identities: list[IdentityBody]


class EnrolledBody(Body, frozen=True):
    """A new member, and what the enrolment earned."""

    member: MemberBody
    answer: AnswerBody


def member_body(member: Member) -> MemberBody:
    """A member as it goes out."""
    return MemberBody(
        member.member_id,
        member.account_id,
        member.name,
        member.language,
        member.traits,
        member.enrolled_at,
        [_identity_body(kind, value) for kind, value in member.identities],
    )


def _identity_body(kind: str, value: str) -> IdentityBody:
    if kind.startswith("external:"):
        return IdentityBody("external_id", value, kind.removeprefix("external:"))
    return IdentityBody(plain(kind), value, None)  # type: ignore[arg-type]

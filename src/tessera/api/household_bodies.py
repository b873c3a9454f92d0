"""What goes out about households."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from tessera.api.bodies import BalanceBody, balance_bodies
from tessera.api.body import Body
from tessera.api.reply import Reply, reply
from tessera.members.households import Household, Invitation
from tessera.usecases.answers import Answer, Recorded
from tessera.usecases.manage_household import Invited


class BroughtBody(Body, frozen=True):
    """Points that went along with the member, and kept their terms."""

    currency: str
    points: int
    available_at: datetime
    expires_at: datetime | None


class MoveBody(Body, frozen=True):
    """A member who joined or left a household. `account_id` is the member's account from now on, with these balances; of who
    belongs to a household it is the household's. `moved` is what the member brought along, or as the last one took along;
    `released` names the holds of who left, by their keys: what they had set aside is free again.
    """

    activity_id: UUID | None
    key: str
    household_id: UUID
    member_id: UUID
    account_id: UUID
    moved: list[BroughtBody]
    released: list[str]
    balances: dict[str, BalanceBody]


class MembershipBody(Body, frozen=True):
    """Who belongs to a household, as what, since when."""

    member_id: UUID
    role: str
    joined_at: datetime


class InvitationBody(Body, frozen=True):
    """An invitation that somebody may still use, before `ends_at`."""

    invitation_id: UUID
    role: str
    invited_by: UUID
    invited_at: datetime
    ends_at: datetime


class InvitedBody(InvitationBody, frozen=True):
    """An invitation with its code, which is told this once."""

    code: str


class HouseholdBody(Body, frozen=True):
    """Members who share the account that has the household's id, in the order in which they came."""

    household_id: UUID
    founded_at: datetime
    members: list[MembershipBody]
    invitations: list[InvitationBody]


def move_reply(recorded: Recorded, *, key: str, left: UUID | None = None) -> Reply:
    """What joining or leaving did. `left`: the household that the member has left."""
    return reply(move_body(recorded.answer, key=key, left=left), status=200 if recorded.replayed else 201)


def move_body(answer: Answer, *, key: str, left: UUID | None = None) -> MoveBody:
    """The same, without a status."""
    made = answer.transfer
    assert made is not None  # noqa: S101 - this kind of answer has one
    return MoveBody(
        activity_id=answer.activity_id,
        key=key,
        household_id=left or made.into_account_id,
        member_id=answer.member_id,
        account_id=made.into_account_id,
        moved=[BroughtBody(one.currency, one.amount, one.available_at, one.expires_at) for one in made.moved],
        released=list(made.released),
        balances=balance_bodies(answer.balances),
    )


def invited_body(invited: Invited) -> InvitedBody:
    """An invitation with its code."""
    one = invited.invitation
    return InvitedBody(one.invitation_id, one.role, one.invited_by, one.invited_at, one.ends_at, invited.code)


def household_body(found: Household, invitations: Sequence[Invitation]) -> HouseholdBody:
    """A household with its open invitations."""
    return HouseholdBody(
        household_id=found.household_id,
        founded_at=found.founded_at,
        members=[MembershipBody(one.member_id, one.role, one.joined_at) for one in found.members],
        invitations=[
            InvitationBody(one.invitation_id, one.role, one.invited_by, one.invited_at, one.ends_at)
            for one in invitations
        ],
    )

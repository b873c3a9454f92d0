"""Households: members who share one balance. Start one, invite, join, leave, give out roles."""

import secrets
from datetime import datetime
from uuid import UUID

import msgspec
from litestar import get, patch, post
from litestar.params import FromPath

from tessera.access.scopes import Scope
from tessera.api import household_examples as examples
from tessera.api.bodies import BalanceBody, balance_bodies
from tessera.api.body import Body
from tessera.api.desk import Call, caller_of, desk_of, key_of
from tessera.api.household_forms import (
    FoundingForm,
    InvitationForm,
    JoiningForm,
    LeavingForm,
    RoleForm,
    WithdrawalForm,
)
from tessera.api.operation import OPT, Operation
from tessera.api.reading import read_form
from tessera.api.reply import Reply, reply
from tessera.api.translate import to_ref
from tessera.catalogue.codes import RANDOM_BYTES
from tessera.kit.problems import InvalidValue, KeyConflict, NoProgramme, UnknownMember
from tessera.members.households import Household, Invitation, UnknownHousehold
from tessera.usecases.answers import Recorded
from tessera.usecases.join_household import Joining, join_household
from tessera.usecases.leave_household import Leaving, leave_household
from tessera.usecases.manage_household import (
    Managing,
    give_role_in_household,
    invite_to_household,
    withdraw_from_household,
)
from tessera.usecases.merge_members import InHousehold, PointsHeld
from tessera.usecases.read_household import read_open_household
from tessera.usecases.sharing.problems import (
    HouseholdFull,
    InvitationOver,
    LastManager,
    NoHouseholds,
    NotInHousehold,
    OwesPoints,
    RoleMayNot,
    UnknownInvitation,
    UnknownRole,
)

_founding = msgspec.json.Decoder(FoundingForm)
_joining = msgspec.json.Decoder(JoiningForm)
_leaving = msgspec.json.Decoder(LeavingForm)
_invitation = msgspec.json.Decoder(InvitationForm)
_withdrawal = msgspec.json.Decoder(WithdrawalForm)
_role = msgspec.json.Decoder(RoleForm)

_MANAGING = (
    NoHouseholds,
    UnknownHousehold,
    NotInHousehold,
    RoleMayNot,
    InvalidValue,
    UnknownMember,
    NoProgramme,
)


class BroughtBody(Body, frozen=True):
    """Points that went along with the member, and kept their terms."""

    currency: str
    points: int
    available_at: datetime
    expires_at: datetime | None


class MoveBody(Body, frozen=True):
    """A member who joined or left a household. `account_id` is the member's account from now on, with these balances; of who
    belongs to a household it is the household's. `moved` is what the member brought along, or as the last one took along.
    """

    activity_id: UUID | None
    key: str
    household_id: UUID
    member_id: UUID
    account_id: UUID
    moved: list[BroughtBody]
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


@post(
    "/v1/households",
    opt={
        OPT: Operation(
            id="foundHousehold",
            summary="Start a household",
            description="The member's points become the balance of the household, which others may share. The member has "
            "the first role of the programme's `households`. Safe to send again.",
            tag="Households",
            scope=Scope.HOUSEHOLDS_WRITE,
            form=FoundingForm,
            form_examples={"in the app": examples.FOUNDING},
            answer=MoveBody,
            answers={201: "Started now.", 200: "Answered before under this key."},
            example={**examples.JOINED, "key": "app-5600"},
            problems=(
                *(NoHouseholds, InHousehold, PointsHeld, OwesPoints),
                *(InvalidValue, UnknownMember, NoProgramme, KeyConflict),
            ),
        )
    },
)
async def found(request: Call) -> Reply:
    caller = await caller_of(request, Scope.HOUSEHOLDS_WRITE)
    form = read_form(_founding, await request.body())
    _refuse_silence(consent=form.consent)
    member = to_ref(form.member, source=caller.source)
    return await _join(request, Joining(caller.source, key_of(request, form.key), member))


@post(
    "/v1/households/join",
    opt={
        OPT: Operation(
            id="joinHousehold",
            summary="Join a household by an invitation",
            description="What the member has goes into the shared balance, with the expiry that it had, and so does what "
            "the member earns from now on. A code can be used once. Safe to send again.",
            tag="Households",
            scope=Scope.HOUSEHOLDS_WRITE,
            form=JoiningForm,
            form_examples={"with a code": examples.JOINING},
            answer=MoveBody,
            answers={201: "Joined now.", 200: "Answered before under this key."},
            example=examples.JOINED,
            problems=(
                *(
                    NoHouseholds,
                    UnknownInvitation,
                    InvitationOver,
                    UnknownHousehold,
                    HouseholdFull,
                    UnknownRole,
                ),
                *(InHousehold, PointsHeld, OwesPoints, InvalidValue, UnknownMember, NoProgramme, KeyConflict),
            ),
        )
    },
)
async def join(request: Call) -> Reply:
    caller = await caller_of(request, Scope.HOUSEHOLDS_WRITE)
    form = read_form(_joining, await request.body())
    _refuse_silence(consent=form.consent)
    member = to_ref(form.member, source=caller.source)
    return await _join(request, Joining(caller.source, key_of(request, form.key), member, form.code))


def _refuse_silence(*, consent: bool) -> None:
    """Raise InvalidValue for a member who was not asked, or said no."""
    if not consent:
        detail = "Ask the member first: their points go into a balance that others share, and stay there."
        raise InvalidValue(detail, field="consent")


async def _join(request: Call, joining: Joining) -> Reply:
    desk = desk_of(request)
    recorded = await desk.services.perform(join_household, joining, clock=desk.clock, new_id=desk.new_id)
    return _moved(recorded, key=joining.key)


@post(
    "/v1/households/{household_id:uuid}/leave",
    opt={
        OPT: Operation(
            id="leaveHousehold",
            summary="Leave a household, or remove somebody from it",
            description="The points stay with those who stay; the last one to leave takes them along. Who left has an "
            "account of their own again. What was bought for the household is returned to its balance, whoever brings it. "
            "Safe to send again.",
            tag="Households",
            scope=Scope.HOUSEHOLDS_WRITE,
            form=LeavingForm,
            form_examples={"leave": examples.LEAVING, "remove": examples.REMOVING},
            answer=MoveBody,
            answers={201: "Left now.", 200: "Answered before under this key."},
            example=examples.LEFT,
            problems=(*_MANAGING, LastManager, PointsHeld, KeyConflict),
        )
    },
)
async def leave(request: Call, household_id: FromPath[UUID]) -> Reply:
    caller, desk = await caller_of(request, Scope.HOUSEHOLDS_WRITE), desk_of(request)
    form = read_form(_leaving, await request.body())
    leaving = Leaving(
        caller.source,
        key_of(request, form.key),
        household_id,
        to_ref(form.member, source=caller.source),
        None if form.by is None else to_ref(form.by, source=caller.source, field="by"),
    )
    recorded = await desk.services.perform(leave_household, leaving, clock=desk.clock, new_id=desk.new_id)
    return _moved(recorded, key=leaving.key, left=household_id)


@get(
    "/v1/households/{household_id:uuid}",
    opt={
        OPT: Operation(
            id="readHousehold",
            summary="Who belongs to a household",
            description="And who is invited. A member's `account_id` is the id of the household.",
            tag="Households",
            scope=Scope.MEMBERS_READ,
            answer=HouseholdBody,
            answers={200: "The household."},
            example=examples.HOUSEHOLD,
            problems=(UnknownHousehold,),
        )
    },
)
async def household(request: Call, household_id: FromPath[UUID]) -> Reply:
    caller, desk = await caller_of(request, Scope.MEMBERS_READ), desk_of(request)
    found = await desk.services.run(read_open_household, household_id, source=caller.source, clock=desk.clock)
    return reply(_household(found.household, found.invitations))


@post(
    "/v1/households/{household_id:uuid}/invitations",
    opt={
        OPT: Operation(
            id="inviteToHousehold",
            summary="Invite somebody to a household",
            description="The code is told once and kept nowhere: pass it on. It cannot be guessed, is good for one person, "
            "and ends by itself. No more invitations can be open than there are places. Sent again, it is another one.",
            tag="Households",
            scope=Scope.HOUSEHOLDS_WRITE,
            form=InvitationForm,
            form_examples={"a child": examples.INVITATION},
            answer=InvitedBody,
            answers={201: "Invited."},
            example=examples.INVITED,
            problems=(*_MANAGING, UnknownRole, HouseholdFull),
        )
    },
)
async def invite(request: Call, household_id: FromPath[UUID]) -> Reply:
    caller, desk = await caller_of(request, Scope.HOUSEHOLDS_WRITE), desk_of(request)
    form = read_form(_invitation, await request.body())
    managing = Managing(caller.source, household_id, to_ref(form.by, source=caller.source, field="by"))
    invited = await desk.services.perform(
        invite_to_household,
        managing,
        role=form.role,
        random=secrets.token_bytes(RANDOM_BYTES),
        clock=desk.clock,
        new_id=desk.new_id,
    )
    one = invited.invitation
    body = InvitedBody(one.invitation_id, one.role, one.invited_by, one.invited_at, one.ends_at, invited.code)
    return reply(body, status=201)


@post(
    "/v1/households/{household_id:uuid}/invitations/{invitation_id:uuid}/withdraw",
    status_code=200,
    opt={
        OPT: Operation(
            id="withdrawInvitation",
            summary="Take an invitation back",
            description="Nobody can join by it any more. One that was used is over already.",
            tag="Households",
            scope=Scope.HOUSEHOLDS_WRITE,
            form=WithdrawalForm,
            form_examples={"by a parent": examples.WITHDRAWAL},
            answer=HouseholdBody,
            answers={200: "Taken back; the household as it is now."},
            example=examples.HOUSEHOLD,
            problems=(*_MANAGING, UnknownInvitation),
        )
    },
)
async def withdraw(request: Call, household_id: FromPath[UUID], invitation_id: FromPath[UUID]) -> Reply:
    caller, desk = await caller_of(request, Scope.HOUSEHOLDS_WRITE), desk_of(request)
    form = read_form(_withdrawal, await request.body())
    managing = Managing(caller.source, household_id, to_ref(form.by, source=caller.source, field="by"))
    await desk.services.perform(
        withdraw_from_household, managing, invitation_id=invitation_id, clock=desk.clock
    )
    found = await desk.services.run(read_open_household, household_id, source=caller.source, clock=desk.clock)
    return reply(_household(found.household, found.invitations))


@patch(
    "/v1/households/{household_id:uuid}/members/{member_id:uuid}",
    opt={
        OPT: Operation(
            id="giveRole",
            summary="Give a member of a household another role",
            description="It holds from now on. Somebody must always manage the household.",
            tag="Households",
            scope=Scope.HOUSEHOLDS_WRITE,
            form=RoleForm,
            form_examples={"grown up": examples.ROLE},
            answer=HouseholdBody,
            answers={200: "The household as it is now."},
            example=examples.HOUSEHOLD,
            problems=(*_MANAGING, UnknownRole, LastManager),
        )
    },
)
async def give_role(request: Call, household_id: FromPath[UUID], member_id: FromPath[UUID]) -> Reply:
    caller, desk = await caller_of(request, Scope.HOUSEHOLDS_WRITE), desk_of(request)
    form = read_form(_role, await request.body())
    managing = Managing(caller.source, household_id, to_ref(form.by, source=caller.source, field="by"))
    await desk.services.perform(
        give_role_in_household, managing, member=("id", str(member_id)), role=form.role, clock=desk.clock
    )
    found = await desk.services.run(read_open_household, household_id, source=caller.source, clock=desk.clock)
    return reply(_household(found.household, found.invitations))


def _moved(recorded: Recorded, *, key: str, left: UUID | None = None) -> Reply:
    answer = recorded.answer
    made = answer.transfer
    assert made is not None  # noqa: S101 - this kind of answer has one
    body = MoveBody(
        activity_id=answer.activity_id,
        key=key,
        household_id=left or made.into_account_id,
        member_id=answer.member_id,
        account_id=made.into_account_id,
        moved=[BroughtBody(one.currency, one.amount, one.available_at, one.expires_at) for one in made.moved],
        balances=balance_bodies(answer.balances),
    )
    return reply(body, status=200 if recorded.replayed else 201)


def _household(found: Household, invitations: tuple[Invitation, ...]) -> HouseholdBody:
    return HouseholdBody(
        household_id=found.household_id,
        founded_at=found.founded_at,
        members=[MembershipBody(one.member_id, one.role, one.joined_at) for one in found.members],
        invitations=[
            InvitationBody(one.invitation_id, one.role, one.invited_by, one.invited_at, one.ends_at)
            for one in invitations
        ],
    )

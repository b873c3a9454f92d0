"""Households: members who share one balance. Start one, invite, join, leave, give out roles."""

from uuid import UUID

import msgspec
from litestar import get, patch, post
from litestar.params import FromPath

from tessera.access.scopes import Scope
from tessera.api import household_examples as examples
from tessera.api.desk import Call, caller_of, desk_of, key_of
from tessera.api.household_bodies import HouseholdBody, MoveBody, household_body, move_reply
from tessera.api.household_forms import (
    FoundingForm,
    JoiningForm,
    LeavingForm,
    RoleForm,
)
from tessera.api.identities import to_ref
from tessera.api.operation import OPT, Operation
from tessera.api.reading import read_form
from tessera.api.reply import Reply, reply
from tessera.kit.problems import InvalidValue, KeyConflict, NoProgramme, UnknownMember
from tessera.members.households import UnknownHousehold
from tessera.usecases.join_household import Joining, join_household
from tessera.usecases.leave_household import Leaving, leave_household
from tessera.usecases.manage_household import (
    Managing,
    give_role_in_household,
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
_role = msgspec.json.Decoder(RoleForm)

MANAGING = (
    NoHouseholds,
    UnknownHousehold,
    NotInHousehold,
    RoleMayNot,
    InvalidValue,
    UnknownMember,
    NoProgramme,
)
"""Why somebody may not manage a household."""


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
    return move_reply(recorded, key=joining.key)


@post(
    "/v1/households/{household_id:uuid}/leave",
    opt={
        OPT: Operation(
            id="leaveHousehold",
            summary="Leave a household, or remove somebody from it",
            description="The points stay with those who stay; the last one to leave takes them along. Who left has an "
            "account of their own again; what they had set aside for a basket is released to the household before: "
            "`released` names those holds. What was bought for the household is returned to it. Safe to send again.",
            tag="Households",
            scope=Scope.HOUSEHOLDS_WRITE,
            form=LeavingForm,
            form_examples={"leave": examples.LEAVING, "remove": examples.REMOVING},
            answer=MoveBody,
            answers={201: "Left now.", 200: "Answered before under this key."},
            example=examples.LEFT,
            problems=(*MANAGING, LastManager, KeyConflict),
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
    return move_reply(recorded, key=leaving.key, left=household_id)


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
    return reply(household_body(found.household, found.invitations))


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
            problems=(*MANAGING, UnknownRole, LastManager),
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
    return reply(household_body(found.household, found.invitations))

"""Invitations to a household: made with a code that is told once, and taken back."""

import secrets
from uuid import UUID

import msgspec
from litestar import post
from litestar.params import FromPath

from tessera.access.scopes import Scope
from tessera.api import household_examples as examples
from tessera.api.desk import Call, caller_of, desk_of
from tessera.api.household_bodies import HouseholdBody, InvitedBody, household_body, invited_body
from tessera.api.household_forms import InvitationForm, WithdrawalForm
from tessera.api.households import MANAGING
from tessera.api.identities import to_ref
from tessera.api.operation import OPT, Operation
from tessera.api.reading import read_form
from tessera.api.reply import Reply, reply
from tessera.catalogue.codes import RANDOM_BYTES
from tessera.usecases.manage_household import Managing, invite_to_household, withdraw_from_household
from tessera.usecases.read_household import read_open_household
from tessera.usecases.sharing.problems import HouseholdFull, UnknownInvitation, UnknownRole

_invitation = msgspec.json.Decoder(InvitationForm)
_withdrawal = msgspec.json.Decoder(WithdrawalForm)


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
            problems=(*MANAGING, UnknownRole, HouseholdFull),
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
    return reply(invited_body(invited), status=201)


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
            problems=(*MANAGING, UnknownInvitation),
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
    return reply(household_body(found.household, found.invitations))

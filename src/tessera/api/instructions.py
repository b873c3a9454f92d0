"""Standing instructions: points that a member gives each month, until that is stopped."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath
from msgspec import Meta

from tessera.access.scopes import Scope
from tessera.api import giving_examples as examples
from tessera.api.body import Body
from tessera.api.desk import Call, caller_of, desk_of, key_of
from tessera.api.fields import Given, Key, Word
from tessera.api.forms import Form, MemberForm
from tessera.api.identities import to_ref
from tessera.api.operation import OPT, Operation
from tessera.api.reading import read_form
from tessera.api.reply import Reply, reply
from tessera.kit.problems import InvalidValue, KeyConflict, NoProgramme, UnknownMember
from tessera.members.instructions import Instruction
from tessera.usecases.adjust_points import LIMIT_POINTS
from tessera.usecases.instruct_donation import Instructing, instruct_donation
from tessera.usecases.read_instructions import read_instructions
from tessera.usecases.stop_instruction import UnknownInstruction, stop_instruction


class InstructionForm(Form, frozen=True):
    """So many points to a cause each month, or all `above` so many; in a month without that day, on its last one."""

    member: MemberForm
    cause: Word
    on_day: Annotated[int, Meta(ge=1, le=31, description="The day of the month.")]
    points: Given | None = None
    above: Annotated[int, Meta(ge=0, le=LIMIT_POINTS)] | None = None
    key: Key | None = None


class InstructionBody(Body, frozen=True):
    """An instruction: so many points, or (then `points` is null) all `above` so many, to a cause on a day of each month,
    until it is stopped.
    """

    instruction_id: UUID
    key: str
    member_id: UUID
    cause: str
    points: int | None
    above: int | None
    on_day: int
    made_at: datetime
    stopped_at: datetime | None


class InstructionsBody(Body, frozen=True):
    """A member's instructions, the newest first, stopped ones too."""

    instructions: list[InstructionBody]


_form = msgspec.json.Decoder(InstructionForm)


@post(
    "/v1/instructions",
    opt={
        OPT: Operation(
            id="instructDonation",
            summary="Let a member give points to a cause each month",
            description="So many, or all that lie above so many. From the next such day on, at the midnight that begins it. "
            "Each gift stands in the history like any other; where there are too few points then, it is refused, and the "
            "next month is tried again. Safe to send again.",
            tag="Giving",
            scope=Scope.POINTS_GIVE,
            form=InstructionForm,
            form_examples={"trees": examples.INSTRUCTION, "all above": examples.INSTRUCTION_ABOVE},
            answer=InstructionBody,
            answers={201: "It stands from now on.", 200: "Given before under this key: as it stands by now."},
            example=examples.INSTRUCTED,
            problems=(InvalidValue, UnknownMember, NoProgramme, KeyConflict),
        )
    },
)
async def instruct(request: Call) -> Reply:
    caller, desk = await caller_of(request, Scope.POINTS_GIVE), desk_of(request)
    form = read_form(_form, await request.body())
    asked = Instructing(
        source=caller.source,
        key=key_of(request, form.key),
        member=to_ref(form.member, source=caller.source),
        cause=form.cause,
        points=form.points,
        above=form.above,
        on_day=form.on_day,
    )
    done = await desk.services.perform(instruct_donation, asked, clock=desk.clock, new_id=desk.new_id)
    return reply(instruction_body(done.instruction), status=200 if done.repeated else 201)


@post(
    "/v1/instructions/{instruction_id:uuid}/stop",
    status_code=200,
    opt={
        OPT: Operation(
            id="stopInstruction",
            summary="Stop an instruction",
            description="From now on nothing is given by it. Safe to send again.",
            tag="Giving",
            scope=Scope.POINTS_GIVE,
            answer=InstructionBody,
            answers={200: "It is stopped."},
            example=examples.INSTRUCTION_STOPPED,
            problems=(UnknownInstruction,),
        )
    },
)
async def stop(request: Call, instruction_id: FromPath[UUID]) -> Reply:
    caller, desk = await caller_of(request, Scope.POINTS_GIVE), desk_of(request)
    stopped = await desk.services.run(
        stop_instruction, instruction_id, source=caller.source, clock=desk.clock
    )
    return reply(instruction_body(stopped))


@get(
    "/v1/members/{member_id:uuid}/instructions",
    opt={
        OPT: Operation(
            id="listInstructions",
            summary="What a member gives each month",
            description="And what was stopped; what came of each is in the history.",
            tag="Giving",
            scope=Scope.MEMBERS_READ,
            answer=InstructionsBody,
            answers={200: "The instructions."},
            example={"instructions": [examples.INSTRUCTED]},
            problems=(UnknownMember,),
        )
    },
)
async def instructions(request: Call, member_id: FromPath[UUID]) -> Reply:
    await caller_of(request, Scope.MEMBERS_READ)
    found = await desk_of(request).services.run(read_instructions, member_id)
    return reply(InstructionsBody([instruction_body(one) for one in found]))


def instruction_body(one: Instruction) -> InstructionBody:
    """An instruction, as it goes out."""
    return InstructionBody(
        instruction_id=one.instruction_id,
        key=one.key,
        member_id=one.member_id,
        cause=one.cause,
        points=one.points,
        above=one.above,
        on_day=one.on_day,
        made_at=one.made_at,
        stopped_at=one.stopped_at,
    )

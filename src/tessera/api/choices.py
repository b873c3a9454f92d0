"""What members choose for a period: read what may be chosen and what is, and choose."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath

from tessera.access.scopes import Scope
from tessera.api import examples
from tessera.api.bodies import AnswerBody, answer_body
from tessera.api.body import Body
from tessera.api.desk import Call, caller_of, desk_of, key_of
from tessera.api.forms import ChoiceForm
from tessera.api.operation import OPT, Operation
from tessera.api.reading import read_form
from tessera.api.reply import Reply, reply
from tessera.kit.problems import KeyConflict, NoProgramme, UnknownMember
from tessera.usecases.make_choice import make_choice
from tessera.usecases.read_choices import Chosen, OpenChoice

_choice = msgspec.json.Decoder(ChoiceForm)


class ChosenBody(Body, frozen=True):
    """What is chosen for the days from `from_on` until before `until_on`; nothing, where the list is empty."""

    from_on: date
    until_on: date
    values: list[str]


class ChoiceBody(Body, frozen=True):
    """A choice of the programme: values of `attribute`, at most `up_to` of `options`.

    `current` counts now; `next` can be chosen, and changed, until `choose_by`. `current_open`: the member has just joined
    and may choose for the rest of the running period, once; such a choice counts from then on.
    """

    choice: str
    attribute: str
    options: list[str]
    up_to: int
    current: ChosenBody
    current_open: bool
    next: ChosenBody
    choose_by: datetime


class ChoicesBody(Body, frozen=True):
    """Every choice of the programme in force."""

    choices: list[ChoiceBody]


@get(
    "/v1/members/{member_id:uuid}/choices",
    opt={
        OPT: Operation(
            id="readChoices",
            summary="What a member may choose, and has chosen",
            description="Every choice of the programme: what counts now, and what is open until when.",
            tag="Members",
            scope=Scope.MEMBERS_READ,
            answer=ChoicesBody,
            answers={200: "The choices."},
            example=examples.CHOICES,
            problems=(UnknownMember, NoProgramme),
        )
    },
)
async def choices(request: Call, member_id: FromPath[UUID]) -> Reply:
    await caller_of(request, Scope.MEMBERS_READ)
    return reply(_choices_body(await desk_of(request).services.choices(member_id)))


@post(
    "/v1/members/{member_id:uuid}/choices",
    opt={
        OPT: Operation(
            id="choose",
            summary="Choose for a period",
            description=(
                "Takes the place of an earlier choice for the same period, which is the first that is open unless "
                "`period` names a day of another. What comes too late, is too much or is not offered is refused "
                "(`status: refused`), and remembered under its key."
            ),
            tag="Members",
            scope=Scope.MEMBERS_WRITE,
            form=ChoiceForm,
            form_examples={"two of three": examples.CHOICE},
            answer=AnswerBody,
            answers={201: "Chosen now.", 200: "Chosen before under this key."},
            example=examples.CHOSEN,
            problems=(UnknownMember, NoProgramme, KeyConflict),
        )
    },
)
async def choose(request: Call, member_id: FromPath[UUID]) -> Reply:
    caller = await caller_of(request, Scope.MEMBERS_WRITE)
    desk = desk_of(request)
    form = read_form(_choice, await request.body())
    key = key_of(request, form.key)
    submission = make_choice(
        source=caller.source,
        key=key,
        member_id=member_id,
        choice=form.choice,
        values=form.values,
        period_on=form.period,
        occurred_at=desk.clock.now(),
    )
    recorded = await desk.services.record(submission)
    return reply(answer_body(recorded.answer, key=key), status=200 if recorded.replayed else 201)


def _choices_body(told: Sequence[OpenChoice]) -> ChoicesBody:
    return ChoicesBody(
        [
            ChoiceBody(
                one.choice,
                one.attribute,
                list(one.options),
                one.up_to,
                _chosen_body(one.current),
                one.current_open,
                _chosen_body(one.next),
                one.choose_by,
            )
            for one in told
        ]
    )


def _chosen_body(chosen: Chosen) -> ChosenBody:
    return ChosenBody(chosen.from_on, chosen.until_on, list(chosen.values))

"""A member's points: balances, now or as they were, and adjustments by hand."""

from uuid import UUID

import msgspec
from litestar import Response, post
from litestar.params import FromPath

from tessera.access.scopes import Scope
from tessera.api import examples
from tessera.api.bodies import AnswerBody, answer_body
from tessera.api.desk import Call, caller_of, desk_of, key_of, reply
from tessera.api.forms import AdjustmentForm
from tessera.api.operation import OPT, Operation
from tessera.api.reading import read_form
from tessera.kit.problems import InvalidValue, KeyConflict, NoProgramme, UnknownMember
from tessera.usecases.adjust_points import adjustment

_adjustment = msgspec.json.Decoder(AdjustmentForm)


@post(
    "/v1/members/{member_id:uuid}/adjustments",
    opt={
        OPT: Operation(
            id="adjustPoints",
            summary="Give or take points by hand",
            description="For goodwill and corrections. The reason is kept and the member may read it.",
            tag="Points",
            scope=Scope.POINTS_ADJUST,
            form=AdjustmentForm,
            form_examples={"goodwill": examples.ADJUSTMENT},
            answer=AnswerBody,
            answers={201: "Adjusted now.", 200: "Adjusted before under this key."},
            example=examples.ADJUSTED,
            problems=(InvalidValue, UnknownMember, NoProgramme, KeyConflict),
        )
    },
)
async def adjust(request: Call, member_id: FromPath[UUID]) -> Response[bytes]:
    caller = await caller_of(request, Scope.POINTS_ADJUST)
    desk = desk_of(request)
    form = read_form(_adjustment, await request.body())
    key = key_of(request, form.key)
    submission = adjustment(
        source=caller.source,
        key=key,
        member_id=str(member_id),
        currency=form.currency,
        points=form.points,
        reason=form.reason,
        occurred_at=desk.clock.now(),
    )
    recorded = await desk.services.record(msgspec.structs.replace(submission, dated=False))
    return reply(answer_body(recorded.answer, key=key), status=200 if recorded.replayed else 201)

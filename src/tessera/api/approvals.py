"""What was asked for by hand: list it, read it, approve or refuse what waits."""

from collections.abc import Sequence
from uuid import UUID

from litestar import get
from litestar.params import FromPath

from tessera.access.scopes import Scope
from tessera.api import adjustment_examples as examples
from tessera.api.adjustments import AdjustmentBody, adjustment_body
from tessera.api.body import Body
from tessera.api.deciding import Decided, Listed, decisions, listing
from tessera.api.desk import Call, caller_of, desk_of
from tessera.api.operation import OPT, Operation
from tessera.api.reply import Reply, reply
from tessera.approvals.requests import Kind
from tessera.kit.problems import InvalidValue, KeyConflict
from tessera.usecases.decide_request import UnknownRequest
from tessera.usecases.deciding.carry_out import Handled
from tessera.usecases.read_requests import read_request


class AdjustmentsBody(Body, frozen=True):
    """A page of them, newest first; for the next page send the last one's `request_id` as `before`."""

    adjustments: list[AdjustmentBody]


async def _page(call: Call, found: Sequence[Handled]) -> AdjustmentsBody:
    now = desk_of(call).clock.now()
    return AdjustmentsBody([adjustment_body(one, now=now) for one in found])


adjustments = listing(
    Listed(
        Kind.ADJUSTMENT,
        AdjustmentsBody,
        _page,
        summary="What was asked for by hand",
        description="Who asked for what, and who decided it: all of it, or what is in one state.",
        example=examples.WAITING_LIST,
    )
)


@get(
    "/v1/adjustments/{request_id:uuid}",
    opt={
        OPT: Operation(
            id="readAdjustment",
            summary="One adjustment that was asked for",
            description="Who asked for it, and what became of it by now.",
            tag="By hand",
            scope=Scope.POINTS_APPROVE,
            answer=AdjustmentBody,
            answers={200: "The adjustment; what was recorded is left out."},
            example=examples.WAITING,
            problems=(UnknownRequest, InvalidValue),
        )
    },
)
async def adjustment(request: Call, request_id: FromPath[UUID]) -> Reply:
    caller, desk = await caller_of(request, Scope.POINTS_APPROVE), desk_of(request)
    found = await desk.services.run(read_request, request_id, kind=Kind.ADJUSTMENT, source=caller.source)
    return reply(adjustment_body(Handled(found), now=desk.clock.now()))


async def _decided(call: Call, handled: Handled) -> AdjustmentBody:
    return adjustment_body(handled, now=desk_of(call).clock.now())


approve, refuse = decisions(
    Decided(
        Kind.ADJUSTMENT,
        AdjustmentBody,
        _decided,
        approval="It is done in the same moment, once.",
        approved=examples.APPROVED,
        refused=examples.REFUSED,
        problems=(KeyConflict,),
    )
)

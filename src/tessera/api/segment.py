"""Segment's events, as a shop sends them anyway."""

from decimal import Decimal

import msgspec
from litestar import post

from tessera.access.scopes import Scope
from tessera.api import examples
from tessera.api.bodies import AnswerBody, answer_body
from tessera.api.desk import Call, caller_of, checked_key, desk_of
from tessera.api.forms import ActivityForm
from tessera.api.operation import OPT, Operation
from tessera.api.reading import convert_form, read_form
from tessera.api.reply import Reply, reply
from tessera.api.translate import to_submission
from tessera.connect.segment import Event, to_body
from tessera.kit.problems import InvalidValue, KeyConflict, NoProgramme, UnknownMember, UnknownPurchase

_event = msgspec.json.Decoder(Event, float_hook=Decimal)


@post(
    "/v1/segment",
    opt={
        OPT: Operation(
            id="recordSegmentEvent",
            summary="Record an event of Segment's",
            description=(
                "A `track` call as Segment writes it. `Order Completed` is a purchase under the key `order-<order_id>`, "
                "`Order Refunded` its return; any other event is an activity named after it (`Product Viewed`: "
                "`product_viewed`) under its `messageId`, with its properties as facts. `userId` is the member's "
                "external id at the calling source."
            ),
            tag="Activities",
            scope=Scope.ACTIVITIES_WRITE,
            form=Event,
            form_examples={"order": examples.SEGMENT_ORDER},
            answer=AnswerBody,
            answers={201: "Recorded now.", 200: "Recorded before; this is the stored answer."},
            example=examples.ANSWER,
            problems=(InvalidValue, UnknownMember, UnknownPurchase, NoProgramme, KeyConflict),
        )
    },
)
async def record_event(request: Call) -> Reply:
    caller = await caller_of(request, Scope.ACTIVITIES_WRITE)
    desk = desk_of(request)
    form = convert_form(ActivityForm, to_body(read_form(_event, await request.body())))
    now = desk.clock.now()
    submission = to_submission(
        form,
        source=caller.source,
        key=checked_key(form.key or ""),
        now=now,
        money=desk.services.money(now),
    )
    recorded = await desk.services.record(submission)
    return reply(answer_body(recorded.answer, key=form.key), status=200 if recorded.replayed else 201)

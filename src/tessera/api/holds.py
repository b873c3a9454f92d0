"""Holds: points and rewards set aside for a basket while somebody pays, and given back."""

from uuid import UUID

import msgspec
from litestar import delete, get, post
from litestar.params import FromPath

from tessera.access.scopes import Scope
from tessera.access.tries import TooManyTries
from tessera.api import checkout_examples
from tessera.api.bodies import AnswerBody, answer_body
from tessera.api.body import Body
from tessera.api.desk import RELEASE_KEY, Call, caller_of, checked_key, desk_of, key_of
from tessera.api.forms import HoldForm
from tessera.api.moved_cards import CardMovedBody, card_moved_bodies
from tessera.api.operation import OPT, Operation
from tessera.api.payments import HeldBody, held_body
from tessera.api.presented import vouchers_of, with_gift_cards
from tessera.api.reading import read_form
from tessera.api.reply import Reply, reply
from tessera.api.translate import to_hold
from tessera.catalogue.gift_cards import UnknownGiftCard
from tessera.catalogue.spoken import RequestKey
from tessera.catalogue.vouchers import UnknownVoucher
from tessera.engine.activity import Activity
from tessera.kit.activities import RELEASE
from tessera.kit.problems import InvalidValue, KeyConflict, NoProgramme, UnknownMember
from tessera.usecases.answers import Submission
from tessera.usecases.read_answer import UnknownActivity
from tessera.usecases.read_hold import read_hold

_form = msgspec.json.Decoder(HoldForm)


@post(
    "/v1/holds",
    opt={
        OPT: Operation(
            id="placeHold",
            summary="Set points and rewards aside for a basket",
            description=(
                "The points leave what is available at once, and nothing can spend them a second time. A purchase that "
                "names the hold's key captures them; what its basket cannot use is given back. A hold that nobody "
                "captures or releases ends by itself. Safe to send again."
            ),
            tag="Checkout",
            scope=Scope.POINTS_SPEND,
            form=HoldForm,
            form_examples={"basket": checkout_examples.HOLD},
            answer=AnswerBody,
            answers={201: "Set aside now, or refused.", 200: "Answered before under this key."},
            example=checkout_examples.HELD,
            problems=(
                InvalidValue,
                UnknownMember,
                UnknownVoucher,
                UnknownGiftCard,
                NoProgramme,
                KeyConflict,
                TooManyTries,
            ),
        )
    },
)
async def place_hold(request: Call) -> Reply:
    caller = await caller_of(request, Scope.POINTS_SPEND)
    desk = desk_of(request)
    form = read_form(_form, await request.body())
    now = desk.clock.now()
    under = RequestKey(caller.source, key_of(request, form.key))
    submission = to_hold(
        form,
        source=under.source,
        key=under.key,
        now=now,
        money=desk.services.money(now),
        vouchers=await vouchers_of(desk, caller, form.vouchers, under=under),
    )
    submission = await with_gift_cards(desk, caller, form.gift_cards, submission, under=under)
    recorded = await desk.services.record(submission)
    return reply(
        answer_body(recorded.answer, key=submission.activity.key), status=200 if recorded.replayed else 201
    )


class HoldBody(Body, frozen=True):
    """A hold: `open`, `captured` by a purchase (under the key `captured_by`), `released`, or `ended` by itself.

    `held` and `gift_cards` are what was set aside; only while it is open it still is.
    """

    key: str
    state: str
    activity_id: UUID | None
    member_id: UUID
    held: HeldBody | None
    gift_cards: list[CardMovedBody]
    vouchers: list[UUID]
    captured_by: str | None


@get(
    "/v1/holds/{key:path}",
    opt={
        OPT: Operation(
            id="readHold",
            summary="How a hold stands",
            description="What it set aside, until when, and what became of it: for a till that was cut off in between. A "
            "key sees the holds of its own source alone.",
            tag="Checkout",
            scope=Scope.POINTS_SPEND,
            answer=HoldBody,
            answers={200: "The hold."},
            example=checkout_examples.SHOWN_HOLD,
            problems=(UnknownActivity, InvalidValue),
        )
    },
)
async def hold(request: Call, key: FromPath[str]) -> Reply:
    caller = await caller_of(request, Scope.POINTS_SPEND)
    desk = desk_of(request)
    key = checked_key(key.removeprefix("/"))
    shown = await desk.services.run(read_hold, source=caller.source, key=key, clock=desk.clock)
    answer = shown.answer
    return reply(
        HoldBody(
            key,
            shown.state.value,
            answer.activity_id,
            answer.member_id,
            held_body(shown.held),
            card_moved_bodies(answer.cards, ()),
            [moved.after.voucher_id for moved in answer.vouchers],
            shown.captured_by,
        )
    )


@delete(
    "/v1/holds/{key:path}",
    status_code=200,
    opt={
        OPT: Operation(
            id="releaseHold",
            summary="Give back what a hold set aside",
            description="The answer is kept under the key `release:` and the hold's own. Safe to send again.",
            tag="Checkout",
            scope=Scope.POINTS_SPEND,
            answer=AnswerBody,
            answers={200: "Given back, or refused because nothing is set aside any longer."},
            example=checkout_examples.RELEASED,
            problems=(InvalidValue, UnknownActivity, UnknownMember, NoProgramme, KeyConflict),
        )
    },
)
async def release_hold(request: Call, key: FromPath[str]) -> Reply:
    caller = await caller_of(request, Scope.POINTS_SPEND)
    desk = desk_of(request)
    key = checked_key(key.removeprefix("/"))
    held = await desk.services.answer(source=caller.source, key=key)
    release = Activity(type=RELEASE, key=f"{RELEASE_KEY}{key}", occurred_at=desk.clock.now(), of=key)
    submission = Submission(caller.source, "id", str(held.member_id), release, dated=False)
    recorded = await desk.services.record(submission)
    return reply(answer_body(recorded.answer, key=release.key))

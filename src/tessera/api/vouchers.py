"""Vouchers: a member's own with their codes, one by its code, and handing over what it stands for."""

from io import BytesIO
from uuid import UUID

import msgspec
import segno
from litestar import Response, get, post
from litestar.params import FromPath

from tessera.access.scopes import Scope
from tessera.access.tries import TooManyTries
from tessera.api import voucher_examples as examples
from tessera.api.desk import Call, caller_of, desk_of, key_of, limit_of
from tessera.api.heard import heard
from tessera.api.operation import OPT, Operation, Query
from tessera.api.reading import read_form
from tessera.api.reply import Reply, reply
from tessera.api.reward_forms import VoucherForm
from tessera.api.voucher_bodies import (
    OwnVouchersBody,
    VoucherAnswerBody,
    VoucherWithStepsBody,
    own_voucher_body,
    voucher_answer_body,
    voucher_with_steps_body,
)
from tessera.catalogue.spoken import RequestKey
from tessera.catalogue.vouchers import UnknownVoucher
from tessera.kit.activities import CANCELLATION, USE
from tessera.kit.problems import InvalidValue, KeyConflict, NoProgramme, UnknownMember
from tessera.usecases.read_vouchers import LIMIT, read_own_code, read_own_vouchers, read_voucher
from tessera.usecases.use_voucher import use_voucher

_form = msgspec.json.Decoder(VoucherForm)
_PAGE = 50


@get(
    "/v1/members/{member_id:uuid}/vouchers",
    opt={
        OPT: Operation(
            id="listVouchers",
            summary="A member's vouchers",
            description="What the member has taken and may use, and what became of the rest; with the codes, for the "
            "member's eyes. Of whoever was merged into the member, too.",
            tag="Vouchers",
            scope=Scope.VOUCHERS_READ,
            queries=(
                Query("before", "The `next` of a page, for the one after it.", {"type": "string"}),
                Query(
                    "limit",
                    "How many.",
                    {"type": "integer", "default": _PAGE, "minimum": 1, "maximum": LIMIT},
                ),
            ),
            answer=OwnVouchersBody,
            answers={200: "A page of the vouchers."},
            example=examples.OWN,
            problems=(InvalidValue, UnknownMember),
        )
    },
)
async def own_vouchers(request: Call, member_id: FromPath[UUID]) -> Reply:
    await caller_of(request, Scope.VOUCHERS_READ)
    desk = desk_of(request)
    page = await desk.services.perform(
        read_own_vouchers,
        member_id,
        seal=desk.seal,
        clock=desk.clock,
        before=request.query_params.get("before"),
        limit=limit_of(request, default=_PAGE),
    )
    vouchers = [own_voucher_body(shown) for shown in page.vouchers]
    return reply(OwnVouchersBody(vouchers, page.next))


@get(
    "/v1/members/{member_id:uuid}/vouchers/{voucher_id:uuid}/qr.svg",
    opt={
        OPT: Operation(
            id="drawVoucher",
            summary="A voucher's code as a QR code",
            description="A picture that a till scans. It says the code and nothing else.",
            tag="Vouchers",
            scope=Scope.VOUCHERS_READ,
            answer=str,
            answers={200: "The picture."},
            example='<svg xmlns="http://www.w3.org/2000/svg" …',
            problems=(UnknownMember, UnknownVoucher),
            media_type="image/svg+xml",
        )
    },
)
async def own_code(request: Call, member_id: FromPath[UUID], voucher_id: FromPath[UUID]) -> Response[bytes]:
    await caller_of(request, Scope.VOUCHERS_READ)
    desk = desk_of(request)
    code = await desk.services.run(read_own_code, member_id, voucher_id, seal=desk.seal)
    if code is None:
        raise UnknownVoucher("This server's secret cannot show the code of this voucher.")
    return Response(draw(code), media_type="image/svg+xml", headers={"Cache-Control": "private, no-store"})


@get(
    "/v1/vouchers/{code:str}",
    opt={
        OPT: Operation(
            id="readVoucher",
            summary="A voucher by its code",
            description="However the code is typed: with or without its dashes, in capitals or not. A mistyped code is "
            "told as such (422), before anything is looked for.",
            tag="Vouchers",
            scope=Scope.VOUCHERS_READ,
            answer=VoucherWithStepsBody,
            answers={200: "The voucher."},
            example=examples.VOUCHER,
            problems=(InvalidValue, UnknownVoucher, TooManyTries),
        )
    },
)
async def voucher(request: Call, code: FromPath[str]) -> Reply:
    caller = await caller_of(request, Scope.VOUCHERS_READ)
    desk = desk_of(request)
    presented = await heard(desk, caller, code)
    shown, steps = await desk.services.perform(
        read_voucher, presented, source=caller.source, clock=desk.clock
    )
    return reply(voucher_with_steps_body(shown, steps))


@post(
    "/v1/vouchers/{code:str}/use",
    opt={
        OPT: Operation(
            id="useVoucher",
            summary="Hand over what a voucher stands for",
            description="A gift, a service, a place at an event: outside of any basket. It is used once, whoever is "
            "quicker; what lowers a basket is presented with that. Safe to send again.",
            tag="Vouchers",
            scope=Scope.VOUCHERS_USE,
            form=VoucherForm,
            form_examples={"a coffee": examples.USE},
            answer=VoucherAnswerBody,
            answers={201: "Used now, or refused.", 200: "Answered before under this key."},
            example=examples.USED,
            problems=(InvalidValue, UnknownVoucher, UnknownMember, NoProgramme, KeyConflict, TooManyTries),
        )
    },
)
async def use(request: Call, code: FromPath[str]) -> Reply:
    return await _record(request, code, USE)


@post(
    "/v1/vouchers/{code:str}/cancel",
    opt={
        OPT: Operation(
            id="cancelVoucher",
            summary="Give a reward back unused",
            description="Within the time that its `undo` allows: its points go back to the lots that they came from, and "
            "the piece, the budget and the limit are free again. Safe to send again.",
            tag="Vouchers",
            scope=Scope.VOUCHERS_USE,
            form=VoucherForm,
            form_examples={"a coffee": examples.CANCEL},
            answer=VoucherAnswerBody,
            answers={201: "Given back now, or refused.", 200: "Answered before under this key."},
            example=examples.CANCELLED,
            problems=(InvalidValue, UnknownVoucher, UnknownMember, NoProgramme, KeyConflict, TooManyTries),
        )
    },
)
async def cancel(request: Call, code: FromPath[str]) -> Reply:
    return await _record(request, code, CANCELLATION)


async def _record(request: Call, code: str, activity_type: str) -> Reply:
    """Record what is done with a voucher, and tell how it stands then."""
    caller = await caller_of(request, Scope.VOUCHERS_USE)
    desk = desk_of(request)
    form = read_form(_form, await request.body())
    key = key_of(request, form.key)
    presented = await heard(desk, caller, code, under=RequestKey(caller.source, key))
    submission = await desk.services.run(
        use_voucher,
        presented,
        activity_type=activity_type,
        source=caller.source,
        key=key,
        now=desk.clock.now(),
    )
    recorded = await desk.services.record(submission)
    shown, _ = await desk.services.perform(read_voucher, presented, source=caller.source, clock=desk.clock)
    return reply(
        voucher_answer_body(recorded, submission.activity.key, shown),
        status=200 if recorded.replayed else 201,
    )


def draw(code: str) -> bytes:
    """A code as an SVG that any till reads: with its quiet zone, and so much redundancy that a crease does no harm."""
    picture = BytesIO()
    segno.make_qr(code, error="q").save(picture, kind="svg", scale=8, border=4, xmldecl=False, light="#fff")
    return picture.getvalue()

"""Codes to say aloud, for a voucher or a gift card."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import post
from litestar.params import FromPath

from tessera.access.scopes import Scope
from tessera.access.tries import TooManyTries
from tessera.api import voucher_examples as examples
from tessera.api.body import Body
from tessera.api.desk import Call, caller_of, desk_of
from tessera.api.heard import heard
from tessera.api.operation import OPT, Operation
from tessera.api.reading import read_form
from tessera.api.reply import Reply, reply
from tessera.api.reward_forms import SpokenForm
from tessera.catalogue.gift_cards import UnknownGiftCard
from tessera.catalogue.vouchers import UnknownVoucher
from tessera.kit.problems import InvalidValue, UnknownMember
from tessera.kit.sandbox import beside, plain
from tessera.usecases.speak_code import SpokenCode, speak_card, speak_voucher

_form = msgspec.json.Decoder(SpokenForm)


class SpokenCodeBody(Body, frozen=True):
    """Twelve digits to say at a till of `source`, before `expires_at`; they stand for the long code there."""

    code: str
    source: str
    expires_at: datetime


@post(
    "/v1/members/{member_id:uuid}/vouchers/{voucher_id:uuid}/spoken-code",
    opt={
        OPT: Operation(
            id="speakVoucher",
            summary="A code of a voucher to say aloud",
            description="Twelve digits, for whoever has no screen to show: at the counter, or by phone. They count at one "
            "source, for an hour, and only the newest of them. Wrong guesses are few: see `too_many_tries`.",
            tag="Vouchers",
            scope=Scope.VOUCHERS_READ,
            form=SpokenForm,
            form_examples={"at the bar": examples.SPEAK},
            answer=SpokenCodeBody,
            answers={201: "Say it."},
            example=examples.SPOKEN,
            problems=(InvalidValue, UnknownMember, UnknownVoucher),
        )
    },
)
async def voucher(request: Call, member_id: FromPath[UUID], voucher_id: FromPath[UUID]) -> Reply:
    caller = await caller_of(request, Scope.VOUCHERS_READ)
    desk = desk_of(request)
    form = read_form(_form, await request.body())
    spoken = await desk.services.run(
        speak_voucher,
        member_id,
        voucher_id,
        source=beside(caller.source, form.source or caller.source),
        asked_by=caller.source,
        clock=desk.clock,
    )
    return reply(_body(spoken), status=201)


@post(
    "/v1/gift-cards/{code:str}/spoken-code",
    opt={
        OPT: Operation(
            id="speakGiftCard",
            summary="A code of a gift card to say aloud",
            description="As for a voucher, for whoever has the card's long code.",
            tag="Gift cards",
            scope=Scope.VOUCHERS_READ,
            form=SpokenForm,
            form_examples={"at the bar": examples.SPEAK},
            answer=SpokenCodeBody,
            answers={201: "Say it."},
            example=examples.SPOKEN,
            problems=(InvalidValue, UnknownGiftCard, TooManyTries),
        )
    },
)
async def gift_card(request: Call, code: FromPath[str]) -> Reply:
    caller = await caller_of(request, Scope.VOUCHERS_READ)
    desk = desk_of(request)
    form = read_form(_form, await request.body())
    spoken = await desk.services.run(
        speak_card,
        await heard(desk, caller, code),
        source=beside(caller.source, form.source or caller.source),
        asked_by=caller.source,
        clock=desk.clock,
    )
    return reply(_body(spoken), status=201)


def _body(spoken: SpokenCode) -> SpokenCodeBody:
    return SpokenCodeBody(spoken.code, plain(spoken.source), spoken.expires_at)

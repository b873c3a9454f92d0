"""Guests: whoever is no member pays with gift cards, and has back what comes back."""

from typing import Literal
from uuid import UUID

import msgspec
from litestar import post

from tessera.access.scopes import Scope
from tessera.access.tries import TooManyTries
from tessera.api import voucher_examples as examples
from tessera.api.bodies import RefusalBody
from tessera.api.body import Body
from tessera.api.desk import Call, Desk, caller_of, desk_of, key_of
from tessera.api.forms import ActivityForm, MemberForm
from tessera.api.moved_cards import CardMovedBody, card_moved_bodies
from tessera.api.operation import OPT, Operation
from tessera.api.presented import cards_of
from tessera.api.reading import read_form
from tessera.api.reply import Reply, reply
from tessera.api.reward_forms import GuestPaymentForm, GuestRefundForm
from tessera.api.sentences import refusal_sentence_of
from tessera.api.translate import to_activity
from tessera.catalogue.spoken import RequestKey
from tessera.engine.activity import Activity
from tessera.kit.activities import PURCHASE, RETURN
from tessera.kit.problems import InvalidValue, KeyConflict, NoProgramme, UnknownPurchase
from tessera.usecases.guests.answer import GuestAnswer
from tessera.usecases.pay_as_guest import pay_as_guest, refund_guest

_payment = msgspec.json.Decoder(GuestPaymentForm)
_refund = msgspec.json.Decoder(GuestRefundForm)


class GuestAnswerBody(Body, frozen=True):
    """What was decided: `due_minor` is still to be paid of a basket; `owed_minor` of goods that came back had been paid
    otherwise than with these cards.
    """

    status: Literal["accepted", "refused"]
    payment_id: UUID
    key: str
    refusal: RefusalBody | None
    gift_cards: list[CardMovedBody]
    due_minor: int | None
    owed_minor: int | None


@post(
    "/v1/gift-cards/payments",
    opt={
        OPT: Operation(
            id="payAsGuest",
            summary="Pay with gift cards without a member",
            description="Where the programme lets guests pay (`gift-cards: {guests: true}`). The cards pay one after "
            "another, at once and for good; nothing is earned. Keys are apart from those of activities. Safe to send again.",
            tag="Gift cards",
            scope=Scope.POINTS_SPEND,
            form=GuestPaymentForm,
            form_examples={"two lines": examples.GUEST},
            answer=GuestAnswerBody,
            answers={201: "Paid now, or refused.", 200: "Answered before under this key."},
            example=examples.GUEST_PAID,
            problems=(InvalidValue, NoProgramme, KeyConflict, TooManyTries),
        )
    },
)
async def pay(request: Call) -> Reply:
    caller = await caller_of(request, Scope.POINTS_SPEND)
    desk = desk_of(request)
    form = read_form(_payment, await request.body())
    basket = _activity(desk, form, PURCHASE, key=key_of(request, form.key))
    under = RequestKey(caller.source, basket.key, of_guest=True)
    cards = await cards_of(desk, caller, form.gift_cards, money=basket.money or "", under=under)
    basket = msgspec.structs.replace(basket, gift_cards=cards)
    answer, before = await desk.services.perform(
        pay_as_guest, basket, source=caller.source, clock=desk.clock, new_id=desk.new_id
    )
    return reply(_body(answer, basket.key), status=200 if before else 201)


@post(
    "/v1/gift-cards/refunds",
    opt={
        OPT: Operation(
            id="refundGuest",
            summary="Give back to the cards of a guest",
            description="Goods of a guest's purchase come back: each card gets its part of their price, to the cent, and "
            "all of it once all have come back. `owed_minor` is what had been paid otherwise. Safe to send again.",
            tag="Gift cards",
            scope=Scope.POINTS_SPEND,
            form=GuestRefundForm,
            form_examples={"one line": examples.GUEST_BACK},
            answer=GuestAnswerBody,
            answers={201: "Given back now, or refused.", 200: "Answered before under this key."},
            example=examples.GUEST_REFUNDED,
            problems=(InvalidValue, UnknownPurchase, NoProgramme, KeyConflict),
        )
    },
)
async def refund(request: Call) -> Reply:
    caller = await caller_of(request, Scope.POINTS_SPEND)
    desk = desk_of(request)
    form = read_form(_refund, await request.body())
    back = _activity(desk, form, RETURN, key=key_of(request, form.key), of=form.of)
    answer, before = await desk.services.perform(
        refund_guest, back, source=caller.source, clock=desk.clock, new_id=desk.new_id
    )
    return reply(_body(answer, back.key), status=200 if before else 201)


def _activity(
    desk: Desk, form: GuestPaymentForm | GuestRefundForm, kind: str, *, key: str, of: str | None = None
) -> Activity:
    """The basket, or what comes back of one, as any till reports it; nobody is named. Raises InvalidValue."""
    now = desk.clock.now()
    given = ActivityForm(kind, MemberForm(), money=form.money, amount=form.amount, lines=form.lines, of=of)
    return to_activity(given, key=key, now=now, money=desk.services.money(now))


def _body(answer: GuestAnswer, key: str) -> GuestAnswerBody:
    refusal = None
    if answer.refusal is not None:
        sentence = refusal_sentence_of(answer.refusal, answer.refusal_detail)
        refusal = RefusalBody(answer.refusal, sentence, answer.left_minor, None)
    return GuestAnswerBody(
        "accepted" if refusal is None else "refused",
        answer.payment_id,
        key,
        refusal,
        card_moved_bodies(answer.cards, answer.idle),
        answer.due_minor,
        answer.owed_minor,
    )

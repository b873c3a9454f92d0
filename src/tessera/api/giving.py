"""What members give away: to each other, and to causes; and what has come together for these."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from litestar import get, post

from tessera.access.scopes import Scope
from tessera.api import giving_examples
from tessera.api.bodies import BalanceBody, RefusalBody, balance_bodies, refusal_body
from tessera.api.body import Body
from tessera.api.desk import Call, caller_of, desk_of, key_of
from tessera.api.forms import DonationForm, TransferForm
from tessera.api.identities import to_ref
from tessera.api.operation import OPT, Operation
from tessera.api.reading import read_form
from tessera.api.reply import Reply, reply
from tessera.kit.problems import InvalidValue, KeyConflict, NoProgramme, UnknownMember
from tessera.usecases.donate_points import donation
from tessera.usecases.read_causes import Supported
from tessera.usecases.transfer_points import Giving

_transfer = msgspec.json.Decoder(TransferForm)
_donation = msgspec.json.Decoder(DonationForm)


class SentBody(Body, frozen=True):
    """Points that went over, and the instant at which they expire; null for never."""

    points: int
    expires_at: datetime | None


class TransferBody(Body, frozen=True):
    """What became of a transfer. `to_id` is null when it was refused; the balances are the giver's."""

    status: Literal["accepted", "refused"]
    activity_id: UUID | None
    key: str
    from_id: UUID
    to_id: UUID | None
    currency: str
    points: int
    refusal: RefusalBody | None
    sent: list[SentBody]
    balances: dict[str, BalanceBody]


class DonationBody(Body, frozen=True):
    """What became of a donation."""

    status: Literal["accepted", "refused"]
    activity_id: UUID | None
    key: str
    member_id: UUID
    cause: str
    points: int
    refusal: RefusalBody | None
    balances: dict[str, BalanceBody]


class GoodCauseBody(Body, frozen=True, rename={"from_at": "from", "until_at": "until"}):
    """What members may give points to. `given`: what has come together, in so many `times`; `given_minor`: what that is
    worth, in minor units of the programme's money, null for points without worth.
    """

    id: str
    name: Mapping[str, str]
    about: Mapping[str, str] | None
    currency: str
    at_least: int
    goal: int | None
    from_at: datetime | None
    until_at: datetime | None
    open: bool
    given: int
    times: int
    given_minor: int | None


class CausesBody(Body, frozen=True):
    """The causes of the programme, in its order."""

    causes: list[GoodCauseBody]


@post(
    "/v1/transfers",
    opt={
        OPT: Operation(
            id="transferPoints",
            summary="Let a member give points to another",
            description="Points that can be used go over, those that expire first before others, and keep the day on which "
            "they expire. They first repay what the taker owes. Neither history tells more of the other than an id. Safe to "
            "send again.",
            tag="Giving",
            scope=Scope.POINTS_GIVE,
            form=TransferForm,
            form_examples={"to a friend": giving_examples.TRANSFER},
            answer=TransferBody,
            answers={201: "Given now, or refused.", 200: "Answered before under this key."},
            example=giving_examples.TRANSFERRED,
            problems=(InvalidValue, UnknownMember, NoProgramme, KeyConflict),
        )
    },
)
async def transfer(request: Call) -> Reply:
    caller = await caller_of(request, Scope.POINTS_GIVE)
    form = read_form(_transfer, await request.body())
    key = key_of(request, form.key)
    giver = to_ref(form.giver, source=caller.source, field="from")
    taker = to_ref(form.taker, source=caller.source, field="to")
    giving = Giving(caller.source, key, giver, taker, form.currency, form.points)
    recorded = await desk_of(request).services.transfer(giving)
    answer = recorded.answer
    body = TransferBody(
        status="accepted" if answer.refusal is None else "refused",
        activity_id=answer.activity_id,
        key=key,
        from_id=answer.member_id,
        to_id=None if answer.sent is None else answer.sent.taker_id,
        currency=form.currency,
        points=form.points,
        refusal=refusal_body(answer),
        sent=[]
        if answer.sent is None
        else [SentBody(lot.amount, lot.expires_at) for lot in answer.sent.lots],
        balances=balance_bodies(answer.balances),
    )
    return reply(body, status=200 if recorded.replayed else 201)


@post(
    "/v1/donations",
    opt={
        OPT: Operation(
            id="donatePoints",
            summary="Let a member give points to a cause",
            description="Points that can be used leave the account, those that expire first before others. Safe to send "
            "again.",
            tag="Giving",
            scope=Scope.POINTS_GIVE,
            form=DonationForm,
            form_examples={"trees": giving_examples.DONATION},
            answer=DonationBody,
            answers={201: "Given now, or refused.", 200: "Answered before under this key."},
            example=giving_examples.DONATED,
            problems=(InvalidValue, UnknownMember, NoProgramme, KeyConflict),
        )
    },
)
async def donate(request: Call) -> Reply:
    caller = await caller_of(request, Scope.POINTS_GIVE)
    desk = desk_of(request)
    form = read_form(_donation, await request.body())
    key = key_of(request, form.key)
    submission = donation(
        source=caller.source,
        key=key,
        member=to_ref(form.member, source=caller.source),
        cause=form.cause,
        points=form.points,
        occurred_at=desk.clock.now(),
    )
    recorded = await desk.services.record(submission)
    answer = recorded.answer
    body = DonationBody(
        status="accepted" if answer.refusal is None else "refused",
        activity_id=answer.activity_id,
        key=key,
        member_id=answer.member_id,
        cause=form.cause,
        points=form.points,
        refusal=refusal_body(answer),
        balances=balance_bodies(answer.balances),
    )
    return reply(body, status=200 if recorded.replayed else 201)


@get(
    "/v1/causes",
    opt={
        OPT: Operation(
            id="listCauses",
            summary="What members may give points to",
            description="With what has come together so far, exact to the moment. The sandbox has totals of its own.",
            tag="Giving",
            scope=Scope.PROGRAMME_READ,
            answer=CausesBody,
            answers={200: "The causes of the programme in force."},
            example=giving_examples.CAUSES,
            problems=(NoProgramme,),
        )
    },
)
async def causes(request: Call) -> Reply:
    caller = await caller_of(request, Scope.PROGRAMME_READ)
    supported = await desk_of(request).services.causes(source=caller.source)
    return reply(CausesBody([_cause(one) for one in supported]))


def _cause(supported: Supported) -> GoodCauseBody:
    cause = supported.cause
    return GoodCauseBody(
        id=cause.id,
        name=cause.name,
        about=cause.about,
        currency=cause.currency,
        at_least=cause.least,
        goal=cause.goal,
        from_at=cause.from_at,
        until_at=cause.until_at,
        open=supported.is_open,
        given=supported.given,
        times=supported.times,
        given_minor=supported.given_minor,
    )

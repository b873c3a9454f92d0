"""Subscriptions: what members let points pay of each order, by themselves."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import delete, get, put
from litestar.params import FromPath

from tessera.access.scopes import Scope
from tessera.api import checkout_examples
from tessera.api.body import Body
from tessera.api.desk import Call, caller_of, desk_of
from tessera.api.fields import SHAPES, Spend
from tessera.api.forms import Form
from tessera.api.operation import OPT, Operation
from tessera.api.reading import read_form
from tessera.api.reply import Reply, reply
from tessera.api.translate import to_spend
from tessera.engine.payment import MOST
from tessera.kit.problems import InvalidValue, NoProgramme, UnknownMember
from tessera.usecases.pay_subscription import list_subscriptions, pay_subscription


class SubscriptionForm(Form, frozen=True):
    """How many points pay for each of its orders at the most."""

    spend: Spend


class SubscriptionBody(Body, frozen=True):
    """What points pay of each order at the most: a number of smallest units, or `most`."""

    subscription: str
    spend: dict[str, int | str]


class SubscriptionsBody(Body, frozen=True):
    """What a member lets points pay."""

    subscriptions: list[SubscriptionBody]


_form = msgspec.json.Decoder(SubscriptionForm)
_name = msgspec.json.Decoder(Annotated[str, msgspec.Meta(pattern=SHAPES["plain"], max_length=200)])


@put(
    "/v1/members/{member_id:uuid}/subscriptions/{subscription:str}",
    status_code=200,
    opt={
        OPT: Operation(
            id="paySubscription",
            summary="Let points pay for a subscription",
            description=(
                "From now on each purchase that has the fact `subscription` with this name, and says nothing of points "
                "itself, is paid with so many points as there are and as its basket allows, up to what is said here. It is "
                "never refused for too few."
            ),
            tag="Checkout",
            scope=Scope.POINTS_SPEND,
            form=SubscriptionForm,
            form_examples={"as many as can": checkout_examples.SUBSCRIPTION},
            answer=SubscriptionsBody,
            answers={200: "All that the member lets points pay."},
            example=checkout_examples.SUBSCRIPTIONS,
            problems=(InvalidValue, UnknownMember, NoProgramme),
        )
    },
)
async def pay(request: Call, member_id: FromPath[UUID], subscription: FromPath[str]) -> Reply:
    await caller_of(request, Scope.POINTS_SPEND)
    spend = to_spend(read_form(_form, await request.body()).spend) or {}
    return await _settle(request, member_id, subscription, spend)


@delete(
    "/v1/members/{member_id:uuid}/subscriptions/{subscription:str}",
    status_code=200,
    opt={
        OPT: Operation(
            id="stopSubscription",
            summary="Let points no longer pay for a subscription",
            description="Its orders are paid in money again. Safe to send again.",
            tag="Checkout",
            scope=Scope.POINTS_SPEND,
            answer=SubscriptionsBody,
            answers={200: "What the member lets points pay still."},
            example={"subscriptions": []},
            problems=(InvalidValue, UnknownMember, NoProgramme),
        )
    },
)
async def stop(request: Call, member_id: FromPath[UUID], subscription: FromPath[str]) -> Reply:
    await caller_of(request, Scope.POINTS_SPEND)
    return await _settle(request, member_id, subscription, {})


@get(
    "/v1/members/{member_id:uuid}/subscriptions",
    opt={
        OPT: Operation(
            id="listSubscriptions",
            summary="What points pay by themselves",
            description="The subscriptions whose orders points pay for, each with how many at the most.",
            tag="Checkout",
            scope=Scope.MEMBERS_READ,
            answer=SubscriptionsBody,
            answers={200: "All that the member lets points pay."},
            example=checkout_examples.SUBSCRIPTIONS,
            problems=(UnknownMember,),
        )
    },
)
async def subscriptions(request: Call, member_id: FromPath[UUID]) -> Reply:
    await caller_of(request, Scope.MEMBERS_READ)
    return reply(_body(await desk_of(request).services.run(list_subscriptions, member_id)))


async def _settle(request: Call, member_id: UUID, subscription: str, spend: dict[str, int]) -> Reply:
    desk = desk_of(request)
    name = read_form(_name, msgspec.json.encode(subscription))
    found = await desk.services.perform(pay_subscription, member_id, name, spend, clock=desk.clock)
    return reply(_body(found))


def _body(found: dict[str, dict[str, int]]) -> SubscriptionsBody:
    return SubscriptionsBody(
        [
            SubscriptionBody(name, {c: "most" if points == MOST else points for c, points in spend.items()})
            for name, spend in found.items()
        ]
    )

"""Gift cards: issued, and looked at by their codes; a basket is paid with them where it is bought."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath

from tessera.access.scopes import Scope
from tessera.access.tries import TooManyTries
from tessera.api import voucher_examples as examples
from tessera.api.amounts import to_whole
from tessera.api.body import Body
from tessera.api.desk import Call, caller_of, desk_of, key_of
from tessera.api.heard import heard
from tessera.api.operation import OPT, Operation
from tessera.api.reading import read_form
from tessera.api.reply import Reply, reply
from tessera.api.reward_forms import GiftCardForm
from tessera.catalogue.gift_card import Entry
from tessera.catalogue.gift_cards import UnknownGiftCard
from tessera.kit.problems import InvalidValue, KeyConflict, NoProgramme, UnknownMember
from tessera.usecases.issue_gift_card import CardWanted, issue_gift_card
from tessera.usecases.read_gift_cards import (
    ShownCard,
    read_gift_card,
    read_own_cards,
    show_card,
    show_card_codes,
)

_form = msgspec.json.Decoder(GiftCardForm)


class GiftCardBody(Body, frozen=True):
    """A gift card, in minor units of `money`: `available_minor` can be paid, `held_minor` is set aside for baskets.

    `state`: `usable`, `empty`, `expired`, or `voided`, taken out of use. `expires_at` is the first instant at which it
    cannot pay; null for never.
    """

    card_id: UUID
    state: str
    money: str
    balance_minor: int
    held_minor: int
    available_minor: int
    issued_at: datetime
    expires_at: datetime | None


class GiftCardWithCodeBody(GiftCardBody, frozen=True):
    """A gift card with its code, for its owner's eyes; null where this server's secret cannot show it."""

    code: str | None


class OwnGiftCardsBody(Body, frozen=True):
    """The gift cards that a member has taken as rewards, the newest first."""

    gift_cards: list[GiftCardWithCodeBody]


class EntryBody(Body, frozen=True):
    """A change of a card: `issued`, `held`, `released`, `used`, `refunded`, `expired`, `voided`; with what was on it then.

    `activity_id` is null for what the issuer or time did.
    """

    kind: str
    amount_minor: int
    balance_after: int
    held_after: int
    activity_id: UUID | None
    at: datetime


class GiftCardWithEntriesBody(GiftCardBody, frozen=True):
    """A gift card with its newest entries, the newest first."""

    entries: list[EntryBody]


@post(
    "/v1/gift-cards",
    opt={
        OPT: Operation(
            id="issueGiftCard",
            summary="Issue a gift card",
            description="Money in advance, for whoever has the code. It pays by `gift_cards` of a quote, a hold or a "
            "purchase, part by part. Safe to send again: the same key gives the same card and code.",
            tag="Gift cards",
            scope=Scope.GIFT_CARDS_ISSUE,
            form=GiftCardForm,
            form_examples={"25.00": examples.CARD},
            answer=GiftCardWithCodeBody,
            answers={201: "Issued now.", 200: "Issued before under this key; as it stands now."},
            example=examples.ISSUED_CARD,
            problems=(InvalidValue, NoProgramme, KeyConflict),
        )
    },
)
async def issue(request: Call) -> Reply:
    caller, desk = await caller_of(request, Scope.GIFT_CARDS_ISSUE), desk_of(request)
    form = read_form(_form, await request.body())
    _, digits = desk.services.money(desk.clock.now())
    amount = to_whole(form.amount, digits, "amount")
    wanted = CardWanted(caller.source, key_of(request, form.key), amount)
    card_id, before = await desk.services.perform(
        issue_gift_card, wanted, clock=desk.clock, new_id=desk.new_id
    )
    shown = await desk.services.run(show_card, card_id, now=desk.clock.now())
    codes = await desk.services.run(show_card_codes, [card_id], seal=desk.seal)
    return reply(_with_code(shown, codes[card_id]), status=200 if before else 201)


@get(
    "/v1/gift-cards/{code:str}",
    opt={
        OPT: Operation(
            id="readGiftCard",
            summary="A gift card by its code",
            description="What is on it and what became of the rest, however the code is typed.",
            tag="Gift cards",
            scope=Scope.VOUCHERS_READ,
            answer=GiftCardWithEntriesBody,
            answers={200: "The card."},
            example=examples.CARD_WITH_ENTRIES,
            problems=(InvalidValue, UnknownGiftCard, TooManyTries),
        )
    },
)
async def card(request: Call, code: FromPath[str]) -> Reply:
    caller, desk = await caller_of(request, Scope.VOUCHERS_READ), desk_of(request)
    presented = await heard(desk, caller, code)
    shown, entries = await desk.services.run(
        read_gift_card, presented, source=caller.source, clock=desk.clock
    )
    return reply(GiftCardWithEntriesBody(**card_fields(shown), entries=[_entry(one) for one in entries]))


@get(
    "/v1/members/{member_id:uuid}/gift-cards",
    opt={
        OPT: Operation(
            id="listOwnGiftCards",
            summary="A member's gift cards",
            description="Those that the member has taken as rewards, with their codes, for the member's eyes. Of whoever "
            "was merged into the member, too.",
            tag="Gift cards",
            scope=Scope.VOUCHERS_READ,
            answer=OwnGiftCardsBody,
            answers={200: "The cards."},
            example=examples.OWN_CARDS,
            problems=(UnknownMember,),
        )
    },
)
async def own_cards(request: Call, member_id: FromPath[UUID]) -> Reply:
    await caller_of(request, Scope.VOUCHERS_READ)
    desk = desk_of(request)
    found = await desk.services.run(read_own_cards, member_id, seal=desk.seal, clock=desk.clock)
    return reply(OwnGiftCardsBody([_with_code(shown, code) for shown, code in found]))


def _with_code(shown: ShownCard, code: str | None) -> GiftCardWithCodeBody:
    return GiftCardWithCodeBody(**card_fields(shown), code=code)


def card_fields(shown: ShownCard) -> dict[str, Any]:
    """The fields of a `GiftCardBody`, which are those of what is shown."""
    return msgspec.structs.asdict(shown)


def _entry(one: Entry) -> EntryBody:
    return EntryBody(
        one.kind.value, one.amount_minor, one.balance_after, one.held_after, one.activity_id, one.at
    )

"""The register of gift cards: all of them, page by page, and taking one out of use."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath

from tessera.access.scopes import Scope
from tessera.api import voucher_examples as examples
from tessera.api.body import Body
from tessera.api.desk import Call, caller_of, desk_of, key_of, limit_of
from tessera.api.gift_cards import GiftCardBody, card_fields
from tessera.api.operation import OPT, Operation, Query
from tessera.api.reading import read_form
from tessera.api.reply import Reply, reply
from tessera.api.reward_forms import VoidForm
from tessera.approvals.staff import Staff
from tessera.catalogue.card_register import Void
from tessera.catalogue.gift_card import CardState
from tessera.catalogue.gift_cards import UnknownGiftCard
from tessera.kit.problems import InvalidValue, KeyConflict
from tessera.usecases.list_gift_cards import LIMIT, ListedCard, list_gift_cards
from tessera.usecases.read_gift_cards import show_card
from tessera.usecases.void_gift_card import AlreadyVoided, Voiding, void_gift_card

_form = msgspec.json.Decoder(VoidForm)
_PAGE = 50


class VoidBody(Body, frozen=True):
    """That a card was taken out of use, with `amount_minor` on it, by whom (`person`, if it was said) and why."""

    amount_minor: int
    reason: str
    person: str | None
    at: datetime


class ListedCardBody(GiftCardBody, frozen=True):
    """A gift card; `ends_with` is how its code ends, for whoever asks which one it is. Codes are never listed whole."""

    ends_with: str | None
    voided: VoidBody | None


class ListedCardsBody(Body, frozen=True):
    """A page of gift cards, the newest first; `next` asks for the following one."""

    gift_cards: list[ListedCardBody]
    next: str | None


@get(
    "/v1/gift-cards",
    opt={
        OPT: Operation(
            id="listGiftCards",
            summary="All gift cards",
            description="Those that were sold and those that members took as rewards, the newest first.",
            tag="Gift cards",
            scope=Scope.GIFT_CARDS_READ,
            queries=(
                Query(
                    "state",
                    "Only those in this state.",
                    {"type": "string", "enum": [state.value for state in CardState]},
                ),
                Query("before", "The `next` of a page, for the one after it.", {"type": "string"}),
                Query(
                    "limit",
                    "How many.",
                    {"type": "integer", "default": _PAGE, "minimum": 1, "maximum": LIMIT},
                ),
            ),
            answer=ListedCardsBody,
            answers={200: "A page of the cards."},
            example=examples.LISTED_CARDS,
            problems=(InvalidValue,),
        )
    },
)
async def cards(request: Call) -> Reply:
    caller = await caller_of(request, Scope.GIFT_CARDS_READ)
    desk = desk_of(request)
    page = await desk.services.run(
        list_gift_cards,
        source=caller.source,
        seal=desk.seal,
        clock=desk.clock,
        state=state_of(request.query_params.get("state")),
        before=request.query_params.get("before"),
        limit=limit_of(request, default=_PAGE),
    )
    return reply(ListedCardsBody([_body(listed) for listed in page.cards], page.next))


@post(
    "/v1/gift-cards/{card_id:uuid}/void",
    opt={
        OPT: Operation(
            id="voidGiftCard",
            summary="Take a gift card out of use",
            description="It was stolen, or issued by mistake: it pays for nothing any more, and what is on it is gone. What "
            "a basket has set aside still pays for that basket; what comes back to the card later stays on it. Safe to "
            "send again.",
            tag="Gift cards",
            scope=Scope.GIFT_CARDS_VOID,
            form=VoidForm,
            form_examples={"stolen": examples.VOID},
            answer=ListedCardBody,
            answers={201: "Out of use now.", 200: "Done before under this key; the card as it stands."},
            example=examples.VOIDED,
            problems=(InvalidValue, UnknownGiftCard, AlreadyVoided, KeyConflict),
        )
    },
)
async def void(request: Call, card_id: FromPath[UUID]) -> Reply:
    caller = await caller_of(request, Scope.GIFT_CARDS_VOID)
    desk = desk_of(request)
    form = read_form(_form, await request.body())
    staff = Staff(caller.source, caller.key_id, form.by)
    voiding = Voiding(staff, key_of(request, form.key), card_id, form.reason)
    done, before = await desk.services.run(void_gift_card, voiding, clock=desk.clock, new_id=desk.new_id)
    shown = await desk.services.run(show_card, card_id, now=desk.clock.now())
    return reply(_body(ListedCard(shown, None, done)), status=200 if before else 201)


def state_of(given: str | None) -> CardState | None:
    """A state in the query string. Raises InvalidValue."""
    try:
        return None if given is None else CardState(given)
    except ValueError:
        raise InvalidValue(f"Write one of {', '.join(CardState)}.", field="state") from None


def _body(listed: ListedCard) -> ListedCardBody:
    return ListedCardBody(
        **card_fields(listed.card), ends_with=listed.ends_with, voided=_void_body(listed.void)
    )


def _void_body(void: Void | None) -> VoidBody | None:
    return None if void is None else VoidBody(void.amount_minor, void.reason, void.person, void.at)

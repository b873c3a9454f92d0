"""What comes in: the wire's own shapes, apart from the engine's records, so that each can change by itself."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Raw, UnsetType

from tessera.api.fields import (
    Amount,
    By,
    Facts,
    Given,
    Instant,
    Key,
    Language,
    Measures,
    Money,
    Name,
    Note,
    Payments,
    PersonName,
    Reason,
    Rewards,
    Spend,
    Traits,
    TraitWord,
    Vouchers,
    Word,
)
from tessera.usecases.adjust_points import LIMIT_POINTS

LINES_MOST = 1_000
ITEMS_MOST = 1_000


class Form(msgspec.Struct, forbid_unknown_fields=True, frozen=True, gc=False):
    """Base of every form: an unknown field is a mistake worth telling."""


class MemberForm(Form, frozen=True):
    """Names a member by exactly one of these. An external id is of the calling source."""

    card: Annotated[str, Meta(max_length=100)] | None = None
    phone: Annotated[str, Meta(max_length=50)] | None = None
    email: Annotated[str, Meta(max_length=320)] | None = None
    id: UUID | None = None
    external_id: Annotated[str, Meta(max_length=200)] | None = None


class LineForm(Form, frozen=True):
    """One line of a basket, net of discounts. Without an id it is named by its place, from 1."""

    id: Name | None = None
    product: Name | None = None
    category: Name | None = None
    brand: Name | None = None
    department: Name | None = None
    quantity: Annotated[Decimal, Meta(description="At most three decimals; 1 if left out.")] | None = None
    amount: Amount | None = None
    facts: Facts | None = None
    unit: (
        Annotated[Word, Meta(description="What the quantity counts, such as litre; pieces if left out.")]
        | None
    ) = None


class PaidCardForm(Form, frozen=True):
    """A gift card that pays, by its code; without an `amount` as much as there is on it, and as is left to pay."""

    code: Annotated[str, Meta(min_length=1, max_length=50)]
    amount: Amount | None = None


GiftCards = Annotated[
    tuple[PaidCardForm, ...],
    Meta(
        max_length=20,
        description="Gift cards that pay what rewards and points leave of the goods, one after another.",
    ),
]


class ActivityForm(Form, frozen=True):
    """One thing that a member did. `of` is the key of the purchase that a return takes back, or that this follows.

    What follows a purchase, such as a delivery, is of the whole of it, or of the `lines` that it names by their `id` alone.
    """

    type: Word
    member: MemberForm
    key: Key | None = None
    occurred_at: Instant | None = None
    money: Money | None = None
    amount: Amount | None = None
    channel: Name | None = None
    store: Name | None = None
    lines: Annotated[tuple[LineForm, ...], Meta(max_length=LINES_MOST)] = ()
    facts: Facts | None = None
    of: Key | None = None
    measures: Measures | None = None
    payments: Payments | None = None
    spend: Spend | None = None
    hold: Annotated[Key, Meta(description="Of the hold that a purchase captures.")] | None = None
    rewards: Rewards | None = None
    vouchers: Vouchers | None = None
    gift_cards: GiftCards | None = None


class HoldForm(Form, frozen=True):
    """What is set aside for a basket: its lines as they are before rewards and points, and what is to make them cheaper."""

    member: MemberForm
    spend: Spend | None = None
    key: Key | None = None
    occurred_at: Instant | None = None
    money: Money | None = None
    amount: Amount | None = None
    channel: Name | None = None
    store: Name | None = None
    lines: Annotated[tuple[LineForm, ...], Meta(max_length=LINES_MOST)] = ()
    rewards: Rewards | None = None
    vouchers: Vouchers | None = None
    gift_cards: GiftCards | None = None


class BatchForm(Form, frozen=True):
    """Activities to record, each with its own key; each is answered by itself, in its place."""

    activities: Annotated[list[Raw], Meta(min_length=1, max_length=ITEMS_MOST)]


class IdentityForm(Form, frozen=True):
    """An identity of a member. An external id is of the calling source."""

    kind: Literal["card", "phone", "email", "external_id"]
    value: Annotated[str, Meta(min_length=1, max_length=320)]


class EnrolmentForm(Form, frozen=True):
    """A new member."""

    name: PersonName
    language: Language = "en"
    traits: Traits = {}
    identities: Annotated[tuple[IdentityForm, ...], Meta(max_length=20)] = ()
    key: Key | None = None


class MemberChangeForm(Form, frozen=True):
    """What to change of a member; what is left out stays. A trait of null is taken away."""

    name: PersonName | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    traits: Annotated[dict[TraitWord, TraitWord | None], Meta(max_length=50)] | UnsetType = UNSET


class MergeForm(Form, frozen=True):
    """The other member, by the id alone, and why: whoever reads the history later wants to know."""

    member: UUID
    reason: Name
    key: Key | None = None


class TransferForm(Form, frozen=True, rename={"giver": "from", "taker": "to"}):
    """Points that one member gives to another."""

    giver: MemberForm
    taker: MemberForm
    currency: Word
    points: Given
    key: Key | None = None


class DonationForm(Form, frozen=True):
    """Points that a member gives to a cause of the programme; which currency, the cause says."""

    member: MemberForm
    cause: Word
    points: Given
    key: Key | None = None


class AdjustmentForm(Form, frozen=True):
    """Points given or taken by hand, with the reason that the member may read: one of the programme's, if it has any."""

    currency: Word
    points: Annotated[int, Meta(ge=-LIMIT_POINTS, le=LIMIT_POINTS, description="Below zero takes them.")]
    reason: Reason
    by: By | None = None
    note: Note | None = None
    key: Key | None = None


class UndoForm(Form, frozen=True):
    """`of` is the key of the adjustment that is undone; the reason is as an adjustment's."""

    of: Key
    reason: Reason
    by: By | None = None
    note: Note | None = None
    key: Key | None = None


class ApprovalForm(Form, frozen=True):
    """Who approves, if the key does not say it all."""

    by: By | None = None


class RefusalForm(Form, frozen=True):
    """Why it is refused; who asked reads it."""

    reason: Reason
    by: By | None = None


class ChoiceForm(Form, frozen=True):
    """What a member chooses, of what a choice of the programme offers."""

    choice: Word
    values: Annotated[tuple[Name, ...], Meta(min_length=1, max_length=100)]
    period: (
        Annotated[date, Meta(description="Any day of the period; the first open one if left out.")] | None
    ) = None
    key: Key | None = None


def schema_hook(kind: type) -> dict[str, Any]:
    """The JSON Schema of what msgspec does not know by itself: an item that is read on its own."""
    if kind is Raw:
        return {"$ref": "#/components/schemas/ActivityForm"}
    raise NotImplementedError

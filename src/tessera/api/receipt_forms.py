"""What comes in about receipts: whose they are, and which were never reported."""

from typing import Annotated

from msgspec import Meta

from tessera.api.fields import Amount, By, Instant, Key, Money, Name, Note, Payments, Reason
from tessera.api.forms import LINES_MOST, Form, LineForm, MemberForm

Source = Annotated[
    str,
    Meta(
        pattern=r"^(test:)?[a-z0-9][a-z0-9-]{0,39}$(?!\n)",
        description="Of the till; the calling source if left out.",
    ),
]


class CorrectionForm(Form, frozen=True):
    """Whose (`to`) the purchase is that a source recorded under the key `of` for somebody else. Both may read why."""

    of: Key
    to: MemberForm
    reason: Reason
    source: Source | None = None
    by: By | None = None
    note: Note | None = None
    key: Key | None = None


class ClaimForm(Form, frozen=True):
    """A purchase that no till reported, as it is on the receipt, whose number is the key that the till would have sent."""

    member: MemberForm
    receipt: Key
    occurred_at: Instant
    amount: Amount | None = None
    lines: Annotated[tuple[LineForm, ...], Meta(max_length=LINES_MOST)] = ()
    money: Money | None = None
    store: Name | None = None
    channel: Name | None = None
    payments: Payments | None = None
    source: Source | None = None
    by: By | None = None
    note: Note | None = None
    key: Key | None = None

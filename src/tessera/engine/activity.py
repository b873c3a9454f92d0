"""What happened: an activity and its lines, as the engine sees them (already translated from the wire)."""

from datetime import datetime
from uuid import UUID

from tessera.kit.record import Record


class Line(Record, array_like=True, frozen=True, gc=False):
    """One line of a purchase. Amounts in minor units net of discounts; quantities in thousandths of `unit` (pieces)."""

    id: str
    amount_minor: int
    quantity_milli: int = 1000
    product: str | None = None
    category: str | None = None
    brand: str | None = None
    department: str | None = None
    facts: dict[str, str] | None = None
    unit: str | None = None


class Activity(Record, array_like=True, frozen=True):
    """One thing that a member did, at one instant.

    `type` is any word the programme knows (purchase, return, review, enrolment …). `amount_minor` is the whole
    amount: for a purchase with lines, their sum. `of` names the key of the purchase that a return takes back.
    `facts` are further named values that conditions may ask for; `measures` are numbers, in thousandths, of what lines
    do not count (nights, kilometres); `payments` is how it was paid: minor units by method. `spend`: how many points of each
    currency are to pay for it (`payment.MOST`: as many as can), `hold`: the key of the hold that set them aside. `rewards`:
    the ids of those that are taken with it; `vouchers`: those that are presented, by their ids. `gift_cards`: (card, minor
    units) that are to pay of what is left then (0: as much as there is, and as is left).
    """

    type: str
    key: str
    occurred_at: datetime
    amount_minor: int = 0
    money: str | None = None
    channel: str | None = None
    store: str | None = None
    lines: tuple[Line, ...] = ()
    of: str | None = None
    facts: dict[str, str] | None = None
    measures: dict[str, int] | None = None
    payments: dict[str, int] | None = None
    spend: dict[str, int] | None = None
    hold: str | None = None
    rewards: tuple[str, ...] | None = None
    vouchers: tuple[UUID, ...] | None = None
    gift_cards: tuple[tuple[UUID, int], ...] | None = None

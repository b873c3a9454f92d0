"""What goes into a use case about activities and what comes out: submissions and stored answers."""

from datetime import datetime
from uuid import UUID

from tessera.catalogue.voucher import Voucher
from tessera.engine.activity import Activity
from tessera.engine.decision import LevelChange, Reason
from tessera.engine.offer import Offered
from tessera.engine.spend import Allowed
from tessera.kit.record import Record
from tessera.usecases.answer_parts import (
    Adjusted,
    Balance,
    CardIdle,
    CardMoved,
    Exchanged,
    Granted,
    Held,
    Issued,
    Limited,
    Paid,
    Redeemed,
    Refunded,
    Restored,
    Sent,
    TakenBack,
    Transfer,
    VoucherMoved,
)


class Submission(Record, frozen=True):
    """An activity that a source reports of a member, named by an identity.

    `kind` is `id` (the member's UUID as text), `card`, `phone` (E.164), `email` (normalised) or `external:<source>`.
    `received_at` is given when history is brought in: the instant that then stands for now. None: now.
    `claim`: the request by which a member claimed it with a receipt, as no till had reported it.
    `dated`: the source said when it happened. If not, a retry is the same activity though it arrives later.
    """

    source: str
    kind: str
    value: str
    activity: Activity
    received_at: datetime | None = None
    dated: bool = True
    claim: UUID | None = None


class Recorded(Record, frozen=True):
    """An activity's answer; `replayed` when its key had been answered before and nothing was written."""

    answer: "Answer"
    replayed: bool = False


class Answer(Record, array_like=True, frozen=True):
    """The decided outcome of an activity, stored under its key and given again to every retry. A quote has no id.

    `traits`: those of the member that the programme asks for, as they were: the facts that the decision rests on.
    `allowed`: what points could pay, `offered`: which rewards fit the basket; both of a quote only. `untaken`: why rewards
    that were named were not taken, and cost nothing. `owed_minor`: of goods that came back, what was paid
    for them in money; `due_minor`: what is to be paid in money, where rewards or points had their part.
    `claim`: the request by which it was claimed with a receipt.
    `follows`: the key under which the purchase stands that this is of, where a correction gave it to another member.
    `presented`: vouchers that a basket named and did not use, as they were: facts too. `idle`: why gift cards paid nothing.
    `turns`: the place among all that has happened to an account, of one that is not only its member's own. `home`: the
    member's own account, where what was bought for a household was settled with that, after the member had left it.
    `drawn`: what it took of rules' budgets that all members share, by subject (below zero: freed). `short`: what was left of
    those that limited it, facts to the decision.
    `issued`: the rewards that were taken by themselves because of it, each by a redemption after it.
    `donated`: what a donation gave that named no number itself.
    `let_pay`: what the member let points pay for the orders of a subscription, a fact to the decision.
    `behind`: where time had brought an account further already than the instant as of which this was decided (a date that is
    carried out later, a clock that was set back), the newest posting of each currency that came before.
    """

    activity_id: UUID | None
    member_id: UUID
    programme_version: int
    refusal: str | None = None
    refusal_detail: str | None = None
    granted: tuple[Granted, ...] = ()
    taken_back: tuple[TakenBack, ...] = ()
    reasons: tuple[Reason, ...] = ()
    balances: dict[str, Balance] = {}
    traits: dict[str, str] = {}
    transfer: Transfer | None = None
    levels: tuple[LevelChange, ...] = ()
    exchanged: Exchanged | None = None
    held: Held | None = None
    paid: tuple[Paid, ...] = ()
    refunded: tuple[Refunded, ...] = ()
    allowed: tuple[Allowed, ...] = ()
    behind: dict[UUID, dict[str, int]] = {}
    adjusted: Adjusted | None = None
    sent: Sent | None = None
    limited: Limited | None = None
    redeemed: tuple[Redeemed, ...] = ()
    untaken: tuple[Reason, ...] = ()
    offered: tuple[Offered, ...] = ()
    restored: tuple[Restored, ...] = ()
    owed_minor: int | None = None
    due_minor: int | None = None
    follows: str | None = None
    claim: UUID | None = None
    turns: dict[UUID, int] = {}
    home: UUID | None = None
    vouchers: tuple[VoucherMoved, ...] = ()
    drawn: dict[str, int] = {}
    short: dict[str, int] = {}
    presented: tuple[Voucher, ...] = ()
    cards: tuple[CardMoved, ...] = ()
    let_pay: dict[str, int] = {}
    idle: tuple[CardIdle, ...] = ()
    donated: int | None = None
    issued: tuple[Issued, ...] = ()

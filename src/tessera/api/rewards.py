"""What goes out about rewards: which fit a basket, what was taken and takes what off which line, and what came back."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from tessera.api.body import Body
from tessera.api.sentences import reward_sentence_of
from tessera.engine.decision import Reason
from tessera.engine.offer import Offered
from tessera.engine.take import Taken
from tessera.usecases.answer_parts import Issued, Redeemed, Restored


class OffLineBody(Body, frozen=True):
    """What a reward takes off a line: `line` is its place in the basket, from 1 (without lines: the whole)."""

    line: int
    amount_minor: int


class RewardBody(Body, frozen=True):
    """A reward: what it costs, `points` of `currency` and `money_minor` beside them, and what it takes off the basket.

    `lines` sum to `amount_minor` exactly. `voucher_id`: the voucher that stands for it; it was paid when that was issued.
    """

    reward: str
    currency: str | None
    points: int
    money_minor: int
    amount_minor: int
    lines: list[OffLineBody]
    voucher_id: UUID | None


class RedeemedBody(RewardBody, frozen=True):
    """A reward that was taken; what was issued for it can be used before `usable_until` (null: for as long as it exists)."""

    usable_until: datetime | None


class IssuedBody(Body, frozen=True):
    """A reward that was taken by itself, as the balance had come to its price: a voucher was issued, and so many points of
    the currency are gone. It can be used before `usable_until` (null: for as long as it exists).
    """

    reward: str
    voucher_id: UUID
    currency: str
    points: int
    usable_until: datetime | None


class OfferedBody(Body, frozen=True):
    """A reward as it would be by itself: what it costs and takes off the basket; named, it tells of which lines. `code` and
    `sentence` say why it cannot be had (null: it can).
    """

    reward: str
    currency: str | None
    points: int
    money_minor: int
    amount_minor: int
    code: str | None
    sentence: str | None


class UntakenBody(Body, frozen=True):
    """Why a reward that was named was not taken, and cost nothing."""

    reward: str
    code: str
    sentence: str


class RestoredBody(Body, frozen=True):
    """A reward that can be had again, and its points: to the lots they came from, into one of grace, or gone by then.

    `money_minor` is what had been paid beside them.
    """

    reward: str
    currency: str | None
    points: int
    to_lots: int
    into_grace: int
    gone: int
    money_minor: int


def redeemed_bodies(redeemed: Iterable[Redeemed]) -> list[RedeemedBody]:
    """What was taken, as it goes out."""
    return [RedeemedBody(*_parts(one.taken), one.usable_until) for one in redeemed]


def issued_bodies(issued: Iterable[Issued]) -> list[IssuedBody]:
    """What was taken by itself, as it goes out."""
    return [
        IssuedBody(one.reward, one.voucher_id, one.currency, one.points, one.usable_until) for one in issued
    ]


def offered_bodies(offered: Iterable[Offered]) -> list[OfferedBody]:
    """What fits a basket, as it goes out."""
    return [_offered_body(one.taken, one.reason) for one in offered]


def _offered_body(taken: Taken, reason: str | None) -> OfferedBody:
    sentence = None if reason is None else reward_sentence_of(reason)
    return OfferedBody(
        taken.reward, taken.currency, taken.points, taken.money_minor, taken.amount_minor, reason, sentence
    )


def untaken_bodies(untaken: Iterable[Reason]) -> list[UntakenBody]:
    """What was not taken, as it goes out."""
    return [UntakenBody(one.rule, one.code, reward_sentence_of(one.code)) for one in untaken]


def restored_bodies(restored: Iterable[Restored]) -> list[RestoredBody]:
    """What can be had again, as it goes out."""
    return [
        RestoredBody(
            one.reward, one.currency, one.points, one.to_lots, one.into_grace, one.gone, one.money_minor
        )
        for one in restored
    ]


def _parts(taken: Taken) -> tuple[str, str | None, int, int, int, list[OffLineBody], UUID | None]:
    """The fields of a `RewardBody`, in their order."""
    return (
        taken.reward,
        taken.currency,
        taken.points,
        taken.money_minor,
        taken.amount_minor,
        [OffLineBody(place + 1, minor) for place, minor in taken.lines],
        taken.voucher,
    )

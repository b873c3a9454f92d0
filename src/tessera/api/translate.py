"""From the wire to the engine's records. Runs once for every purchase, so it is plain loops."""

from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID

from msgspec.structs import replace

from tessera.api.amounts import digits_of, to_wholes
from tessera.api.forms import ActivityForm, HoldForm
from tessera.api.identities import to_ref
from tessera.api.lines import to_amount, to_lines, to_named_lines
from tessera.api.reward_forms import RedemptionForm
from tessera.engine.activity import Activity
from tessera.engine.choices import CHOICE
from tessera.engine.payment import MOST
from tessera.kit.activities import (
    ADJUSTMENT,
    CANCELLATION,
    CONVERSION,
    CORRECTION,
    DONATION,
    ENROLMENT,
    HOLD,
    HOUSEHOLD_JOIN,
    HOUSEHOLD_LEAVE,
    MERGE,
    PURCHASE,
    REDEMPTION,
    RELEASE,
    RETURN,
    TIER_REVIEW,
    TRANSFER,
    UNMERGE,
    USE,
)
from tessera.kit.problems import InvalidValue
from tessera.usecases.answers import Submission
from tessera.usecases.celebrate_days import CELEBRATIONS

AHEAD_MOST = timedelta(minutes=5)  # how far a till's clock may run fast

# What another scope guards must not come in by this door.
_BY_OTHER_CALLS = {
    ADJUSTMENT: "POST /v1/members/{id}/adjustments",
    CANCELLATION: "POST /v1/vouchers/{code}/cancel",
    CHOICE: "POST /v1/members/{id}/choices",
    CORRECTION: "POST /v1/corrections",
    DONATION: "POST /v1/donations",
    ENROLMENT: "POST /v1/members",
    HOLD: "POST /v1/holds",
    HOUSEHOLD_JOIN: "POST /v1/households/join",
    HOUSEHOLD_LEAVE: "POST /v1/households/{id}/leave",
    MERGE: "POST /v1/members/{id}/merges",
    REDEMPTION: "POST /v1/redemptions",
    RELEASE: "DELETE /v1/holds/{key}",
    TRANSFER: "POST /v1/transfers",
    USE: "POST /v1/vouchers/{code}/use",
    UNMERGE: "POST /v1/members/{id}/merges/undo",
}
_BY_ITSELF = {*CELEBRATIONS, CONVERSION, TIER_REVIEW}
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


def to_submission(  # noqa: PLR0913 - what a form does not say, each by name
    form: ActivityForm,
    *,
    source: str,
    key: str,
    now: datetime,
    money: tuple[str, int],
    vouchers: tuple[UUID, ...] | None = None,
) -> Submission:
    """What to record or quote. `money` is the programme's, with its digits; `vouchers` are those whose codes the form has.

    Raises InvalidValue.
    """
    kind, value = to_ref(form.member, source=source)
    activity = to_activity(form, key=key, now=now, money=money)
    if vouchers is not None:
        activity = replace(activity, vouchers=vouchers)
    return Submission(source, kind, value, activity, dated=form.occurred_at is not None)


def to_activity(form: ActivityForm, *, key: str, now: datetime, money: tuple[str, int]) -> Activity:
    """The activity of a form. Raises InvalidValue with the path of the field."""
    if form.type in _BY_OTHER_CALLS:
        raise InvalidValue(
            f"The type {form.type} has a call of its own: {_BY_OTHER_CALLS[form.type]}.", field="type"
        )
    if form.type in _BY_ITSELF:
        raise InvalidValue(f"No source reports a {form.type}: it comes by itself.", field="type")
    asked = [name for name in ("spend", "hold", "rewards", "vouchers", "gift_cards") if getattr(form, name)]
    if asked and form.type != PURCHASE:
        raise InvalidValue("Points pay for purchases, and rewards go with them.", field=asked[0])
    if asked and form.of is not None:
        raise InvalidValue(
            "What points pay for is a purchase of its own, which can come back: leave `of` out.", field="of"
        )
    return _activity(form, key=key, now=now, money=money)


def to_hold(  # noqa: PLR0913 - as above
    form: HoldForm,
    *,
    source: str,
    key: str,
    now: datetime,
    money: tuple[str, int],
    vouchers: tuple[UUID, ...] | None = None,
) -> Submission:
    """The basket that something is set aside for. Raises InvalidValue."""
    if not (form.spend or form.rewards or form.vouchers or form.gift_cards):
        raise InvalidValue("Say what to set aside: points, rewards, vouchers or gift cards.", field="spend")
    kind, value = to_ref(form.member, source=source)
    basket = ActivityForm(
        type=HOLD,
        member=form.member,
        money=form.money,
        amount=form.amount,
        channel=form.channel,
        store=form.store,
        lines=form.lines,
        occurred_at=form.occurred_at,
        spend=form.spend,
        rewards=form.rewards,
    )
    activity = replace(_activity(basket, key=key, now=now, money=money), vouchers=vouchers)
    return Submission(source, kind, value, activity, dated=form.occurred_at is not None)


def _activity(form: ActivityForm, *, key: str, now: datetime, money: tuple[str, int]) -> Activity:
    returning = form.type == RETURN
    if returning and form.of is None:
        raise InvalidValue("A return names the key of its purchase.", field="of")
    digits = money[1] if form.money is None or form.money == money[0] else digits_of(form.money)
    naming = form.of is not None and not returning
    lines = to_named_lines(form.lines) if naming else to_lines(form.lines, digits, returning=returning)
    return Activity(
        type=form.type,
        key=key,
        occurred_at=_occurred_at(form.occurred_at, now),
        amount_minor=to_amount(form, () if naming else lines, digits),
        money=form.money or money[0],
        channel=form.channel,
        store=form.store,
        lines=lines,
        of=form.of,
        facts=form.facts,
        measures=to_wholes(form.measures, 3, "measures"),
        payments=to_wholes(form.payments, digits, "payments"),
        spend=to_spend(form.spend),
        hold=form.hold,
        rewards=_named_once(form.rewards),
    )


def _occurred_at(given: datetime | None, now: datetime) -> datetime:
    if given is None:
        return now
    if given - now > AHEAD_MOST:
        raise InvalidValue("This is more than five minutes in the future.", field="occurred_at")
    if given < _EARLIEST:
        raise InvalidValue("This is before 1970.", field="occurred_at")
    return given.astimezone(UTC)


def to_spend(given: dict[str, int | Literal["most"]] | None) -> dict[str, int] | None:
    """Points by currency, `payment.MOST` for the most. Raises InvalidValue."""
    if given is None:
        return None
    if len({points == "most" for points in given.values()}) > 1:
        raise InvalidValue("Give a number for each currency, or `most` for each.", field="spend")
    return {currency: MOST if points == "most" else points for currency, points in given.items()}


def _named_once(rewards: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """What is named; the order means nothing, so that it is the same however it is sent."""
    if rewards is not None and len(set(rewards)) < len(rewards):
        raise InvalidValue("A reward is taken once with a basket: name it once.", field="rewards")
    return None if rewards is None else tuple(sorted(rewards))


def to_redemption(form: RedemptionForm, *, source: str, key: str, now: datetime) -> Submission:
    """A reward that is taken by itself. Raises InvalidValue."""
    kind, value = to_ref(form.member, source=source)
    activity = Activity(type=REDEMPTION, key=key, occurred_at=now, rewards=(form.reward,))
    return Submission(source, kind, value, activity, dated=False)

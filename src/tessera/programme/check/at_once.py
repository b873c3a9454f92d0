"""Rewards that are taken by themselves: what none of them can mean, and which of them never come."""

from collections.abc import Iterator

from tessera.programme.check.page import Page
from tessera.programme.document import Programme
from tessera.programme.finding import Finding
from tessera.programme.plan import Doubt
from tessera.programme.reward import Code, Earned, GiftCard, Reward, TakenAlone

_ASKED_FOR = {
    Earned: ("A currency becomes another one by a conversion.", "Write it in `convert`, or remove `issue`."),
    GiftCard: ("The code of a gift card is told to whoever asks for it.", "Give a `voucher`."),
    Code: ("A code of a pool is told to whoever asks for it.", "Remove `issue`."),
}


def at_once_faults(page: Page, programme: Programme, reward: Reward) -> Iterator[Finding]:
    """Why a reward cannot come by itself: it would come without end, or somebody has to be there."""
    if not reward.comes_by_itself:
        return
    path = "rewards", reward.id
    if reward.id not in programme.rewards:
        message = "What is taken by itself stands in the document, not beside it."
        yield page.finding((*path, "issue"), "not_at_once", message, "Remove `issue`.")
    if type(reward.give) in _ASKED_FOR:
        message, advice = _ASKED_FOR[type(reward.give)]
        yield page.finding((*path, "issue"), "not_at_once", message, advice)
    if not _costs_everybody(programme, reward):
        message = "It costs some members no points, so it would come to them without end."
        advice = "Write a price in points for everybody, or remove `issue`."
        yield page.finding((*path, "issue"), "endless", message, advice)
    elif reward.price is not None and reward.price.money_minor:
        message = "It costs money beside the points, and nobody is there to pay it."
        yield page.finding((*path, "price"), "not_at_once", message, "Remove `money`, or `issue`.")
    if page.writes((*path, "undo")) and not isinstance(reward.give, TakenAlone):
        message = "What was given back would come again at once."
        yield page.finding((*path, "undo"), "wrong_key", message, "Remove `undo`.")


def _costs_everybody(programme: Programme, reward: Reward) -> bool:
    perks = (
        perk
        for tiers in programme.tiers
        for level in tiers.levels
        for perk in (*level.perks, *((level.given.perks or ()) if level.given else ()))
    )
    free = any(perk.reward == reward.id for perk in perks)
    return reward.price is not None and reward.price.least > 0 and not free


def never_reached(page: Page, programme: Programme) -> Iterator[Finding]:
    """Rewards before whose price another one, which everybody can always have, takes the points."""
    ready = [one for one in programme.rewards.values() if one.comes_by_itself and one.price is not None]
    for reward in ready:
        before = next((one for one in ready if one is not reward and _comes_before(one, reward)), None)
        if before is not None:
            message = f"`{before.id}` comes first, and takes the points before they come to this price."
            advice = "Let members ask for one of the two: remove its `issue`."
            yield page.finding(("rewards", reward.id, "issue"), Doubt.NEVER_APPLIES, message, advice)


def _comes_before(one: Reward, other: Reward) -> bool:
    """Is there always enough for this one, and can everybody have it, before there is enough for the other?"""
    assert one.price is not None and other.price is not None  # noqa: S101, PT018 - it was looked for
    bounded = one.conditions or one.limits or one.from_at or one.until_at or one.stock or one.budget_minor
    same = one.price.currency == other.price.currency
    return same and not bounded and one.price.points < other.price.least

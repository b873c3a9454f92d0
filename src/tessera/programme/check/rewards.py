"""Rewards that cannot be as they are written, and rewards that nobody will ever have."""

from collections.abc import Iterator, Sequence

from tessera.programme.check.at_once import at_once_faults, never_reached
from tessera.programme.check.page import Page, Path
from tessera.programme.check.reach import swallowed
from tessera.programme.document import Programme
from tessera.programme.finding import Finding
from tessera.programme.ladder import Perk
from tessera.programme.plan import Doubt
from tessera.programme.reward import (
    Code,
    Discounting,
    Earned,
    Event,
    Favour,
    GiftCard,
    OnReturn,
    Reward,
    TakenAlone,
    Voucher,
)
from tessera.programme.shapes import quoted, suggestion

_OWN_END = {
    Event: "An event has its own date.",
    GiftCard: "`gift-cards` says how long gift cards last.",
    Earned: "The currency says how long its points last.",
}
_OWN_STOCK = {Event: "An event has `places`.", Code: "There are as many as its pool has codes."}


def rewards(page: Page, programme: Programme) -> Iterator[Finding]:
    """What contradicts itself in `rewards:`, and perks that name no reward."""
    for path, perk in _perks(page, programme):
        if perk.reward and perk.reward not in programme.rewards:
            message = f"{quoted(perk.reward)} is not a reward of this programme."
            advice = suggestion(perk.reward, programme.rewards, advice="Rewards stand in `rewards`.")
            yield page.finding(path, "unknown_reward", message, advice)
    for reward in programme.rewards.values():
        yield from faults_of(page, programme, reward)


def faults_of(page: Page, programme: Programme, reward: Reward) -> Iterator[Finding]:
    """What one reward cannot mean."""
    yield from _idle_keys(page, reward)
    yield from at_once_faults(page, programme, reward)
    starts = [at for at in (reward.from_at, programme.from_at) if at is not None]
    ends = [at for at in (reward.until_at, programme.until_at) if at is not None]
    if starts and ends and max(starts) >= min(ends):
        message = "The reward's period lies outside the programme's own."
        path = "rewards", reward.id, "during"
        yield page.finding(path, "outside_programme", message, "Change one of the two periods.")

    give, price = reward.give, reward.price
    if isinstance(give, Earned) and price is not None and price.currency == give.currency:
        message = "It costs points of the currency that it gives."
        path = "rewards", reward.id, "give"
        yield page.finding(path, "same_currency", message, "Give another currency, or say another price.")


def _idle_keys(page: Page, reward: Reward) -> Iterator[Finding]:
    """Keys that say nothing of such a thing."""
    give = reward.give
    used_in_a_basket = isinstance(give, Discounting | Voucher) or give is Favour.FREE_DELIVERY
    has_days = bool(reward.valid_months or reward.valid_days)
    said = (
        ("stack", reward.discounts, "Only discounts meet others."),
        (
            "budget",
            isinstance(give, Discounting | Voucher | GiftCard),
            "What it costs is not known in money.",
        ),
        ("undo", not isinstance(give, TakenAlone), "What is had at once cannot be given back."),
        ("on-return", used_in_a_basket, "It is not used for a purchase."),
        (
            "grace",
            used_in_a_basket and reward.on_return is OnReturn.RESTORE and has_days,
            "Nothing comes back, or its days are never over.",
        ),
        ("valid", not isinstance(give, Event | GiftCard | Earned), _OWN_END.get(type(give), "")),
        ("stock", not isinstance(give, Event | Code), _OWN_STOCK.get(type(give), "")),
    )
    for key, means_something, why in said:
        path = "rewards", reward.id, key
        if not means_something and page.writes(path):
            yield page.finding(path, "wrong_key", f"`{key}` says nothing here. {why}", f"Remove `{key}`.")


def idle_rewards(page: Page, programme: Programme) -> Iterator[Finding]:
    """Rewards of the document that nobody will ever have, or that do nothing."""
    yield from never_reached(page, programme)
    for reward in programme.rewards.values():
        yield from doubts_of(page, programme, reward)


def doubts_of(page: Page, programme: Programme, reward: Reward) -> Iterator[Finding]:
    """One that nobody can pay for, or whose budget cannot, and a discount on goods that it leaves out itself."""
    path = "rewards", reward.id
    if reward.price is not None:
        most = programme.currencies[reward.price.currency].most
        if reward.price.points and reward.price.currency not in _given(programme):
            message = f"No rule gives `{reward.price.currency}`, so nobody can pay for it."
            advice = f"Write a rule with `give: {{{reward.price.currency}: …}}`."
            yield page.finding((*path, "price"), Doubt.IDLE_REWARD, message, advice)
        elif most is not None and reward.price.least > most:
            message = "It costs more than a balance may come to."
            advice = "Lower the price, or raise the currency's `most`."
            yield page.finding((*path, "price"), Doubt.UNAFFORDABLE_REWARD, message, advice)
    budget, give = reward.budget_minor, reward.give
    if isinstance(give, Voucher | GiftCard) and budget is not None and budget < give.amount_minor:
        message = "Its budget does not pay for one, so nobody can have it."
        yield page.finding((*path, "budget"), Doubt.NEVER_APPLIES, message, "Raise `budget`.")
    if isinstance(reward.give, Discounting):
        goods = reward.give.goods
        if swallowed(goods.lines, goods.exclude) or swallowed(goods.lines, programme.never_discount):
            message = "It takes nothing off: what it is for is excluded."
            advice = "Change `lines`, `exclude` or `never-discount`."
            yield page.finding((*path, "give"), Doubt.NEVER_APPLIES, message, advice)


def _given(programme: Programme) -> set[str]:
    """The currencies that a rule or a conversion gives."""
    main = next(iter(programme.currencies))
    given = {rule.benefit.currency or main for rule in programme.rules}
    return given | {conversion.gives for conversion in programme.conversions}


def _perks(page: Page, programme: Programme) -> Iterator[tuple[Path, Perk]]:
    for place, tiers in enumerate(programme.tiers):
        for step, level in enumerate(tiers.levels):
            path = (*page.ladder(place), "levels", step)
            yield from _each((*path, "perks"), level.perks)
            if level.given:
                yield from _each((*path, "given", "perks"), level.given.perks or ())


def _each(path: Path, perks: Sequence[Perk]) -> Iterator[tuple[Path, Perk]]:
    for nth, perk in enumerate(perks):
        yield (*path, nth), perk

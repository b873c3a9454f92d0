"""What a reward says to a member: its price, what it gives, when and how often it can be had."""

from collections.abc import Iterator

from tessera.programme.reward import (
    UNDO_MINUTES,
    Code,
    GiftCard,
    Goods,
    OnReturn,
    Price,
    Reward,
    Stacking,
)
from tessera.programme.sentences.cap import times_phrase
from tessera.programme.sentences.duration import duration
from tessera.programme.sentences.given import tell_given
from tessera.programme.sentences.rule import any_goods_phrase, goods_phrase
from tessera.programme.speak import Speaker


def tell_rewards(speaker: Speaker) -> list[str]:
    """All rewards, and what holds for several of them together."""
    programme = speaker.programme
    said = [tell_reward(reward, speaker) for reward in programme.rewards.values()]
    single = [r for r in programme.rewards.values() if r.discounts and r.stack is Stacking.BEST_OF]
    if len(single) > 1:
        said.append(speaker.say("rewards-best"))
    return said + tell_never_discount(speaker)


def tell_never_discount(speaker: Speaker) -> list[str]:
    """On what there is never a discount, if on anything."""
    fixed = speaker.programme.never_discount
    return [speaker.say("never-discount", goods=any_goods_phrase(fixed, speaker))] if fixed else []


def tell_reward(reward: Reward, speaker: Speaker) -> str:
    """The price first, then one short sentence for each thing to know."""
    said = [
        speaker.say("reward", name=speaker.text(reward.name), price=tell_price(reward, speaker)),
        *_segments(reward, speaker),
        *([_ended(speaker.text(reward.text))] if reward.text else []),
        *tell_given(reward.give, speaker),
        *_when(reward, speaker),
        *_terms(reward, speaker),
    ]
    return " ".join(said)


def reward_goods(reward: Reward, speaker: Speaker) -> list[str]:
    """The goods of which a reward speaks, as phrases: taken, and left out."""
    goods = getattr(reward.give, "goods", Goods())
    return [goods_phrase(goods.lines, speaker), any_goods_phrase(goods.exclude, speaker)]


def tell_price(reward: Reward, speaker: Speaker) -> str:
    """The price for everybody, for some levels, and the levels for which it is free."""
    price, levels = reward.price, _levels_with(reward, speaker)
    if price is None:
        with_levels = speaker.say("price-with-levels", levels=speaker.one_of(levels))
        return with_levels if levels else speaker.say("price-free")
    parts = [_amount(price, price.points, speaker)]
    for level, points in price.by_level.items():
        own = _amount(price, points, speaker)
        parts.append(speaker.say("price-on-level", level=speaker.level(level), price=own))
    free = speaker.say("price-free")
    parts += [speaker.say("price-on-level", level=level, price=free) for level in levels]
    return ", ".join(parts)


def _amount(price: Price, points: int, speaker: Speaker) -> str:
    money = speaker.money(price.money_minor)
    if not points:
        return money if price.money_minor else speaker.say("price-free")
    amount = speaker.amount(price.currency, points, is_subject=True)
    return speaker.say("price-both", points=amount, money=money) if price.money_minor else amount


def _segments(reward: Reward, speaker: Speaker) -> Iterator[str]:
    """For whom it costs less, and how much."""
    price = reward.price
    if price is None or not price.by_segment:
        return
    told = [
        speaker.say(
            "price-in-segment",
            who=", ".join(condition.say(speaker).strip(" ,") for condition in segment.conditions),
            price=_amount(price, segment.points, speaker),
        )
        for segment in price.by_segment
    ]
    yield speaker.say("price-for-some", prices="; ".join(told))


def _levels_with(reward: Reward, speaker: Speaker) -> list[str]:
    """The levels whose members have it for nothing, by name."""
    return [
        speaker.level(level.id)
        for tiers in speaker.programme.tiers
        for level in tiers.levels
        if any(perk.reward == reward.id for perk in level.perks)
    ]


def _when(reward: Reward, speaker: Speaker) -> Iterator[str]:
    """To whom, where and when, in one sentence; and for whom it begins earlier."""
    phrases = [condition.say(speaker) for condition in reward.conditions]
    if reward.from_at or reward.until_at:
        phrases.insert(0, speaker.period(reward.from_at, reward.until_at))
    if phrases:
        # A phrase may bring the comma that its place in a rule's sentence wants.
        yield speaker.say("reward-when", when=", ".join(phrase.strip(" ,") for phrase in phrases))
    for level, days in reward.early_days.items():
        told = duration(speaker, days=days)
        yield speaker.say("reward-early", level=speaker.level(level), days=told)


def _terms(reward: Reward, speaker: Speaker) -> Iterator[str]:
    """How often and how many, how long it lasts, beside what it counts, and what a return does."""
    if reward.limits:
        limits = "; ".join(times_phrase(limit, speaker) for limit in reward.limits)
        yield speaker.say("reward-limit", limits=limits)
    if reward.stock is not None:
        yield speaker.say("reward-stock", n=reward.stock, shown=speaker.number(reward.stock))
    if reward.budget_minor is not None:
        yield speaker.say("reward-budget", money=speaker.money(reward.budget_minor))
    if reward.comes_by_itself:
        yield speaker.say("reward-at-once")
    if reward.valid_months or reward.valid_days:
        lasts = duration(speaker, months=reward.valid_months, days=reward.valid_days)
        yield speaker.say("reward-valid", duration=lasts)
    if reward.undo_minutes != UNDO_MINUTES and not _is_final(reward):
        yield _undo(reward.undo_minutes, speaker)
    if reward.stack is Stacking.ADDS:
        yield speaker.say("reward-adds")
    if reward.on_return is OnReturn.KEEP:
        yield speaker.say("reward-kept")
    if reward.grace_days:
        yield speaker.say("reward-grace", duration=duration(speaker, days=reward.grace_days))


def _is_final(reward: Reward) -> bool:
    """Does it go without saying that it cannot be given back?"""
    return reward.comes_by_itself or isinstance(reward.give, GiftCard | Code)


def _undo(minutes: int, speaker: Speaker) -> str:
    """How long it can be given back, where that is not what holds for all."""
    if not minutes:
        return speaker.say("reward-undo-never")
    days, hours = divmod(minutes // 60, 24)
    length = [speaker.say("so-many-hours", n=hours, shown=speaker.number(hours))] if hours else []
    length = [duration(speaker, days=days), *length] if days else length
    return speaker.say("reward-undo", duration=speaker.all_of(length))


def _ended(text: str) -> str:
    """A text of the document as a sentence."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."

"""How long a level is kept, and what else a ladder decides, as sentences."""

from tessera.programme.ladder import (
    Keep,
    KeepUntil,
    OnPromotion,
    OnReturn,
    TakesEffect,
    Then,
    TierStructure,
    TierWindow,
)
from tessera.programme.sentences.duration import duration
from tessera.programme.speak import Speaker

_CALENDAR = {TierWindow.CALENDAR_MONTH, TierWindow.CALENDAR_YEAR}


def tell_keep(tiers: TierStructure, speaker: Speaker) -> str:
    """How long a level is kept, its grace, and what comes then."""
    keep = tiers.keep
    sentences = [_kept(tiers, speaker)]
    if keep.grace_months or keep.grace_days:
        grace = duration(speaker, months=keep.grace_months, days=keep.grace_days)
        sentences.append(speaker.say("keep-grace", duration=grace))
    if keep.then is Then.STEP_DOWN:
        by_window = keep.until is not None and tiers.window in _CALENDAR
        window = tiers.window if by_window else "length"
        sentences.append(speaker.say("keep-step", window=window, duration=_length(keep, speaker)))
    return " ".join(sentences)


def tell_terms(tiers: TierStructure, speaker: Speaker) -> list[str]:
    """What the ladder decides in another way than is usual."""
    said = {
        "tier-at-once": tiers.takes_effect is TakesEffect.AT_ONCE,
        "tier-restarts": tiers.on_promotion is OnPromotion.RESTART,
        "tier-returned": tiers.on_return is OnReturn.RECOUNT,
    }
    return [speaker.say(message) for message, holds in said.items() if holds]


def _kept(tiers: TierStructure, speaker: Speaker) -> str:
    keep = tiers.keep
    if keep.on is not None:
        return speaker.say(
            "keep-date", date=speaker.day_of_year(*keep.on), n=keep.years, shown=str(keep.years)
        )
    if keep.has_length:
        rolls = "yes" if tiers.window is TierWindow.ROLLING else "no"
        return speaker.say("keep-length", duration=_length(keep, speaker), rolls=rolls)
    if keep.until is KeepUntil.FOREVER:
        return speaker.say("keep-lifetime")
    if keep.until is None:
        return speaker.say("keep-rolling")
    return speaker.say(f"keep-{tiers.window}", keep=keep.until)


def _length(keep: Keep, speaker: Speaker) -> str:
    return duration(speaker, years=keep.years, months=keep.months, days=keep.days)

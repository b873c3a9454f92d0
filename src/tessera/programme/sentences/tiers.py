"""What a ladder of levels says to a member."""

from tessera.programme.ladder import (
    Bonuses,
    HeadStart,
    Level,
    Perk,
    QualifyBy,
    TierStructure,
)
from tessera.programme.sentences.counted import (
    amount_phrase,
    counter_phrase,
    gender_of_need,
    needs_phrase,
    things,
    traits_phrase,
)
from tessera.programme.sentences.duration import duration
from tessera.programme.sentences.keep import tell_keep, tell_terms
from tessera.programme.sentences.rule import any_goods_phrase
from tessera.programme.speak import Speaker

_BY_NAME = {2: "double", 3: "triple"}
_MEASURES = {
    QualifyBy.POINTS_EARNED: "tier-by-points",
    QualifyBy.SPEND: "tier-by-spend",
    QualifyBy.COUNT: "tier-by-count",
    QualifyBy.MEASURE: "tier-by-measure",
    QualifyBy.MEMBERSHIP_YEARS: "tier-by-years",
}
_MANY = 5  # as one speaks of an unknown number


def tell_tiers(tiers: TierStructure, speaker: Speaker) -> list[str]:
    """What counts; each level with what it brings; how long a level is kept."""
    levels = [tell_level(level, tiers, speaker) for level in tiers.levels]
    keep = tell_keep(tiers, speaker), *tell_terms(tiers, speaker)
    return [tell_measure(tiers, speaker), *tell_head_starts(tiers, speaker), *levels, *keep]


def tell_measure(tiers: TierStructure, speaker: Speaker) -> str:
    """What counts, and in which window."""
    window = _window(tiers, speaker)
    if len(tiers.counters) > 1:
        sentences = _several(tiers, window, speaker)
    else:
        (only,) = tiers.counters
        sentences = [
            speaker.say(
                _MEASURES[only.by],
                kind=tiers.window,
                name=speaker.currency_name(only.currency) if only.currency else "",
                activities=speaker.all_of(things(only, speaker, _MANY)),
                window=window,
            )
        ]
    for counter in tiers.counters:
        if counter.bonuses is Bonuses.IGNORE and counter.currency:
            sentences.append(
                speaker.say("tier-without-bonuses", name=speaker.currency_name(counter.currency))
            )
        if counter.exclude:
            goods = any_goods_phrase(counter.exclude, speaker)
            sentences.append(speaker.say("tier-without-goods", goods=goods))
    return " ".join(sentences)


def _several(tiers: TierStructure, window: str, speaker: Speaker) -> list[str]:
    """What counts together; years of membership by themselves, since they belong to no window."""
    years = [counter for counter in tiers.counters if counter.by is QualifyBy.MEMBERSHIP_YEARS]
    others = [counter_phrase(counter, speaker) for counter in tiers.counters if counter not in years]
    sentences = [
        speaker.say("tier-by-several", n=len(others), counters=speaker.all_of(others), window=window)
    ]
    return [*sentences, speaker.say("tier-years-too")] if years else sentences


def _window(tiers: TierStructure, speaker: Speaker) -> str:
    length = duration(speaker, months=tiers.rolling_months, days=tiers.rolling_days)
    count, unit = (tiers.rolling_months, "months") if tiers.rolling_months else (tiers.rolling_days, "days")
    return speaker.say("window", window=tiers.window, duration=length, count=count, unit=unit)


def tell_head_starts(tiers: TierStructure, speaker: Speaker) -> list[str]:
    """What some members have from the start."""
    return [_head_start(start, tiers, speaker) for start in tiers.head_starts]


def _head_start(start: HeadStart, tiers: TierStructure, speaker: Speaker) -> str:
    amounts = [
        amount_phrase(counter, start.amounts[counter.name], speaker, is_subject=True)
        for counter in tiers.counters
        if counter.name in start.amounts
    ]
    return speaker.say(
        "head-start",
        traits=traits_phrase(start.traits, speaker),
        amount=speaker.all_of(amounts),
        window=_window(tiers, speaker),
    )


def tell_level(level: Level, tiers: TierStructure, speaker: Speaker) -> str:
    """Where a level begins, what it brings, and to whom it is given."""
    sentences = [] if level.given and not level.needs else [_reached(level, tiers, speaker)]
    if level.given:
        sentences += _given(level, speaker)
    return " ".join(sentences)


def _reached(level: Level, tiers: TierStructure, speaker: Speaker) -> str:
    name = speaker.text(level.name)
    perks = speaker.all_of([perk_phrase(perk, speaker) for perk in level.perks])
    if level is tiers.levels[0]:
        return speaker.say("level-first-perks" if perks else "level-first", level=name, perks=perks)
    several = len(tiers.counters) > 1
    return speaker.say(
        "level-next-perks" if perks else "level-next",
        level=name,
        by="several" if several else tiers.counters[0].by,
        at=needs_phrase(level, tiers.counters, speaker),
        gender=gender_of_need(level, tiers.counters, speaker),
        perks=perks,
    )


def _given(level: Level, speaker: Speaker) -> list[str]:
    """To whom it is given, and what it then brings when that is not said yet."""
    gift = level.given
    if gift is None:
        return []
    traits = traits_phrase(gift.traits, speaker)
    given = speaker.say("level-given", level=speaker.text(level.name), traits=traits)
    brings = level.perks if gift.perks is None and not level.needs else gift.perks
    sentences = [speaker.text(gift.text) if gift.text else given]
    if brings:
        perks = speaker.all_of([perk_phrase(perk, speaker) for perk in brings])
        sentences.append(speaker.say("given-perks" if level.needs else "level-brings", perks=perks))
    elif gift.perks is not None:
        sentences.append(speaker.say("given-without-perks"))
    return sentences


def perk_phrase(perk: Perk, speaker: Speaker) -> str:
    """What a perk brings, as a phrase."""
    if perk.multiply is not None:
        main = next(iter(speaker.programme.currencies.values()))
        return speaker.say(
            "perk-multiply-add" if perk.adds else "perk-multiply",
            times=_BY_NAME.get(int(perk.multiply), "") if perk.multiply == int(perk.multiply) else "",
            count=perk.multiply,
            shown=speaker.number(perk.multiply),
            sort="money" if main.is_money else "points",
            name=speaker.currency_name(main.id),
        )
    if perk.reward:
        phrase = speaker.text(speaker.programme.rewards[perk.reward].name)
    else:
        phrase = speaker.text(perk.name) if perk.name else speaker.plain(perk.id)
    return phrase[:1].lower() + phrase[1:] if phrase[1:2].islower() else phrase

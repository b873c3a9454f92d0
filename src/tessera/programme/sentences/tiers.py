"""What a ladder of levels says to a member."""

from tessera.programme.document import Level, Perk, QualifyBy, Stack, TierStructure, TierWindow
from tessera.programme.sentences.duration import duration
from tessera.programme.speak import Speaker

_BY_NAME = {2: "double", 3: "triple"}
_MANY = 5  # as one speaks of an unknown number


def tell_tiers(tiers: TierStructure, speaker: Speaker) -> list[str]:
    """What counts; each level with what it brings; how long a level is kept."""
    levels = [tell_level(level, tiers, speaker) for level in tiers.levels]
    return [tell_measure(tiers, speaker), *levels, tell_keep(tiers, speaker)]


def tell_measure(tiers: TierStructure, speaker: Speaker) -> str:
    """What counts, and in which window."""
    length = duration(speaker, months=tiers.rolling_months, days=tiers.rolling_days)
    count, unit = (tiers.rolling_months, "months") if tiers.rolling_months else (tiers.rolling_days, "days")
    window = speaker.say("window", window=tiers.window, duration=length, count=count, unit=unit)
    match tiers.by:
        case QualifyBy.POINTS_EARNED:
            return speaker.say(
                "tier-by-points",
                kind=tiers.window,
                name=speaker.currency_name(tiers.currency or ""),
                window=window,
            )
        case QualifyBy.SPEND:
            return speaker.say("tier-by-spend", kind=tiers.window, window=window)
        case QualifyBy.COUNT:
            activities = speaker.all_of(_activities(tiers, speaker, _MANY))
            return speaker.say("tier-by-count", activities=activities, window=window)


def tell_level(level: Level, tiers: TierStructure, speaker: Speaker) -> str:
    """Where a level begins, and what it brings."""
    name = speaker.text(level.name)
    perks = speaker.all_of([perk_phrase(perk, speaker) for perk in level.perks])
    if level is tiers.levels[0]:
        return speaker.say("level-first-perks" if perks else "level-first", level=name, perks=perks)
    begins = _begins(level.at, tiers, speaker)
    message = "level-next-perks" if perks else "level-next"
    return speaker.say(message, level=name, by=tiers.by, at=begins, perks=perks)


def _begins(at: int, tiers: TierStructure, speaker: Speaker) -> str:
    match tiers.by:
        case QualifyBy.POINTS_EARNED:
            return speaker.amount(tiers.currency or "", at)
        case QualifyBy.SPEND:
            return speaker.money(at)
        case QualifyBy.COUNT:
            activities = speaker.one_of(_activities(tiers, speaker, at))
            return speaker.say("count-of", shown=speaker.number(at), activities=activities)


def _activities(tiers: TierStructure, speaker: Speaker, count: int) -> list[str]:
    """What is counted, in the form that goes with so many."""
    return [
        speaker.say("activities", type=type_, plain=speaker.plain(type_), count=count)
        for type_ in sorted(tiers.activities)
    ]


def perk_phrase(perk: Perk, speaker: Speaker) -> str:
    """What a perk brings, as a phrase."""
    if perk.multiply is not None:
        main = next(iter(speaker.programme.currencies.values()))
        return speaker.say(
            "perk-multiply-add" if perk.stack is Stack.ADD else "perk-multiply",
            times=_BY_NAME.get(int(perk.multiply), "") if perk.multiply == int(perk.multiply) else "",
            count=perk.multiply,
            shown=speaker.number(perk.multiply),
            sort="money" if main.is_money else "points",
            name=speaker.currency_name(main.id),
        )
    phrase = speaker.text(perk.name) if perk.name else speaker.plain(perk.id)
    return phrase[:1].lower() + phrase[1:] if phrase[1:2].islower() else phrase


def tell_keep(tiers: TierStructure, speaker: Speaker) -> str:
    """How long a level is kept."""
    match tiers.window:
        case TierWindow.CALENDAR_MONTH | TierWindow.CALENDAR_YEAR:
            return speaker.say(f"keep-{tiers.window}", keep=tiers.keep)
        case TierWindow.ROLLING | TierWindow.LIFETIME:
            return speaker.say(f"keep-{tiers.window}")

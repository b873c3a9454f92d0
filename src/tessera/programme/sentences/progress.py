"""Where a member stands in a ladder: until when, what keeps the level, what the next one takes; and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from tessera.programme.ladder import TierStructure
from tessera.programme.sentences.counted import missing_phrase
from tessera.programme.speak import Speaker

NO_DAY: Final = "none"
"""Where a message asks for a day, and there is none."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What is missing to a level, by counter, in their smallest units: all of it, or `any_of` it; `by_on` is the first day
    on which it is too late.
    """

    level: str
    by_counter: Mapping[str, int]
    any_of: bool
    by_on: date | None


def tell_progress(  # noqa: PLR0913 - what lies ahead, each by name
    tiers: TierStructure,
    level: str,
    speaker: Speaker,
    *,
    until_on: date | None,
    keep: Missing | None,
    following: Missing | None,
) -> list[str]:
    """The level that a member holds, up to its last good day; what keeps it longer; what the next one takes."""
    told = [speaker.say("tier-now", level=speaker.level(level), until=_last(until_on, speaker))]
    if keep is not None:
        told.append(_tell_missing("tier-keep", keep, tiers, speaker))
    if following is not None:
        told.append(_tell_missing("tier-next", following, tiers, speaker))
    return told


def tell_level_change(code: str, was: str, level: str, speaker: Speaker, *, until_on: date | None) -> str:
    """That a level was `reached`, `kept`, `lowered` or `ended`, in the words of the version that says so."""
    return speaker.say(
        f"level-{code}",
        was=_level(was, speaker),
        level=speaker.level(level),
        until=_last(until_on, speaker),
    )


def _tell_missing(message: str, missing: Missing, tiers: TierStructure, speaker: Speaker) -> str:
    return speaker.say(
        message,
        level=speaker.level(missing.level),
        missing=missing_phrase(missing.by_counter, tiers.counters, speaker, any_of=missing.any_of),
        by=_last(missing.by_on, speaker),
    )


def _level(level: str, speaker: Speaker) -> str:
    """A level's name; one that is gone is called by its own word."""
    known = {one.id for tiers in speaker.programme.tiers for one in tiers.levels}
    return speaker.level(level) if level in known else speaker.say("level-name", name=speaker.plain(level))


def _last(first_bad: date | None, speaker: Speaker) -> str:
    """The last good day before a first bad one."""
    if first_bad is None:
        return NO_DAY
    last = datetime.combine(first_bad - timedelta(days=1), time.min, tzinfo=speaker.programme.timezone)
    return speaker.date(last)

"""What a choice says to a member: what may be chosen, for how long, and until when."""

from collections.abc import Sequence
from datetime import date, datetime, time

from tessera.programme.choice import MemberChoice, Newcomers
from tessera.programme.sentences.duration import duration
from tessera.programme.speak import Speaker


def tell_chosen(values: Sequence[str], speaker: Speaker, *, from_on: date, until_on: date) -> str:
    """What a member has chosen for the days `[from_on, until_on)`."""
    zone = speaker.programme.timezone
    start, end = (datetime.combine(day, time.min, tzinfo=zone) for day in (from_on, until_on))
    chosen = speaker.all_of([speaker.plain(value) for value in values])
    return speaker.say("choice-made", values=chosen, period=speaker.period(start, end))


def tell_choice(choice: MemberChoice, speaker: Speaker) -> str:
    """What may be chosen and how much of it, until when, and what newcomers have."""
    options = [speaker.plain(option) for option in choice.options]
    chosen = speaker.say(
        "choice",
        period=choice.period,
        most=choice.up_to,
        shown=speaker.number(choice.up_to),
        options=speaker.one_of(options),
    )
    days = duration(speaker, days=choice.days_before)
    by = speaker.say("choice-by-days" if days else "choice-by", period=choice.period, days=days)
    if choice.newcomers is Newcomers.WAIT:
        return f"{chosen} {by}"
    return f"{chosen} {by} {speaker.say('choice-newcomers', period=choice.period)}"

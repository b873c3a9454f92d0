"""What a choice says to a member: what may be chosen, for how long, and until when."""

from tessera.programme.choice import MemberChoice
from tessera.programme.sentences.duration import duration
from tessera.programme.speak import Speaker


def tell_choice(choice: MemberChoice, speaker: Speaker) -> str:
    """What may be chosen and how much of it, and until when: two sentences."""
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
    return f"{chosen} {by}"

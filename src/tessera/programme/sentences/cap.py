"""What a cap says to a member."""

from tessera.programme.document import Cap, Span
from tessera.programme.sentences.duration import duration
from tessera.programme.speak import Speaker


def cap_phrase(cap: Cap, currency: str, speaker: Speaker, *, on_top: bool = False) -> str:
    """A cap on points of a currency as a phrase: "up to 3 times a month". `on_top`: of what a multiplier adds."""
    if cap.times is not None:
        return times_phrase(cap, speaker)
    message = "cap-extra" if on_top else "cap-points"
    return speaker.say(message, amount=speaker.amount(currency, cap.points or 0), per=_per(cap, speaker))


def times_phrase(cap: Cap, speaker: Speaker) -> str:
    """A cap that counts times, as a phrase."""
    if cap.per is Span.PERSONAL and cap.times == 1:
        return speaker.say("cap-cooldown", days=duration(speaker, days=cap.days))
    times = cap.times or 0
    return speaker.say("cap-times", times=times, shown=speaker.number(times), per=_per(cap, speaker))


def _per(cap: Cap, speaker: Speaker) -> str:
    if cap.per is Span.PERSONAL:
        return speaker.say("per-days", days=duration(speaker, days=cap.days))
    return speaker.say("per", span=cap.per)

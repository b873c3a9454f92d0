"""What a cap says to a member."""

from tessera.programme.document import Cap, Span
from tessera.programme.sentences.duration import duration
from tessera.programme.speak import Speaker


def cap_phrase(cap: Cap, currency: str, speaker: Speaker, *, on_top: bool = False) -> str:
    """A cap on points of a currency as a phrase: "up to 3 times a month". `on_top`: of what a multiplier adds."""
    if cap.per is Span.PERSONAL:
        days = duration(speaker, days=cap.days)
        per = speaker.say("per-days", days=days)
        if cap.times == 1:
            return speaker.say("cap-cooldown", days=days)
    else:
        per = speaker.say("per", span=cap.per)
    if cap.times is not None:
        return speaker.say("cap-times", times=cap.times, shown=speaker.number(cap.times), per=per)
    message = "cap-extra" if on_top else "cap-points"
    return speaker.say(message, amount=speaker.amount(currency, cap.points or 0), per=per)

"""What members read about purchases whose points are missing."""

from tessera.programme.claims import Claims
from tessera.programme.sentences.cap import times_phrase
from tessera.programme.speak import Speaker


def tell_claims(claims: Claims, speaker: Speaker) -> str:
    """Until when a receipt can be brought, and which ones count at once: "... within 60 days of your purchase ..."."""
    days, at_once = claims.within_days, claims.at_once
    within = speaker.say("claims-within", n=days, shown=speaker.number(days))
    if at_once is None:
        return within
    amount, times = speaker.money(at_once.up_to_minor), times_phrase(at_once.cap, speaker)
    return f"{within} {speaker.say('claims-at-once', amount=amount, times=times)}"

"""What members read about purchases whose points are missing."""

from tessera.programme.claims import Claims
from tessera.programme.speak import Speaker


def tell_claims(claims: Claims, speaker: Speaker) -> str:
    """Until when a receipt can be brought: "... within 60 days of your purchase ..."."""
    days = claims.within_days
    return speaker.say("claims-within", n=days, shown=speaker.number(days))

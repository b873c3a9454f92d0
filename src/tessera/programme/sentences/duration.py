"""A length of time in words."""

from tessera.programme.speak import Speaker


def duration(speaker: Speaker, *, years: int = 0, months: int = 0, days: int = 0) -> str:
    """A length of time in words; "" when it is none."""
    parts = [("years", years), ("months", months), ("days", days)]
    return speaker.all_of([speaker.say(unit, n=n, shown=speaker.number(n)) for unit, n in parts if n])

"""What multipliers do with each other."""

from collections import Counter

from tessera.programme.document import Phase, Programme, Stack
from tessera.programme.speak import Speaker


def tell_together(speaker: Speaker) -> list[str]:
    """Where several multiply, or all of several add. Where the two meet, each that adds says so itself."""
    stacks = _stacks(speaker.programme)
    main = speaker.currency_name(next(iter(speaker.programme.currencies)))
    if stacks[Stack.MULTIPLY] > 1:
        return [speaker.say("together")]
    if stacks[Stack.ADD] > 1 and not stacks[Stack.MULTIPLY]:
        return [speaker.say("together-add", name=main)]
    return []


def some_multiply(programme: Programme) -> bool:
    """Does any multiplier multiply what others have made of the base?"""
    return bool(_stacks(programme)[Stack.MULTIPLY])


def _stacks(programme: Programme) -> Counter[Stack]:
    """How many multipliers there are of each kind that can meet: of a ladder's levels, one."""
    rules = Counter(rule.stack for rule in programme.rules if rule.phase is Phase.MULTIPLIER)
    for tiers in programme.tiers:
        perks = (perk for level in tiers.levels for perk in level.perks if perk.multiply is not None)
        rules.update({Stack.ADD if perk.adds else Stack.MULTIPLY for perk in perks})
    return rules

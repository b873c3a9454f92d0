"""What a change of the programme means to those who were members before it."""

from tessera.programme.document import Rule
from tessera.programme.ladder import TierStructure
from tessera.programme.speak import Speaker


def tell_heirs(tiers: TierStructure, speaker: Speaker) -> list[str]:
    """Which levels a ladder's own have taken the place of."""
    own = {level.id for level in tiers.levels}
    return [
        speaker.say("migrate-level", old=speaker.plain(gone), level=speaker.level(heir))
        for gone, heir in speaker.programme.migration.levels.items()
        if heir in own and heir is not None
    ]


def tell_former(rule: Rule, speaker: Speaker) -> list[str]:
    """Whose past counts for the rule's caps."""
    former = [speaker.plain(gone) for gone in speaker.programme.migration.formerly(rule.id)]
    return [speaker.say("migrate-rule", old=speaker.all_of(former))] if former and rule.caps else []

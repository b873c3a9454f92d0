"""The facts about a member on which a decision rests; they are kept with it."""

from collections.abc import Collection

from tessera.engine.choices import chosen_at
from tessera.engine.compile import Compiled
from tessera.engine.facts import ENROLLED_AT, SOURCE
from tessera.engine.standing import Standing
from tessera.kit.sandbox import plain
from tessera.members.resolve import Found
from tessera.usecases.answers import Submission


def traits_of(
    member: Found, compiled: Compiled, standing: Standing, submission: Submission, *, rewards: bool = False
) -> dict[str, str]:
    """What the programme asks to know of a member when an activity happens: what was chosen for that time, and who
    reports it, included; and what its rewards ask, where some are to be taken.
    """
    traits = own_traits_of(member, compiled)
    if rewards:
        traits |= _asked(member, compiled.rewards.traits_asked)
    if SOURCE in compiled.traits_asked:
        traits[SOURCE] = plain(submission.source)
    at = submission.activity.occurred_at
    return traits | chosen_at(compiled, standing, at) if compiled.choices else traits


def own_traits_of(member: Found, compiled: Compiled) -> dict[str, str]:
    """The same without these two: all that levels rest on."""
    return _asked(member, compiled.traits_asked)


def _asked(member: Found, asked: Collection[str]) -> dict[str, str]:
    traits = {trait: value for trait, value in member.traits.items() if trait in asked}
    if ENROLLED_AT in asked:
        traits[ENROLLED_AT] = member.enrolled_at.isoformat()
    return traits

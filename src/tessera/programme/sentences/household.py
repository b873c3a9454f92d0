"""What a programme says of households: how many share a balance, what each role may do, what leaving means."""

from tessera.programme.household import Households, Role
from tessera.programme.sentences.cap import cap_phrase
from tessera.programme.speak import Speaker, capital


def tell_households(households: Households, speaker: Speaker) -> list[str]:
    """The terms of sharing, a sentence or two for each."""
    members, days = households.members, households.invitation_days
    return [
        speaker.say("household-members", n=members, shown=speaker.number(members)),
        speaker.say("household-founder", role=speaker.plain(households.founder.id)),
        *(tell_role(role, speaker) for role in households.roles.values()),
        speaker.say("household-invitation", n=days, shown=speaker.number(days)),
        speaker.say("household-leave"),
    ]


def tell_role(role: Role, speaker: Speaker) -> str:
    """What a role may do: "Child: spends up to 500 points a month."."""
    can = [speaker.say("household-manages")] if role.manages else []
    return capital(
        speaker.say(
            "household-role", role=speaker.plain(role.id), can=", ".join([*can, _spends(role, speaker)])
        )
    )


def _spends(role: Role, speaker: Speaker) -> str:
    if role.limits is None:
        return speaker.say("household-spends-all")
    limits = [cap_phrase(cap, currency, speaker) for currency, caps in role.limits.items() for cap in caps]
    if not limits:
        return speaker.say("household-spends-nothing")
    return speaker.say("household-spends", limits=", ".join(limits))

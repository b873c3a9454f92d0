"""What a programme says of giving: what members may give to each other, and to which causes; and what was given."""

from tessera.programme.cause import Cause
from tessera.programme.document import Span, Transfers
from tessera.programme.sentences.cap import cap_phrase
from tessera.programme.sentences.duration import duration
from tessera.programme.speak import Speaker, sentence


def tell_transfers(terms: Transfers, speaker: Speaker) -> str:
    """How much of a currency, how often and from when on; and that no time is won by it."""
    pauses = [cap for cap in terms.caps if cap.per is Span.PERSONAL and cap.times == 1]
    caps = [cap_phrase(cap, terms.currency, speaker) for cap in terms.caps if cap not in pauses]
    said = [sentence(_how_much("transfer", terms.currency, terms.least, speaker), *caps)]
    said += [speaker.say("transfer-cooldown", days=duration(speaker, days=cap.days)) for cap in pauses]
    if terms.wait_days:
        said.append(speaker.say("transfer-wait", days=duration(speaker, days=terms.wait_days)))
    if speaker.programme.currencies[terms.currency].expire.dated:
        said.append(speaker.say("transfer-term"))
    return " ".join(said)


def tell_cause(cause: Cause, speaker: Speaker) -> str:
    """What may be given to a cause, and when; what for, and how much is to come together."""
    when = speaker.period(cause.from_at, cause.until_at) if cause.from_at or cause.until_at else ""
    can = ", ".join(filter(None, (_how_much("cause", cause.currency, cause.least, speaker), when)))
    said = [speaker.say("cause", name=speaker.text(cause.name), can=can)]
    if cause.about:
        said.append(speaker.text(cause.about))
    if cause.goal is not None:
        said.append(speaker.say("cause-goal", goal=speaker.amount(cause.currency, cause.goal)))
    return " ".join(said)


def tell_given(currency: str, units: int, speaker: Speaker) -> str:
    """To the giver of a transfer: "You gave 20 points to another member."."""
    return speaker.say("gave", amount=speaker.amount(currency, units))


def tell_taken(currency: str, units: int, speaker: Speaker) -> str:
    """To the taker: "Another member gave you 20 points."."""
    return speaker.say("was-given", amount=speaker.amount(currency, units))


def tell_donated(cause: Cause, units: int, speaker: Speaker) -> str:
    """To who gave to a cause: "You gave 20 points to City trees."."""
    amount = speaker.amount(cause.currency, units)
    return speaker.say("donated", amount=amount, cause=speaker.text(cause.name))


def _how_much(message: str, currency: str, least: int, speaker: Speaker) -> str:
    """How much may be given: "you can give at least 100 points at a time", or any number of them."""
    if least > 1:
        return speaker.say(f"{message}-least", amount=speaker.amount(currency, least))
    sort = "money" if speaker.programme.currencies[currency].is_money else "points"
    return speaker.say(f"{message}-any", name=speaker.currency_name(currency), sort=sort)

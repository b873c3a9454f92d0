"""What a member's history says of rewards: taken, set aside, used, given back."""

from datetime import datetime

from tessera.programme.document import Texts
from tessera.programme.speak import Speaker


def tell_taken_with(
    name: Texts, speaker: Speaker, *, currency: str | None, points: int, saved_minor: int
) -> str:
    """With a purchase: "You got Coffee for 300 points and saved $3."."""
    return speaker.say(
        "reward-taken",
        name=speaker.text(name),
        how=_how(currency, saved_minor),
        amount="" if currency is None else speaker.amount(currency, points),
        saved=speaker.money(saved_minor),
    )


def tell_redeemed(name: Texts, speaker: Speaker, *, currency: str | None, points: int) -> str:
    """Outside of any basket: "You took Coffee for 300 points."."""
    amount = "" if currency is None else speaker.amount(currency, points)
    how = "free" if currency is None else "paid"
    return speaker.say("reward-redeemed", name=speaker.text(name), how=how, amount=amount)


def tell_came(name: Texts, speaker: Speaker, *, currency: str, points: int) -> str:
    """By itself: "10 stamps became Tenth coffee."."""
    return speaker.say("reward-came", name=speaker.text(name), amount=speaker.amount(currency, points))


def tell_use_until(last_at: datetime, speaker: Speaker) -> str:
    """The last day on which it can be used; the instant lies in it."""
    return speaker.say("reward-use-until", date=speaker.date(last_at))


def tell_reward_of(said: str, name: Texts, speaker: Speaker) -> str:
    """What became of a reward: `reward-aside`, `-used`, `-again`, `-usable-again`, or `-given-back`."""
    return speaker.say(said, name=speaker.text(name))


def tell_used(name: Texts, speaker: Speaker, *, saved_minor: int) -> str:
    """A voucher at the checkout: "You used Coffee and saved $3."."""
    return speaker.say(
        "reward-used-with",
        name=speaker.text(name),
        how="saved" if saved_minor else "plain",
        saved=speaker.money(saved_minor),
    )


def _how(currency: str | None, saved_minor: int) -> str:
    if currency is None:
        return "saved" if saved_minor else "free"
    return "both" if saved_minor else "paid"

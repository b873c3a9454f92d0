"""How long gift cards last and who may pay with them; and what became of one, for whoever paid with it."""

from tessera.programme.gift_cards import GiftCards
from tessera.programme.sentences.duration import duration
from tessera.programme.speak import Speaker


def tell_card(what: str, amount_minor: int, speaker: Speaker) -> str:
    """Of a history: `held`, `used` or `refunded`: "A gift card paid $10."."""
    return speaker.say(f"card-{what}", n=speaker.in_major(amount_minor), money=speaker.money(amount_minor))


def tell_gift_cards(cards: GiftCards, speaker: Speaker) -> list[str]:
    """Until when a card can be used, what becomes of money that comes back to it, and who may pay with one."""
    guests = [speaker.say("gift-cards-guests")] if cards.guests else []
    return [*_tell_lasting(cards, speaker), *guests]


def _tell_lasting(cards: GiftCards, speaker: Speaker) -> list[str]:
    if not cards.valid_months and not cards.valid_days:
        return [speaker.say("gift-cards-for-ever")]
    lasts = duration(speaker, months=cards.valid_months, days=cards.valid_days)
    said = [speaker.say("gift-cards-valid", duration=lasts)]
    if cards.grace_days:
        grace = duration(speaker, days=cards.grace_days)
        said.append(speaker.say("gift-cards-grace", duration=grace))
    return said

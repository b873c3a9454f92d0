"""A gift card on one line."""

from datetime import datetime

from tessera.api.amounts import in_major
from tessera.usecases.read_gift_cards import ShownCard


def line_of(card: ShownCard) -> str:
    """How it stands: what is on it, what of that is set aside, and until when it can be used."""
    on_it = f"{in_major(card.balance_minor, card.money)} {card.money}"
    held = f", {in_major(card.held_minor, card.money)} of it set aside" if card.held_minor else ""
    return f"{card.card_id}  {card.state:<7}  {on_it}{held}, {_until(card.expires_at)}"


def _until(expires_at: datetime | None) -> str:
    return "for ever" if expires_at is None else f"until {expires_at:%Y-%m-%d %H:%M} UTC"

"""`gift-cards:`, how long gift cards last, and who may pay with them."""

from typing import Any

from tessera.programme.gift_cards import GiftCards
from tessera.programme.sections.lasting import VALID
from tessera.programme.shapes import Key, Literal, Refined, Scope, Shape, Table, Whole


def _gift_cards(values: dict[str, Any], _scope: Scope) -> GiftCards:
    defaults = GiftCards()
    return GiftCards(
        **values.get("valid", {}),
        grace_days=values["grace"]["days"] if "grace" in values else defaults.grace_days,
        guests="guests" in values,
    )


GIFT_CARDS: Shape[GiftCards] = Refined(
    Table(
        "what holds for gift cards",
        {
            "valid": Key(
                VALID, "How long a card can be used from the day on which it was issued (default: for ever)."
            ),
            "grace": Key(
                Table(
                    "a grace",
                    {"days": Key(Whole("days", most=3660), "So many days.", required=True)},
                    example="{days: 30}",
                ),
                "How long money that comes back to a card can be used at least (default: 30 days).",
            ),
            "guests": Key(
                Literal("true"), "Whoever is no member may pay with one too; left out: only members do."
            ),
        },
        example="{valid: {months: 36}}",
    ),
    _gift_cards,
)

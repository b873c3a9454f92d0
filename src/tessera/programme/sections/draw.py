"""`draws:`, the prizes that members' tickets take part for."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tessera.programme.draw import Draw, Prize
from tessera.programme.sections.currency import PluralForms
from tessera.programme.sections.qualify import TRAITS
from tessera.programme.shapes import (
    CurrencyRef,
    Id,
    Instant,
    Key,
    LevelRef,
    ListOf,
    Literal,
    MapOf,
    Refined,
    Scope,
    Shape,
    Table,
    Texts,
    Whole,
)

MOST_PRIZES = 1000
"""Prizes are handed over by people; and anyone shall re-check a draw in seconds."""


def _tickets(currency: str, scope: Scope) -> str:
    if scope.currencies[currency]:
        message = f"`{currency}` is money, and nobody takes part with money."
        advice = "Name a currency of points, such as `tickets`, that rules give."
        raise scope.fault("money_as_entries", message, advice)
    return currency


def _prizes(prizes: tuple[Prize, ...], scope: Scope) -> tuple[Prize, ...]:
    for id_, count in Counter(prize.id for prize in prizes).items():
        if count > 1:
            message = f"{count} prizes have the id `{id_}`."
            raise scope.fault("duplicate_id", message, "Give each an id of its own.")
    number = sum(prize.number for prize in prizes)
    if number > MOST_PRIZES:
        message = f"These are {number} prizes."
        raise scope.fault("too_many_prizes", message, f"Write at most {MOST_PRIZES} in all.")
    return prizes


def _draw(values: dict[str, Any], _scope: Scope) -> Draw:
    whom = values.get("for", {})
    return Draw(
        id="",
        name=values["name"],
        entries=values["entries"],
        closes_at=values["closes"],
        public=values["public"],
        prizes=values["prizes"],
        again="again" in values,
        levels=whom.get("tiers", ()),
        traits=whom.get("traits", {}),
    )


def _named(draws: Mapping[str, Draw], _scope: Scope) -> dict[str, Draw]:
    return {id_: replace(draw, id=id_) for id_, draw in draws.items()}


_PRIZE: Shape[Prize] = Refined(
    Table(
        "a prize",
        {
            "id": Key(Id("a prize's id", "bicycle"), "A short word that names the prize.", required=True),
            "name": Key(
                PluralForms("the prize's name"), "Its name in its plural forms, per language.", required=True
            ),
            "number": Key(Whole("how many", most=MOST_PRIZES), "How many there are of it (default: 1)."),
        },
        example="{id: mug, name: [mug, mugs], number: 10}",
    ),
    lambda values, _scope: Prize(**values),
)

DRAWS: Shape[dict[str, Draw]] = Refined(
    MapOf(
        Id("a draw's id"),
        Refined(
            Table(
                "a draw",
                {
                    "name": Key(Texts("the draw's name"), "Its name, plain or per language.", required=True),
                    "entries": Key(
                        Refined(CurrencyRef(), _tickets),
                        "The currency of which each whole one is an entry.",
                        required=True,
                    ),
                    "closes": Key(
                        Instant(),
                        "The first moment that is too late: what can be used right before it counts.",
                        required=True,
                    ),
                    "public": Key(
                        Texts("what is mixed in"),
                        "The value that decides with our seed, which nobody knows until later.",
                        required=True,
                    ),
                    "prizes": Key(
                        Refined(ListOf(_PRIZE, most=50), _prizes),
                        "What there is to win, in the order in which it is drawn.",
                        required=True,
                    ),
                    "again": Key(
                        Literal("true"), "Who has won may win again, with other entries (default: once)."
                    ),
                    "for": Key(
                        Table(
                            "for whom a draw is",
                            {
                                "tiers": Key(ListOf(LevelRef()), "Only members on these levels."),
                                "traits": Key(TRAITS, "Only members with these traits."),
                            },
                            example="{tiers: oak}",
                        ),
                        "For whom it is (default: everybody).",
                    ),
                },
                example=(
                    "{name: Summer draw, entries: tickets, closes: 2026-07-01,"
                    " public: the lottery numbers of July 5, prizes: [{id: bike, name: bicycle}]}"
                ),
            ),
            _draw,
        ),
        "draws by id",
        most=100,
    ),
    _named,
)

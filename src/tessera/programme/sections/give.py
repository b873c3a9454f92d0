"""`rewards.*.give`: the one thing that a reward gives."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tessera.programme.reward import (
    AmountOff,
    BuyGet,
    CheapestOff,
    Code,
    Discounting,
    Earned,
    Event,
    Favour,
    FreeProduct,
    GiftCard,
    Given,
    Goods,
    PercentOff,
    Service,
    Voucher,
)
from tessera.programme.sections.conversion import units_of
from tessera.programme.sections.rule import LINES
from tessera.programme.shapes import (
    Choice,
    CurrencyRef,
    Id,
    Instant,
    Key,
    ListOf,
    Literal,
    MapOf,
    Money,
    Number,
    OneOf,
    Percent,
    Refined,
    Scope,
    Shape,
    Table,
    Text,
    Whole,
)

_BESIDE: Mapping[str, frozenset[str]] = {
    "off": frozenset({"lines", "exclude", "most"}),
    "cheapest": frozenset({"lines", "exclude"}),
    "buy": frozenset({"get", "off", "lines", "exclude", "times"}),
    "product": frozenset(),
    "voucher": frozenset(),
    "gift-card": frozenset(),
    "code": frozenset(),
    "earn": frozenset(),
    "event": frozenset(),
    "service": frozenset(),
}
"""What may be given, each with the keys that may stand beside it."""

_SHARE: Shape[Fraction] = OneOf(
    (
        Refined(Literal("free"), lambda _word, _scope: Fraction(1)),
        Refined(Percent(), lambda share, _scope: Fraction(share)),
    )
)

_OFF: Shape[Decimal | int] = OneOf((Percent("a part of the price"), Money()))


_KEYS: Mapping[str, Key] = {
    "off": Key(_OFF, "A part of the price, or an amount of money, off the basket or some of its lines."),
    "cheapest": Key(
        _SHARE, "The cheapest piece of the basket, or of some lines: free, or a part of its price off."
    ),
    "buy": Key(Whole("how many", most=1000), "Of so many pieces that are paid …"),
    "get": Key(Whole("how many", most=1000), "… so many more, the cheapest, are free, or `off` by a part."),
    "product": Key(
        ListOf(Text("a product"), most=500), "One piece of this product, or of one of these, is free."
    ),
    "voucher": Key(Money(), "A voucher that pays so much of any basket."),
    "gift-card": Key(Money(), "A gift card with so much on it, for whoever has its code."),
    "code": Key(
        Id("a pool", "cinema"), "The next free code of a pool, which `tessera codes import` brought in."
    ),
    "earn": Key(
        MapOf(
            CurrencyRef(),
            Number("how many points", digits=4, most=1_000_000_000, example="1"),
            "a currency with how many points of it, such as `{tickets: 1}`",
            most=1,
        ),
        "Points of another currency, at once, such as tickets of a draw.",
        examples=("{tickets: 1}",),
    ),
    "event": Key(
        Table(
            "an event",
            {
                "at": Key(Instant(), "When it begins.", required=True),
                "places": Key(Whole("places"), "So many can come."),
            },
            example="{at: 2026-06-20T18:00, places: 40}",
        ),
        "A place at an event.",
    ),
    "service": Key(Text("a partner"), "What a partner does for the member; the partner's word."),
    "lines": Key(LINES, "Only on lines that match.", examples=("{category: COFFEE}",)),
    "exclude": Key(LINES, "Never on lines that match any of these.", examples=("{category: TOBACCO}",)),
    "most": Key(Money(), "At most so much money off, where a part of the price is off."),
    "times": Key(Whole("times", most=1000), "At most so often in one basket."),
}


def _given(values: dict[str, Any], scope: Scope) -> Given:
    kinds = [key for key in _BESIDE if key in values]
    if "buy" in kinds:
        kinds = [key for key in kinds if key != "off"]
    if len(kinds) != 1:
        message = (
            "A reward gives one thing, but two stand here." if kinds else "This does not say what is given."
        )
        advice = f"Write one of {', '.join(f'`{key}`' for key in _BESIDE)}; each reward has an id of its own."
        raise scope.fault("one_benefit" if kinds else "missing_key", message, advice)
    (kind,) = kinds
    for key in values:
        if key not in {kind, *_BESIDE[kind]}:
            raise scope.fault("wrong_key", f"`{key}` says nothing beside `{kind}`.", f"Remove `{key}`.")
    return _read(kind, values, scope)


def _read(kind: str, values: dict[str, Any], scope: Scope) -> Given:
    value = values[kind]
    readers: Mapping[str, Callable[[], Given]] = {
        "off": lambda: _off(value, values, scope),
        "cheapest": lambda: CheapestOff(value, _goods(values)),
        "buy": lambda: _buy_get(values, scope),
        "product": lambda: FreeProduct(value),
        "voucher": lambda: Voucher(value),
        "gift-card": lambda: GiftCard(value),
        "code": lambda: Code(value),
        "earn": lambda: _earned(value, scope),
        "event": lambda: Event(value["at"], value.get("places")),
        "service": lambda: Service(value),
    }
    return readers[kind]()


def _earned(earned: Mapping[str, Decimal], scope: Scope) -> Earned:
    if not earned:
        raise scope.fault("missing_key", "This does not say which points.", "Write `earn: {tickets: 1}`.")
    ((currency, points),) = earned.items()
    return Earned(currency, units_of(points, currency, scope))


def _off(off: Decimal | int, values: dict[str, Any], scope: Scope) -> Discounting:
    if isinstance(off, Decimal):
        return PercentOff(Fraction(off), _goods(values), values.get("most"))
    if "most" in values:
        message = "An amount of money off is itself the most that is off."
        raise scope.fault("wrong_key", message, "Remove `most`.")
    return AmountOff(off, _goods(values))


def _buy_get(values: dict[str, Any], scope: Scope) -> BuyGet:
    if "get" not in values:
        raise scope.fault("missing_key", "`get` is missing beside `buy`.", "Write `{buy: 2, get: 1}`.")
    off: Decimal | int = values.get("off", Decimal(1))
    if not isinstance(off, Decimal):
        message = "What one gets beside `buy` is free, or a part of its price is off."
        raise scope.fault("wrong_type", message, "Write a percentage, such as `off: 50%`, or remove `off`.")
    return BuyGet(values["buy"], values["get"], Fraction(off), _goods(values), values.get("times"))


def _goods(values: Mapping[str, Any]) -> Goods:
    lines, exclude = (
        {attribute: frozenset(wanted) for attribute, wanted in values.get(key, {}).items()}
        for key in ("lines", "exclude")
    )
    return Goods(lines, exclude)


GIVE: Shape[Given] = OneOf(
    (
        Refined(
            Table(
                "what a reward gives",
                _KEYS,
                example="{off: 10%}",
                advice="Goods stand in `lines: {category: …}`.",
            ),
            _given,
        ),
        Choice(Favour, "a favour"),
    )
)
"""A benefit with its terms, or a word for what the shop itself does."""

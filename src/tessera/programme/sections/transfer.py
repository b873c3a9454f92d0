"""`transfers:`, what members may give to each other, by currency: how much, how often, from when on."""

from collections.abc import Mapping
from typing import Any

from tessera.programme.document import Transfers
from tessera.programme.sections.cap import COOLDOWN, STRICT_CAPS, Limit
from tessera.programme.sections.conversion import units_of
from tessera.programme.shapes import CurrencyRef, Key, MapOf, Number, Refined, Scope, Shape, Table, Whole

_DAYS = Table(
    "a length of time",
    {"days": Key(Whole("days", most=3660), "So many days after the day of joining.", required=True)},
    example="{days: 30}",
)

_TERMS = Refined(
    Table(
        "terms of transfers",
        {
            "at-least": Key(
                Number("how much", digits=4, most=1_000_000_000, example="100"),
                "At least so much at a time (default: the smallest unit).",
            ),
            "cap": Key(STRICT_CAPS, "At most so many points, or times, in a window; one cap or several."),
            "cooldown": Key(COOLDOWN, "After a transfer, the member makes none for so long."),
            "after-joining": Key(_DAYS, "A new member waits so long before the first transfer."),
        },
        example="{at-least: 100, cap: {points: 1000, per: month}}",
    ),
    lambda values, scope: (values, scope),
)


def _terms(currency: str, values: Mapping[str, Any], scope: Scope) -> Transfers:
    limits: list[Limit] = [*values.get("cap", ()), *([values["cooldown"]] if "cooldown" in values else [])]
    least = units_of(values["at-least"], currency, scope) if "at-least" in values else 1
    caps = tuple(limit.of(currency) for limit in limits)
    kinds = [(cap.per, cap.times is None) for cap in caps]
    if len(kinds) != len(set(kinds)):
        message = "Two caps count the same in the same window."
        raise scope.fault("two_caps", message, "Keep one of them.")
    if any(cap.points is not None and cap.points < least for cap in caps):
        message = "A cap lets less be given than `at-least` asks for, so nothing can ever be given."
        raise scope.fault("limits_cross", message, "Write a larger cap, or a smaller `at-least`.")
    return Transfers(currency, least, caps, values.get("after-joining", {}).get("days", 0))


def _by_currency(read: Mapping[str, tuple[Mapping[str, Any], Scope]], _scope: Scope) -> dict[str, Transfers]:
    return {currency: _terms(currency, values, scope) for currency, (values, scope) in read.items()}


TRANSFERS: Shape[dict[str, Transfers]] = Refined(
    MapOf(
        CurrencyRef(), _TERMS, "currencies with the terms of their transfers, such as `points: {}`", most=20
    ),
    _by_currency,
)

"""How much of what a ladder counts: thresholds and head starts, of its only counter or by the names of several."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tessera.programme.ladder import Counter, Need, QualifyBy
from tessera.programme.shapes import (
    Id,
    Key,
    MapOf,
    Number,
    OneOf,
    Refined,
    Scope,
    Shape,
    Table,
    minor_units,
    quoted,
    suggestion,
)

_ONLY = ""
_DIGITS = {QualifyBy.COUNT: 0, QualifyBy.MEMBERSHIP_YEARS: 0, QualifyBy.MEASURE: 3}


@dataclass(frozen=True, slots=True)
class Much:
    """So much, or `more` than that, as it is written; what it means depends on the counter. `scope`: where it stands."""

    amount: Decimal
    scope: Scope
    more: bool = False

    def of(self, counter: Counter) -> int:
        """In the counter's smallest units."""
        if counter.by is QualifyBy.SPEND:
            return minor_units(self.amount, self.scope)
        digits = _DIGITS.get(counter.by, self.scope.scales.get(counter.currency or "", 0))
        units = self.amount.scaleb(digits)
        if units != int(units):
            message = f"{self.amount} is more precise than what is counted."
            advice = (
                "Write a whole number." if not digits else f"Write at most {digits} digits after the point."
            )
            raise self.scope.fault("too_precise", message, advice)
        return int(units)


@dataclass(frozen=True, slots=True)
class Amounts:
    """So much of the only counter (its name is ""), or of several by name: `any_of` them, or all."""

    parts: Mapping[str, Much]
    scope: Scope
    any_of: bool = False

    def needs(self, counters: Mapping[str, Counter]) -> tuple[Need, ...]:
        """What it means for these counters."""
        return tuple(
            Need(name, much.of(self._counter(name, counters)), much.more) for name, much in self.parts.items()
        )

    def _counter(self, name: str, counters: Mapping[str, Counter]) -> Counter:
        if name in counters:
            return counters[name]
        if _ONLY in counters:
            message = f"Nothing is called {quoted(name)}: this ladder has only one counter."
            raise self.scope.fault("unknown_counter", message, "Write the number alone, such as `at: 100`.")
        if name == _ONLY:
            message = "This ladder has several counters: of which one is this?"
            advice = f"Write `{{all-of: {{{next(iter(counters))}: …}}}}`, or `any-of`."
            raise self.scope.fault("unknown_counter", message, advice)
        message = f"{quoted(name)} is not a counter of this ladder."
        raise self.scope.fault("unknown_counter", message, suggestion(name, counters))


_NUMBER = Number("so much", above=None, least=0, digits=4, example="100")
_MORE = Key(_NUMBER, "More than so much, instead of at least.")

_MUCH: Shape[Much] = OneOf(
    (
        Refined(
            Table(
                "a threshold",
                {"more-than": Key(_NUMBER, _MORE.about, required=True)},
                example="{more-than: 1000}",
            ),
            lambda values, scope: Much(values["more-than"], scope, more=True),
        ),
        Refined(_NUMBER, Much),
    )
)


def _threshold(values: dict[str, Any], scope: Scope) -> Amounts:
    if len(values) != 1:
        advice = "Write one of `more-than`, `all-of` and `any-of`."
        raise scope.fault("missing_key", "A threshold is said in one way.", advice)
    if "more-than" in values:
        return Amounts({_ONLY: Much(values["more-than"], scope, more=True)}, scope)
    return Amounts(next(iter(values.values())), scope, any_of="any-of" in values)


def _by_counter(of: str) -> Shape[dict[str, Much]]:
    return MapOf(Id("a counter"), _MUCH, of, most=10)


THRESHOLD: Shape[Amounts] = OneOf(
    (
        Refined(
            Table(
                "a threshold",
                {
                    "more-than": _MORE,
                    "all-of": Key(
                        _by_counter("counters and thresholds, such as `{nights: 25, spend: 2000}`"),
                        "Every one of these thresholds, by the names of the counters.",
                    ),
                    "any-of": Key(
                        _by_counter("counters and thresholds, such as `{nights: 50, spend: 5000}`"),
                        "At least one of these thresholds.",
                    ),
                },
                example="{more-than: 1000}",
                advice="Thresholds by counter stand in `all-of: {…}` or `any-of: {…}`.",
            ),
            _threshold,
        ),
        Refined(_NUMBER, lambda amount, scope: Amounts({_ONLY: Much(amount, scope)}, scope)),
    )
)

_HEAD = Number("so much", digits=4, example="15")

HEAD_START: Shape[Amounts] = OneOf(
    (
        Refined(
            MapOf(
                Id("a counter"),
                Refined(_HEAD, Much),
                "counters and amounts, such as `{nights: 15}`",
                most=10,
            ),
            Amounts,
        ),
        Refined(_HEAD, lambda amount, scope: Amounts({_ONLY: Much(amount, scope)}, scope)),
    )
)

"""`cap` and `cooldown` of a rule: at most so many points, so much money or so many times, in each window."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from tessera.programme.construct import Benefit
from tessera.programme.document import Cap, Over, Span
from tessera.programme.shapes import Choice, Key, ListOf, Money, OneOf, Refined, Scope, Shape, Table, Whole


@dataclass(frozen=True, slots=True)
class Limit:
    """A cap or a budget as it is written: what its `points` are, the rule's currency says. `scope`: where it stands."""

    cap: Cap
    is_money: bool = False
    scope: Scope | None = field(default=None, compare=False)

    def of(self, currency: str | None) -> Cap:
        """The cap in the smallest units of the currency; as it is where the document has none that could be read."""
        if self.cap.points is None or self.scope is None or currency is None:
            return self.cap
        if self.scope.currencies[currency] is not self.is_money:
            wanted = "points: 200" if self.is_money else "money: 20.00"
            message = f"`{currency}` counts {'points' if self.is_money else 'money'}."
            raise self.scope.fault("cap_form", message, f"Write `{wanted}` instead.")
        unit = 1 if self.is_money else 10 ** self.scope.scales.get(currency, 0)
        return replace(self.cap, points=self.cap.points * unit)


def _cap(values: dict[str, Any], scope: Scope) -> Limit:
    if len({"points", "money", "times"} & values.keys()) != 1:
        message = "A cap counts points, money or times."
        raise scope.fault(
            "cap_form", message, "Write one of them: `{points: 200, per: day}`, `{times: 3, per: month}`."
        )
    per, days = values.pop("per")
    money: int | None = values.pop("money", None)
    if money is not None:
        values["points"] = money
    return Limit(Cap(per=per, days=days, **values), money is not None, scope)


class CalendarSpan(StrEnum):
    """The windows that need no number."""

    ACTIVITY = "activity"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    MEMBER_YEAR = "member-year"
    LIFETIME = "lifetime"


_DAYS = Table(
    "a personal period",
    {"days": Key(Whole("days", most=366), "So many days from the first use on.", required=True)},
    example="{days: 30}",
)

PER: Shape[tuple[Span, int]] = OneOf(
    (
        Refined(_DAYS, lambda values, _scope: (Span.PERSONAL, values["days"])),
        Refined(Choice(CalendarSpan, "a window"), lambda span, _scope: (Span(span.value), 0)),
    )
)

COOLDOWN: Shape[Limit] = Refined(
    _DAYS, lambda values, _scope: Limit(Cap(Span.PERSONAL, times=1, days=values["days"]))
)

_KEYS = {
    "points": Key(Whole("points", example=200), "At most so many points."),
    "money": Key(Money(), "At most so much money, where the currency is money."),
    "times": Key(Whole("times"), "At most so many times."),
    "per": Key(PER, "In each of these, for each member.", required=True),
}
_OVER = Key(Choice(Over, "an answer"), "Over the cap: what still fits (trim), or nothing (refuse).")


def _caps(keys: dict[str, Key]) -> Shape[tuple[Limit, ...]]:
    return ListOf(Refined(Table("a cap", keys, example="{times: 3, per: month}"), _cap), most=6)


CAPS = _caps({**_KEYS, "over": _OVER})

STRICT_CAPS = _caps(_KEYS)
"""Of what is done as a whole or not at all."""


def caps_of(values: dict[str, Any], benefit: Benefit, scope: Scope) -> tuple[Cap, ...]:
    """The caps and the cool-down, with points in the smallest unit of what the rule gives."""
    limits: list[Limit] = [*values.get("cap", ()), *([values["cooldown"]] if "cooldown" in values else [])]
    kinds = [limit.cap.times is None for limit in limits if limit.cap.per is Span.PERSONAL]
    if len(kinds) != len(set(kinds)):
        message = "Two personal periods of one rule count the same."
        raise scope.fault("two_periods", message, "Keep one that counts times, and one that counts points.")
    currency = benefit.currency or next(iter(scope.currencies), None)
    return tuple(limit.of(currency) for limit in limits)

"""`tiers:`, the ladders of levels."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from tessera.programme.document import Keep, Level, Perk, QualifyBy, Stack, TierStructure, TierWindow
from tessera.programme.nodes import Entries, Node
from tessera.programme.shapes import (
    Choice,
    Id,
    JsonSchema,
    Key,
    ListOf,
    Literal,
    Number,
    OneOf,
    Refined,
    Scope,
    Shape,
    Table,
    Texts,
    Whole,
    minor_units,
    suggestion,
)

MULTIPLY = "multiply"
STACK = "stack"


class CalendarWindow(StrEnum):
    """The windows that need no number."""

    CALENDAR_MONTH = "calendar-month"
    CALENDAR_YEAR = "calendar-year"
    LIFETIME = "lifetime"


@dataclass(frozen=True, slots=True)
class Window:
    """A window, and its length when it rolls."""

    window: TierWindow
    rolling_days: int = 0
    rolling_months: int = 0


def _rolling(values: dict[str, Any], scope: Scope) -> Window:
    span = values["rolling"]
    if len(span) != 1:
        raise scope.fault(
            "missing_key", "A rolling window has days or months.", "Write `{rolling: {months: 12}}`."
        )
    return Window(TierWindow.ROLLING, rolling_days=span.get("days", 0), rolling_months=span.get("months", 0))


_SPAN = Table(
    "a length of time",
    {"days": Key(Whole("days", most=3660), "Days."), "months": Key(Whole("months", most=120), "Months.")},
)

WITHIN: Shape[Window] = OneOf(
    (
        Refined(
            Table(
                "a window",
                {"rolling": Key(_SPAN, "The last so many days or months, up to now.", required=True)},
            ),
            _rolling,
        ),
        Refined(Choice(CalendarWindow, "a window"), lambda window, _scope: Window(TierWindow(window.value))),
    )
)

QUALIFY = Table(
    "how members qualify",
    {
        "by": Key(Choice(QualifyBy, "a measure"), "What is counted.", required=True),
        "of": Key(
            ListOf(Id("a currency or a type of activity")), "The currency earned, or the activities counted."
        ),
        "within": Key(WITHIN, "The window in which it is counted.", required=True),
    },
)


STACKING = Choice(Stack, "a way of stacking")


@dataclass(frozen=True)
class PerkOf(Shape[Perk]):
    """`{multiply: 1.25}`, or any perk by its id: `{free-delivery: true}`, `{free-delivery: Free delivery}`.

    A multiplier may have a `stack` beside it.
    """

    kind: ClassVar[type[Entries]] = Entries

    @property
    def expected(self) -> str:
        return "a perk, such as `{multiply: 1.25}` or `{free-delivery: true}`"

    def read(self, node: Node, scope: Scope) -> Perk:
        if not isinstance(node, Entries):
            raise scope.mismatch(node, self.expected)
        stack = node.get(STACK) if node.get(MULTIPLY) else None
        pairs = [(key, value) for key, value in node.pairs if value is not stack]
        if len(pairs) != 1:
            raise scope.mismatch(node, self.expected)
        key, value = pairs[0]
        id_ = Id("a perk's id").read(key, scope)
        if id_ == MULTIPLY:
            factor = Number("a factor", above=1, most=100, digits=4).read(value, scope)
            return Perk(id_, factor, STACKING.read(stack, scope) if stack else Stack.MULTIPLY)
        if Literal("true").fits(value):
            return Perk(id_)
        return Perk(id_, name=Texts("the perk's name").read(value, scope))

    def schema(self) -> JsonSchema:
        return {
            "type": "object",
            "properties": {MULTIPLY: Number(above=1, most=100).schema(), STACK: STACKING.schema()},
            "additionalProperties": {"anyOf": [Literal("true").schema(), Texts().schema()]},
            "dependentRequired": {STACK: [MULTIPLY]},
            "minProperties": 1,
            "maxProperties": 2,
        }


LEVEL = Table(
    "a level",
    {
        "id": Key(Id("a level's id"), "A short word that names the level.", required=True),
        "name": Key(Texts("the level's name"), "What members read as its name; its id when left out."),
        "at": Key(Number("where it begins", above=None, least=0, digits=4), "Reached with so much or more."),
        "perks": Key(ListOf(PerkOf()), "What the level brings."),
    },
)


def _structure(values: dict[str, Any], scope: Scope) -> TierStructure:
    qualify = values["qualify"]
    window: Window = qualify["within"]
    of = qualify.get("of", ())
    by: QualifyBy = qualify["by"]
    currency = _currency(of, scope) if by is QualifyBy.POINTS_EARNED else None
    scale = scope.scales.get(currency or "", 0)
    return TierStructure(
        id=values.get("id", "tiers"),
        by=by,
        window=window.window,
        rolling_days=window.rolling_days,
        rolling_months=window.rolling_months,
        levels=tuple(_level(level, by, scale, place, scope) for place, level in enumerate(values["levels"])),
        currency=currency,
        activities=frozenset() if by is QualifyBy.POINTS_EARNED else frozenset(of or {"purchase"}),
        keep=values.get("keep", Keep.END_OF_WINDOW),
    )


def _currency(of: tuple[str, ...], scope: Scope) -> str:
    """The currency whose earning counts: the one named, or the only one that counts points."""
    points = [id_ for id_, is_money in scope.currencies.items() if not is_money]
    if not of and len(points) == 1:
        return points[0]
    if len(of) != 1:
        message = "Points of one currency can be counted, but this names none or several."
        raise scope.fault(
            "unknown_currency", message, f"Write `of:` and one of: {', '.join(points) or 'none declared'}."
        )
    if of[0] not in scope.currencies:
        message = f"`{of[0]}` is not a currency of this programme."
        raise scope.fault("unknown_currency", message, suggestion(of[0], scope.currencies))
    return of[0]


def _level(values: dict[str, Any], by: QualifyBy, scale: int, place: int, scope: Scope) -> Level:
    if place and "at" not in values:
        message = f"Level `{values['id']}` does not say where it begins."
        raise scope.fault("missing_key", message, "Write `at:`; only the first level is everybody's.")
    id_ = values["id"]
    return Level(
        id=id_,
        name=values.get("name", {"en": id_.replace("-", " ").capitalize()}),
        at=_begins(values.get("at", Decimal(0)), by, scale, scope),
        perks=values.get("perks", ()),
    )


def _begins(at: Decimal, by: QualifyBy, scale: int, scope: Scope) -> int:
    """Where a level begins, in the smallest unit of what is counted."""
    if by is QualifyBy.SPEND:
        return minor_units(at, scope)
    if at.scaleb(scale) != int(at.scaleb(scale)):
        raise scope.fault("too_precise", f"A level cannot begin at {at}.", "Write a whole number.")
    return int(at.scaleb(scale))


TIERS: Shape[tuple[TierStructure, ...]] = ListOf(
    Refined(
        Table(
            "a tier structure",
            {
                "id": Key(Id("a structure's id"), "Its name, when there are several."),
                "qualify": Key(QUALIFY, "What is counted, and in which window.", required=True),
                "keep": Key(Choice(Keep, "an end"), "How long a level is kept (default: end-of-window)."),
                "levels": Key(
                    ListOf(LEVEL, most=20),
                    "The levels, lowest first; the first is everybody's.",
                    required=True,
                ),
            },
        ),
        _structure,
    ),
    most=5,
)

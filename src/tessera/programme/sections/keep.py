"""`tiers.keep`: how long a level is kept, its grace, and what comes then."""

from typing import Any

from tessera.programme.ladder import Keep, KeepUntil, Then
from tessera.programme.shapes import Choice, DayOfYear, Key, OneOf, Refined, Scope, Shape, Table, Whole

_LENGTHS = {"years", "months", "days"}


def _keep(values: dict[str, Any], scope: Scope) -> Keep:
    lengths = values.keys() & _LENGTHS
    if "until" in values and (lengths or "on" in values):
        message = "A level is kept either to an end or for so long."
        raise scope.fault("two_ends", message, "Remove `until`, or the other.")
    if "on" in values and lengths != {"years"}:
        message = "A date needs a year: so many after the one in which the level was reached."
        raise scope.fault("date_without_year", message, "Write `{years: 2, on: 01-31}`.")
    grace = values.get("grace", {})
    return Keep(
        until=values.get("until"),
        years=values.get("years", 0),
        months=values.get("months", 0),
        days=values.get("days", 0),
        on=values.get("on"),
        grace_months=grace.get("months", 0),
        grace_days=grace.get("days", 0),
        then=values.get("then", Then.RECOUNT),
    )


def _word(until: KeepUntil, _scope: Scope) -> Keep:
    return Keep(until)


_UNTIL = Choice(KeepUntil, "an end")

_GRACE = Table(
    "a grace",
    {
        "days": Key(Whole("days", most=366), "So many days more."),
        "months": Key(Whole("months", most=12), "So many months more."),
    },
    example="{months: 1}",
)

KEEP: Shape[Keep] = OneOf(
    (
        Refined(
            Table(
                "how long a level is kept",
                {
                    "until": Key(_UNTIL, "To an end."),
                    "years": Key(Whole("years", most=20), "So many years from the day it was reached."),
                    "months": Key(Whole("months", most=240), "So many months from that day."),
                    "days": Key(Whole("days", most=7320), "So many days from that day."),
                    "on": Key(DayOfYear(), "Up to this date (month-day), so many `years` on."),
                    "grace": Key(_GRACE, "How much longer it stands, to be reached again."),
                    "then": Key(
                        Choice(Then, "what comes then"),
                        "What comes then: what is counted (the default), or one level lower for another such time.",
                    ),
                },
                example="{months: 12}",
            ),
            _keep,
        ),
        Refined(_UNTIL, _word),
    )
)

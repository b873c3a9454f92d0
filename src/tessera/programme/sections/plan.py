"""`goals:`, `audience:`, `messages:`, `measure:` and `check:`, what a shop declares around its programme."""

from collections.abc import Mapping
from typing import Any

from tessera.programme.plan import Checks, Doubt, Goal, Plan
from tessera.programme.shapes import (
    Choice,
    Id,
    Instant,
    Key,
    ListOf,
    MapOf,
    Money,
    Number,
    Percent,
    Refined,
    Table,
    Texts,
    Whole,
)

GOALS = MapOf(
    Id("a figure to follow"),
    Refined(
        Table(
            "a goal",
            {
                "to": Key(Number("a target"), "Where the figure shall be.", required=True),
                "by": Key(Instant(), "Before which day."),
            },
            example="{to: 4, by: 2027-01-01}",
        ),
        lambda values, _scope: Goal(values["to"], values.get("by")),
    ),
    "figures with their targets, such as `{visits-a-month: {to: 4}}`",
    most=20,
)

MESSAGES = Table(
    "messages",
    {
        "expiry-notice": Key(
            Table(
                "a notice",
                {"days": Key(Whole("days", most=365), "So many days before.", required=True)},
                example="{days: 30}",
            ),
            "Members are told before what they collected expires.",
        )
    },
    example="{expiry-notice: {days: 30}}",
)

MEASURE = Table(
    "a measurement",
    {
        "holdout": Key(
            Percent("a share of the members", most=50), "Members left out, to compare with.", required=True
        )
    },
    example="{holdout: 5%}",
)

_CHECKS: Mapping[str, Key] = {
    "words-a-rule": Key(Whole("words"), "Words that a rule may take to tell (default: 40)."),
    "words-a-section": Key(Whole("words"), "Words that a section may take to tell (default: 150)."),
    "levels": Key(Whole("levels"), "Levels that a ladder may have (default: 3)."),
    "return-above": Key(Percent(), "Members get back more than this (default: 1%)."),
    "stack-up-to": Key(Percent(), "Benefits that meet give at most this part of the price (default: 20%)."),
    "reward-months": Key(
        Whole("months", most=120), "Months that the first reward may take a usual member (default: 12)."
    ),
    "basket": Key(Money("a usual basket"), "What a usual member spends in one visit."),
    "visits-a-month": Key(Number("visits a month"), "How often a usual member comes."),
    "first-reward": Key(Whole("points"), "How many points the first reward costs."),
    "allow": Key(ListOf(Choice(Doubt, "a warning")), "Warnings that are not given, by code."),
}

CHECK = Refined(
    Table(
        "the checker's settings",
        _CHECKS,
        example="{levels: 5}",
    ),
    lambda values, _scope: _checks(values),
)

SECTIONS: Mapping[str, Key] = {
    "goals": Key(GOALS, "What the programme is for: figures with their targets."),
    "audience": Key(Texts("the audience"), "Whom the programme is for."),
    "messages": Key(MESSAGES, "What members are told, and when."),
    "measure": Key(MEASURE, "How its effect is measured."),
    "check": Key(CHECK, "From where on `tessera programme check` warns."),
}


def plan_of(sections: Mapping[str, Any]) -> Plan:
    """The plan that the document's sections declare."""
    notice = sections.get("messages", {}).get("expiry-notice")
    return Plan(
        goals=sections.get("goals", {}),
        audience=sections.get("audience"),
        expiry_notice_days=notice["days"] if notice else None,
        holdout=sections.get("measure", {}).get("holdout"),
        checks=sections.get("check", Checks()),
    )


def _checks(values: Mapping[str, Any]) -> Checks:
    settings = {key.replace("-", "_"): value for key, value in values.items()}
    if "basket" in settings:
        settings["basket_minor"] = settings.pop("basket")
    return Checks(**{**settings, "allow": frozenset(settings.get("allow", ()))})

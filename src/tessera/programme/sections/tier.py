"""`tiers:`, the ladders of levels."""

from dataclasses import replace
from typing import Any

from tessera.programme.ladder import (
    Keep,
    KeepUntil,
    OnPromotion,
    OnReturn,
    TakesEffect,
    TierStructure,
    TierWindow,
)
from tessera.programme.sections.keep import KEEP
from tessera.programme.sections.level import LEVEL, level_of
from tessera.programme.sections.qualify import QUALIFY, Qualifying
from tessera.programme.shapes import Choice, Id, Key, ListOf, Refined, Scope, Shape, Table

_KEPT_UNLESS_SAID = {
    TierWindow.CALENDAR_MONTH: KeepUntil.END_OF_WINDOW,
    TierWindow.CALENDAR_YEAR: KeepUntil.END_OF_WINDOW,
    TierWindow.LIFETIME: KeepUntil.FOREVER,
}


def _structure(values: dict[str, Any], scope: Scope) -> TierStructure:
    qualifying: Qualifying = values["qualify"]
    counters, window = qualifying.counters, qualifying.window
    keep: Keep = values.get("keep", Keep())
    if keep.until is None and not keep.has_length:
        keep = replace(keep, until=_KEPT_UNLESS_SAID.get(window.window))
    return TierStructure(
        id=values.get("id", "tiers"),
        counters=tuple(counters.values()),
        window=window.window,
        rolling_days=window.rolling_days,
        rolling_months=window.rolling_months,
        levels=tuple(level_of(level, place, counters, scope) for place, level in enumerate(values["levels"])),
        head_starts=qualifying.head_starts,
        keep=keep,
        takes_effect=values.get("takes-effect", TakesEffect.NEXT_TIME),
        on_promotion=values.get("on-promotion", OnPromotion.GO_ON),
        on_return=values.get("on-return", OnReturn.KEEP_LEVEL),
    )


TIERS: Shape[tuple[TierStructure, ...]] = ListOf(
    Refined(
        Table(
            "a tier structure",
            {
                "id": Key(Id("a structure's id", "status"), "Its name, when there are several."),
                "qualify": Key(QUALIFY, "What is counted, and in which window.", required=True),
                "keep": Key(KEEP, "How long a level is kept (default: end-of-window)."),
                "levels": Key(
                    ListOf(LEVEL, most=20),
                    "The levels, lowest first; the first is everybody's.",
                    required=True,
                ),
                "takes-effect": Key(
                    Choice(TakesEffect, "a beginning"),
                    "From where on a new level counts (default: next-time).",
                ),
                "on-promotion": Key(
                    Choice(OnPromotion, "a way to go on"),
                    "What the counters do when a level is reached (default: go-on).",
                ),
                "on-return": Key(
                    Choice(OnReturn, "a way with returns"),
                    "Does a level fall with the purchase that brought it (default: keep-level)?",
                ),
            },
            example="{qualify: {by: spend, within: calendar-year}, levels: [{id: bronze}, {id: silver, at: 500}]}",
        ),
        _structure,
    ),
    most=5,
)

"""Where one decision is put together: what is known of the activity, and what rules have given so far."""

from collections.abc import Mapping
from datetime import datetime

from tessera.engine.activity import Activity
from tessera.engine.budgets import Tab
from tessera.engine.caps import apply_caps, use_caps, with_former
from tessera.engine.compile import Holding
from tessera.engine.day import Day
from tessera.engine.decision import Effect, Reason
from tessera.engine.facts import Facts
from tessera.engine.room import fit
from tessera.engine.rule import CompiledRule
from tessera.engine.standing import Standing
from tessera.kit.codes import ReasonCode

MOST_POINTS = 10**12
"""The most that one rule gives for one activity, whatever the document says: sums stay far inside 64 bits."""


class Worksheet(Facts):
    """Where one decision is put together: the facts, and the pieces that grow. Nothing of it outlives the call."""

    __slots__ = ("day", "effects", "perks", "reasons", "room", "tab", "used")

    room: dict[str, int] | None
    tab: Tab | None

    def __init__(  # noqa: PLR0913, PLR0917 - one value for each slot
        self,
        activity: Activity,
        local: datetime,
        standing: Standing,
        traits: Mapping[str, str],
        held: Holding,
        day: Day,
    ) -> None:
        self.activity = activity
        self.local = local
        self.standing = standing
        self.traits = traits
        self.levels, self.perks = held
        self.nth = standing.counts.get(activity.type, 0) + 1
        self.day = day
        self.effects: list[Effect] = []
        self.reasons: list[Reason] = []
        self.used: dict[str, dict[int, int]] = {}


def post(sheet: Worksheet, rule: CompiledRule, points: int) -> None:
    """Cap the points and write the effect down; nothing to give is a reason."""
    if points <= 0:
        sheet.reasons.append(rule.too_little)
        return
    if points > MOST_POINTS:
        sheet.reasons.append(Reason(rule.id, ReasonCode.CAP_TRIMMED, MOST_POINTS))
        points = MOST_POINTS
    day = sheet.day
    if rule.caps:
        own = sheet.standing.caps.get(rule.id, {})
        used = with_former(own, rule.formerly, sheet.standing.caps) if rule.formerly else own
        windows = day.cap_windows(rule, used, sheet.traits)
        points, reason = apply_caps(rule.caps, points, used=used, windows=windows)
        if reason is not None:
            sheet.reasons.append(reason)
    tab = sheet.tab if rule.budgets else None
    if points and tab:
        points = tab.limit(rule.budgets, points, day.date, sheet.reasons)
    if points and sheet.room:
        points = fit(rule, points, sheet.room, sheet.reasons)
    if points == 0:
        return
    if tab:
        tab.draw(rule.budgets, points, day.date)
    if rule.caps:
        sheet.used[rule.id] = use_caps(
            rule.caps, points=points, times=1, used=own, windows=windows, today=day.ordinal
        )
    available_at, expires_at = day.terms(rule)
    sheet.effects.append(
        Effect(rule.id, rule.currency, points, available_at or sheet.activity.occurred_at, expires_at)
    )

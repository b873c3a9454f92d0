"""Tiers: what counts towards a level, which level it makes, and how long that stands."""

from collections.abc import Collection, Mapping
from zoneinfo import ZoneInfo

from tessera.engine.tiers.counters import Back, compile_counter
from tessera.engine.tiers.ladder import CompiledTiers
from tessera.engine.tiers.remembering import RememberingTiers
from tessera.programme.ladder import (
    Keep,
    KeepUntil,
    OnPromotion,
    OnReturn,
    QualifyBy,
    TierStructure,
    TierWindow,
)

__all__ = ["Back", "CompiledTiers", "compile_tiers"]

_KEPT_BY_COUNTS = {
    TierWindow.CALENDAR_MONTH: {Keep(KeepUntil.END_OF_WINDOW), Keep(KeepUntil.END_OF_NEXT_WINDOW)},
    TierWindow.CALENDAR_YEAR: {Keep(KeepUntil.END_OF_WINDOW), Keep(KeepUntil.END_OF_NEXT_WINDOW)},
    TierWindow.ROLLING: {Keep()},
    TierWindow.LIFETIME: {Keep(KeepUntil.FOREVER)},
}


def compile_tiers(
    structure: TierStructure,
    *,
    zone: ZoneInfo,
    base_rules: Collection[str],
    heirs: Mapping[str, str | None],
) -> CompiledTiers:
    """A ladder ready to count and to rank. `base_rules` are the rules whose points are not a bonus, `heirs` the levels
    that stand for those of earlier versions.
    """
    counters = [compile_counter(counter, base_rules) for counter in structure.counters]
    if _is_plain(structure):
        return CompiledTiers(structure, counters, heirs)
    return RememberingTiers(structure, counters, heirs, zone=zone)


def _is_plain(structure: TierStructure) -> bool:
    """Do the counts of a few windows tell the level, so that nothing need be known of when it was reached?"""
    (first, *others) = structure.counters
    return (
        not others
        and not first.name
        and first.by is not QualifyBy.MEMBERSHIP_YEARS
        and structure.keep in _KEPT_BY_COUNTS[structure.window]
        and structure.on_promotion is OnPromotion.GO_ON
        and structure.on_return is OnReturn.KEEP_LEVEL
        and not structure.head_starts
        and not any(level.given for level in structure.levels)
    )

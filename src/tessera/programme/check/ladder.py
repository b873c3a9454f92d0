"""Parts of a ladder of levels that cannot both be meant."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from tessera.programme.check.page import Page, Path
from tessera.programme.document import Programme
from tessera.programme.finding import Finding
from tessera.programme.ladder import (
    KeepUntil,
    Level,
    Need,
    OnPromotion,
    OnReturn,
    QualifyBy,
    Then,
    TierStructure,
    TierWindow,
)

_ENDS = {KeepUntil.END_OF_WINDOW, KeepUntil.END_OF_NEXT_WINDOW}


def ladder(page: Page, path: Path, programme: Programme, tiers: TierStructure) -> Iterator[Finding]:
    """What cannot be in one ladder. The engine may rely on there being none."""
    yield from _levels(page, path, tiers)
    yield from _counters(page, path, programme, tiers)
    yield from _keep(page, (*path, "keep"), tiers)
    yield from _promotion(page, (*path, "on-promotion"), tiers)


def _levels(page: Page, path: Path, tiers: TierStructure) -> Iterator[Finding]:
    first = tiers.levels[0]
    if first.needs or first.given:
        message = f"The first level, `{first.id}`, must be everybody's."
        key = "at" if first.needs else "given"
        advice = f"Remove its `{key}`, or put a level without `at` before it."
        yield page.finding((*path, "levels", 0, key), "first_level", message, advice)
    begun = [
        (place, level)
        for place, level in enumerate(tiers.levels)
        if level.needs or page.writes((*path, "levels", place, "at"))
    ]
    for (_, lower), (place, upper) in pairwise([(0, first), *(pair for pair in begun if pair[0])]):
        if _implies(lower, upper):
            message = f"`{upper.id}` does not begin above `{lower.id}`."
            advice = "Write the levels from the lowest to the highest."
            yield page.finding((*path, "levels", place, "at"), "levels_not_rising", message, advice)


def _implies(lower: Level, upper: Level) -> bool:
    """Does whoever reaches the lower level always reach the upper one too?"""
    ways = [(need,) for need in lower.needs] if lower.any_of else [lower.needs]
    return all(_reaches(way, upper) for way in ways)


def _reaches(way: Sequence[Need], level: Level) -> bool:
    has = {need.counter: need.least for need in way}
    return (any if level.any_of else all)(has.get(need.counter, 0) >= need.least for need in level.needs)


def _counters(page: Page, path: Path, programme: Programme, tiers: TierStructure) -> Iterator[Finding]:
    for counter in tiers.counters:
        currency = programme.currencies.get(counter.currency or "")
        where = (*path, "qualify", *(["counters", counter.name] if counter.name else []), "of")
        if currency is not None and currency.is_money:
            message = f"`{currency.id}` counts money, not points."
            advice = "Name a currency of points, or write `by: spend`."
            yield page.finding(where, "not_points", message, advice)
    only_years = all(counter.by is QualifyBy.MEMBERSHIP_YEARS for counter in tiers.counters)
    if only_years and tiers.window is not TierWindow.LIFETIME:
        message = "Years of membership are counted from joining on."
        yield page.finding((*path, "qualify", "within"), "years_within", message, "Write `within: lifetime`.")


def _keep(page: Page, path: Path, tiers: TierStructure) -> Iterator[Finding]:
    """A time to keep a level must have an end, and be of use."""
    keep, unending = tiers.keep, tiers.window in {TierWindow.ROLLING, TierWindow.LIFETIME}
    graced = keep.grace_days or keep.grace_months or keep.then is Then.STEP_DOWN
    if unending and keep.until in _ENDS:
        message = f"A level by a {tiers.window} window has no window's end to be kept to."
        yield page.finding(path, "keep_without_end", message, "Remove `keep`.")
    elif graced and not keep.has_length and keep.until not in _ENDS:
        message = "There is no end after which a grace or a step could come."
        advice = "Say for how long a level is kept, such as `{months: 12, then: step-down}`."
        yield page.finding(path, "keep_without_end", message, advice)
    elif (
        tiers.window is TierWindow.ROLLING
        and keep.then is Then.STEP_DOWN
        and _days(tiers) > _kept_days(tiers)
    ):
        message = "The window may still hold a level when its time is up, so the step would come too early."
        yield page.finding(path, "keep_too_short", message, "Keep a level at least as long as the window is.")
    elif tiers.window is TierWindow.LIFETIME and keep.has_length and not _restarts(tiers):
        message = "What is counted for a lifetime holds a level for ever."
        advice = "Remove `keep`, count within a shorter window, or write `on-promotion: restart`."
        yield page.finding(path, "keep_without_end", message, advice)


def _days(tiers: TierStructure) -> int:
    return 30 * tiers.rolling_months + tiers.rolling_days


def _kept_days(tiers: TierStructure) -> int:
    return 30 * (12 * tiers.keep.years + tiers.keep.months) + tiers.keep.days


def _promotion(page: Page, path: Path, tiers: TierStructure) -> Iterator[Finding]:
    """Counters that begin again leave a level to be held by its keep alone."""
    if not _restarts(tiers):
        return
    if tiers.keep.until is None and not tiers.keep.has_length:
        message = "When the counters begin again nothing would hold the level that was reached."
        yield page.finding(path, "nothing_keeps", message, "Write `keep: {months: 12}`, or let them go on.")
    if tiers.on_return is OnReturn.RECOUNT:
        message = "Counters that began again cannot be counted again after a return."
        yield page.finding(
            path, "restart_forgets", message, "Write `on-return: keep-level`, or let them go on."
        )


def _restarts(tiers: TierStructure) -> bool:
    return tiers.on_promotion is OnPromotion.RESTART

"""Conversions that cannot be: in a circle, two at once of the same points, or never within the programme's own period."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from tessera.programme.check.page import Page
from tessera.programme.conversion import Conversion
from tessera.programme.document import Programme
from tessera.programme.finding import Finding
from tessera.programme.plan import Doubt

_YEARS = (date(2027, 1, 1), date(2029, 1, 1))
"""From and until: a year with February 29 and one without have every date."""


def conversions(page: Page, programme: Programme) -> Iterator[Finding]:
    """What contradicts itself in `convert:`."""
    yield from _circles(page, programme)
    yield from _meetings(page, programme)
    for conversion in programme.conversions:
        if programme.from_at and programme.until_at and not _comes(conversion, programme):
            message = "No such date lies within the programme's own period."
            path = ("convert", conversion.id, "on")
            yield page.finding(path, "outside_programme", message, "Change one of the two.")


def _circles(page: Page, programme: Programme) -> Iterator[Finding]:
    """Each conversion that leads back, by those before it, to where it takes from."""
    into: dict[str, list[str]] = {}
    for conversion in programme.conversions:
        way = _way(into, conversion.gives, conversion.takes)
        if way is None:
            into.setdefault(conversion.takes, []).append(conversion.gives)
            continue
        circle = " becomes ".join(f"`{currency}`" for currency in (conversion.takes, *way))
        message = f"Conversions go in a circle: {circle}."
        advice = "Let one of them give something else."
        yield page.finding(("convert", conversion.id, "give"), "circle", message, advice)


def _way(into: dict[str, list[str]], start: str, end: str) -> list[str] | None:
    """The shortest way from one currency to another, both named; None when there is none."""
    ways, reached = [[start]], {start}
    for way in ways:  # they grow as it goes
        if way[-1] == end:
            return way
        ways += [[*way, following] for following in into.get(way[-1], ()) if following not in reached]
        reached.update(into.get(way[-1], ()))
    return None


def _meetings(page: Page, programme: Programme) -> Iterator[Finding]:
    """Two that take the same points on the same day: which of them would come first?"""
    for one, other in combinations(programme.conversions, 2):
        if one.takes != other.takes:
            continue
        day = next((day for day in _days(*_YEARS) if one.on.falls_on(day) and other.on.falls_on(day)), None)
        if day is not None:
            message = (
                f"`{one.id}` and `{other.id}` both take `{one.takes}`, both as {day:%B} {day.day} begins."
            )
            advice = "Give them different dates, or keep one of them."
            yield page.finding(("convert", other.id, "on"), "same_day", message, advice)


def _comes(conversion: Conversion, programme: Programme) -> bool:
    first, last = (
        at.astimezone(programme.timezone).date()
        for at in (programme.from_at, programme.until_at)
        if at is not None
    )
    until = min(last, first + timedelta(days=4 * 366))  # every date has come by then
    return any(conversion.on.falls_on(day) for day in _days(first, until + timedelta(days=1)))


def _days(start: date, until: date) -> Iterator[date]:
    return (start + timedelta(days=n) for n in range((until - start).days))


def idle_conversions(page: Page, programme: Programme) -> Iterator[Finding]:
    """What takes points that nothing gives."""
    main = next(iter(programme.currencies))
    given = {rule.benefit.currency or main for rule in programme.rules}
    given |= {conversion.gives for conversion in programme.conversions}
    for conversion in programme.conversions:
        if conversion.takes not in given:
            message = f"No rule gives `{conversion.takes}`, so there is nothing to convert."
            advice = f"Write a rule with `give: {{{conversion.takes}: …}}`."
            yield page.finding(("convert", conversion.id), Doubt.IDLE_CONVERSION, message, advice)

"""Rules and caps that another one makes idle."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from tessera.programme.check.contradictions import least_given
from tessera.programme.check.page import Page
from tessera.programme.document import Cap, Over, Programme, Rule, Span
from tessera.programme.finding import Finding
from tessera.programme.plan import Doubt

_WIDER = {
    Span.ACTIVITY: {Span.DAY, Span.WEEK, Span.MONTH, Span.YEAR, Span.LIFETIME},
    Span.DAY: {Span.WEEK, Span.MONTH, Span.YEAR, Span.LIFETIME},
    Span.WEEK: {Span.LIFETIME},  # a week may lie in two months and in two years
    Span.MONTH: {Span.YEAR, Span.LIFETIME},
    Span.YEAR: {Span.LIFETIME},
    Span.LIFETIME: set[Span](),
}
"""The windows that hold the whole of a narrower one."""


def hidden(page: Page, programme: Programme) -> Iterator[Finding]:
    """Rules that stand twice, caps that never matter, caps that always do."""
    yield from _twins(page, programme)
    for rule in programme.rules:
        yield from _caps(page, rule)


def _twins(page: Page, programme: Programme) -> Iterator[Finding]:
    alike: dict[str, list[Rule]] = defaultdict(list)
    for rule in programme.rules:
        for other in alike[repr(rule.benefit)]:
            if replace(rule, id=other.id, name=other.name) == other:
                message = f"`{rule.id}` says the same as `{other.id}`, so members get it twice."
                yield page.finding(("earn", rule.id), Doubt.DUPLICATE_RULE, message, "Remove one of them.")
                break
        alike[repr(rule.benefit)].append(rule)


def _caps(page: Page, rule: Rule) -> Iterator[Finding]:
    least = least_given(rule)
    for place, cap in enumerate(rule.caps):
        path = ("earn", rule.id, "cap", place)
        if any(_covers(other, cap) for other in rule.caps):
            message = "This cap is never reached: another one of the rule is always reached before."
            yield page.finding(path, Doubt.IDLE_CAP, message, "Remove it, or make it smaller.")
        if cap.over is Over.TRIM and cap.points is not None and cap.points < least:
            message = f"The rule gives {least} or more at a time, but never more than {cap.points} arrive."
            yield page.finding(path, Doubt.CAP_ALWAYS_TRIMS, message, "Give less, or write a larger cap.")


def _covers(wide: Cap, narrow: Cap) -> bool:
    """Is the wide cap reached whenever the narrow one would be?"""
    if wide.per not in _WIDER.get(narrow.per, set()):
        return False
    return bool(
        (wide.points and narrow.points and wide.points <= narrow.points)
        or (wide.times and narrow.times and wide.times <= narrow.times)
    )

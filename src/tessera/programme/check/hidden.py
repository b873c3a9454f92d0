"""Rules, caps and budgets that another one makes idle."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace

from tessera.programme.check.page import Page, Path
from tessera.programme.check.reach import Reach, least_spend, reach_of
from tessera.programme.construct import Linear
from tessera.programme.document import Cap, Over, Phase, Programme, Rule, Span
from tessera.programme.finding import Finding
from tessera.programme.plan import Doubt

_WIDER = {
    Span.ACTIVITY: set(Span) - {Span.ACTIVITY, Span.PERSONAL},
    Span.DAY: set(Span) - {Span.ACTIVITY, Span.DAY, Span.PERSONAL},
    Span.WEEK: {Span.LIFETIME},  # a week may lie in two months and in two years
    Span.MONTH: {Span.QUARTER, Span.YEAR, Span.LIFETIME},
    Span.QUARTER: {Span.YEAR, Span.LIFETIME},
    Span.YEAR: {Span.LIFETIME},
    Span.MEMBER_YEAR: {Span.LIFETIME},
    Span.LIFETIME: set[Span](),
}
"""The windows that hold the whole of a narrower one."""


def hidden(page: Page, programme: Programme) -> Iterator[Finding]:
    """Rules that can give nothing, or stand twice; caps and budgets that never matter, or always do."""
    reaches = {rule.id: reach_of(rule, programme) for rule in programme.rules}
    yield from _twins(page, programme, reaches)
    for rule in programme.rules:
        yield from _never(page, programme, rule, reaches)
        yield from _caps(page, rule)


def _never(page: Page, programme: Programme, rule: Rule, reaches: Mapping[str, Reach]) -> Iterator[Finding]:
    path, reach = ("earn", rule.id), reaches[rule.id]
    if not reach.has_lines:
        message = "The rule excludes all the lines that it asks for."
        advice = "Exclude less, or remove the rule."
        yield page.finding((*path, "exclude"), Doubt.NEVER_APPLIES, message, advice)
    if not reach.has_days(programme):
        message = "None of these days of the week lies in the rule's period."
        yield page.finding((*path, "weekdays"), Doubt.NEVER_APPLIES, message, "Change one of the two.")
    if rule.phase is Phase.MULTIPLIER and not any(
        _feeds(other, rule, programme) and reach.meets(reaches[other.id]) for other in programme.rules
    ):
        message = "No base rule gives anything where this one multiplies."
        advice = "Choose other lines or times, or exclude fewer."
        yield page.finding((*path, rule.benefit.key), Doubt.NEVER_APPLIES, message, advice)


def _feeds(rule: Rule, multiplier: Rule, programme: Programme) -> bool:
    main = next(iter(programme.currencies))
    return (rule.on, rule.phase, rule.benefit.currency) == (multiplier.on, Phase.BASE, main)


def _twins(page: Page, programme: Programme, reaches: Mapping[str, Reach]) -> Iterator[Finding]:
    alike: dict[Hashable, list[Rule]] = defaultdict(list)
    for rule in programme.rules:
        reach = reaches[rule.id]
        sets = [frozenset(chosen.items()) for chosen in (reach.lines, reach.exclude, reach.choices)]
        key = (repr(rule.benefit), *sets, reach.start, reach.end)  # a thousand campaigns may give the same
        seen = alike[key]
        for other in seen:
            if replace(rule, id=other.id, name=other.name) == other:
                message = f"`{rule.id}` says the same as `{other.id}`, so members get it twice."
                yield page.finding(("earn", rule.id), Doubt.DUPLICATE_RULE, message, "Remove one of them.")
                break
        seen.append(rule)


def _caps(page: Page, rule: Rule) -> Iterator[Finding]:
    for key, what, caps in (("cap", "cap", rule.caps), ("budget", "budget", rule.budgets)):
        for place, cap in enumerate(caps):
            path = ("earn", rule.id, key, place)
            if any(_covers(other, cap) for other in caps):
                message = f"This {what} is never reached: another one of the rule is always reached before."
                yield page.finding(path, Doubt.IDLE_CAP, message, "Remove it, or make it smaller.")
            if cap.points is not None:
                yield from _small(page, path, what, cap, cap.points, least=_least_given(rule))


def _small(  # noqa: PLR0913 - what is too small for what, and where it stands
    page: Page, path: Path, what: str, cap: Cap, points: int, *, least: int
) -> Iterator[Finding]:
    """Less than the rule gives at a time."""
    if points >= least:
        return
    if cap.over is Over.TRIM:
        message = f"The rule gives {least} or more at a time, but never more than {points} arrive."
        yield page.finding(path, Doubt.CAP_ALWAYS_TRIMS, message, f"Give less, or write a larger {what}.")
    else:
        message = f"The rule gives {least} or more at a time, which its {what} of {points} refuses."
        advice = f"Write a {what} of {least} or more, or `over: trim`."
        yield page.finding(path, Doubt.NEVER_APPLIES, message, advice)


def _least_given(rule: Rule) -> int:
    """What the rule gives at least when it gives, in units of its currency, as far as its conditions tell."""
    if not isinstance(rule.benefit, Linear):
        return 0
    return int(rule.benefit.fixed + rule.benefit.per_minor * least_spend(rule))


def _covers(wide: Cap, narrow: Cap) -> bool:
    """Is the wide cap reached whenever the narrow one would be?"""
    if wide.per not in _WIDER.get(narrow.per, set()):
        return False
    return bool(
        (wide.points and narrow.points and wide.points <= narrow.points)
        or (wide.times and narrow.times and wide.times <= narrow.times)
    )

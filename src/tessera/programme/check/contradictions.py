"""Parts of a programme that cannot both be meant."""

from collections import Counter
from collections.abc import Iterator, Sequence

from tessera.kit.activities import EARN_NOTHING
from tessera.programme.check.conversions import conversions
from tessera.programme.check.draws import draws
from tessera.programme.check.heirs import heirs
from tessera.programme.check.ladder import ladder
from tessera.programme.check.page import Page, Path
from tessera.programme.check.rewards import rewards
from tessera.programme.check.spending import spendings
from tessera.programme.construct import Bounded
from tessera.programme.document import (
    Currency,
    Phase,
    Programme,
    Rule,
)
from tessera.programme.finding import Finding
from tessera.programme.languages import PLURAL_FORMS
from tessera.programme.life import Clocked, Expiry, Pending
from tessera.programme.nodes import Node


def contradictions(programme: Programme, root: Node, *, file: str) -> Iterator[Finding]:
    """What cannot be. The engine may rely on there being none."""
    page = Page(root, file)
    for currency in programme.currencies.values():
        yield from _names(page, currency)
        yield from _life(page, ("currencies", currency.id), currency.pending, currency.expire)
        if currency.shelter is not None and not currency.expire.comes:
            message = f"Points of `{currency.id}` never expire, so there is nothing to shelter them from."
            path = ("currencies", currency.id, "shelter")
            yield page.finding(path, "nothing_to_shelter", message, "Write `expire:`, or remove `shelter`.")
    for word, said in programme.forms.items():
        for lang, forms in said.items():
            yield from _plural_forms(page, ("words", word), lang, forms)
    for draw in programme.draws.values():
        for place, prize in enumerate(draw.prizes):
            for lang, forms in prize.name.items() if prize.number > 1 else ():
                yield from _plural_forms(page, ("draws", draw.id, "prizes", place, "name"), lang, forms)
    for rule in programme.rules:
        yield from _rule(page, programme, rule)
    yield from _ids(page, programme)
    yield from heirs(page, programme)
    yield from conversions(page, programme)
    yield from rewards(page, programme)
    yield from spendings(page, programme)
    yield from draws(page, programme)
    for place, tiers in enumerate(programme.tiers):
        yield from ladder(page, page.ladder(place), programme, tiers)


def _names(page: Page, currency: Currency) -> Iterator[Finding]:
    path = ("currencies", currency.id, "name")
    for lang, forms in currency.name.items():
        fixed = currency.is_money and len(forms) == 1 and lang != "ru"  # Russian declines it all the same
        if not fixed:
            yield from _plural_forms(page, path, lang, forms)


def _plural_forms(page: Page, path: Path, lang: str, forms: Sequence[str]) -> Iterator[Finding]:
    wanted = PLURAL_FORMS.get(lang, ())
    if wanted and len(forms) != len(wanted):
        message = f"A name in `{lang}` has {len(wanted)} plural forms, but {len(forms)} stand here."
        advice = f"Write them as they follow on {', '.join(wanted)}."
        yield page.finding((*path, lang), "plural_forms", message, advice)


def _life(page: Page, path: Path, pending: Pending, expire: Expiry) -> Iterator[Finding]:
    shortest = 365 * expire.years + 28 * expire.months + expire.days  # a rounding, or a date, can only add
    longest = pending.longest_days
    if expire.dated and longest and longest >= shortest:
        message = f"Points wait {longest} days, but may be gone by then."
        advice = "Let them wait for less, or last longer."
        yield page.finding((*path, "pending"), "expires_before_ready", message, advice)


def _rule(page: Page, programme: Programme, rule: Rule) -> Iterator[Finding]:
    path = ("earn", rule.id)
    if rule.on in EARN_NOTHING:
        message = f"Nothing is earned by `{rule.on}`: it is nothing that members do."
        advice = "Name what they do, such as `on: purchase`."
        yield page.finding((*path, "on"), "wrong_event", message, advice)
        return
    main = next(iter(programme.currencies))
    if rule.pending is not None or rule.expire is not None:
        own = programme.currencies[rule.benefit.currency or main]
        yield from _life(page, path, rule.pending or own.pending, rule.expire or own.expire)
        clock = own.expire.inactive
        if rule.expire is not None and clock is not None and clock.of is Clocked.LOT:
            message = (
                f"Every activity keeps all points of `{own.id}`, so these cannot have a date of their own."
            )
            advice = "Remove `expire`, or let the currency's clock go by the balance: `of: balance`."
            yield page.finding((*path, "expire"), "expire_beside_clock", message, advice)
    if rule.phase is Phase.MULTIPLIER and not any(
        _feeds(other, rule, programme) for other in programme.rules
    ):
        message = f"There is nothing to multiply: no base rule gives {main} at a rate on {rule.on}."
        advice = f"Write a rule such as `{{on: {rule.on}, give: {{{main}: 1, per: 1.00}}}}`."
        yield page.finding((*path, rule.benefit.key), "nothing_to_multiply", message, advice)
    for attribute, choice_id in rule.chosen.items():
        own_attribute = programme.choices[choice_id].attribute
        if own_attribute != attribute:
            message = f"Of `{choice_id}` members choose values of {own_attribute}, not of {attribute}."
            advice = f"Write `{own_attribute}: {{chosen: {choice_id}}}`."
            yield page.finding((*path, "lines", attribute), "other_attribute", message, advice)
    for condition in rule.conditions:
        if isinstance(condition, Bounded):
            start, end = condition.bounds(programme)
            if start is not None and end is not None and start >= end:
                message = "The rule's period lies outside the programme's own."
                advice = "Change one of the two periods."
                yield page.finding((*path, condition.key), "outside_programme", message, advice)


def _feeds(rule: Rule, multiplier: Rule, programme: Programme) -> bool:
    main = next(iter(programme.currencies))
    same = rule.on == multiplier.on and rule.benefit.currency == main
    return same and rule.phase is Phase.BASE and not rule.benefit.once


def _ids(page: Page, programme: Programme) -> Iterator[Finding]:
    """Levels and structures are named by id alone, so no two may share one."""
    levels = Counter(level.id for tiers in programme.tiers for level in tiers.levels)
    structures = Counter(tiers.id for tiers in programme.tiers)
    for counts, what in ((levels, "levels"), (structures, "tier structures")):
        for id_, count in counts.items():
            if count > 1:
                message = f"{count} {what} have the id `{id_}`."
                yield page.finding(("tiers",), "duplicate_id", message, "Give each an id of its own.")

"""What contradicts itself in a programme (errors), and what is probably not meant (warnings)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from tessera.programme.construct import Bounded, Linear
from tessera.programme.document import (
    Currency,
    Expiry,
    Pending,
    Phase,
    Programme,
    Rule,
    TierStructure,
    TierWindow,
)
from tessera.programme.finding import Finding
from tessera.programme.languages import PLURAL_FORMS
from tessera.programme.nodes import Items, Node, find, place_of

MANY_TIERS = 3
LOW_RETURN = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class _Page:
    """Where findings are placed: the document's tree."""

    root: Node
    file: str

    def finding(self, path: tuple[str | int, ...], code: str, message: str, advice: str) -> Finding:
        place = place_of(self.root, *path)
        return Finding(place.line, place.column, code, message, advice, self.file)


def contradictions(programme: Programme, root: Node, *, file: str) -> Iterator[Finding]:
    """Parts that cannot both be meant. The engine may rely on there being none."""
    page = _Page(root, file)
    for currency in programme.currencies.values():
        yield from _plural_forms(page, currency)
        yield from _life(page, ("currencies", currency.id), currency.pending, currency.expire)
    for rule in programme.rules:
        yield from _rule(page, programme, rule)
    yield from _ids(page, programme)
    for place, tiers in enumerate(programme.tiers):
        path = ("tiers", place) if isinstance(find(root, "tiers"), Items) else ("tiers",)
        yield from _tiers(page, path, programme, tiers)


def doubts(programme: Programme, root: Node, *, file: str) -> Iterator[Finding]:
    """What works, but is seldom what a shop or its members want."""
    page = _Page(root, file)
    points = [currency for currency in programme.currencies.values() if not currency.is_money]
    if points and all(currency.worth is None for currency in points):
        message = "No currency says what its points are worth, so nothing can be bought with them."
        yield page.finding(("currencies",), "no_worth", message, "Write `worth: 0.01` in the currency.")
    if not any(rule.on == "enrolment" for rule in programme.rules):
        message = "Nothing greets a new member."
        yield page.finding(("earn",), "no_welcome", message, "Write a rule with `on: enrolment`.")
    for place, tiers in enumerate(programme.tiers):
        if len(tiers.levels) > MANY_TIERS:
            message = f"{len(tiers.levels)} levels are hard to remember."
            advice = f"Most programmes do well with {MANY_TIERS} or fewer."
            yield page.finding(("tiers", place, "levels"), "many_tiers", message, advice)
    yield from _low_returns(page, programme)
    yield from _untranslated(page, programme)


def _plural_forms(page: _Page, currency: Currency) -> Iterator[Finding]:
    for lang, forms in currency.name.items():
        wanted = PLURAL_FORMS.get(lang, ())
        unchanging = (
            currency.is_money and len(forms) == 1 and lang != "ru"
        )  # Russian declines it all the same
        if wanted and len(forms) != len(wanted) and not unchanging:
            message = f"A name in `{lang}` has {len(wanted)} plural forms, but {len(forms)} stand here."
            advice = f"Write them as they follow on {', '.join(wanted)}."
            yield page.finding(("currencies", currency.id, "name", lang), "plural_forms", message, advice)


def _life(page: _Page, path: tuple[str | int, ...], pending: Pending, expire: Expiry) -> Iterator[Finding]:
    lasts = 366 * expire.years + 31 * expire.months + expire.days  # at most; a rounding can only add
    shortest = 365 * expire.years + 28 * expire.months + expire.days
    if lasts and pending.days >= shortest:
        message = f"Points wait {pending.days} days, but may be gone by then."
        advice = "Let them wait for less, or last longer."
        yield page.finding((*path, "pending"), "expires_before_ready", message, advice)


def _rule(page: _Page, programme: Programme, rule: Rule) -> Iterator[Finding]:
    path = ("earn", rule.id)
    main = next(iter(programme.currencies))
    if rule.pending is not None or rule.expire is not None:
        own = programme.currencies[rule.benefit.currency or main]
        yield from _life(page, path, rule.pending or own.pending, rule.expire or own.expire)
    if rule.phase is Phase.MULTIPLIER and not any(
        _feeds(other, rule, programme) for other in programme.rules
    ):
        message = f"There is nothing to multiply: no base rule gives {main} at a rate on {rule.on}."
        advice = f"Write a rule such as `{{on: {rule.on}, give: {{{main}: 1, per: 1.00}}}}`."
        yield page.finding((*path, rule.benefit.key), "nothing_to_multiply", message, advice)
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


def _ids(page: _Page, programme: Programme) -> Iterator[Finding]:
    """Levels and structures are named by id alone, so no two may share one."""
    levels = Counter(level.id for tiers in programme.tiers for level in tiers.levels)
    structures = Counter(tiers.id for tiers in programme.tiers)
    for counts, what in ((levels, "levels"), (structures, "tier structures")):
        for id_, count in counts.items():
            if count > 1:
                message = f"{count} {what} have the id `{id_}`."
                yield page.finding(("tiers",), "duplicate_id", message, "Give each an id of its own.")


def _tiers(
    page: _Page, path: tuple[str | int, ...], programme: Programme, tiers: TierStructure
) -> Iterator[Finding]:
    if tiers.levels[0].at != 0:
        message = f"The first level, `{tiers.levels[0].id}`, must be everybody's."
        advice = "Remove its `at`, or put a level without `at` before it."
        yield page.finding((*path, "levels", 0, "at"), "first_level", message, advice)
    for place, (lower, upper) in enumerate(pairwise(tiers.levels), start=1):
        if upper.at <= lower.at:
            message = f"`{upper.id}` does not begin above `{lower.id}`."
            advice = "Write the levels from the lowest to the highest."
            yield page.finding((*path, "levels", place, "at"), "levels_not_rising", message, advice)
    if (
        tiers.window in {TierWindow.ROLLING, TierWindow.LIFETIME}
        and find(page.root, *path, "keep") is not None
    ):
        message = f"A level by a {tiers.window} window has no window's end to be kept to."
        yield page.finding((*path, "keep"), "keep_without_end", message, "Remove `keep`.")
    main: Currency | None = programme.currencies.get(tiers.currency or "")
    if main is not None and main.is_money:
        message = f"`{main.id}` counts money, not points."
        advice = "Name a currency of points, or write `by: spend`."
        yield page.finding((*path, "qualify", "of"), "not_points", message, advice)


def _low_returns(page: _Page, programme: Programme) -> Iterator[Finding]:
    for rule in programme.rules:
        currency = programme.currencies.get(rule.benefit.currency or "")
        plain = rule.phase is Phase.BASE and not rule.conditions and not rule.lines
        if not plain or currency is None or not isinstance(rule.benefit, Linear):
            continue
        one = Fraction(1) if currency.is_money else Fraction(currency.worth or 0) * 10**programme.money_digits
        back = rule.benefit.per_minor * one
        if 0 < back <= LOW_RETURN:
            message = f"Members get back {float(back):.2%} of what they spend, which few will notice."
            yield page.finding(
                ("earn", rule.id), "low_return", message, "Give more, or make points worth more."
            )


def _untranslated(page: _Page, programme: Programme) -> Iterator[Finding]:
    """Texts that lack a language in which the programme's own name is written."""
    texts = [
        (("currencies", currency.id, "name"), currency.name) for currency in programme.currencies.values()
    ]
    named = [(("earn", rule.id, "name"), rule.name) for rule in programme.rules if rule.name]
    for path, languages in (*texts, *named):
        missing = [lang for lang in programme.languages if lang not in languages]
        if missing:
            message = f"This text is missing in: {', '.join(missing)}."
            yield page.finding(path, "missing_text", message, "The programme's name is written in them.")

"""What works, but is seldom what a shop or its members want."""

from collections.abc import Iterator

from tessera.programme.check.choices import idle_choices
from tessera.programme.check.conversions import idle_conversions
from tessera.programme.check.draws import idle_draws
from tessera.programme.check.economy import deep_stack, far_reward, low_returns, small_money
from tessera.programme.check.hidden import hidden
from tessera.programme.check.page import Page
from tessera.programme.check.rewards import idle_rewards
from tessera.programme.check.spending import idle_spendings
from tessera.programme.check.texts import jargon, long_texts, untranslated
from tessera.programme.check.transfers import open_transfers
from tessera.programme.check.words import odd_words, unsaid_words
from tessera.programme.document import Programme
from tessera.programme.finding import Finding
from tessera.programme.life import Expiry
from tessera.programme.nodes import Node
from tessera.programme.plan import Doubt

_CHECKS = (
    low_returns,
    far_reward,
    deep_stack,
    hidden,
    idle_choices,
    idle_conversions,
    idle_draws,
    idle_spendings,
    idle_rewards,
    long_texts,
    jargon,
    untranslated,
    odd_words,
    unsaid_words,
    small_money,
    open_transfers,
)


def doubts(programme: Programme, root: Node, *, file: str) -> Iterator[Finding]:
    """Every warning that the document does not allow itself, for a programme without contradictions."""
    page = Page(root, file)
    for check in (_absences, _tall_ladders, *_CHECKS):
        for finding in check(page, programme):
            if Doubt(finding.code) not in programme.plan.checks.allow:
                yield finding


def _absences(page: Page, programme: Programme) -> Iterator[Finding]:
    """What a programme should have, and this one has not."""
    plan = programme.plan
    points = [currency for currency in programme.currencies.values() if not currency.is_money]
    pays = any(programme.currencies[conversion.gives].is_money for conversion in programme.conversions)
    if points and not pays and all(currency.worth is None for currency in points):
        message = "No currency says what its points are worth, so nothing can be bought with them."
        yield page.finding(("currencies",), Doubt.NO_WORTH, message, "Write `worth: 0.01` in the currency.")
    if not any(rule.on == "enrolment" for rule in programme.rules):
        message = "Nothing greets a new member."
        yield page.finding(("earn",), Doubt.NO_WELCOME, message, "Write a rule with `on: enrolment`.")
    if not plan.goals:
        message = "The programme does not say what it is for."
        yield page.finding((), Doubt.NO_GOAL, message, "Write `goals: {visits-a-month: {to: 4}}`.")
    if plan.audience is None:
        message = "The programme does not say whom it is for."
        yield page.finding((), Doubt.NO_AUDIENCE, message, "Write `audience: Families that shop every week`.")
    if plan.holdout is None:
        message = "Nothing measures what the programme brings."
        yield page.finding((), Doubt.NO_MEASUREMENT, message, "Write `measure: {holdout: 5%}`.")
    expiring = next((path for path, expire in _expiries(programme) if expire.comes), None)
    if expiring and plan.expiry_notice_days is None:
        message = "Nobody is told before points expire."
        yield page.finding(
            expiring, Doubt.NO_EXPIRY_NOTICE, message, "Write `messages: {expiry-notice: {days: 30}}`."
        )


def _expiries(programme: Programme) -> Iterator[tuple[tuple[str, ...], Expiry]]:
    for currency in programme.currencies.values():
        yield ("currencies", currency.id, "expire"), currency.expire
    for rule in programme.rules:
        if rule.expire is not None:
            yield ("earn", rule.id, "expire"), rule.expire


def _tall_ladders(page: Page, programme: Programme) -> Iterator[Finding]:
    most = programme.plan.checks.levels
    for place, tiers in enumerate(programme.tiers):
        if len(tiers.levels) > most:
            message = f"{len(tiers.levels)} levels are hard to remember."
            advice = f"Most programmes do well with {most} or fewer."
            yield page.finding((*page.ladder(place), "levels"), Doubt.MANY_TIERS, message, advice)

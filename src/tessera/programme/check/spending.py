"""Terms of paying that cannot be meant together, and those by which nothing is ever paid."""

from collections.abc import Iterator

from tessera.programme.check.page import Page
from tessera.programme.check.reach import swallowed
from tessera.programme.document import Programme
from tessera.programme.finding import Finding
from tessera.programme.plan import Doubt


def spendings(page: Page, programme: Programme) -> Iterator[Finding]:
    """A grace for what never expires."""
    for spending in programme.spending.values():
        if spending.grace_days is not None and not programme.expires(spending.currency):
            message = f"Points of `{spending.currency}` never expire, so they need no grace."
            path = ("spend", spending.currency, "grace")
            yield page.finding(path, "nothing_to_grace", message, "Write `expire:`, or remove `grace`.")


def idle_spendings(page: Page, programme: Programme) -> Iterator[Finding]:
    """Points that pay for nothing, and points that nobody ever has."""
    main = next(iter(programme.currencies))
    given = {rule.benefit.currency or main for rule in programme.rules}
    given |= {conversion.gives for conversion in programme.conversions}
    for spending in programme.spending.values():
        path = ("spend", spending.currency)
        if swallowed(spending.lines, spending.exclude):
            message = "All the lines that these points would pay for are excluded."
            yield page.finding((*path, "exclude"), Doubt.IDLE_SPENDING, message, "Exclude fewer lines.")
        if spending.currency not in given:
            message = f"No rule gives `{spending.currency}`, so there is nothing to pay with."
            advice = f"Write a rule with `give: {{{spending.currency}: …}}`."
            yield page.finding(path, Doubt.IDLE_SPENDING, message, advice)

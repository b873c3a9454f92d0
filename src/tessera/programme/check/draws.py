"""Draws that cannot be, or that nobody could take part in."""

from collections.abc import Iterator

from tessera.programme.check.page import Page
from tessera.programme.document import Programme
from tessera.programme.finding import Finding
from tessera.programme.plan import Doubt


def draws(page: Page, programme: Programme) -> Iterator[Finding]:
    """What closes when the programme does not run."""
    for draw in programme.draws.values():
        early = programme.from_at is not None and draw.closes_at <= programme.from_at
        late = programme.until_at is not None and draw.closes_at > programme.until_at
        if early or late:
            message = "The draw does not close within the programme's own period."
            yield page.finding(
                ("draws", draw.id, "closes"), "outside_programme", message, "Change one of the two."
            )


def idle_draws(page: Page, programme: Programme) -> Iterator[Finding]:
    """Draws of which nobody gets an entry."""
    main = next(iter(programme.currencies))
    given = {rule.benefit.currency or main for rule in programme.rules}
    given |= {conversion.gives for conversion in programme.conversions}
    for draw in programme.draws.values():
        if draw.entries not in given:
            message = f"No rule gives `{draw.entries}`, so nobody takes part."
            advice = f"Write a rule with `give: {{{draw.entries}: 1}}`."
            yield page.finding(("draws", draw.id, "entries"), Doubt.IDLE_DRAW, message, advice)

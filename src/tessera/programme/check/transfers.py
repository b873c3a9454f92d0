"""Transfers that nothing limits."""

from collections.abc import Iterator

from tessera.programme.check.page import Page
from tessera.programme.document import Programme
from tessera.programme.finding import Finding
from tessera.programme.plan import Doubt


def open_transfers(page: Page, programme: Programme) -> Iterator[Finding]:
    """What members can give without end, and so can whoever gets into their accounts."""
    for terms in programme.transfers.values():
        if not terms.caps:
            message = (
                "Nothing limits what members give: whoever gets into many accounts can gather their points."
            )
            advice = "Write a cap, such as `cap: {points: 1000, per: month}`."
            yield page.finding(("transfers", terms.currency), Doubt.OPEN_TRANSFERS, message, advice)

"""Choices that bring their members nothing."""

from collections.abc import Iterator

from tessera.programme.check.page import Page
from tessera.programme.document import Programme
from tessera.programme.finding import Finding
from tessera.programme.plan import Doubt


def idle_choices(page: Page, programme: Programme) -> Iterator[Finding]:
    """What members may choose, and no rule asks for."""
    asked = {choice for rule in programme.rules for choice in rule.chosen.values()}
    for choice in programme.choices.values():
        if choice.id not in asked:
            message = "Members choose here, and get nothing for it: no rule asks what they chose."
            advice = f"Write a rule with `lines: {{{choice.attribute}: {{chosen: {choice.id}}}}}`."
            yield page.finding(("choices", choice.id), Doubt.IDLE_CHOICE, message, advice)

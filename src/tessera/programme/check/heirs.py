"""What a migration names must be gone, and what takes its place must be there."""

from collections.abc import Iterator

from tessera.programme.check.page import Page
from tessera.programme.document import Programme
from tessera.programme.finding import Finding
from tessera.programme.shapes.scope import suggestion

_MIGRATE = "migrate"


def heirs(page: Page, programme: Programme) -> Iterator[Finding]:
    """Levels and rules that are still there; heirs that are not, or have nothing to take over."""
    migration = programme.migration
    levels = {level.id for tiers in programme.tiers for level in tiers.levels}
    for gone in migration.levels:
        if gone in levels:
            message = f"`{gone}` is still a level of this programme."
            advice = "Remove it here, or remove the level."
            yield page.finding((_MIGRATE, "levels", gone), "not_gone", message, advice)
    rules = {rule.id: rule for rule in programme.rules}
    for gone, heir in migration.rules.items():
        path = (_MIGRATE, "rules", gone)
        if gone in rules:
            message = f"`{gone}` is still a rule of this programme."
            yield page.finding(path, "not_gone", message, "Remove it here, or remove the rule.")
        if heir not in rules:
            message = f"`{heir}` is not a rule of this programme."
            yield page.finding(path, "unknown_rule", message, suggestion(heir, rules))
        elif not (rules[heir].caps or rules[heir].budgets):
            message = f"`{heir}` has no cap for which the past of `{gone}` could count."
            yield page.finding(path, "no_cap", message, "Remove it here; a rule without a cap needs no heir.")

"""What takes the place of what earlier versions of a programme had."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Migration:
    """{what is gone: what stands for it now}.

    Who holds a level of `levels` holds its heir for as long as the old one would have stood; None: the level ends, and
    its members are where they would be without it. What members have used of the caps and budgets of a rule of `rules`
    counts for its heir's.
    """

    levels: Mapping[str, str | None] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)

    def formerly(self, rule: str) -> tuple[str, ...]:
        """The rules whose place a rule takes."""
        return tuple(gone for gone, heir in self.rules.items() if heir == rule)

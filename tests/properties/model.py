"""What a purchase earns, reckoned naively: a fraction a line, a loop a rule. Shares no code with the engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from tessera.engine.activity import Line


@dataclass(frozen=True)
class Spec:
    """A rule of the document, as plainly as it can be said. Exactly one of the four gifts is given.

    `per_amount`: points for each so many minor units; `per_quantity`: for each so many thousandths.
    """

    id: str
    fixed: int = 0
    per_amount: tuple[Fraction, int] | None = None
    per_quantity: tuple[Fraction, int] | None = None
    times: Fraction | None = None
    bonus: bool = False
    rounding: str = "down"
    lines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exclude: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    min_spend: int = 0
    cap: str = ""

    @property
    def text(self) -> str:
        """The rule as a line of the document's `earn:`."""
        parts = ["on: purchase", self._gift()]
        if self.bonus and not self.fixed:
            parts.append("phase: bonus")
        if self.rounding != "down":
            parts.append(f"round: {self.rounding}")
        for key, values in (("lines", self.lines), ("exclude", self.exclude)):
            if values:
                parts.append(f"{key}: {_listed(values)}")
        if self.min_spend:
            parts.append(f"min-spend: {self.min_spend / 100:.2f}")
        if self.cap:
            parts.append(f"cap: {self.cap}")
        return f"  {self.id}: {{{', '.join(parts)}}}\n"

    def takes(self, line: Line) -> bool:
        """Does a line count for this rule?"""
        wanted = all(getattr(line, key) in values for key, values in self.lines.items())
        return wanted and not any(getattr(line, key) in values for key, values in self.exclude.items())

    def worth(self, line: Line) -> Fraction:
        """What a line brings at the rule's rate, before rounding."""
        if self.per_amount:
            return line.amount_minor * self.per_amount[0] / self.per_amount[1]
        if self.per_quantity:
            return line.quantity_milli * self.per_quantity[0] / self.per_quantity[1]
        return Fraction(0)

    def _gift(self) -> str:
        if self.times:
            return f"multiply: {float(self.times):.2f}"
        if self.per_amount:
            return f"give: {{points: {float(self.per_amount[0]):.2f}, per: {self.per_amount[1] / 100:.2f}}}"
        if self.per_quantity:
            each = f"{{quantity: {self.per_quantity[1] / 1000:.3f}}}"
            return f"give: {{points: {float(self.per_quantity[0]):.2f}, per: {each}}}"
        return f"give: {{points: {self.fixed}}}"


def earns(rules: Sequence[Spec], lines: Sequence[Line]) -> dict[str, int]:
    """Points by rule, caps aside. A rule whose lines come to nothing gives nothing, and nothing of it is multiplied."""
    points: dict[str, Fraction] = {}
    base = [Fraction(0)] * len(lines)
    ready = [rule for rule in rules if _open(rule, lines)]
    for rule in ready:
        if rule.times:
            continue
        worth = [rule.worth(line) if rule.takes(line) else Fraction(0) for line in lines]
        points[rule.id] = rule.fixed + sum(worth, Fraction(0))
        if not rule.bonus and not rule.fixed and sum(worth) > 0:
            base = [sum(pair, Fraction(0)) for pair in zip(base, worth, strict=True)]
    for rule in sorted((rule for rule in ready if rule.times), key=lambda rule: rule.id):
        factor = rule.times or Fraction(1)
        own = [rule.takes(line) for line in lines]
        points[rule.id] = sum(
            (b * (factor - 1) for b, mine in zip(base, own, strict=True) if mine), Fraction(0)
        )
        base = [b * factor if mine else b for b, mine in zip(base, own, strict=True)]
    named = {rule.id: rule.rounding for rule in rules}
    whole = {rule_id: _rounded(exact, named[rule_id]) for rule_id, exact in points.items()}
    return {rule_id: amount for rule_id, amount in whole.items() if amount > 0}


def _listed(values: Mapping[str, tuple[str, ...]]) -> str:
    pairs = (f"{key}: [{', '.join(wanted)}]" for key, wanted in values.items())
    return f"{{{', '.join(pairs)}}}"


def _open(rule: Spec, lines: Sequence[Line]) -> bool:
    own = [line for line in lines if rule.takes(line)]
    return bool(own) and (not rule.min_spend or sum(line.amount_minor for line in own) >= rule.min_spend)


def _rounded(exact: Fraction, rounding: str) -> int:
    if rounding == "up":
        return ceil(exact)
    return floor(exact + Fraction(1, 2)) if rounding == "nearest" else floor(exact)

"""Line classes: which of the programme's line selectors a line matches, found once for each kind of product.

A programme names a few attribute values (a department, a brand); a line either matches each or does not. Lines that
match the same selectors are one class, so a basket is added up by class and a rule looks at classes, not at lines.
A class is an integer: bit i is set when the line matches selector i.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter

from tessera.engine.activity import Line
from tessera.engine.benefits.per_quantity import PerQuantity
from tessera.programme.document import Rule

_OWN_ATTRIBUTES = frozenset({"product", "category", "brand", "department", "unit"})
_GOODS = ("category", "brand", "department")  # what most programmes ask for, read in one go
_GOODS_ATTRIBUTES = frozenset(_GOODS)
_KINDS_REMEMBERED = 200_000

Selector = tuple[str, frozenset[str]]

Kind = tuple[str | None, ...]
"""What decides a line's class: the values of some of its attributes."""


def selectors_of(rule: Rule) -> list[Selector]:
    """Every (attribute, values) that a rule's `lines` and `exclude` name, and its unit."""
    unit = unit_of(rule)
    own = [] if unit is None else [_of_unit(unit)]
    return [*rule.lines.items(), *rule.exclude.items(), *own]


def unit_of(rule: Rule) -> str | None:
    """The unit that a rule counts; None when any line's quantity counts, or none."""
    return rule.benefit.unit if isinstance(rule.benefit, PerQuantity) else None


def _of_unit(unit: str) -> Selector:
    return "unit", frozenset({unit})


class LineClasses:
    """Classifies lines against all the selectors of a programme."""

    def __init__(self, selectors: Sequence[Selector]) -> None:
        self._bits = {selector: 1 << place for place, selector in enumerate(dict.fromkeys(selectors))}
        self._bits_of = _by_value(self._bits)
        self._attributes, self._kinds_of = _reader(tuple(self._bits_of))
        self._only_goods = self._attributes == _GOODS
        self._known: dict[Kind, int] = {}
        self.measured = 1 << len(
            self._bits
        )  # set in no line's class, only in those of the activity's own measures
        self.units = tuple(unit for name, values in self._bits if name == "unit" for unit in sorted(values))

    def unit(self, rule: Rule) -> int:
        """The bit of the unit that a rule counts; 0 when it counts none."""
        unit = unit_of(rule)
        return 0 if unit is None else self._bits[_of_unit(unit)]

    def chosen(self, rule: Rule) -> int:  # noqa: ARG002 - where members choose, it depends on the rule
        """The bits of the choices of which a rule asks."""
        return 0

    def of_unit(self, unit: str) -> int:
        """The class of what an activity measures in a unit by itself."""
        same = [bit for (name, values), bit in self._bits.items() if name == "unit" and unit in values]
        return self.measured | sum(same)

    def mask(self, selectors: Mapping[str, frozenset[str]]) -> int:
        """The bits of these selectors together."""
        mask = 0
        for selector in selectors.items():
            mask |= self._bits[selector]
        return mask

    def totals(self, lines: Sequence[Line]) -> dict[int, list[int]]:
        """Amount and quantity of the lines of each class together."""
        if not self._only_goods:
            return sum_by_class(lines, self.of_all(lines))
        totals: dict[int, list[int]] = {}
        known = self._known.get
        for line in lines:  # one walk, as every basket takes it
            kind = line.category, line.brand, line.department
            line_class = known(kind)
            if line_class is None:
                line_class = self._classify(kind)
            total = totals.get(line_class)
            if total is None:
                totals[line_class] = [line.amount_minor, line.quantity_milli]
            else:
                total[0] += line.amount_minor
                total[1] += line.quantity_milli
        return totals

    def of_all(self, lines: Sequence[Line]) -> list[int]:
        """The class of each line."""
        kinds = self._kinds_of(lines)
        classes = list(map(self._known.get, kinds))
        if None in classes:
            return list(map(self._classify, kinds))
        return classes  # type: ignore[return-value] # none of them is None

    def _classify(self, kind: Kind) -> int:
        """The class of a kind of line, remembered."""
        known = self._known.get(kind)
        if known is not None:
            return known
        if len(self._known) >= _KINDS_REMEMBERED:
            self._known.clear()
        line_class = 0
        for attribute, value in zip(self._attributes, kind, strict=True):
            line_class |= 0 if value is None else self._bits_of.get(attribute, {}).get(value, 0)
        self._known[kind] = line_class
        return line_class


def sum_by_class(lines: Sequence[Line], classes: Sequence[int]) -> dict[int, list[int]]:
    """Amount and quantity of the lines of each class together; `classes` are theirs."""
    totals: dict[int, list[int]] = {}
    for line, line_class in zip(lines, classes, strict=True):
        total = totals.setdefault(line_class, [0, 0])
        total[0] += line.amount_minor
        total[1] += line.quantity_milli
    return totals


def _by_value(bits: Mapping[Selector, int]) -> dict[str, dict[str, int]]:
    """The bits of all selectors that name a value, by attribute and value."""
    found: dict[str, dict[str, int]] = {}
    for (attribute, wanted), bit in bits.items():
        own = found.setdefault(attribute, {})
        for value in wanted:
            own[value] = own.get(value, 0) | bit
    return found


def value_of(line: Line, attribute: str) -> str | None:
    """What a line says of an attribute: one of its own, or any of its facts."""
    if attribute in _OWN_ATTRIBUTES:
        value: str | None = getattr(line, attribute)
        return value
    return (line.facts or {}).get(attribute)


def values_of(lines: Sequence[Line], attribute: str) -> list[str | None]:
    """The same of each line."""
    if attribute in _OWN_ATTRIBUTES:
        return list(map(attrgetter(attribute), lines))
    return [line.facts.get(attribute) if line.facts else None for line in lines]


def _reader(attributes: tuple[str, ...]) -> tuple[tuple[str, ...], Callable[[Sequence[Line]], list[Kind]]]:
    """How to read the kind of each line, and which attributes make it up: those asked for, perhaps some more."""
    if _GOODS_ATTRIBUTES.issuperset(attributes):
        return _GOODS, lambda lines: [(line.category, line.brand, line.department) for line in lines]

    def read(line: Line) -> Kind:
        facts = line.facts or {}
        return tuple(
            getattr(line, name) if name in _OWN_ATTRIBUTES else facts.get(name) for name in attributes
        )

    return attributes, lambda lines: list(map(read, lines))

"""Which rules may apply to a basket, found by an index: rules that ask for other goods or places are never looked at.

So a programme of a thousand campaigns decides a basket about as quickly as one of ten.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from tessera.engine.activity import Activity
from tessera.engine.rule import CompiledRule
from tessera.programme.document import Phase

_BASKETS_REMEMBERED = 10_000
_CLASSES_REMEMBERED = 10_000

Group = tuple[int, ...]
"""Line classes that count together for a rule."""

WHOLE_BASKET = 0
"""The place of the group that holds every class of the basket."""

Place = tuple[str | None, ...]
"""Where and through what an activity came, as far as rules ask: a word that some rule names, or None for any other."""

ANYWHERE: Place = ()

Matching = tuple[tuple[CompiledRule, int], ...]
"""Rules, each with the place of the group of its lines."""


class Candidates:
    """The rules that may apply to baskets with lines of certain classes. Rules with the same lines share a group."""

    __slots__ = ("gives", "groups", "multipliers")

    def __init__(self, gives: "_ByGoods", multipliers: "_ByGoods", classes: Group) -> None:
        groups: dict[Group, int] = {classes: WHOLE_BASKET}
        self.gives = gives.matching(classes, groups)
        self.multipliers = multipliers.matching(classes, groups)
        self.groups = tuple(groups)


class Plan:
    """The rules that run for one type of activity on a day, in their order.

    `asks`: what of an activity's place some rule asks for, with the words that are named.
    """

    __slots__ = ("_by_place", "_known", "_rules", "asks")

    def __init__(self, rules: Sequence[CompiledRule]) -> None:
        self._rules = rules
        named: dict[str, set[str]] = defaultdict(set)
        for rule in rules:
            for condition in rule.placed:
                named[condition.asks].update(condition.named)
        self.asks = tuple((asked, frozenset(words)) for asked, words in sorted(named.items()))
        self._by_place: dict[Place, tuple[_ByGoods, _ByGoods]] = {}
        self._known: dict[tuple[Place, Group], Candidates] = {}

    def place_of(self, activity: Activity) -> Place:
        """The place of an activity, as far as these rules tell places apart."""
        said = [(getattr(activity, asked), words) for asked, words in self.asks]
        return tuple([word if word in words else None for word, words in said])

    def candidates(self, classes: Group, place: Place) -> Candidates:
        """The rules that take any line of these classes, at this place."""
        known = self._known.get((place, classes))
        if known is None:
            if len(self._known) > _BASKETS_REMEMBERED:
                self._known.clear()
                self._by_place.clear()
            known = self._known[place, classes] = Candidates(*self._at(place), classes)
        return known

    def _at(self, place: Place) -> "tuple[_ByGoods, _ByGoods]":
        """The rules of a place: those that give, base first, and those that multiply."""
        known = self._by_place.get(place)
        if known is None:
            words = dict(zip((asked for asked, _ in self.asks), place, strict=True))
            here = [rule for rule in self._rules if all(c.holds_at(words[c.asks]) for c in rule.placed)]
            by_phase = {phase: [rule for rule in here if rule.phase is phase] for phase in Phase}
            gives = by_phase[Phase.BASE] + by_phase[Phase.BONUS]
            known = self._by_place[place] = _ByGoods(gives), _ByGoods(by_phase[Phase.MULTIPLIER])
        return known


class _ByGoods:
    """Rules in their order, found by one of the bits that a line's class must have for them."""

    __slots__ = ("_by_bit", "_of_any", "_rules", "_takers")

    def __init__(self, rules: Sequence[CompiledRule]) -> None:
        self._rules = rules
        self._of_any = [place for place, rule in enumerate(rules) if not rule.need]
        self._by_bit: dict[int, list[int]] = {}
        for place, rule in enumerate(rules):
            if rule.need:
                self._by_bit.setdefault(rule.need & -rule.need, []).append(place)
        self._takers: dict[int, tuple[int, ...]] = {}

    def matching(self, classes: Group, groups: dict[Group, int]) -> Matching:
        """The rules that take any of these classes; their groups are added to `groups`."""
        found: dict[int, list[int]] = {}
        for line_class in classes:
            takers = self._takers.get(line_class)
            for place in self._find(line_class) if takers is None else takers:
                if place in found:
                    found[place].append(line_class)
                else:
                    found[place] = [line_class]
        return tuple(
            [
                (self._rules[place], groups.setdefault(tuple(found[place]), len(groups)))
                for place in sorted(found)
            ]
        )

    def _find(self, line_class: int) -> tuple[int, ...]:
        """The rules that take a class, remembered."""
        if len(self._takers) > _CLASSES_REMEMBERED:
            self._takers.clear()
        takers = tuple(place for place in self._near(line_class) if self._rules[place].takes(line_class))
        self._takers[line_class] = takers
        return takers

    def _near(self, line_class: int) -> Iterator[int]:
        """The rules that might take a class."""
        yield from self._of_any
        while line_class:
            bit = line_class & -line_class
            yield from self._by_bit.get(bit, ())
            line_class ^= bit

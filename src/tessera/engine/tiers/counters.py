"""What an activity adds to each counter of a ladder, and what a return takes off again."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, Protocol

from tessera.engine.activity import Activity, Line
from tessera.engine.classes import value_of
from tessera.engine.decision import Effect
from tessera.programme.ladder import Bonuses, Counter, QualifyBy


class Back(NamedTuple):
    """What one return brings back of a purchase: points by (rule, currency, amount), its amount in all so far, before
    and after, and the amount and the thousandths of each of its lines that come back now. `wholly`: nothing is left.
    """

    purchase: Activity
    lost: Sequence[tuple[str, str, int]]
    minor_before: int
    minor_after: int
    minor_by_line: Mapping[int, int]
    milli_by_line: Mapping[int, int]
    wholly: bool


class CompiledCounter(Protocol):
    """One counter. It counts in the document's smallest units."""

    @property
    def name(self) -> str: ...

    def counts(self, activity: Activity, effects: Sequence[Effect]) -> int:
        """What an activity with these effects adds."""
        ...

    def uncounts(self, back: Back) -> int:
        """What a return takes off."""
        ...


def compile_counter(counter: Counter, base_rules: Collection[str]) -> CompiledCounter:
    """The counter ready to count."""
    match counter.by:
        case QualifyBy.POINTS_EARNED:
            return _Points(counter, base_rules)
        case QualifyBy.SPEND:
            return _Spend(counter)
        case QualifyBy.COUNT:
            return _Times(counter)
        case QualifyBy.MEASURE:
            return _Measure(counter)
        case QualifyBy.MEMBERSHIP_YEARS:
            return _Years(counter)


class _Points:
    """Points earned in a currency; or those that base rules give."""

    def __init__(self, counter: Counter, base_rules: Collection[str]) -> None:
        self.name = counter.name
        self._currency = counter.currency
        self._rules = frozenset(base_rules) if counter.bonuses is Bonuses.IGNORE else None

    def counts(self, activity: Activity, effects: Sequence[Effect]) -> int:  # noqa: ARG002 - a counter's arguments
        currency, rules = self._currency, self._rules
        if rules is None:
            return sum([effect.amount for effect in effects if effect.currency == currency])
        return sum(
            [effect.amount for effect in effects if effect.currency == currency and effect.rule in rules]
        )

    def uncounts(self, back: Back) -> int:
        rules = self._rules
        return sum(
            amount
            for rule, currency, amount in back.lost
            if currency == self._currency and (rules is None or rule in rules)
        )


class _Spend:
    """Money spent, in minor units, but on lines that are left out."""

    def __init__(self, counter: Counter) -> None:
        self.name = counter.name
        self._activities = counter.activities
        self._exclude = tuple(counter.exclude.items())

    def counts(self, activity: Activity, effects: Sequence[Effect]) -> int:  # noqa: ARG002 - a counter's arguments
        if activity.type not in self._activities:
            return 0
        amount = activity.amount_minor
        if self._exclude:
            amount -= sum([line.amount_minor for line in activity.lines if self._leaves_out(line)])
        return max(0, amount)

    def uncounts(self, back: Back) -> int:
        if back.purchase.type not in self._activities:
            return 0
        lines, came = back.purchase.lines, back.minor_after - back.minor_before
        if self._exclude:
            came -= sum(
                minor
                for place, minor in back.minor_by_line.items()
                if place < len(lines) and self._leaves_out(lines[place])
            )
        return came

    def _leaves_out(self, line: Line) -> bool:
        return any(value_of(line, name) in values for name, values in self._exclude)


class _Times:
    """Activities, one each; one that has wholly come back no longer."""

    def __init__(self, counter: Counter) -> None:
        self.name = counter.name
        self._activities = counter.activities

    def counts(self, activity: Activity, effects: Sequence[Effect]) -> int:  # noqa: ARG002 - a counter's arguments
        return int(activity.type in self._activities)

    def uncounts(self, back: Back) -> int:
        return int(back.wholly and back.purchase.type in self._activities)


class _Measure:
    """Thousandths of nights, kilometres, litres: as lines count them, and as the activity itself measures them.

    An activity that is named like a measure and says nothing more is one of it, as where rules give by it.
    """

    def __init__(self, counter: Counter) -> None:
        self.name = counter.name
        self._units = counter.units

    def counts(self, activity: Activity, effects: Sequence[Effect]) -> int:  # noqa: ARG002 - a counter's arguments
        units = self._units
        return self._own(activity) + sum(
            [line.quantity_milli for line in activity.lines if line.unit in units]
        )

    def uncounts(self, back: Back) -> int:
        """Lines come back by quantity; what the activity measured itself in proportion to the money, rounded down, and
        the rest with the last of it.
        """
        lines = back.purchase.lines
        came = sum(milli for place, milli in back.milli_by_line.items() if self._counted(lines, place))
        own, whole = self._own(back.purchase), max(0, back.purchase.amount_minor)
        gone = own * back.minor_before // whole if whole else 0
        if back.wholly:
            return came + own - gone
        return came + (own * back.minor_after // whole - gone if whole else 0)

    def _counted(self, lines: Sequence[object], place: int) -> bool:
        return place < len(lines) and getattr(lines[place], "unit", None) in self._units

    def _own(self, activity: Activity) -> int:
        measures = activity.measures or {}
        return sum([measures.get(unit, 1000 if unit == activity.type else 0) for unit in self._units])


class _Years:
    """Years of membership, which come by themselves."""

    def __init__(self, counter: Counter) -> None:
        self.name = counter.name

    def counts(self, activity: Activity, effects: Sequence[Effect]) -> int:  # noqa: ARG002 - a counter's arguments
        return 0

    def uncounts(self, back: Back) -> int:  # noqa: ARG002 - a counter's arguments
        return 0

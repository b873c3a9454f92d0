"""Examples for the programme's text: telling purchases, chosen from its own rules, and what they give."""

from collections.abc import Iterator
from dataclasses import replace

from tessera.engine.benefits.per_quantity import PerQuantity
from tessera.engine.conditions.fact import PARTNER
from tessera.engine.conditions.payment import Payment
from tessera.engine.convert import convert
from tessera.engine.shop import Shop
from tessera.programme.construct import Choosing, Condition, Linear
from tessera.programme.conversion import Conversion
from tessera.programme.document import Programme, Rule
from tessera.programme.sentences.conversion import WorkedConversion
from tessera.programme.sentences.counted import can_count
from tessera.programme.sentences.spending import WorkedPayment
from tessera.programme.sentences.worked import Worked

_PURCHASE = "purchase"
_TOLD = ({"weekday"}, {f"fact {PARTNER}"})  # what an example can say of a condition
_MILLI = {
    "litre": 10_000,
    "km": 500_000,
    "night": 2_000,
    "kg": 2_000,
    "day": 2_000,
    "hour": 2_000,
    "visit": 1_000,
}
_A_FEW_MILLI = 3_000
_BASKETS = 10  # a stay or a flight costs more than a basket


def worked(programme: Programme) -> tuple[Worked | WorkedPayment | WorkedConversion, ...]:
    """Purchases and what else is paid or counted, then what points pay of a receipt, and what becomes of them on a date of
    each conversion.
    """
    shop = Shop(programme)
    conversions = (_worked_conversion(conversion) for conversion in programme.conversions)
    return (*_worked_activities(shop, programme), *_worked_payments(shop, programme), *conversions)


def _worked_payments(shop: Shop, programme: Programme) -> Iterator[WorkedPayment]:
    """What points pay of a usual receipt, or of one that is large enough for them, where that is not all of it."""
    for spending in programme.spending.values():
        amount = max(shop.amount_minor, spending.smallest_minor)
        allowed = shop.allowed(spending.currency, amount)
        if 0 < allowed.most_minor < amount:
            yield WorkedPayment(spending, amount, allowed.most, allowed.most_minor)


def _worked_conversion(conversion: Conversion) -> WorkedConversion:
    """Of two steps and a half more than what must be there, or than what brings the first bonus."""
    begin = conversion.bonuses[0][0] if conversion.bonuses else conversion.least
    held = begin + 2 * conversion.step + conversion.step // 2
    converted = convert(conversion, held)
    return WorkedConversion(conversion, held, converted.given, held - converted.taken)


def _worked_activities(shop: Shop, programme: Programme) -> tuple[Worked, ...]:
    """A usual purchase; the same with goods, at a partner or on a day that give more; what is measured, and other
    activities; and the first on the highest levels.

    The amount is the usual basket that the document states, else 20 units of its money. No example falls into a
    period of a rule: what is said holds all year round.
    """
    usual = Worked(shop.amount_minor, shop.earned(Worked(shop.amount_minor, {})))
    examples = [usual] if usual.earned else []
    examples += _special(shop, programme, usual=usual)
    examples += _measured(shop, programme)
    examples += _elsewhere(shop, programme)
    if not examples:
        return ()
    first = examples[0]
    for tiers in programme.tiers:
        higher = replace(first, level=tiers.levels[-1].id)
        earned = shop.earned(higher)
        if earned != first.earned:
            examples.append(replace(higher, earned=earned))
    return tuple(examples)


def _special(shop: Shop, programme: Programme, *, usual: Worked) -> Iterator[Worked]:
    """The first goods that give something else than usual, the first partner, and the first day that does, as the
    document has them.
    """
    told: set[tuple[bool, bool]] = set()
    for rule in programme.rules:
        example = _asked(rule, replace(usual, earned={}))
        kind = (example.weekday is not None, example.partner is not None)
        asks = bool(rule.lines or rule.conditions)
        if rule.on != _PURCHASE or kind in told or not asks or not _is_everyday(rule) or _unit(rule):
            continue
        earned = shop.earned(example)
        if earned and earned != usual.earned:
            told.add(kind)
            yield replace(example, earned=earned)


def _measured(shop: Shop, programme: Programme) -> Iterator[Worked]:
    """For each unit, the first rule by which a purchase earns by it: what is bought, and its price only if that matters."""
    told: set[str] = set()
    for rule in programme.rules:
        unit = _unit(rule)
        if rule.on != _PURCHASE or unit is None or unit in told or not _is_everyday(rule):
            continue
        if can_count(unit, programme):
            free = replace(_asked(rule, Worked(0, {})), measure=unit, quantity_milli=_quantity(rule))
            example = _priced(shop, free, shop.amount_minor)
            if example.earned:
                told.add(unit)
                yield example


def _elsewhere(shop: Shop, programme: Programme) -> Iterator[Worked]:
    """The first of each other activity that earns by what it costs, or by what it measures."""
    told = {_PURCHASE}
    for rule in programme.rules:
        benefit = rule.benefit
        rated = isinstance(benefit, Linear) and bool(benefit.per_minor or benefit.per_milli)
        if rule.on in told or not rated or rule.lines or not _is_everyday(rule):
            continue
        same = [
            other
            for other in programme.rules
            if other.on == rule.on and not other.lines and _is_everyday(other)
        ]
        by = next((other for other in same if (unit := _unit(other)) and can_count(unit, programme)), None)
        if by is None and not can_count(rule.on, programme):
            continue
        free = _asked(rule, Worked(0, {}, on=rule.on))
        if by is not None:
            free = replace(free, measure=_unit(by), quantity_milli=_quantity(by))
        example = _priced(shop, free, _BASKETS * shop.amount_minor)
        if example.earned:
            told.add(rule.on)
            yield example


def _priced(shop: Shop, free: Worked, amount_minor: int) -> Worked:
    """The example with what it gives; with a price where that gives anything else."""
    paid = replace(free, amount_minor=amount_minor)
    without, earned = shop.earned(free), shop.earned(paid)
    return replace(free, earned=without) if without == earned else replace(paid, earned=earned)


def _asked(rule: Rule, example: Worked) -> Worked:
    """The example as a rule asks for it: its first goods, its first day, its first partner."""
    days = sorted(_choices(rule, "weekday"))
    return replace(
        example,
        goods={name: frozenset({min(values)}) for name, values in rule.lines.items()},
        weekday=int(days[0]) if days else None,
        partner=min(_choices(rule, f"fact {PARTNER}"), default=None),
    )


def _unit(rule: Rule) -> str | None:
    return rule.benefit.measure if isinstance(rule.benefit, PerQuantity) else None


def _quantity(rule: Rule) -> int:
    """A usual quantity in thousandths, so large that it earns."""
    assert isinstance(rule.benefit, PerQuantity)  # noqa: S101 - the callers ask for its unit first
    each, usual = rule.benefit.per_quantity_milli, _MILLI.get(rule.benefit.measure, _A_FEW_MILLI)
    return -(-usual // each) * each


def _choices(rule: Rule, of: str) -> set[str]:
    """What a rule's conditions ask of one thing: days of the week, a partner."""
    conditions = (part for part in rule.conditions if isinstance(part, Choosing))
    return {word for part in conditions for word in part.choices.get(of, ())}


def _is_everyday(rule: Rule) -> bool:
    """Does it ask for goods, for days of the week or a partner, and for nothing that an example could not say?"""
    return all(map(_can_be_told, rule.conditions)) and not rule.chosen


def _can_be_told(condition: Condition) -> bool:
    if isinstance(condition, Payment):
        return condition.methods.without  # who does not say how, has not paid so
    return isinstance(condition, Choosing) and condition.choices.keys() in _TOLD

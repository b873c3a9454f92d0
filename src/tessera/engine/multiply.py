"""The phase after base and bonuses: what multiplies adds to what the base gave."""

from collections.abc import Sequence
from math import lcm

from tessera.engine.candidates import Candidates, Group
from tessera.engine.portion import Share, Totals, in_part, share
from tessera.engine.rule import CompiledRule, add_to_round
from tessera.engine.worksheet import Worksheet, post

_ALL = -1  # stands for every class of the basket together

Fed = tuple[CompiledRule, int, Share, Group, int]
"""A base rule that gave: its rate by amount, what of the amount counts, its lines, its points before rounding (times
its denominator and what was paid)."""

Opened = tuple[CompiledRule, Group]
"""A multiplier whose conditions hold, with its lines."""


def open_multipliers(
    sheet: Worksheet, candidates: Candidates, spent: Sequence[Sequence[int]]
) -> list[Opened]:
    """The multipliers whose conditions hold, the level's own among them."""
    opened: list[Opened] = []
    for rule, place in candidates.multipliers + sheet.perks:
        amount, quantity = spent[place]
        if rule.payment is not None:
            kept, paid = share(rule, sheet.activity)
            amount = amount * kept // paid
        for gate, reason in rule.gates:
            if not gate(sheet, amount, quantity):
                sheet.reasons.append(reason)
                break
        else:
            opened.append((rule, candidates.groups[place]))
    return opened


def multiply(  # noqa: PLR0913, PLR0917 - what multiplies what, on which scale
    sheet: Worksheet,
    multipliers: Sequence[Opened],
    fed: Sequence[Fed],
    totals: Totals,
    scale: int,
    basket: Group,
) -> None:
    """Each multiplier gives what it adds to the base points of its lines, exactly: upon what the others have made of
    them, or to the base itself.

    `units` are base points not yet rounded, times `scale`, by line class; of the whole `basket`, when no multiplier
    looks closer.
    """
    scale *= lcm(*[paid for _, _, (_, paid), _, _ in fed])
    if all(group is basket for _, group in multipliers):
        units = {
            _ALL: sum([scale // (rule.denominator * paid) * points for rule, _, (_, paid), _, points in fed])
        }
        multipliers = [(rule, (_ALL,)) for rule, _ in multipliers]
    else:
        units = _by_class(fed, totals, scale)
    base, base_scale = units, scale
    last = len(multipliers) - 1
    for place, (rule, group) in enumerate(multipliers):
        above, below = rule.factor if rule.payment is None else in_part(rule, sheet.activity)
        of, denominator = (base, base_scale * below) if rule.adds else (units, scale * below)
        extra = sum([of.get(line_class, 0) for line_class in group])
        post(sheet, rule, (extra * (above - below) + add_to_round(rule.rounding, denominator)) // denominator)
        if place < last and not rule.adds:
            units = {c: value * (above if c in group else below) for c, value in units.items()}
            scale = denominator


def _by_class(fed: Sequence[Fed], totals: Totals, scale: int) -> dict[int, int]:
    """Base points not yet rounded, times `scale`, of each line class."""
    units: dict[int, int] = {}
    for rule, minor, (kept, paid), group, _ in fed:
        factor = scale // (rule.denominator * paid) * kept
        by_amount, by_quantity, unit = factor * minor, factor * rule.milli, rule.unit
        for line_class in group:
            amount, quantity = totals[line_class]
            more = by_amount * amount + (by_quantity * quantity if line_class & unit == unit else 0)
            units[line_class] = units.get(line_class, 0) + more
    return units

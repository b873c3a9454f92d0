"""Examples for the programme's text: telling purchases, chosen from its own rules, and what they give."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tessera.engine.activity import Activity, Line
from tessera.engine.compile import Compiled
from tessera.engine.conditions.fact import PARTNER
from tessera.engine.convert import convert
from tessera.engine.decide import decide
from tessera.engine.standing import Standing, TierStanding
from tessera.programme.construct import Bounded, Choosing, Linear
from tessera.programme.conversion import Conversion
from tessera.programme.document import Programme, Rule
from tessera.programme.sentences.conversion import WorkedConversion
from tessera.programme.sentences.worked import Worked

_PURCHASE = "purchase"
_MAJOR_UNITS = 20
_COUNTED = {_PURCHASE: 9972}  # 9973 is prime: no first, no tenth, no hundredth purchase
_LONG_AGO = datetime(2001, 1, 1, 12, tzinfo=UTC)
_TUESDAY_FIRST = (1, 2, 3, 0, 4, 5, 6)
_ATTRIBUTES = {"product", "category", "brand", "department"}
_TOLD = ({"weekday"}, {f"fact {PARTNER}"})  # what an example can say of a condition


def worked(programme: Programme) -> tuple[Worked | WorkedConversion, ...]:
    """Purchases, then what becomes of points on a date of each conversion."""
    conversions = (_worked_conversion(conversion) for conversion in programme.conversions)
    return (*_worked_purchases(programme), *conversions)


def _worked_conversion(conversion: Conversion) -> WorkedConversion:
    """Of two steps and a half more than what must be there, or than what brings the first bonus."""
    begin = conversion.bonuses[0][0] if conversion.bonuses else conversion.least
    held = begin + 2 * conversion.step + conversion.step // 2
    converted = convert(conversion, held)
    return WorkedConversion(conversion, held, converted.given, held - converted.taken)


def _worked_purchases(programme: Programme) -> tuple[Worked, ...]:
    """A usual purchase; the same with goods, at a partner or on a day that give more; and the first on the highest levels.

    The amount is the usual basket that the document states, else 20 units of its money. No example falls into a
    period of a rule: what is said holds all year round.
    """
    shop = _Shop(programme)
    weekday = min(_TUESDAY_FIRST, key=lambda day: sum(shop.earned(weekday=day).values()))
    usual = shop.earned(weekday=weekday)
    examples = [Worked(shop.amount_minor, usual)] if usual else []
    examples += _special(shop, programme, usual=usual, usual_day=weekday)
    if not examples:
        return ()
    first = examples[0]
    goods = {name: min(values) for name, values in first.goods.items()}
    day = weekday if first.weekday is None else first.weekday
    for tiers in programme.tiers:
        level = tiers.levels[-1].id
        higher = shop.earned(weekday=day, goods=goods, partner=first.partner, levels={tiers.id: level})
        if higher != first.earned:
            examples.append(replace(first, earned=higher, level=level))
    return tuple(examples)


class _Shop:
    """Where example purchases are decided."""

    def __init__(self, programme: Programme) -> None:
        self._compiled = Compiled(programme)
        self._week = _quiet_week(programme)
        basket = programme.plan.checks.basket_minor
        self.amount_minor = basket or _MAJOR_UNITS * 10**programme.money_digits

    def earned(
        self,
        *,
        weekday: int,
        goods: Mapping[str, str] | None = None,
        partner: str | None = None,
        levels: Mapping[str, str] | None = None,
    ) -> dict[str, int]:
        """What a purchase of one line gives at noon, by currency, in the order of the document."""
        goods = goods or {}
        facts = {name: value for name, value in goods.items() if name not in _ATTRIBUTES}
        line = Line(
            "1",
            self.amount_minor,
            product=goods.get("product"),
            category=goods.get("category"),
            brand=goods.get("brand"),
            department=goods.get("department"),
            facts=facts or None,
        )
        at = self._week + timedelta(days=(weekday - self._week.weekday()) % 7)
        told = {PARTNER: partner} if partner else None
        activity = Activity(
            _PURCHASE, "example", at.astimezone(UTC), self.amount_minor, lines=(line,), facts=told
        )
        tiers = {tier: TierStanding(level=level) for tier, level in (levels or {}).items()}
        decision = decide(self._compiled, Standing(counts=_COUNTED, tiers=tiers), activity, {})
        given = dict.fromkeys(self._compiled.programme.currencies, 0)
        for effect in decision.effects:
            given[effect.currency] += effect.amount
        return {currency: units for currency, units in given.items() if units}


def _special(
    shop: _Shop, programme: Programme, *, usual: Mapping[str, int], usual_day: int
) -> Iterator[Worked]:
    """The first goods that give something else than usual, the first partner, and the first day that does, as the
    document has them.
    """
    told: set[tuple[bool, bool]] = set()
    for rule in programme.rules:
        days = sorted(_choices(rule, "weekday"))
        partner = min(_choices(rule, f"fact {PARTNER}"), default=None)
        kind = (bool(days), partner is not None)
        if rule.on != _PURCHASE or kind in told or not _is_everyday(rule):
            continue
        goods = {name: min(values) for name, values in rule.lines.items()}
        weekday = int(days[0]) if days else None
        earned = shop.earned(weekday=usual_day if weekday is None else weekday, goods=goods, partner=partner)
        if earned and earned != usual:
            told.add(kind)
            lines = {name: frozenset({value}) for name, value in goods.items()}
            yield Worked(shop.amount_minor, earned, goods=lines, weekday=weekday, partner=partner)


def _choices(rule: Rule, of: str) -> set[str]:
    """What a rule's conditions ask of one thing: days of the week, a partner."""
    conditions = (part for part in rule.conditions if isinstance(part, Choosing))
    return {word for part in conditions for word in part.choices.get(of, ())}


def _is_everyday(rule: Rule) -> bool:
    """Does it ask for goods, for days of the week or a partner, and for nothing else? An amount does not tell quantities."""
    counts_pieces = isinstance(rule.benefit, Linear) and rule.benefit.per_milli != 0
    days_only = all(isinstance(part, Choosing) and part.choices.keys() in _TOLD for part in rule.conditions)
    asks = bool(rule.lines or rule.conditions)
    return days_only and asks and not counts_pieces and not rule.chosen


def _quiet_week(programme: Programme) -> datetime:
    """A local noon of the programme, before the periods of its rules as far as there is such a time."""
    starts = [
        start
        for rule in programme.rules
        for part in rule.conditions
        if isinstance(part, Bounded)
        for start, _ in [part.bounds(programme)]
        if start is not None
    ]
    quiet = min(starts, default=_LONG_AGO) - timedelta(days=14)
    first = max(quiet, programme.from_at or quiet)
    return first.astimezone(programme.timezone).replace(
        hour=12, minute=0, second=0, microsecond=0
    ) + timedelta(days=1)

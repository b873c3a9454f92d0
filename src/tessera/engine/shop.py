"""Where the examples of a programme's text are decided: a member who is no newcomer, on a quiet day."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from tessera.engine.activity import Activity, Line
from tessera.engine.benefits.per_quantity import QUANTITY
from tessera.engine.compile import Compiled
from tessera.engine.conditions.fact import PARTNER
from tessera.engine.decide import decide
from tessera.engine.spend import Allowed, allow
from tessera.engine.standing import Standing, TierStanding
from tessera.engine.worksheet import MOST_POINTS
from tessera.programme.construct import Bounded
from tessera.programme.document import Programme
from tessera.programme.sentences.worked import Worked

_PURCHASE = "purchase"
_MAJOR_UNITS = 20
_OFTEN = 9972  # 9973 is prime: no first, no tenth, no hundredth purchase
_LONG_AGO = datetime(2001, 1, 1, 12, tzinfo=UTC)
_TUESDAY_FIRST = (1, 2, 3, 0, 4, 5, 6)
_ATTRIBUTES = {"product", "category", "brand", "department"}


class Shop:
    """Decides what examples give. `amount_minor` is a usual basket, `usual_day` the day of the week that gives least."""

    def __init__(self, programme: Programme) -> None:
        self._compiled = Compiled(programme)
        self._week = _quiet_week(programme)
        self._counts = {rule.on: _OFTEN for rule in programme.rules}
        self.usual_day = 0
        self.amount_minor = programme.plan.checks.basket_minor or _MAJOR_UNITS * 10**programme.money_digits
        purchase = Worked(self.amount_minor, {})
        self.usual_day = min(_TUESDAY_FIRST, key=lambda day: sum(self.earned(purchase, weekday=day).values()))

    def earned(self, example: Worked, *, weekday: int | None = None) -> dict[str, int]:
        """What the example gives at noon, by currency, in the order of the document.

        A purchase is of one line; any other activity has none, and reports what it measures itself.
        """
        goods = {name: min(values) for name, values in example.goods.items()}
        line = Line(
            "1",
            example.amount_minor,
            example.quantity_milli or 1000,
            product=goods.get("product"),
            category=goods.get("category"),
            brand=goods.get("brand"),
            department=goods.get("department"),
            unit=None if example.measure == QUANTITY else example.measure,
            facts={name: value for name, value in goods.items() if name not in _ATTRIBUTES} or None,
        )
        bought = example.on == _PURCHASE
        day = next(day for day in (example.weekday, weekday, self.usual_day) if day is not None)
        at = self._week + timedelta(days=(day - self._week.weekday()) % 7)
        activity = Activity(
            example.on,
            "example",
            at.astimezone(UTC),
            example.amount_minor,
            lines=(line,) if bought else (),
            measures={example.measure: example.quantity_milli} if example.measure and not bought else None,
            facts={PARTNER: example.partner} if example.partner else None,
        )
        return self._given(activity, self._levels(example.level))

    def allowed(self, currency: str, amount_minor: int) -> Allowed:
        """What points of a currency may pay of a purchase, of nothing in particular, when there are enough of them."""
        activity = Activity(_PURCHASE, "example", self._week.astimezone(UTC), amount_minor)
        found = allow(self._compiled, activity, {currency: MOST_POINTS})
        return next(allowed for allowed in found if allowed.currency == currency)

    def _levels(self, level: str | None) -> Mapping[str, TierStanding]:
        return {
            tiers.id: TierStanding(level=level)
            for tiers in self._compiled.programme.tiers
            if level in {one.id for one in tiers.levels}
        }

    def _given(self, activity: Activity, tiers: Mapping[str, TierStanding]) -> dict[str, int]:
        decision = decide(self._compiled, Standing(counts=self._counts, tiers=dict(tiers)), activity, {})
        given = dict.fromkeys(self._compiled.programme.currencies, 0)
        for effect in decision.effects:
            given[effect.currency] += effect.amount
        return {currency: units for currency, units in given.items() if units}


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

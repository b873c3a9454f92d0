"""Lines of a basket, and what they sum to: from the wire to the engine's records. Plain loops, as baskets have fifty."""

from decimal import Decimal

from tessera.api.amounts import to_whole
from tessera.api.forms import ActivityForm, LineForm
from tessera.engine.activity import Line
from tessera.kit.activities import HOLD, PURCHASE
from tessera.kit.problems import InvalidValue


def to_amount(form: ActivityForm, lines: tuple[Line, ...], digits: int) -> int:
    """The amount in minor units: what the lines sum to, where there are any. Raises InvalidValue."""
    if form.amount is None:
        if form.type in {PURCHASE, HOLD} and not lines:
            raise InvalidValue(f"A {form.type} needs an amount, or lines with theirs.", field="amount")
        return sum(line.amount_minor for line in lines)
    amount = to_whole(form.amount, digits, "amount")
    if lines and amount != (of_lines := sum(line.amount_minor for line in lines)):
        sums = Decimal(of_lines).scaleb(-digits)
        raise InvalidValue(f"The amount is {form.amount}, but its lines sum to {sums:f}.", field="amount")
    return amount


def to_named_lines(forms: tuple[LineForm, ...]) -> tuple[Line, ...]:
    """The lines of a purchase that an event after it is about: each is named, and meant as a whole. Raises InvalidValue."""
    for place, form in enumerate(forms):
        if form.id is None or form != LineForm(id=form.id):
            raise InvalidValue(
                "What comes after a purchase names its lines by `id` alone; each is meant as a whole.",
                field=f"lines[{place}]",
            )
    return tuple(Line(str(form.id), 0, 0) for form in forms)


def to_lines(forms: tuple[LineForm, ...], digits: int, *, returning: bool) -> tuple[Line, ...]:
    """The lines of a basket, or of what comes back of one. Raises InvalidValue with the path of the field."""
    lines: list[Line] = []
    try:
        for form in forms:
            lines.append(_line(form, len(lines), digits, returning=returning))
    except InvalidValue as problem:
        raise InvalidValue(problem.detail, field=f"lines[{len(lines)}].{problem.facts['field']}") from None
    if len({line.id for line in lines}) < len(lines):
        raise InvalidValue("Two lines have the same id.", field="lines")
    return tuple(lines)


def _line(form: LineForm, place: int, digits: int, *, returning: bool) -> Line:
    """A line. Of what is returned the engine works the amount out of the quantity, the other way round, or of the line."""
    amount, quantity = form.amount, form.quantity
    if amount is None and not returning:
        raise InvalidValue("A line needs its amount.", field="amount")
    return Line(
        form.id or str(place + 1),
        0 if amount is None else to_whole(amount, digits, "amount"),
        (0 if returning else 1000) if quantity is None else to_whole(quantity, 3, "quantity"),
        form.product,
        form.category,
        form.brand,
        form.department,
        form.facts,
        form.unit,
    )

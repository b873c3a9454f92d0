"""What has come back of a purchase, by line: each return adds to it, and more than was bought is refused."""

from collections.abc import Collection, Mapping
from decimal import Decimal

from tessera.engine.activity import Activity
from tessera.kit.codes import RefusalCode
from tessera.kit.record import Record


class Part(Record, array_like=True, frozen=True, gc=False):
    """How much of a line has come back so far, in all: minor units and thousandths."""

    amount_minor: int = 0
    quantity_milli: int = 0


Returned = Mapping[int, Part]
"""What has come back of a purchase, by the line's place in it."""

NOTHING = Part()


class ReturnRefused(Exception):  # noqa: N818 - it names the refused fact
    """A return that cannot be: `code` is a `RefusalCode`, the message says which line and how much is left."""

    def __init__(self, code: RefusalCode, detail: str) -> None:
        super().__init__(detail)
        self.code = code


def returned_with(purchase: Activity, before: Returned, back: Activity) -> dict[int, Part]:
    """What has come back once `back` is added to `before`. Raises ReturnRefused when it is more than was bought.

    A line of `back` names the purchase's line by id; with neither lines nor amount, all that is left comes back.
    """
    whole = wholes(purchase)
    after = dict(before)
    if not back.lines and not back.amount_minor:
        left = {place: part for place, part in enumerate(whole) if before.get(place, NOTHING) != part}
        if not left:
            raise ReturnRefused(
                RefusalCode.RETURN_EXCEEDS_PURCHASE, "All of this purchase has been returned already."
            )
        return after | left
    if purchase.lines and not back.lines:
        raise ReturnRefused(
            RefusalCode.LINE_NOT_IN_PURCHASE,
            "This purchase has lines: name those that come back, or none for all.",
        )
    if not purchase.lines and any(not line.amount_minor for line in back.lines):
        raise ReturnRefused(
            RefusalCode.LINE_NOT_IN_PURCHASE,
            "This purchase was reported without lines: say which amount comes back, or nothing for all of it.",
        )
    places = {line.id: place for place, line in enumerate(purchase.lines)}
    wanted = [(line.id, line.amount_minor, line.quantity_milli) for line in back.lines] or [
        ("", back.amount_minor, 0)
    ]
    for line_id, amount, quantity in wanted:
        place = places.get(line_id) if purchase.lines else 0
        if place is None:
            raise ReturnRefused(RefusalCode.LINE_NOT_IN_PURCHASE, f"The purchase has no line {line_id!r}.")
        after[place] = _add(line_id, whole[place], after.get(place, NOTHING), amount, quantity)
    return after


def wholes(purchase: Activity) -> list[Part]:
    """Each line, whole; the amount as one where there are no lines."""
    if not purchase.lines:
        return [Part(purchase.amount_minor, 1000)]
    return [Part(line.amount_minor, line.quantity_milli) for line in purchase.lines]


def _add(line_id: str, whole: Part, before: Part, amount: int, quantity: int) -> Part:
    """A line's part after `amount` and `quantity` more; the one that is 0 follows from the other, both 0 mean the rest."""
    if not amount and not quantity:
        if before == whole:
            raise ReturnRefused(
                RefusalCode.RETURN_EXCEEDS_PURCHASE, f"Line {line_id!r} has been returned already."
            )
        return whole
    # What follows never goes down, though amount and quantity came back out of step: else points would be taken twice.
    if not amount and whole.quantity_milli:
        in_step = whole.amount_minor * (before.quantity_milli + quantity) // whole.quantity_milli
        amount = max(0, in_step - before.amount_minor)
    if not quantity and whole.amount_minor:
        in_step = whole.quantity_milli * (before.amount_minor + amount) // whole.amount_minor
        quantity = max(0, in_step - before.quantity_milli)
    after = Part(before.amount_minor + amount, before.quantity_milli + quantity)
    if after.amount_minor > max(0, whole.amount_minor) or after.quantity_milli > whole.quantity_milli:
        raise ReturnRefused(RefusalCode.RETURN_EXCEEDS_PURCHASE, _too_much(line_id, whole, before, after))
    return after


def _too_much(line_id: str, whole: Part, before: Part, after: Part) -> str:
    if not line_id:
        return "Less than that is left of this purchase."
    if after.quantity_milli <= whole.quantity_milli:
        return f"Less than that is left of line {line_id!r}."
    left, bought = (
        f"{Decimal(milli) / 1000:f}"
        for milli in (whole.quantity_milli - before.quantity_milli, whole.quantity_milli)
    )
    return f"Of line {line_id!r} {left} is left to return, of {bought}."


def worth(returned: Returned) -> int:
    """What has come back in all, in minor units."""
    return sum(part.amount_minor for part in returned.values())


def wholly(purchase: Activity, returned: Returned, *, places: Collection[int] = ()) -> bool:
    """Has all of it come back; all of the lines at `places`, if there are any?"""
    return all(
        returned.get(place, NOTHING) == part
        for place, part in enumerate(wholes(purchase))
        if not places or place in places
    )

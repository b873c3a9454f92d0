"""A first, silent look at the document: what its readers may know before they read it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TypeVar
from zoneinfo import ZoneInfo

from babel.numbers import get_currency_precision

from tessera.programme.finding import Finding
from tessera.programme.nodes import Entries, Items, Node, Scalar, find
from tessera.programme.sections.choice import CHOICE
from tessera.programme.sections.currency import SCALE, WORTH
from tessera.programme.sections.header import MoneyCode, TimeZone
from tessera.programme.shapes import Scope, Shape, Unreadable

D = TypeVar("D")
T = TypeVar("T")


def survey(root: Node, *, findings: list[Finding], file: str) -> Scope:
    """The scope for reading `root`. What is missing or wrong is left at its default: the reading reports it."""
    money = _guess(MoneyCode(), find(root, "programme", "money"), "USD")
    return Scope(
        findings=findings,
        file=file,
        place=root.place,
        money=money,
        money_digits=get_currency_precision(money),
        timezone=_guess(TimeZone(), find(root, "programme", "timezone"), ZoneInfo("UTC")),
        currencies=_currencies(find(root, "currencies")),
        scales=_scales(find(root, "currencies")),
        worths=_worths(find(root, "currencies")),
        levels=tuple(_levels(find(root, "tiers"))),
        choices=_choices(find(root, "choices")),
    )


def _guess(shape: Shape[T], node: Node | None, default: D) -> T | D:
    if node is None:
        return default
    try:
        return shape.read(node, Scope(findings=[], file=""))
    except Unreadable:
        return default


def _currencies(node: Node | None) -> dict[str, bool]:
    """Is it money? by the id of every declared currency."""
    if not isinstance(node, Entries):
        return {}
    return {key.text: _text(find(value, "unit")) == "money" for key, value in node.pairs}


def _scales(node: Node | None) -> dict[str, int]:
    """Digits after the point, by the id of every currency of points that says how many."""
    if not isinstance(node, Entries):
        return {}
    scales = {key.text: find(value, "scale") for key, value in node.pairs}
    return {id_: _guess(SCALE, scale, 0) for id_, scale in scales.items() if scale is not None}


def _worths(node: Node | None) -> dict[str, Decimal]:
    """Money for one point, by the id of every currency that says so; a whole unit of money, where that cannot be read."""
    if not isinstance(node, Entries):
        return {}
    worths = {key.text: find(value, "worth") for key, value in node.pairs}
    return {id_: _guess(WORTH, worth, Decimal(1)) for id_, worth in worths.items() if worth is not None}


def _levels(node: Node | None) -> Iterator[str]:
    structures = node.items if isinstance(node, Items) else (node,) if node else ()
    for structure in structures:
        levels = find(structure, "levels")
        for level in levels.items if isinstance(levels, Items) else ():
            if (id_ := _text(find(level, "id"))) is not None:
                yield id_


def _choices(node: Node | None) -> dict[str, tuple[str, ...]]:
    """The options of every choice; none of one that cannot be read."""
    if not isinstance(node, Entries):
        return {}
    read = {key.text: _guess(CHOICE, value, None) for key, value in node.pairs}
    return {id_: choice.options if choice else () for id_, choice in read.items()}


def _text(node: Node | None) -> str | None:
    return node.text if isinstance(node, Scalar) else None

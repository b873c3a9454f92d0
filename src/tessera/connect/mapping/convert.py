"""Rows into the bodies of calls: what a file says is then read exactly as what a till sends."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tessera.connect.mapping.cells import to_figure, to_instant, to_text
from tessera.connect.mapping.layout import Always, Layout, Origin
from tessera.connect.tables.row import Broken, Row
from tessera.kit.problems import InvalidValue

MOST_LINES = 1_000
_FIGURES = {"amount", "quantity"}
_INSTANTS = {"occurred_at", "enrolled_at"}


class Item(NamedTuple):
    """The rows of one activity or member, and the body of the call that would report it."""

    rows: tuple[Row, ...]
    body: dict[str, Any]


class Unfit(NamedTuple):
    """Rows that cannot be an item, and why."""

    rows: tuple[Row, ...]
    reason: str


def convert_rows(rows: Iterator[Row | Broken], layout: Layout) -> Iterator[Item | Unfit | Broken]:
    """The rows in their order as items. Rows of one basket stand one after another; at most 1,000 are held."""
    basket: list[Row] = []
    own: str | None = None
    for row in rows:
        if isinstance(row, Broken):
            yield row
            continue
        key = _key(row, layout)
        if basket and (key != own or not layout.line):
            yield _item(basket, layout)
            basket = []
        basket.append(row)
        own = key
        if len(basket) > MOST_LINES:
            yield Unfit(tuple(basket), f"A basket has at most {MOST_LINES:,} lines.")
            basket = []
    if basket:
        yield _item(basket, layout)


def _key(row: Row, layout: Layout) -> str | None:
    try:
        return to_text(_cell(row, layout.fields["key"]), field="key")
    except InvalidValue:
        return None


def _item(rows: Sequence[Row], layout: Layout) -> Item | Unfit:
    try:
        return Item(tuple(rows), _body(rows, layout))
    except InvalidValue as problem:
        return Unfit(tuple(rows), f"{problem.facts['field']}: {problem.detail}")


def _body(rows: Sequence[Row], layout: Layout) -> dict[str, Any]:
    """What the rows say together: the first speaks for the basket, and the others must not contradict it."""
    body = _head(rows[0], layout)
    if "key" not in body:
        raise InvalidValue("A row needs a key.", field="key")
    for row in rows[1:]:
        for name, value in _head(row, layout).items():
            if body.get(name) != value:
                message = f"Line {row.line} says something else of the basket than line {rows[0].line}."
                raise InvalidValue(message, field=name)
    if layout.line:
        body["lines"] = [_line(row, layout) for row in rows]
    return body


def _head(row: Row, layout: Layout) -> dict[str, Any]:
    """The fields that are not empty, and the groups that hold anything."""
    head = _values(row, layout.fields, layout)
    for name, origins in layout.groups.items():
        if texts := _texts(row, origins):
            head[name] = _identities(texts) if name == "identities" else texts
    return head


def _line(row: Row, layout: Layout) -> dict[str, Any]:
    line = _values(row, layout.line, layout)
    facts = _texts(row, layout.line_facts)
    return line | ({"facts": facts} if facts else {})


def _identities(texts: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"kind": kind, "value": value} for kind, value in texts.items()]


def _values(row: Row, origins: Mapping[str, Origin], layout: Layout) -> dict[str, Any]:
    values = {name: _value(row, name, origin, layout) for name, origin in origins.items()}
    return {name: value for name, value in values.items() if value is not None}


def _texts(row: Row, origins: Mapping[str, Origin]) -> dict[str, str]:
    texts = {name: to_text(_cell(row, origin), field=_told(name, origin)) for name, origin in origins.items()}
    return {name: text for name, text in texts.items() if text is not None}


def _value(row: Row, name: str, origin: Origin, layout: Layout) -> Any:
    cell, field = _cell(row, origin), _told(name, origin)
    if name in _INSTANTS:
        return to_instant(cell, written=layout.date_format, zone=layout.zone, field=field)
    if name in _FIGURES:
        return to_figure(cell, decimal=layout.decimal, field=field)
    return to_text(cell, field=field)


def _told(name: str, origin: Origin) -> str:
    """The field and its column, for a reason."""
    return name if isinstance(origin, Always) else f"{name} (column {origin.name})"


def _cell(row: Row, origin: Origin) -> Any:
    return origin.text if isinstance(origin, Always) else row.cells.get(origin.name)

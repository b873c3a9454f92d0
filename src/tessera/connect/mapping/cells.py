"""One cell as text, figure or instant, however the file writes it."""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from tessera.kit.problems import InvalidValue

# Digits may be grouped by threes, with the sign that does not stand before the decimals.
_FIGURE = {
    ".": re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", re.ASCII),
    ",": re.compile(r"[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?", re.ASCII),
}
_SPACES = str.maketrans("", "", " \u00a0\u2009\u202f'")


def to_text(cell: Any, *, field: str) -> str | None:
    """The cell as text; None for an empty one. Raises InvalidValue."""
    match cell:
        case None:
            return None
        case str():
            return cell.strip() or None
        case bool():
            return str(cell).lower()
        case int() | Decimal() | datetime() | date():
            return str(cell)
        case float():
            return repr(cell).removesuffix(".0")
    raise InvalidValue("A list or an object stands here, not a value.", field=field)


def to_figure(cell: Any, *, decimal: str, field: str) -> Decimal | None:
    """The cell as an exact number; None for an empty one. Raises InvalidValue."""
    text = to_text(cell, field=field)
    if text is None:
        return None
    if isinstance(cell, str):
        text = text.translate(_SPACES)
        if not _FIGURE[decimal].fullmatch(text):
            raise InvalidValue(f"This is not a number with '{decimal}' before its decimals.", field=field)
        text = text.replace("." if decimal == "," else ",", "").replace(",", ".")
    return Decimal(text)


def to_instant(cell: Any, *, written: str | None, zone: ZoneInfo | None, field: str) -> datetime | None:
    """The cell as an instant, in UTC; None for an empty one. A date is its midnight. Raises InvalidValue.

    `written`: its format, as of strptime; None is ISO 8601. `zone`: whose local time it is when it has no offset.
    """
    if isinstance(cell, datetime):
        instant = cell
    elif isinstance(cell, date):
        instant = datetime.combine(cell, time())
    else:
        text = to_text(cell, field=field)
        if text is None:
            return None
        instant = _read(text, written, field)
    if instant.tzinfo is None:
        if zone is None:
            raise InvalidValue("This has no offset; name the zone in the map, under `dates`.", field=field)
        instant = _local(instant, zone, field)
    try:
        return instant.astimezone(UTC)
    except OverflowError:
        raise InvalidValue("This is out of the calendar.", field=field) from None


def _read(text: str, written: str | None, field: str) -> datetime:
    try:
        return datetime.fromisoformat(text) if written is None else datetime.strptime(text, written)  # noqa: DTZ007
    except ValueError:
        form = "ISO 8601" if written is None else written
        raise InvalidValue(f"This is not an instant written as {form}.", field=field) from None


def _local(instant: datetime, zone: ZoneInfo, field: str) -> datetime:
    """A local time in its zone. One that the clocks skip never was; of one that comes twice the first is meant."""
    there = instant.replace(tzinfo=zone)
    try:
        back = there.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    except OverflowError:
        raise InvalidValue("This is out of the calendar.", field=field) from None
    if back != instant:
        raise InvalidValue("The clocks were put forward over this time: it never was.", field=field)
    return there

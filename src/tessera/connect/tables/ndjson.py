"""NDJSON: one JSON object a line. A column is a key; a dot reaches into an object: `customer.card`."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from tessera.connect.tables.lines import Line, Lines
from tessera.connect.tables.row import Broken, Row

_read = msgspec.json.Decoder(dict[str, Any], float_hook=Decimal).decode  # a float would not be exact


class Ndjson:
    """A file of JSON objects; each row names its own columns. Raises UnreadableFile."""

    unit = "bytes"
    columns = None

    def __init__(self, path: Path) -> None:
        self._lines = Lines(path)
        self.total = self._lines.total

    @property
    def read(self) -> int:
        return self._lines.read

    @property
    def grown(self) -> bool:
        return self._lines.grown

    def rows(self) -> Iterator[Row | Broken]:
        for line in self._lines:
            if line.raw.strip():
                yield _row(line)

    def close(self) -> None:
        self._lines.close()


def _row(line: Line) -> Row | Broken:
    text = line.raw.decode(errors="backslashreplace").rstrip("\r\n")
    if line.too_long:
        return Broken(line.number, text, "This line is longer than a million bytes.")
    try:
        return Row(line.number, _flat(_read(line.raw), ""))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Broken(line.number, text, f"This is not a JSON object: {error}.")


def _flat(value: dict[str, Any], above: str) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for key, inner in value.items():
        if isinstance(inner, dict):
            cells |= _flat(inner, f"{above}{key}.")
        else:
            cells[f"{above}{key}"] = inner
    return cells

"""The rows that did not go in, with their line and the reason, in a form that can be mended and imported again."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self, TextIO

import msgspec

from tessera.connect.mapping.layout import Layout
from tessera.connect.tables.row import Broken, Row
from tessera.connect.tables.write import UnwritableFile

_DELIMITED = {".csv", ".tsv", ".txt"}
LINE, REASON, TEXT = "_line", "_reason", "_text"

# Decimals as numbers: as texts they would be read by the map's decimal sign.
_encode = msgspec.json.Encoder(decimal_format="number", enc_hook=str).encode


class Rejects:
    """A file beside the table: CSV beside CSV, else NDJSON. It comes to be with the first row.

    What an earlier run rejected may be being mended, so it is never written over: the next free name is taken (`.2.csv`),
    and `path` says which. Of the same rows with the same reasons the earlier file is enough.
    """

    def __init__(self, path: Path, *, columns: Sequence[str] | None, layout: Layout) -> None:
        self.path = path
        self.count = 0
        self._earlier: Path | None = None
        self._columns = [name for name in columns or () if name not in {LINE, REASON, TEXT}]
        self._layout = layout
        self._file: TextIO | None = None
        self._csv: Any = None

    def __enter__(self) -> Self:
        wanted, number = self.path, 1
        while self.path.exists():
            number += 1
            self._earlier = self.path
            self.path = wanted.with_suffix(f".{number}{wanted.suffix}")
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is None:
            return
        self._file.close()
        if self._earlier is not None and self._earlier.read_bytes() == self.path.read_bytes():
            self.path.unlink()
            self.path = self._earlier

    def add(self, row: Row | Broken, reason: str) -> None:
        """Write a row down. Raises UnwritableFile."""
        self.count += 1
        try:
            self._write(row, reason)
        except OSError as error:
            raise UnwritableFile(f"{self.path} cannot be written: {error.strerror}.") from error

    def _write(self, row: Row | Broken, reason: str) -> None:
        file = self._file = self._file or self._open()
        cells = {TEXT: row.text} if isinstance(row, Broken) else row.cells
        told = {LINE: row.line, REASON: reason}
        if self._csv is not None:
            self._csv.writerow([(cells | told).get(name, "") for name in self._header])
        else:
            file.write(_encode(cells | told).decode() + "\n")

    @property
    def _header(self) -> list[str]:
        return [*self._columns, LINE, REASON, TEXT]

    def _open(self) -> TextIO:
        file = self.path.open("w", encoding=self._layout.encoding, errors="backslashreplace", newline="")
        if self.path.suffix == ".csv":
            self._csv = csv.writer(file, delimiter=self._layout.delimiter or ",")
            self._csv.writerow(self._header)
        return file


def rejects_beside(table: Path) -> Path:
    """Where a table's rejects go unless told: `sales.csv` → `sales.rejects.csv`."""
    return table.with_suffix(".rejects.csv" if table.suffix.lower() in _DELIMITED else ".rejects.ndjson")

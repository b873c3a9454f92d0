"""CSV, with a header. A row that is broken costs that row: reading goes on with the line after it."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path

from tessera.connect.tables.lines import Line, Lines
from tessera.connect.tables.row import Broken, Row, UnreadableFile

MOST_LINES_A_ROW = 100  # a quote that is never closed must not swallow the file
_ENCODED_OTHERWISE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class _NeverClosed(Exception):  # noqa: N818 - control flow inside this module
    """A quote was opened and not closed within a row's lines."""


class Delimited:
    """A CSV file (RFC 4180, any delimiter, quoted line ends). Its first row names the columns. Raises UnreadableFile."""

    unit = "bytes"

    def __init__(self, path: Path, *, delimiter: str = ",", encoding: str = "utf-8") -> None:
        self._path = path
        self._lines = Lines(path)
        self._encoding = encoding
        self._taken: list[Line] = []
        self._reader = csv.reader(self._texts(), delimiter=delimiter, strict=True)
        self.total = self._lines.total
        try:
            self._columns = self._header()
        except UnreadableFile:
            self.close()
            raise

    @property
    def columns(self) -> tuple[str, ...]:
        return self._columns

    @property
    def read(self) -> int:
        return self._lines.read

    @property
    def grown(self) -> bool:
        return self._lines.grown

    def rows(self) -> Iterator[Row | Broken]:
        while (found := self._next()) is not None:
            if isinstance(found, Broken):
                yield found
                continue
            line, cells = found
            if not cells:
                continue  # an empty line
            if len(cells) != len(self._columns):
                reason = f"{len(cells)} cells stand here; the header has {len(self._columns)}."
                yield Broken(line, self._text(), reason)
                continue
            yield Row(line, dict(zip(self._columns, cells, strict=True)))

    def close(self) -> None:
        self._lines.close()

    def _header(self) -> tuple[str, ...]:
        found = self._next()
        if found is None:
            raise UnreadableFile(f"{self._path} is empty; its first line must name the columns.")
        if isinstance(found, Broken):
            raise UnreadableFile(f"The header of {self._path} cannot be read: {found.reason}")
        names = tuple(cell.strip() for cell in found[1])
        twice = next((name for place, name in enumerate(names) if name in names[:place]), None)
        if twice is not None:
            raise UnreadableFile(f"{self._path} has two columns with the name {twice!r}.")
        return names

    def _next(self) -> tuple[int, list[str]] | Broken | None:
        """The next row's line and cells, or what is broken there; None at the end."""
        self._taken = []
        try:
            cells = next(self._reader)
        except StopIteration:
            return None
        except UnicodeDecodeError:
            return self._broken(f"This is not {self._encoding.upper()} text.")
        except csv.Error as error:
            return self._broken(f"This is not CSV: {error}.")
        except _NeverClosed:
            return self._broken(f"A quote is opened here and not closed within {MOST_LINES_A_ROW} lines.")
        if any("\0" in cell for cell in cells):
            return Broken(self._taken[0].number, self._text(), "A NUL character stands here.")
        return self._taken[0].number, cells

    def _broken(self, reason: str) -> Broken:
        """The row's first line is given up; the others are read again, as rows of their own."""
        first, *others = self._taken
        self._lines.put_back(others)
        self._taken = [first]
        if first.too_long:
            reason = "This line is longer than a million bytes."
        return Broken(first.number, self._text(), reason)

    def _texts(self) -> Iterator[str]:
        """The lines for the reader of CSV. It is started anew by an exception, so this never ends by one."""
        return _Texts(self._lines, self)

    def take(self, line: Line) -> str:
        """A line's text, remembered as part of the row being read."""
        self._taken.append(line)
        if len(self._taken) > MOST_LINES_A_ROW:
            raise _NeverClosed
        raw = line.raw
        if line.number == 1:
            if raw.startswith(_ENCODED_OTHERWISE):
                raise UnreadableFile(f"{self._path} is UTF-16; save it as UTF-8.")
            raw = raw.removeprefix(codecs.BOM_UTF8)
        if line.too_long:
            raise csv.Error("too long")
        return raw.decode(self._encoding)

    def _text(self) -> str:
        whole = b"".join(line.raw for line in self._taken)
        return whole.decode(self._encoding, errors="backslashreplace").rstrip("\r\n")


class _Texts(Iterator[str]):
    """An iterator that goes on after an exception, as a generator would not."""

    def __init__(self, lines: Lines, table: Delimited) -> None:
        self._lines, self._table = lines, table

    def __next__(self) -> str:
        return self._table.take(next(self._lines))

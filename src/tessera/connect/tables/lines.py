"""The lines of a file, one at a time, as far as the file went when it was opened."""

from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tessera.connect.tables.row import UnreadableFile

LONGEST_BYTES = 1_000_000
_SHOWN_BYTES = 1_000


class Line(NamedTuple):
    """A line with its end. One that is `too_long` was cut: only its beginning is here."""

    number: int
    raw: bytes
    too_long: bool


class Lines(Iterator[Line]):
    """Reads until the size that the file had at first. A last line that was still being written is left for later."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise UnreadableFile(f"{path} cannot be read: {error.strerror}.") from error
        self.total = path.stat().st_size
        self.read = 0
        self._number = 0
        self._again: deque[Line] = deque()

    @property
    def grown(self) -> bool:
        """Has anything been added since?"""
        return self._path.stat().st_size > self.total

    def __next__(self) -> Line:
        if self._again:
            return self._again.popleft()
        if self.read >= self.total:
            raise StopIteration
        raw = self._file.readline(LONGEST_BYTES)
        if not raw:  # it was cut short meanwhile
            raise StopIteration
        ended, too_long = raw.endswith(b"\n"), False
        self.read += len(raw)
        if not ended and len(raw) == LONGEST_BYTES:
            too_long, ended = True, self._skip()
            raw = raw[:_SHOWN_BYTES]
        if not ended and self.grown:
            raise StopIteration
        self._number += 1
        return Line(self._number, raw, too_long)

    def put_back(self, lines: Sequence[Line]) -> None:
        """Read these again, before all others."""
        self._again.extendleft(reversed(lines))

    def close(self) -> None:
        self._file.close()

    def _skip(self) -> bool:
        """Pass over the rest of a line; did it end?"""
        while rest := self._file.readline(LONGEST_BYTES):
            self.read += len(rest)
            if rest.endswith(b"\n"):
                return True
        return False

"""What a table is read into: rows with the number of their line, and what could not be a row."""

from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol

from tessera.kit.problems import Problem


class UnreadableFile(Problem):
    """The file as a whole cannot be read as a table."""

    code = "unreadable_file"
    title = "The file cannot be read"


class Row(NamedTuple):
    """One row: the line that it begins on (from 1; of Parquet, the row's number) and its cells by column."""

    line: int
    cells: dict[str, Any]


class Broken(NamedTuple):
    """What stands where a row should be: its line, its text, and a sentence that says what is wrong."""

    line: int
    text: str
    reason: str


class Table(Protocol):
    """A file being read. `read` of `total` `unit` are behind us; `grown`: there is more now than when it was opened."""

    total: int
    unit: str

    @property
    def columns(self) -> tuple[str, ...] | None:
        """The names of the columns; None where every row names its own."""
        ...

    @property
    def read(self) -> int: ...

    @property
    def grown(self) -> bool: ...

    def rows(self) -> Iterator[Row | Broken]: ...

    def close(self) -> None: ...

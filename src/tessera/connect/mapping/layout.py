"""What a map says, as typed values."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tessera.programme.nodes import Place


class Column(NamedTuple):
    """A value is taken from this column; `place` is where the map says so."""

    name: str
    place: Place


class Always(NamedTuple):
    """A value is the same in every row."""

    text: str


Origin = Column | Always
"""Where a value comes from."""


class Encoding(StrEnum):
    """How text is stored. All are read line by line, so UTF-16 is none of them."""

    UTF_8 = "utf-8"
    WINDOWS_1250 = "windows-1250"
    WINDOWS_1251 = "windows-1251"
    WINDOWS_1252 = "windows-1252"


@dataclass(frozen=True, slots=True)
class Layout:
    """A map. `fields` are the activity's or the member's own; `groups` those of several words: the member's identities,
    facts, traits; `line` and `line_facts` those of a basket's lines, when rows are lines.
    """

    members: bool
    source: str
    fields: dict[str, Origin]
    groups: dict[str, dict[str, Origin]] = field(default_factory=dict)
    line: dict[str, Origin] = field(default_factory=dict)
    line_facts: dict[str, Origin] = field(default_factory=dict)
    delimiter: str | None = None
    encoding: Encoding = Encoding.UTF_8
    decimal: str = "."
    date_format: str | None = None
    zone: ZoneInfo | None = None

    def columns(self) -> list[Column]:
        """Every column that the map names."""
        tables = [self.fields, *self.groups.values(), self.line, self.line_facts]
        return [origin for table in tables for origin in table.values() if isinstance(origin, Column)]

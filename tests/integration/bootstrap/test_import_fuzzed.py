"""Whole imports of broken files: whatever the bytes, every row goes in or is told, once, and the books stand."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.integration.bootstrap.test_import import BASKETS, SALES, Run, ready, run

from tessera.bootstrap.imports.driver import Desk, Imported, desk_of_activities, desk_of_members, import_table
from tessera.bootstrap.imports.rejects import Rejects
from tessera.connect.mapping.layout import Layout
from tessera.connect.mapping.load import load_map
from tessera.connect.tables.open import open_table
from tessera.connect.tables.row import UnreadableFile
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.usecases.database import Database
from tessera.usecases.programmes import Programmes
from tessera.usecases.verify_books import verify_books

__all__ = ["ready", "run"]

EVENTS = """\
import: activities
source: web
activity: {key: id, type: kind, member: {card: "who.card"}, occurred_at: at, amount: sum, of: back}
"""
PEOPLE = """\
import: members
source: old-crm
member:
  {key: no, name: name, language: lang, enrolled_at: joined, identities: {card: card, phone: tel}, traits: {town: town}}
"""
FILES = {
    "sales.csv": (BASKETS, SALES.encode() * 2),
    "events.ndjson": (
        EVENTS,
        (
            b'{"id": "A", "kind": "purchase", "who": {"card": "1111"}, "at": "2026-03-03T10:00:00Z", "sum": 12.5}\n'
            b'{"id": "B", "kind": "return", "who": {"card": "1111"}, "at": "2026-03-04T10:00:00Z", "sum": 2, "back": "A"}\n'
            b'{"id": "C", "kind": "visit", "who": {"card": 2222}, "at": "2026-03-05T10:00:00Z", "sum": null}\n'
        ),
    ),
    "people.csv": (
        PEOPLE,
        (
            b"no,name,lang,joined,card,tel,town\n7,Eve,ro,2026-02-01T00:00Z,7777,+37322123456,Orhei\n"
            b"8,Dan,en,2026-02-02T00:00Z,8888,,B\xc4\x83l\xc8\x9bi\n"
        ),
    ),
}
SCRAPS = [
    b"", b'"', b";", b",", b"\n", b"\x00", b"\xff", b"{", b"-", b"0", b"1e999", b"NaN", b"null", b"true", b"[]", b"9" * 40,
    b"return", b"birthday", b"enrolment", b"1111", b"+373", b"2026-02-30", b"9999-12-31T23:59:59Z", b"\\ud800", b"\\n",
]  # fmt: skip


class Importer(NamedTuple):
    """Imports of one database."""

    database: Database
    folder: Path

    def bring_in(self, name: str, content: bytes) -> Imported | None:
        """Import a file of these bytes; None when it is refused whole."""
        layout, _ = load_map(FILES[name][0].encode(), file="map.yaml")
        assert layout is not None
        path = self.folder / name
        path.write_bytes(content)
        try:
            with closing(open_table(path, delimiter=layout.delimiter, encoding=layout.encoding)) as table:
                columns = table.columns
                with Rejects(self.folder / "rejects", columns=columns, layout=layout) as rejects:
                    desk = self._desk(layout)
                    return import_table(table, layout, desk, rejects=rejects, advance=lambda _: None)
        except UnreadableFile:
            return None

    def _desk(self, layout: Layout) -> Desk[Any]:
        open_desk = desk_of_members if layout.members else desk_of_activities
        return open_desk(
            self.database, Programmes(), layout, as_of_then=False, clock=SystemClock(), new_id=new_id
        )


@pytest.fixture
def importer(ready: Run, dsn: str, tmp_path: Path) -> Iterator[Importer]:
    """A shop with two members; when everything has been brought in, its books must prove themselves."""
    with Database(dsn, size=1) as database:
        yield Importer(database, tmp_path)
        with database.work() as connection:
            assert verify_books(connection, Programmes(), progress=lambda *_: None).differences == []


@st.composite
def broken(draw: st.DrawFn) -> tuple[str, bytes]:
    """One of the files with some stretches of it replaced."""
    name = draw(st.sampled_from(sorted(FILES)))
    content = FILES[name][1]
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(content)))
        put = draw(st.sampled_from(SCRAPS) | st.binary(max_size=8))
        content = content[:start] + put + content[start + draw(st.integers(0, 12)) :]
    return name, content


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(file=broken())
def test_any_file_goes_in_or_is_told_and_a_second_time_nothing_is_new(
    importer: Importer, file: tuple[str, bytes]
) -> None:
    """Never a fault; the same file again records nothing, rejects what it rejected, and finds the rest in the books."""
    first = importer.bring_in(*file)
    again = importer.bring_in(*file)
    if first is None or again is None:
        assert first is again
        return
    assert (again.recorded, again.rejected) == (0, first.rejected)
    assert again.repeated == first.recorded + first.repeated

"""Files as other systems leave them: whatever their bytes, each row is read or told, and reading comes to an end."""

import tempfile
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tessera.connect.mapping.load import load_map
from tessera.connect.tables.open import open_table
from tessera.connect.tables.row import Broken, Row, UnreadableFile

MARKS = [b'"', b'""', b",", b"\r", b"\r\n", b"\n", b"\x00", b"{", b"[", b"\\ud800", b"1e999"]
NOT_UTF8 = [b"\xff", b"\xc3", b"\xef\xbb\xbf", b"\xff\xfe"]
SCRAPS = st.binary(max_size=12) | st.sampled_from(MARKS + NOT_UTF8)
WITHIN_A_LINE = st.binary(min_size=1, max_size=5).filter(lambda scrap: not set(scrap) & set(b'\r\n"'))
GOOD = {
    ".csv": b"key,card,amount\n" + b"".join(b"R%d,1111,%d.50\n" % (n, n) for n in range(20)),
    ".ndjson": b"".join(b'{"key": "R%d", "who": {"card": 1111}, "sum": %d.5}\n' % (n, n) for n in range(20)),
}
MAP = b"""\
import: activities
source: web
file: {delimiter: ";"}
numbers: {decimal: ","}
dates: {format: "%d.%m.%Y", zone: Europe/Chisinau}
activity: {key: id, type: {always: purchase}, member: {card: card}, occurred_at: at, facts: {till: till}}
lines: {product: sku, quantity: qty, amount: sum}
"""


class Found(NamedTuple):
    """What came of a file: its rows, and whether it has grown and been read to its end."""

    rows: list[Row | Broken]
    grown: bool
    ended: bool


def read(content: bytes, suffix: str, *, meanwhile: Callable[[Path], None] = lambda _: None) -> Found:
    """Read a file of these bytes; `meanwhile` is called after its first row."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"t{suffix}"
        path.write_bytes(content)
        with closing(open_table(path, delimiter=None, encoding="utf-8")) as table:
            rows: list[Row | Broken] = []
            for row in table.rows():
                if not rows:
                    meanwhile(path)
                rows.append(row)
            return Found(rows, table.grown, table.read == table.total)


def parquet() -> bytes:
    """A good Parquet file of two row groups."""
    file = BytesIO()
    rows = [{"key": f"R{number}", "card": "1111", "amount": number + 0.5} for number in range(20)]
    pq.write_table(pa.Table.from_pylist(rows), file, row_group_size=10)
    return file.getvalue()


@pytest.mark.parametrize("suffix", [".csv", ".ndjson", ".parquet"])
@settings(max_examples=60)
@given(data=st.data())
def test_any_bytes_are_rows_or_told(suffix: str, data: st.DataObject) -> None:
    """Broken UTF-8, quotes and brackets without end, a file cut off: the file is refused whole, or every place in it is a
    row or has its line and a reason, and the progress bar gets to its end.
    """
    good = parquet() if suffix == ".parquet" else GOOD[suffix]
    start = data.draw(st.integers(0, len(good)))
    content = good[:start] + data.draw(SCRAPS) + good[start + data.draw(st.integers(0, 30)) :]
    try:
        found = read(content, suffix)
    except UnreadableFile:
        return
    assert found.ended
    lines = [row.line for row in found.rows]
    assert lines == sorted(lines)
    assert all(row.line >= 1 and row.reason for row in found.rows if isinstance(row, Broken))


@pytest.mark.parametrize("suffix", [".csv", ".ndjson"])
@settings(max_examples=30)
@given(start=st.integers(20, 300), scrap=WITHIN_A_LINE)
def test_a_broken_line_costs_only_itself(suffix: str, start: int, scrap: bytes) -> None:
    """Whatever is put into one line, all the other rows are found as they were."""
    good = GOOD[suffix]
    hurt = good[:start].count(b"\n") + 1
    found = read(good[:start] + scrap + good[start:], suffix)
    assert [row for row in found.rows if row.line != hurt] == [
        row for row in read(good, suffix).rows if row.line != hurt
    ]


@pytest.mark.parametrize("suffix", [".csv", ".ndjson"])
@settings(max_examples=30)
@given(end=st.integers(60, 300), more=st.binary(min_size=1, max_size=40))
def test_a_file_that_grows_while_it_is_read_gives_what_it_had(suffix: str, end: int, more: bytes) -> None:
    """Whatever another process writes behind it meanwhile: whole lines that were there are rows, a last one half written
    is left for the next run, nothing of what came later is taken, and the table says that there is more.
    """
    had = GOOD[suffix][:end]

    def grow(path: Path) -> None:
        with path.open("ab") as file:
            file.write(more)

    whole = read(had[: had.rindex(b"\n") + 1], suffix).rows
    found = read(had, suffix, meanwhile=grow)
    assert found.grown
    assert found.rows[: len(whole)] == whole
    assert len(found.rows) <= len(whole) + 1
    assert all(row.line <= had.count(b"\n") + 1 for row in found.rows)


@settings(max_examples=100)
@given(start=st.integers(0, len(MAP)), length=st.integers(0, 40), put=SCRAPS)
def test_any_map_is_answered(start: int, length: int, put: bytes) -> None:
    """A map with any stretch of it replaced is a layout, or findings that each have a line, a column and advice."""
    layout, findings = load_map(MAP[:start] + put + MAP[start + length :], file="map.yaml")
    assert (layout is None) == bool(findings)
    assert all(one.line >= 1 and one.column >= 1 and one.message and one.advice for one in findings)

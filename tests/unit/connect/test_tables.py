"""Files as tables, broken ones too."""

from contextlib import closing
from pathlib import Path

from tessera.connect.tables.delimited import MOST_LINES_A_ROW, Delimited
from tessera.connect.tables.lines import LONGEST_BYTES
from tessera.connect.tables.ndjson import Ndjson
from tessera.connect.tables.row import Broken, Row


def csv_of(tmp_path: Path, body: bytes) -> list[Row | Broken]:
    """The rows of a file of two columns."""
    path = tmp_path / "t.csv"
    path.write_bytes(b"a,b\n" + body)
    with closing(Delimited(path)) as table:
        return list(table.rows())


def test_quoted_line_ends_are_part_of_a_cell_and_lines_are_counted(tmp_path: Path) -> None:
    """A row is named by the line on which it begins, whatever its cells hold."""
    assert csv_of(tmp_path, b'"x\ny",1\n\nz,2\n') == [
        Row(2, {"a": "x\ny", "b": "1"}),
        Row(5, {"a": "z", "b": "2"}),
    ]


def test_a_quote_that_is_never_closed_costs_one_line(tmp_path: Path) -> None:
    """However much follows, it is not swallowed."""
    many = MOST_LINES_A_ROW * 3
    broken, *rows = csv_of(tmp_path, b'"oops,1\n' + b"x,2\n" * many)
    assert broken == Broken(2, '"oops,1', "A quote is opened here and not closed within 100 lines.")
    assert [row.line for row in rows] == list(range(3, many + 3))


def test_a_huge_cell_and_a_huge_line_cost_themselves(tmp_path: Path) -> None:
    """Neither is held in memory whole, and the rows after them are read."""
    rows = csv_of(tmp_path, b"x" * 200_000 + b",1\n" + b"y" * (LONGEST_BYTES * 2) + b",2\nz,3\n")
    assert [type(row) for row in rows] == [Broken, Broken, Row]
    assert [row.line for row in rows] == [2, 3, 4]
    assert isinstance(rows[0], Broken)
    assert "field larger than field limit" in rows[0].reason
    assert isinstance(rows[1], Broken)
    assert rows[1].reason == "This line is longer than a million bytes."
    assert len(rows[1].text) < 2_000


def test_a_byte_order_mark_is_no_part_of_a_name(tmp_path: Path) -> None:
    """Spreadsheets write one; the first column is found nevertheless."""
    path = tmp_path / "t.csv"
    path.write_bytes(b"\xef\xbb\xbfa,b\r\n1,2\r\n")
    with closing(Delimited(path)) as table:
        assert list(table.rows()) == [Row(2, {"a": "1", "b": "2"})]


def test_a_file_that_grows_is_read_as_far_as_it_went(tmp_path: Path) -> None:
    """What is added while it is read, and a last line half written, are left for the next run; it says so."""
    path = tmp_path / "t.ndjson"
    path.write_text('{"n":1}\n{"n":2}\n{"n":')
    with closing(Ndjson(path)) as table:
        rows = table.rows()
        first = next(rows)
        with path.open("a") as more:
            more.write('3}\n{"n":4}\n')
        assert [first, *rows][:2] == [Row(1, {"n": 1}), Row(2, {"n": 2})]
        assert table.grown


def test_a_last_line_without_its_end_counts(tmp_path: Path) -> None:
    """A file that nobody is writing to is whole, also without a line end."""
    path = tmp_path / "t.ndjson"
    path.write_text('{"n":1}\n{"n":2}')
    with closing(Ndjson(path)) as table:
        assert len(list(table.rows())) == 2
        assert not table.grown


def test_json_that_is_no_object_costs_its_line(tmp_path: Path) -> None:
    """Broken UTF-8, broken JSON, other values and nesting without end are each a row to mend."""
    path = tmp_path / "t.ndjson"
    path.write_bytes(b'{"a": "\xff"}\n[1]\n{"a": {"b": 1.10}}\nnull\n' + b'{"a":' * 3_000 + b"\n")
    with closing(Ndjson(path)) as table:
        rows = list(table.rows())
    assert [type(row) for row in rows] == [Broken, Broken, Row, Broken, Broken]
    assert isinstance(rows[2], Row)
    assert str(rows[2].cells["a.b"]) == "1.10"

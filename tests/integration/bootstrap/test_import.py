"""`tessera import`, as an operator runs it."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import click.testing
import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tessera.bootstrap.cli import main

PROGRAMME = """\
programme: {id: corner-club, name: Corner Club, money: EUR, timezone: Europe/Chisinau}
currencies:
  points: {name: {en: [point, points]}, worth: 0.01, pending: none, expire: {months: 12}}
earn:
  base: {on: purchase, give: {points: 2, per: 1.00}}
  welcome: {on: enrolment, give: {points: 500}}
"""
MEMBERS = """\
import: members
source: old-crm
dates: {format: "%d.%m.%Y", zone: Europe/Chisinau}
member:
  key: no
  name: name
  language: {always: ro}
  enrolled_at: joined
  identities: {card: card, email: mail}
  traits: {town: town}
"""
BASKETS = """\
import: activities
source: old-till
file: {delimiter: ";"}
numbers: {decimal: ","}
dates: {format: "%d.%m.%Y %H:%M", zone: Europe/Chisinau}
activity:
  key: receipt
  type: {always: purchase}
  member: {card: card}
  occurred_at: sold
  channel: {always: store}
lines: {product: sku, quantity: qty, amount: sum}
"""
PEOPLE = (
    "no,name,joined,card,mail,town\n1,Ann,01.02.2026,1111,ann@example.com,Orhei\n2,Bob,02.02.2026,2222,,\n"
)
SALES = """\
receipt;card;sold;sku;qty;sum
R1;1111;03.03.2026 10:00;milk;2;3,50
R1;1111;03.03.2026 10:00;bread;1;1,50
R2;2222;03.03.2026 11:30;beef;0,750;1.010,00
"""
Run = Callable[..., click.testing.Result]


@pytest.fixture
def run(dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command, in a folder with the programme published and the files written; `files` are {name: text}."""
    monkeypatch.chdir(tmp_path)

    def tessera(*words: str, **files: str | bytes) -> click.testing.Result:
        for name, text in files.items():
            path = Path(name.replace("__", "."))
            path.write_bytes(text.encode() if isinstance(text, str) else text)
        return click.testing.CliRunner().invoke(main, words, env={"DATABASE_URL": dsn})

    published = tessera(
        "programme", "publish", "club.yaml", "--from", "2026-01-01T00:00Z", club__yaml=PROGRAMME
    )
    assert published.exit_code == 0, published.output
    return tessera


@pytest.fixture
def ready(run: Run) -> Run:
    """The same, with Ann and Bob imported."""
    done = run("import", "people.csv", "--map", "members.yaml", people__csv=PEOPLE, members__yaml=MEMBERS)
    assert done.exit_code == 0, done.output
    return run


def imported(result: click.testing.Result) -> dict[str, object]:
    """The summary of an import with --json."""
    return dict(json.loads(result.stdout))


def balances(dsn: str) -> dict[str, int]:
    """What the members have, by name."""
    with psycopg.connect(dsn) as connection:
        rows = connection.execute("select name, available from member join account using (account_id)")
        return dict(rows.fetchall())


def rejects(name: str) -> list[str]:
    return Path(name).read_text().splitlines()


def test_members_and_baskets_go_in_and_a_second_run_doubles_nothing(ready: Run, dsn: str) -> None:
    """Rows of one receipt are one purchase, in the file's own way of writing dates and figures; again changes nothing."""
    words = ("import", "sales.csv", "--map", "sales.yaml", "--json")
    first = ready(*words, sales__csv=SALES, sales__yaml=BASKETS)
    assert first.exit_code == 0, first.output
    assert imported(first) == {
        "recorded": 2, "repeated": 0, "refused": 0, "rejected": 0, "rejects": None, "grown": False
    }  # fmt: skip
    assert balances(dsn) == {"Ann": 500 + 10, "Bob": 500 + 2020}
    assert imported(ready(*words))["repeated"] == 2
    again = ready("import", "people.csv", "--map", "members.yaml")
    assert "2 members had come in before" in again.output
    assert balances(dsn) == {"Ann": 510, "Bob": 2520}
    assert ready("verify").exit_code == 0


def test_a_broken_row_costs_only_itself(ready: Run, dsn: str) -> None:
    """Each broken row is in the rejects with its line and reason; the good ones around it are in the books."""
    sales = (
        SALES.encode()
        + b"R3;1111;03.03.2026 12:00;milk;1;nine\n"
        + b"R4;1111;31.02.2026 12:00;milk;1;1,00\n"
        + b"R5;9999;03.03.2026 12:00;milk;1;1,00\n"
        + b"R6;1111;03.03.2026 12:00;caf\xe9;1;1,00\n"
        + b"R7;1111;too few\n"
        + b'R8;1111;03.03.2026 12:00;"never closed;1;1,00\n'
        + b";1111;03.03.2026 12:00;milk;1;1,00\n"
        + b"RA;1111;29.03.2026 02:30;milk;1;1,00\n"
        + b'R9;2222;03.03.2026 12:00;"two\nlines";1;1,00\n'
    )
    result = ready("import", "s.csv", "--map", "s.yaml", "--json", s__csv=sales, s__yaml=BASKETS)
    assert result.exit_code == 1
    assert imported(result)["recorded"] == 3, result.output
    assert imported(result)["rejected"] == 8
    header, *rows = rejects("s.rejects.csv")
    assert header == "receipt;card;sold;sku;qty;sum;_line;_reason;_text"
    lines = [row.split(";")[6] for row in rows if row.startswith(("R", ";1111"))]
    assert sorted(lines, key=int) == ["5", "6", "7", "11", "12"]
    told = "\n".join(rows)
    for reason in (
        "amount (column sum): This is not a number with ',' before its decimals.",
        "occurred_at (column sold): This is not an instant",
        "member: No member has this identity.",
        "This is not UTF-8 text.",
        "3 cells stand here; the header has 6.",
        "This is not CSV",
        "A row needs a key.",
        "The clocks were put forward over this time",
    ):
        assert reason in told
    assert balances(dsn) == {"Ann": 510, "Bob": 2522}


def test_rejects_can_be_mended_and_imported(ready: Run, dsn: str) -> None:
    """What was rejected goes in by the same map, once its fault is repaired."""
    ready("import", "s.csv", "--map", "s.yaml", s__csv=SALES.replace("1,50", "1,5o"), s__yaml=BASKETS)
    assert balances(dsn)["Ann"] == 500
    mended = Path("s.rejects.csv").read_text().replace("1,5o", "1,50")
    assert ready("import", "again.csv", "--map", "s.yaml", again__csv=mended).exit_code == 0
    assert balances(dsn)["Ann"] == 510


def test_what_an_earlier_run_rejected_is_never_written_over(ready: Run) -> None:
    """Somebody may be mending it; the same rows with the same reasons need no second file."""
    broken = SALES.replace("1,50", "1,5o")
    command = ("import", "s.csv", "--map", "s.yaml")
    assert "see s.rejects.csv for" in ready(*command, s__csv=broken, s__yaml=BASKETS).output
    assert "see s.rejects.csv for" in ready(*command).output
    assert not Path("s.rejects.2.csv").exists()
    mended = Path("s.rejects.csv").read_text().replace("1,5o", "1,50")
    Path("s.rejects.csv").write_text(mended)
    assert "see s.rejects.2.csv for" in ready(*command).output
    assert Path("s.rejects.csv").read_text() == mended
    assert "1,5o" in Path("s.rejects.2.csv").read_text()


def test_a_basket_that_is_torn_or_contradicts_itself_is_rejected(ready: Run, dsn: str) -> None:
    """Rows of one receipt must stand together and agree: half a purchase is never taken for a whole one."""
    torn = SALES + "R1;1111;03.03.2026 10:00;late;1;1,00\n"
    assert ready("import", "t.csv", "--map", "m.yaml", t__csv=torn, m__yaml=BASKETS).exit_code == 1
    assert "lines: The key 'R1' was used before" in rejects("t.rejects.csv")[1]
    other = (
        "receipt;card;sold;sku;qty;sum\nX;1111;03.03.2026 10:00;a;1;1,00\nX;2222;03.03.2026 10:00;b;1;1,00\n"
    )
    ready("import", "o.csv", "--map", "m.yaml", o__csv=other)
    assert "Line 3 says something else of the basket than line 2." in "\n".join(rejects("o.rejects.csv"))
    assert balances(dsn)["Ann"] == 510


def test_as_of_then_brings_history_in_as_history(ready: Run, dsn: str) -> None:
    """With --as-of-then points of long ago expire as they would have; without it they would be alive today."""
    old = "receipt;card;sold;sku;qty;sum\nR1;1111;03.03.2026 10:00;milk;1;10,00\n"
    ready("import", "o.csv", "--map", "m.yaml", "--as-of-then", o__csv=old, m__yaml=BASKETS)
    with psycopg.connect(dsn) as connection:
        row = connection.execute(
            "select effective_at = recorded_at from posting where rule_id = 'base'"
        ).fetchone()
    assert row == (True,)
    assert ready("verify").exit_code == 0


@pytest.mark.parametrize("kind", ["ndjson", "parquet"])
def test_other_forms_say_the_same(ready: Run, dsn: str, kind: str) -> None:
    """NDJSON and Parquet give what CSV gives; a dot reaches into a JSON object, and a broken line costs itself."""
    mapping = """\
import: activities
source: web
activity: {key: id, type: kind, member: {card: "who.card"}, occurred_at: at, amount: sum, of: back}
"""
    rows = [
        {"id": "A", "kind": "purchase", "who.card": "1111", "at": "2026-03-03T10:00:00Z", "sum": 12.5, "back": None},
        {"id": "B", "kind": "return", "who.card": "1111", "at": "2026-03-04T10:00:00Z", "sum": 2.5, "back": "A"},
    ]  # fmt: skip
    if kind == "parquet":
        pq.write_table(pa.Table.from_pylist(rows), "w.parquet")
    else:
        nested = [{**row, "who": {"card": row.pop("who.card")}} for row in rows]
        lines = [json.dumps(nested[0]), '{"id": "C", ', "[]", "", json.dumps(nested[1])]
        Path("w.ndjson").write_text("\n".join(lines))
    result = ready("import", f"w.{kind}", "--map", "m.yaml", "--json", m__yaml=mapping)
    assert imported(result)["recorded"] == 2, result.output
    assert imported(result)["rejected"] == (0 if kind == "parquet" else 2)
    assert balances(dsn)["Ann"] == 500 + 25 - 5


def test_a_taken_card_is_one_rejected_row(run: Run, dsn: str) -> None:
    """A member whose card is another's is rejected; the rest of the batch is enrolled."""
    people = PEOPLE + "3,Eve,01.02.2026,1111,,\n4,Dan,01.02.2026,4444,,\n"
    result = run("import", "p.csv", "--map", "m.yaml", "--json", p__csv=people, m__yaml=MEMBERS)
    assert imported(result)["recorded"] == 3
    assert "card: This card belongs to another member." in rejects("p.rejects.csv")[1]
    assert set(balances(dsn)) == {"Ann", "Bob", "Dan"}


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("{product: sku, quantity: kty, amount: sum}", "m.yaml:12:33: error: s.csv has no column `kty`. Did you mean"),
        ("{product: sku, quantity: qty}", "`amount` is missing in the lines."),
        ("{product: sku, kantity: qty, amount: sum}", "m.yaml:12:23: error: `kantity` is not a key of the lines."),
        ("sum", "m.yaml:12:8: error:"),
    ],
)  # fmt: skip
def test_a_wrong_map_is_told_with_line_and_column(ready: Run, dsn: str, lines: str, found: str) -> None:
    """Errors of a map say where and what to write instead, and nothing goes in."""
    text = BASKETS.replace("{product: sku, quantity: qty, amount: sum}", lines)
    result = ready("import", "s.csv", "--map", "m.yaml", s__csv=SALES, m__yaml=text)
    assert result.exit_code == 1
    assert found in result.output
    assert balances(dsn)["Ann"] == 500


def test_a_map_must_name_a_column_for_the_key(ready: Run) -> None:
    """A map of constants alone would make one activity of a whole file: the key is always a column."""
    text = BASKETS.replace("key: receipt", "key: {always: R1}")
    assert (
        "m.yaml:7:8: error:" in ready("import", "s.csv", "--map", "m.yaml", s__csv=SALES, m__yaml=text).output
    )


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (SALES.replace(";", "|"), "The whole header is one column: say the delimiter"),
        ("", "its first line must name the columns"),
        (SALES.encode("utf-16"), "UTF-16; save it as UTF-8"),
        ("a;a\n", "two columns with the name 'a'"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_whole(ready: Run, table: str | bytes, said: str) -> None:
    """A wrong delimiter, an empty file, another encoding: one sentence, and nothing goes in."""
    result = ready("import", "s.csv", "--map", "m.yaml", s__csv=table, m__yaml=BASKETS)
    assert result.exit_code in {1, 3}
    assert said in result.output


def test_unknown_suffixes_and_missing_files_are_said(ready: Run) -> None:
    """What cannot be opened is one sentence."""
    assert "must end in one of" in ready("import", "s.xls", "--map", "m.yaml", m__yaml=BASKETS).output
    assert "There is no file" in ready("import", "none.csv", "--map", "m.yaml").output
    broken = ready("import", "b.parquet", "--map", "m.yaml", b__parquet=b"PAR1 no")
    assert "not a Parquet file" in broken.output


def test_rejects_are_never_written_over_what_is_read(ready: Run) -> None:
    """Neither over the file nor over its map; and a place that cannot be written is one sentence."""
    for path in ("s.csv", "./m.yaml"):
        result = ready(
            "import", "s.csv", "--map", "m.yaml", "--rejects", path, s__csv=SALES + "R9\n", m__yaml=BASKETS
        )
        assert result.exit_code == 2
        assert "name another file for the rejects" in result.output
    assert Path("s.csv").read_text() == SALES + "R9\n"
    assert Path("m.yaml").read_text() == BASKETS
    failed = ready("import", "s.csv", "--map", "m.yaml", "--rejects", "nowhere/r.csv")
    assert failed.exit_code == 3
    assert "nowhere/r.csv cannot be written: No such file or directory." in failed.output


def test_without_parquet_it_says_what_to_install(ready: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pyarrow is not there, a Parquet file is one sentence both ways, and CSV goes on as ever."""
    monkeypatch.setitem(
        sys.modules, "pyarrow", None
    )  # Python's own way of saying that there is no such module
    for words in (("import", "s.parquet", "--map", "m.yaml"), ("export", "balances", "out.parquet")):
        result = ready(*words, s__parquet=b"PAR1", m__yaml=BASKETS)
        assert result.exit_code == 3
        assert "pip install 'tessera-loyalty[parquet]'" in result.output
    assert not Path("out.parquet").exists()
    assert ready("export", "balances", "out.csv").exit_code == 0

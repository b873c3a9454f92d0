"""`tessera codes`: pools are brought in from files."""

import json
import os
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from tests.integration.usecases.shop import PROGRAMME
from tests.journeys.conftest import free_port

from tessera.bootstrap.cli import main
from tessera.catalogue.seal import Seal


def run(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, ["codes", *words])
    assert result.exit_code == code, result.output
    return result.stdout


@pytest.fixture
def home(tmp_path: Path, dsn: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with a database of its own."""
    monkeypatch.setenv("DATABASE_URL", dsn)
    monkeypatch.setenv("TESSERA_HOME", str(tmp_path / "home"))
    return tmp_path


def test_a_file_of_codes_goes_in_once_however_often_it_is_brought(home: Path) -> None:
    """One a line, or the first column of a CSV; what was there before is counted."""
    file = home / "codes.csv"
    file.write_text('A-1,valid 2026\n"B,2",x\n\nA-1\n', encoding="utf-8")
    first = json.loads(run("import", "cinema", str(file), "--json"))
    assert first == {"pool": "cinema", "new": 2, "repeated": 1, "broken": 0}
    assert "0 new codes" in run("import", "cinema", str(file))
    assert json.loads(run("list", "--json"))["pools"] == [
        {"pool": "cinema", "imported": 2, "left": 2, "few": False, "rewards": []}
    ]
    assert "2 left of 2, no reward gives them" in run("list")
    assert (home / "home" / "secret").exists()


def test_lines_that_cannot_be_codes_are_told_and_the_others_go_in(home: Path) -> None:
    """With file and line, and exit code 1."""
    file = home / "codes.txt"
    file.write_text("A-1\n" + "x" * 101 + "\nA-2\n", encoding="utf-8")
    told = CliRunner().invoke(main, ["codes", "import", "cinema", str(file)])
    assert (told.exit_code, "2 new codes" in told.stdout) == (1, True)
    assert f"{file}:2: A code is 1 to 100 characters" in told.stderr


def test_a_pool_that_nobody_takes_from_and_one_that_is_empty_are_told(home: Path) -> None:
    """At the import, when a programme is published whose reward has no code to give, and in the list."""
    (home / "codes.txt").write_text("A-1\n")
    told = CliRunner().invoke(main, ["codes", "import", "opera", str(home / "codes.txt")])
    assert "warning: no reward gives codes of the pool opera" in told.stderr
    club = home / "club.yaml"
    club.write_text(PROGRAMME + "rewards:\n  film: {price: {points: 9}, give: {code: cinema}}\n")
    published = CliRunner().invoke(main, ["programme", "publish", str(club)])
    assert published.exit_code == 0
    assert "warning: the pool cinema has no code left for film." in published.stderr
    assert "0 left of 0, for film; bring in more" in run("list")
    (home / "codes.txt").write_text("B-1\n")
    told = CliRunner().invoke(main, ["codes", "import", "cinema", str(home / "codes.txt")])
    assert "warning" not in told.stderr
    assert "1 left of 1, for film\n" in run("list")


@pytest.mark.usefixtures("home")
def test_a_pool_s_name_is_a_word_of_the_document(tmp_path: Path) -> None:
    """Else no reward could name it."""
    (tmp_path / "codes.txt").write_text("A-1\n")
    run("import", "Cinema Nova", str(tmp_path / "codes.txt"), code=2)


def test_another_secret_is_refused_until_the_old_one_is_said_to_be_lost(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence says what to do; afterwards codes that come again are sealed anew."""
    file = home / "codes.txt"
    file.write_text("A-1\n")
    run("import", "cinema", str(file))
    monkeypatch.setenv("TESSERA_SECRET", "another secret of at least 32 characters")
    refused = CliRunner().invoke(main, ["codes", "import", "cinema", str(file)])
    assert (refused.exit_code, refused.stdout) == (3, "")
    assert "sealed with another secret" in refused.stderr
    assert "tessera codes new-secret" in refused.stderr
    run("new-secret", "--yes")
    assert "0 new codes" in run("import", "cinema", str(file))
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        ((code_hash, sealed),) = connection.execute("select code_hash, code_sealed from pool_code")
    assert Seal(os.environ["TESSERA_SECRET"].encode()).open(sealed, code_hash=code_hash) == "A-1"


def test_a_server_with_another_secret_does_not_start(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would take payments, and show nobody their codes."""
    (home / "codes.txt").write_text("A-1\n")
    run("import", "cinema", str(home / "codes.txt"))
    monkeypatch.setenv("TESSERA_SECRET", "another secret of at least 32 characters")
    monkeypatch.setenv("TESSERA_PORT", str(free_port()))
    refused = CliRunner().invoke(main, ["up"])
    assert refused.exit_code == 3
    assert "sealed with another secret" in refused.stderr

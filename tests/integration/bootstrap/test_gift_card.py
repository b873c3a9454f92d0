"""`tessera gift-card`: issued, shown, listed and taken out of use from the command line."""

import json
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from tests.integration.usecases.carding import CARDS
from tests.integration.usecases.shop import Shop

from tessera.bootstrap.cli import main


def run(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, ["gift-card", *words])
    assert result.exit_code == code, result.output
    return result.stdout


@pytest.fixture(autouse=True)
def _installation(tmp_path: Path, dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation whose programme sells gift cards."""
    monkeypatch.setenv("DATABASE_URL", dsn)
    monkeypatch.setenv("TESSERA_HOME", str(tmp_path / "home"))
    with psycopg.connect(dsn, autocommit=True) as connection:
        Shop(connection, programme=CARDS)


def test_a_card_is_issued_once_and_its_code_shown_to_who_issues_it() -> None:
    """The same key gives the same card and code; the code alone goes to standard output."""
    code = run("issue", "25.00", "--key", "sold-1").strip()
    assert run("issue", "25.00", "--key", "sold-1").strip() == code
    shown = run("show", code.lower())
    assert "usable   25.00 USD, until" in shown
    assert "issued           25.00         25.00 left" in shown
    assert json.loads(run("show", code, "--json"))["card"]["available_minor"] == 2500


def test_the_register_shows_the_end_of_a_code_and_why_a_card_is_out_of_use() -> None:
    """A voided card pays nothing; voiding it again says so."""
    card = json.loads(run("issue", "25.00", "--json"))
    card_id, end = card["card"]["card_id"], card["code"][-4:]
    assert f"code …{end}" in run("list")
    assert card["code"] not in run("list", "--json")
    told = run("void", card_id, "--reason", "stolen", "--by", "Maria")
    assert "25.00 USD on it are gone." in told
    assert "out of use: stolen" in run("list", "--state", "voided")
    assert run("list", "--state", "usable") == ""
    run("void", card_id, "--reason", "stolen", "--by", "Maria", code=3)


def test_what_cannot_be_is_said_in_one_sentence() -> None:
    """An amount that is none, a code that nobody has, a page that is none; the sandbox sees no real card."""
    run("issue", "much", code=2)
    run("issue", "25.001", code=3)
    run("show", "7KQD-2M9X-4TRA-W0BZ8", code=3)
    code = run("issue", "25.00").strip()
    run("show", code, "--sandbox", code=3)
    run("list", "--before", "x", code=3)

"""The `tessera` command, run whole."""

import json
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import jsonschema
import psycopg
import pytest
from click.testing import CliRunner, Result

from tessera import __version__
from tessera.bootstrap.cli import COMMANDS, main
from tessera.bootstrap.commands.group import Group

DOCUMENT = """
programme: {id: bakery, name: Bakery Club, money: EUR, timezone: Europe/Chisinau}
currencies:
  points: {name: {en: [point, points]}, worth: 0.01}
earn:
  welcome: {on: enrolment, give: {points: 100}, pending: none}
  base: {on: purchase, give: {points: 3, per: 1.00}}
goals: {visits-a-month: {to: 4}}
audience: Everybody who likes bread
measure: {holdout: 5%}
"""

Run = Callable[..., Result]


@pytest.fixture
def tessera(dsn: str) -> Run:
    """Runs `tessera` with a database of its own."""

    def run(*words: str, stdin: str | None = None, **environment: str) -> Result:
        return CliRunner().invoke(main, words, input=stdin, env={"DATABASE_URL": dsn, **environment})

    return run


def without_database(*words: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, words, input=stdin)


def commands(group: Group, *words: str) -> list[list[str]]:
    """Every command there is, as words."""
    found = [[*words]]
    for name in group.list_commands(None):  # type: ignore[arg-type]
        command = group.get_command(None, name)  # type: ignore[arg-type]
        found += commands(command, *words, name) if isinstance(command, Group) else [[*words, name]]
    return found


@pytest.mark.parametrize("words", commands(main), ids=" ".join)
def test_every_command_explains_itself(words: list[str]) -> None:
    """--help of each command says what it does, and every registered place can be loaded."""
    result = without_database(*words, "--help")
    assert result.exit_code == 0
    assert "Usage:" in result.stdout
    assert "Options:" in result.stdout
    assert len(result.stdout.splitlines()) > 4


def test_the_command_names_its_groups_and_version() -> None:
    """`tessera --help` lists every registered command; `--version` is the package's."""
    shown = without_database("--help").stdout
    assert all(f"  {name} " in shown for name in COMMANDS)
    assert without_database("--version").stdout == f"tessera {__version__}\n"


def test_a_sound_document_is_accepted() -> None:
    """`programme check` exits 0 and says so; with --json too."""
    assert without_database("programme", "check", "-", stdin=DOCUMENT).exit_code == 0
    result = without_database("programme", "check", "-", "--json", stdin=DOCUMENT)
    assert json.loads(result.stdout) == {"ok": True, "errors": [], "warnings": []}


def test_a_faulty_document_is_refused_at_its_place(tmp_path: Path) -> None:
    """`programme check` exits 1 and names file, line, column and what to write instead."""
    path = tmp_path / "faulty.yaml"
    path.write_text(DOCUMENT.replace("per: 1.00", "pre: 1.00"))
    result = without_database("programme", "check", str(path))
    assert result.exit_code == 1
    assert f"{path}:7:" in result.stderr
    assert result.stdout == ""
    answer = json.loads(without_database("programme", "check", str(path), "--json").stdout)
    assert answer["ok"] is False
    assert {"code", "line", "column", "message"} <= answer["errors"][0].keys()


def test_a_document_is_told_in_sentences() -> None:
    """`programme explain` prints the members' text; an unknown language is one sentence and exit 3."""
    assert "3 points" in without_database("programme", "explain", "-", stdin=DOCUMENT).stdout
    result = without_database("programme", "explain", "-", "--lang", "tlh", stdin=DOCUMENT)
    assert result.exit_code == 3
    assert result.stderr.startswith("Error: ")


def test_a_change_is_told_in_sentences(tmp_path: Path) -> None:
    """`programme diff` names the rule that changes, with what it said and what it says; nothing when alike."""
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(DOCUMENT)
    new.write_text(DOCUMENT.replace("points: 3,", "points: 4,"))
    assert without_database("programme", "diff", str(old), str(old)).stdout == "They say the same.\n"
    assert "earn.base changes." in without_database("programme", "diff", str(old), str(new)).stdout
    changes = json.loads(without_database("programme", "diff", str(old), str(new), "--json").stdout)[
        "changes"
    ]
    assert [(change["kind"], change["path"]) for change in changes] == [("changed", "earn.base")]


def test_the_schema_is_json_schema() -> None:
    """`programme schema` prints a valid JSON Schema, which refuses a document without its parts."""
    schema = json.loads(without_database("programme", "schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert not jsonschema.Draft202012Validator(schema).is_valid({})


def test_versions_are_published_and_rolled_back(tessera: Run) -> None:
    """Publish twice, the second for later, go back to the first: three versions, the last naming the one it repeats. The
    second will never begin, and the history says so.
    """
    assert "Version 1 of bakery" in tessera("programme", "publish", "-", stdin=DOCUMENT).stdout
    second = DOCUMENT.replace("points: 3,", "points: 4,")
    tessera("programme", "publish", "-", "--from", "2099-01-01T00:00+02:00", "--note", "double", stdin=second)
    waits = tessera("programme", "publish", "-", stdin=DOCUMENT)
    assert (waits.exit_code, "tessera programme rollback 1" in waits.stderr) == (3, True)
    assert tessera("programme", "rollback", "1", "--note", "not yet").exit_code == 0
    versions = json.loads(tessera("programme", "history", "--json").stdout)["versions"]
    assert [(version["number"], version["rollback_of"]) for version in versions] == [
        (1, None),
        (2, None),
        (3, 1),
    ]
    assert versions[1]["effective_at"] == "2098-12-31T22:00:00Z"
    assert versions[1]["note"] == "double"
    first, second, third, legend = tessera("programme", "history").stdout.splitlines()
    assert first.startswith("   1  from 20")
    assert second == "   2  from 2098-12-31 22:00 UTC  double  (taken back before it began)"
    assert third.startswith("*  3")
    assert third.endswith("not yet (version 1 again)")
    assert legend == "* decides now."


def test_a_document_is_compared_with_the_newest_version(tessera: Run) -> None:
    """`programme diff NEW` needs no file for what is published; with `--members` it says for whom, and with `--days` what
    these days would have earned. Two files are compared as they are, without members.
    """
    unpublished = tessera("programme", "diff", "-", stdin=DOCUMENT)
    assert (unpublished.exit_code, unpublished.stdout) == (3, "")
    tessera("programme", "publish", "-", stdin=DOCUMENT)
    assert tessera("programme", "diff", "-", stdin=DOCUMENT).stdout == "They say the same.\n"
    told = tessera("programme", "diff", "-", "--members", stdin=DOCUMENT).stdout
    assert told.endswith("Beside version 1, over 0 members:\n- Nothing changes for anybody.\n")
    again = tessera("programme", "diff", "-", "--days", "7", stdin=DOCUMENT).stdout
    assert again.endswith(
        "0 activities of 0 accounts were decided again in memory, as if it had been in force then.\n"
    )
    preview = json.loads(tessera("programme", "diff", "-", "--days", "7", "--json", stdin=DOCUMENT).stdout)
    assert (preview["against"], preview["obstacles"], preview["recount"]["activities"]) == (1, [], 0)
    assert tessera("programme", "diff", __file__, __file__, "--members").exit_code == 2


def test_a_faulty_document_is_not_published(tessera: Run) -> None:
    """Publishing a document with errors exits 1 and leaves the history as it was."""
    result = tessera("programme", "publish", "-", stdin="programme: 3")
    assert result.exit_code == 1
    assert "<stdin>:1:" in result.stderr
    assert json.loads(tessera("programme", "history", "--json").stdout) == {"versions": []}


def test_a_draft_is_kept_until_it_is_published(tessera: Run) -> None:
    """A draft may have errors, is printed as it was given, and is gone once published."""
    tessera("programme", "draft", "-", stdin="not: yet")
    assert tessera("programme", "draft").stdout == "not: yet"
    tessera("programme", "draft", "-", stdin=DOCUMENT)
    tessera("programme", "publish", "-", stdin=tessera("programme", "draft").stdout)
    assert tessera("programme", "draft").exit_code == 3


def test_an_untouched_ledger_verifies(tessera: Run) -> None:
    """`verify` of an empty ledger finds no difference, counts nothing and exits 0."""
    result = tessera("verify", "--json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert {name: answer[name] for name in ("ok", "accounts", "postings", "differences")} == {
        "ok": True,
        "accounts": 0,
        "postings": 0,
        "differences": [],
    }


def test_a_tampered_ledger_is_found_out(tessera: Run, dsn: str) -> None:
    """`verify` names a balance that no posting explains, and exits 1."""
    with psycopg.connect(dsn) as connection:
        connection.execute(
            "INSERT INTO account VALUES (%s, 'points', 5, 0, 0, 0, 0, 0, NULL, %s)", (uuid4(), b"\x90")
        )
    result = tessera("verify")
    assert result.exit_code == 1
    assert "no differences" not in result.stdout


def test_a_key_is_made_shown_once_and_revoked(tessera: Run) -> None:
    """The token appears when the key is made and never again; a revoked key is listed as such."""
    token = tessera("key", "create", "till-3", "--scope", "quotes:read").stdout.strip()
    made = json.loads(tessera("key", "list", "--json").stdout)["keys"]
    assert [(key["source"], key["scopes"], key["revoked_at"]) for key in made] == [
        ("till-3", ["quotes:read"], None)
    ]
    assert token.startswith("tsr_")
    assert token not in tessera("key", "list", "--json").stdout
    tessera("key", "revoke", made[0]["key_id"])
    assert "revoked" in tessera("key", "list").stdout


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["member", "show", "card:none"], 3, "No member has this card."),
        (["member", "show", "none"], 2, "is no member's id; a card is written card:none."),
        (["key", "revoke", "none"], 3, "There is no key 'none'."),
        (["programme", "rollback", "7"], 3, "There is no version 7."),
        (["programme", "publish", "-", "--from", "2026-06-01"], 2, "write 2026-06-01T00:00:00Z for UTC."),
        (["programme", "publish", "-", "--from", "soon"], 2, "write it like 2026-06-01T00:00Z."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    tessera: Run, words: list[str], code: int, sentence: str
) -> None:
    """A problem exits 3, a misuse 2, each with a sentence and without a traceback."""
    result = tessera(*words, stdin=DOCUMENT)
    assert result.exit_code == code
    assert sentence in result.stderr
    assert "Traceback" not in result.output


def test_a_database_that_does_not_answer_is_named(tessera: Run) -> None:
    """Without its database a command exits 3 and says where to look; no password is shown."""
    result = tessera("key", "list", DATABASE_URL="postgresql://ann:secret@127.0.0.1:1/none")
    assert result.exit_code == 3
    assert "Look at DATABASE_URL." in result.stderr
    assert "secret" not in result.stderr


def test_tick_does_what_time_has_brought_once(tessera: Run) -> None:
    """Nothing where nothing is due, before the first publication too; and again nothing the second time."""
    nothing = {
        "settled": 0,
        "reviewed": 0,
        "celebrated": 0,
        "instructed": 0,
        "converted": 0,
        "closed": 0,
        "failed": [],
    }
    assert json.loads(tessera("tick", "--json").stdout) == nothing
    tessera("programme", "publish", "-", stdin=DOCUMENT)
    assert json.loads(tessera("tick", "--json").stdout) == nothing
    assert tessera("tick").stdout == (
        "0 accounts settled, 0 changes of levels told, 0 birthdays and anniversaries recorded, 0 instructions"
        " carried out, 0 conversions made,"
        " 0 draws closed.\n"
    )

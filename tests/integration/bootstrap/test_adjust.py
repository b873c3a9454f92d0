"""`tessera adjust`, on a real database."""

import json
from collections.abc import Iterator

import psycopg
import pytest
from click.testing import CliRunner, Result
from tests.integration.usecases.shop import NOON, Shop

from tessera.bootstrap.cli import main

DOCUMENT = """\
programme: {id: corner-club, name: Corner Club, money: USD, timezone: UTC}
currencies:
  points: {name: [point, points], worth: 0.01}
earn:
  welcome: {on: enrolment, give: {points: 100}}
adjustments: {reasons: [goodwill, correction], approve-above: {points: 1000}}
"""
NOBODY = "01928f6e-7a52-7c31-8d0e-5b1f0c2a9d44"
GOODWILL = ("--currency", "points", "--reason", "goodwill")


class Club:
    """A club with one member, who has the card ANN1 and 100 points."""

    def __init__(self, connection: psycopg.Connection, dsn: str) -> None:
        self.shop, self._dsn = Shop(connection, programme=DOCUMENT, now=NOON), dsn
        (self.ann,) = map(str, self.shop.enrol("ANN1"))

    def run(self, *words: str) -> Result:
        """`tessera adjust` and these words."""
        return CliRunner().invoke(main, ["adjust", *words], env={"DATABASE_URL": self._dsn})

    def ask(self, points: int, *words: str, by: str = "Clara") -> str:
        """Ask for points; the request's id."""
        asked = self.run("request", "card:ANN1", "--points", str(points), *GOODWILL, "--by", by, *words)
        assert asked.exit_code == 0, asked.output
        return asked.stdout.split()[0]


@pytest.fixture
def club(dsn: str) -> Iterator[Club]:
    with psycopg.connect(dsn, autocommit=True) as connection:
        club = Club(connection, dsn)
        yield club
        assert club.shop.verify().differences == []


def test_a_small_one_is_done_and_undone(club: Club) -> None:
    """One line says what was done by whom, the next what is left; undone twice, it says the same."""
    done = club.run("request", "card:ANN1", "--points", "50", *GOODWILL, "--by", "Clara")
    request_id = done.stdout.split()[0]
    assert done.stdout.splitlines() == [
        f"{request_id}  +50 points for member {club.ann}: goodwill, asked by Clara (terminal), done by Clara (terminal)",
        "  points: 150 available, 0 owed",
    ]
    undone, again = (
        club.run("undo", request_id, "--reason", "correction", "--by", "Clara") for _ in range(2)
    )
    assert undone.stdout.splitlines()[1] == "  points: 100 available, 0 owed"
    assert again.stdout == undone.stdout


def test_a_large_one_waits_for_somebody_else(club: Club) -> None:
    """It is listed while it waits; who asked cannot approve it, another can, and then nothing waits."""
    request_id = club.ask(5000, "--note", "Ticket 7")
    assert f"{request_id}  +5000 points" in club.run("list").stdout
    assert "waits for somebody else until" in club.run("list").stdout
    own = club.run("approve", request_id, "--by", "clara")
    assert (own.exit_code, own.stderr) == (
        3,
        "Error: Somebody else, with a key of their own, must decide what you asked for.\n",
    )
    approved = club.run("approve", request_id, "--by", "Mara")
    assert approved.stdout.splitlines()[0].endswith("asked by Clara (terminal), approved by Mara (terminal)")
    assert approved.stdout.splitlines()[1] == "  points: 5100 available, 0 owed"
    assert club.run("list").stderr == "Nothing waits.\n"
    (told,) = json.loads(club.run("list", "--state", "all", "--json").stdout)["adjustments"]
    assert (told["state"], told["note"], told["decided"]["by"]) == ("approved", "Ticket 7", "Mara")


def test_what_is_refused_says_why(club: Club) -> None:
    """And can neither be approved nor refused in another's name."""
    request_id = club.ask(5000)
    refused = club.run("refuse", request_id, "--by", "Mara", "--reason", "It was on time")
    assert refused.stdout.endswith("refused by Mara (terminal): It was on time\n")
    late = club.run("approve", request_id, "--by", "Mark")
    assert (late.exit_code, late.stderr) == (3, "Error: The request is refused already.\n")


def test_a_key_makes_it_safe_to_type_again(club: Club) -> None:
    """The same key gives once, and says with --json what the call over HTTP answers."""
    first, again = (club.ask(50, "--key", "k1") for _ in range(2))
    assert first == again
    words = ("request", "card:ANN1", "--points", "50", *GOODWILL, "--by", "Clara", "--key", "k1", "--json")
    told = json.loads(club.run(*words).stdout)
    assert (told["state"], told["answer"]["balances"]["points"]["available"]) == ("done", 150)


@pytest.mark.parametrize(
    ("words", "exit_code", "sentence"),
    [
        (["approve", NOBODY, "--by", "Mara"], 3, "Error: No request has this id."),
        (["undo", NOBODY, "--by", "Mara", "--reason", "goodwill"], 3, "Error: No request has this id."),
        (["approve", NOBODY], 2, "Missing option '--by'"),
        (["approve", NOBODY, "--by", " "], 2, "Write your name"),
        (["refuse", NOBODY, "--by", "", "--reason", "x"], 2, "Write your name"),
        (["undo", NOBODY, "--by", "C\nD", "--reason", "x"], 2, "Write your name"),
        (["request", "card:ANN1", "--points", "5", *GOODWILL, "--by", "C" * 201], 2, "Write your name"),
        (
            ["request", "card:none", "--points", "5", *GOODWILL, "--by", "C"],
            3,
            "Error: No member has this card.",
        ),
        (
            ["request", "card:ANN1", "--points", "0", *GOODWILL, "--by", "C"],
            3,
            "Error: points must be a whole number",
        ),
        (
            ["request", "card:ANN1", "--points", "5", "--currency", "points", "--reason", "x", "--by", "C"],
            3,
            "Error: Write one of the programme's reasons: goodwill, correction.",
        ),
    ],
)
def test_what_cannot_be_is_one_sentence(club: Club, words: list[str], exit_code: int, sentence: str) -> None:
    """Decided against: 3. Not understood: 2."""
    result = club.run(*words)
    assert result.exit_code == exit_code
    assert sentence in result.stderr

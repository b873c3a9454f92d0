"""`tessera claim` and `tessera correction`, on a real database."""

import json
from collections.abc import Iterator

import psycopg
import pytest
from click.testing import CliRunner, Result
from tests.integration.usecases.shop import Shop

from tessera.access.scopes import Scope
from tessera.bootstrap.cli import main
from tessera.engine.activity import Line
from tessera.kit.clock import SystemClock
from tessera.usecases.manage_keys import create_key

DOCUMENT = """\
programme: {id: corner-club, name: Corner Club, money: USD, timezone: UTC}
currencies:
  points: {name: [point, points], worth: 0.01}
earn:
  base: {on: purchase, give: {points: 2, per: 1.00}}
adjustments: {approve-above: {points: 100}}
claims: {at-once: {up-to: 10.00, times: 1, per: month}}
"""


class Club:
    """A club with Ann and Bob, and a till; the clock is that of the machine, as commands have no other."""

    def __init__(self, connection: psycopg.Connection, dsn: str) -> None:
        self.now = SystemClock().now()
        self.shop, self._dsn = Shop(connection, programme=DOCUMENT, now=self.now), dsn
        self.ann, self.bob = map(str, self.shop.enrol("ANN1", "BOB1"))
        create_key(connection, source="till", scopes=(Scope.ACTIVITIES_WRITE,), now=self.now)

    def run(self, *words: str) -> Result:
        """`tessera` and these words."""
        return CliRunner().invoke(main, words, env={"DATABASE_URL": self._dsn})

    def claim(self, receipt: str, amount: str, *words: str, by: str = "Clara") -> Result:
        """Claim a purchase of Ann's."""
        bought = ("--source", "till", "--bought-at", self.now.isoformat())
        asked = ("claim", "request", "card:ANN1", "--receipt", receipt, "--amount", amount)
        return self.run(*asked, *bought, "--by", by, *words)


@pytest.fixture
def club(dsn: str) -> Iterator[Club]:
    with psycopg.connect(dsn, autocommit=True) as connection:
        club = Club(connection, dsn)
        yield club
        assert club.shop.verify().differences == []


def test_a_small_claim_is_done_and_a_larger_one_waits(club: Club) -> None:
    """It is listed while it waits, and another approves it."""
    done = club.claim("R-1", "10.00")
    request_id = done.stdout.split()[0]
    asked = f"receipt R-1 of till, 10.00 USD, for member {club.ann}, asked by Clara (terminal)"
    assert done.stdout.splitlines() == [
        f"{request_id}  {asked}, done by Clara (terminal)",
        "  points: 20 available, 0 owed",
    ]
    waits = club.claim("R-2", "30.00").stdout
    assert "waits for somebody else until" in waits
    own = club.run("claim", "approve", waits.split()[0], "--by", "clara")
    assert (own.exit_code, "must decide what you asked for" in own.stderr) == (3, True)
    listed = json.loads(club.run("claim", "list", "--json").stdout)["claims"]
    assert [(one["receipt"], one["others"]) for one in listed] == [("R-2", [])]
    approved = club.run("claim", "approve", waits.split()[0], "--by", "Mara")
    assert approved.stdout.splitlines()[1] == "  points: 80 available, 0 owed"
    assert club.run("claim", "list").stderr == "Nothing waits.\n"


def test_a_refused_claim_says_why(club: Club) -> None:
    """And is listed under its state."""
    request_id = club.claim("R-1", "30.00").stdout.split()[0]
    refused = club.run("claim", "refuse", request_id, "--by", "Mara", "--reason", "Not readable")
    assert refused.stdout.endswith("refused by Mara (terminal): Not readable\n")
    assert club.run("claim", "list", "--state", "refused").stdout == refused.stdout


def test_a_receipt_is_given_to_whose_it_is(club: Club) -> None:
    """At once within the limits; above them another approves it."""
    for key, minor in (("R-1", 3000), ("R-2", 9000)):
        club.shop.answer(club.shop.buy("ANN1", key, Line("1", minor)))
    words = ("--source", "till", "--to", "card:BOB1", "--reason", "The wrong card", "--by", "Clara")
    done = club.run("correction", "request", "R-1", *words)
    assert done.stdout.splitlines()[0].endswith(
        f"receipt R-1 of till is of member {club.bob}: The wrong card, asked by Clara (terminal), "
        "done by Clara (terminal)"
    )
    assert done.stdout.splitlines()[1] == "  points: 180 available, 0 owed"
    waits = club.run("correction", "request", "R-2", *words).stdout
    (listed,) = json.loads(club.run("correction", "list", "--json").stdout)["corrections"]
    assert (listed["of"], listed["to"], listed["state"]) == ("R-2", club.bob, "pending")
    approved = club.run("correction", "approve", waits.split()[0], "--by", "Mara", "--json")
    assert json.loads(approved.stdout)["state"] == "approved"


def test_what_the_books_refuse_is_not_done(club: Club) -> None:
    """Nothing moves, the line says so, and the command ends with 1."""
    club.shop.answer(club.shop.buy("ANN1", "R-1", Line("1", 3000)))
    club.shop.answer(club.shop.back("ANN1", "back", "R-1"))
    words = ("--source", "till", "--to", "card:BOB1", "--reason", "The wrong card", "--by", "Clara")
    failed = club.run("correction", "request", "R-1", *words)
    assert failed.exit_code == 1
    first, why = failed.stdout.splitlines()
    assert first.endswith("asked by Clara (terminal), could not be done (partly_returned)")
    assert why.startswith("  not done: Something of it has come back")
    (listed,) = json.loads(club.run("correction", "list", "--state", "failed", "--json").stdout)[
        "corrections"
    ]
    assert (listed["state"], listed["decided"]["refusal"]) == ("failed", "partly_returned")


@pytest.mark.parametrize(
    ("words", "exit_code", "sentence"),
    [
        (["--amount", "much"], 2, "'much' is no sum; write it like 24.50."),
        (["--amount", "0.001"], 3, "Error: "),
        (["--source", "tills"], 3, "Error: No key has this source; there are: till."),
    ],
)
def test_what_cannot_be_claimed_is_one_sentence(
    club: Club, words: list[str], exit_code: int, sentence: str
) -> None:
    """Not understood: 2. Decided against: 3."""
    result = club.claim("R-1", "30.00", *words)
    assert result.exit_code == exit_code
    assert sentence in result.stderr

"""`tessera member transfer` and `donate`, on a real database."""

import json
from collections.abc import Iterator

import psycopg
import pytest
from click.testing import CliRunner, Result
from tests.integration.usecases.shop import Shop

from tessera.bootstrap.cli import main

DOCUMENT = """\
programme: {id: corner-club, name: Corner Club, money: USD, timezone: UTC}
currencies: {points: {name: [point, points], worth: 0.01}}
earn:
  welcome: {on: enrolment, give: {points: 100}}
transfers: {points: {cap: {points: 80, per: month}}}
causes: {trees: {name: Trees}}
"""


class Club:
    """Ann and Bob with a hundred points each."""

    def __init__(self, connection: psycopg.Connection, dsn: str) -> None:
        self.shop, self._dsn = Shop(connection, programme=DOCUMENT), dsn
        self.ann, self.bob = map(str, self.shop.enrol("ANN1", "BOB1"))

    def run(self, *words: str) -> Result:
        """`tessera member` and these words."""
        return CliRunner().invoke(main, ["member", *words], env={"DATABASE_URL": self._dsn})


@pytest.fixture
def club(dsn: str) -> Iterator[Club]:
    with psycopg.connect(dsn, autocommit=True) as connection:
        club = Club(connection, dsn)
        yield club
        assert club.shop.verify().differences == []


def test_an_operator_lets_a_member_give_to_another(club: Club) -> None:
    """It says who gave and who got; what is over the cap is refused, and the command says so to scripts too."""
    given = club.run("transfer", "card:ANN1", "--to", "card:BOB1", "--points", "60")
    assert (given.exit_code, given.stdout) == (
        0,
        f"60 points went from member {club.ann} to member {club.bob}\n",
    )
    refused = club.run("transfer", club.ann, "--to", club.bob, "--points", "30", "--json")
    assert refused.exit_code == 1
    told = json.loads(refused.stdout)
    assert (told["status"], told["refusal"], told["left"]) == ("refused", "over_limit", 20)
    assert told["balances"]["points"]["available"] == 40


def test_an_operator_lets_a_member_give_to_a_cause(club: Club) -> None:
    """By the cause's id; there is no other."""
    given = club.run("donate", "card:ANN1", "--to", "trees", "--points", "25")
    assert (given.exit_code, given.stdout) == (0, f"Member {club.ann} gave 25 to trees\n")
    refused = club.run("donate", "card:ANN1", "--to", "whales", "--points", "25")
    assert (refused.exit_code, refused.stdout) == (
        1, "Refused (unknown_cause): The programme has no cause 'whales'.\n"
    )  # fmt: skip

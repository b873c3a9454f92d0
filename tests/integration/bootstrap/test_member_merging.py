"""`tessera member merge` and `unmerge`, on a real database."""

import json
from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest
from click.testing import CliRunner, Result
from tests.integration.usecases.shop import Shop

from tessera.bootstrap.cli import main
from tessera.engine.activity import Line
from tessera.kit.ids import new_id
from tessera.usecases.enrol_members import Enrolment, enrol_members

DOCUMENT = """\
programme: {id: corner-club, name: Corner Club, money: USD, timezone: UTC}
currencies:
  points: {name: [point, points], worth: 0.01}
earn:
  base: {on: purchase, give: {points: 2, per: 1.00}}
  welcome: {on: enrolment, give: {points: 100}}
"""
NOBODY = "01928f6e-7a52-7c31-8d0e-5b1f0c2a9d44"


class Club:
    """Two members: `ann`, and `anna` who has bought for 40 points. One person, as it turns out."""

    def __init__(self, connection: psycopg.Connection, dsn: str) -> None:
        self.shop, self._dsn = Shop(connection, programme=DOCUMENT), dsn
        self.ann, self.anna = map(str, self.shop.enrol("ANN1", "ANN2"))
        self.shop.record(self.shop.buy("ANN2", "p1", Line("1", 2000)))

    def enrol_in_sandbox(self, name: str) -> UUID:
        """A member whom no real one ever meets."""
        shop, enrolment = self.shop, Enrolment("test:till", name, name, "en", {}, ())
        with shop.connection.transaction():
            (recorded,) = enrol_members(
                shop.connection, shop.programmes, [enrolment], clock=shop.clock, new_id=new_id
            )
        return recorded.answer.member_id

    def run(self, *words: str) -> Result:
        """`tessera member` and these words."""
        return CliRunner().invoke(main, ["member", *words], env={"DATABASE_URL": self._dsn})

    def merge(self) -> Result:
        """The second is merged into the first, by their cards."""
        return self.run("merge", "card:ANN2", "--into", "card:ANN1", "--reason", "showed both cards")


@pytest.fixture
def club(dsn: str) -> Iterator[Club]:
    with psycopg.connect(dsn, autocommit=True) as connection:
        club = Club(connection, dsn)
        yield club
        assert club.shop.verify().differences == []


def test_two_memberships_become_one_and_it_says_how_to_undo_that(club: Club) -> None:
    """Who is whom now, how much went over, and the command that undoes it; `show` tells of it by any of their names."""
    merged = club.merge()
    assert merged.stdout.splitlines() == [
        f"ANN2, member {club.anna}, is ANN1 now, member {club.ann}",
        "  points: 140 went over",
    ]
    assert f"tessera member unmerge {club.anna} --reason WHY" in merged.stderr
    for identity in ("card:ANN2", club.ann, club.anna):
        shown = club.run("show", identity).stdout
        assert shown.startswith(f"ANN1, member {club.ann}")
        assert "points: 240 available" in shown
        assert f"merged into this member: ANN2, member {club.anna}" in shown


def test_undone_it_says_what_went_back_and_what_stays(club: Club) -> None:
    """Of 140 points 30 were spent: 110 go back, and the history of both says why."""
    club.merge()
    club.shop.record(club.shop.adjust(UUID(club.ann), "spent", -130))
    undone = club.run("unmerge", club.anna, "--reason", "They are twins")
    assert undone.stdout.splitlines() == [
        f"ANN2, member {club.anna}, is no longer ANN1, member {club.ann}",
        "  points: 110 went back",
        "  points: 30 stay with ANN1, as spent, returned or expired",
    ]
    assert "merged" not in club.run("show", club.ann).stdout
    assert "They are twins" in club.run("history", "card:ANN2", "--json").stdout


def test_a_machine_gets_the_fields_that_it_gets_over_http(club: Club) -> None:
    """--json: who, which lots on which terms, debts, and the balances of who stays."""
    words = ("merge", club.anna, "--into", club.ann, "--reason", "twice", "--json")
    told = json.loads(club.run(*words).stdout)
    assert (told["merged_id"], told["member_id"], told["undoes"]) == (club.anna, club.ann, None)
    assert [(one["points"], one["kept"]) for one in told["moved"]] == [(100, 0), (40, 0)]
    assert told["balances"]["points"]["available"] == 240
    undone = json.loads(club.run("unmerge", club.anna, "--reason", "twins", "--json").stdout)
    assert undone["undoes"] == told["activity_id"]
    shown = json.loads(club.run("show", club.ann, "--json").stdout)
    assert shown["merged"] == []


def test_a_debt_that_goes_over_is_told(club: Club) -> None:
    """One has spent what a return takes back: 40 are owed, and paid at once from what the other has."""
    club.shop.record(club.shop.adjust(UUID(club.anna), "spent", -140))
    club.shop.record(club.shop.back("ANN2", "r1", "p1"))
    assert "  points: a debt of 40 went over" in club.merge().stdout.splitlines()
    assert "points: 60 available" in club.run("show", club.ann).stdout


@pytest.mark.parametrize(
    ("words", "exit_code", "sentence"),
    [
        (["merge", "card:ANN1", "--into", "STAYS", "--reason", "x"], 3, "Both ids are of member STAYS"),
        (["merge", NOBODY, "--into", "STAYS", "--reason", "x"], 3, "Error: No member has this id."),
        (["merge", "GOES", "--into", "card:none", "--reason", "x"], 3, "Error: No member has this card."),
        (["merge", "GOES", "--into", "STAYS", "--reason", " "], 3, "Error: Say why"),
        (["merge", "GOES", "--into", "STAYS"], 2, "Missing option '--reason'"),
        (["merge", "GOES", "--reason", "x"], 2, "Missing option '--into'"),
        (["merge", "Ann", "--into", "STAYS", "--reason", "x"], 2, "a card is written card:Ann."),
        (["unmerge", "GOES", "--reason", "x"], 3, "Error: ANN2, member GOES, is not merged into anybody."),
        (["unmerge", NOBODY, "--reason", "x"], 3, "Error: No member has this id."),
        (["unmerge", "GOES"], 2, "Missing option '--reason'"),
        (["unmerge", "card:ANN2", "--reason", "x"], 2, "'card:ANN2' is not a valid UUID."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_merged_or_undone_is_one_sentence(
    club: Club, words: list[str], exit_code: int, sentence: str
) -> None:
    """Decided against: 3. Not understood: 2. Nothing is changed by either."""
    ids = {"STAYS": club.ann, "GOES": club.anna}
    result = club.run(*(ids.get(word, word) for word in words))
    assert result.exit_code == exit_code
    assert sentence.replace("GOES", club.anna).replace("STAYS", club.ann) in result.stderr
    assert "Traceback" not in result.output
    assert "points: 100 available" in club.run("show", "card:ANN1").stdout


def test_of_a_chain_the_last_merge_is_undone_first(club: Club) -> None:
    """And who was merged before is not merged again: the sentence names who they are now."""
    (kim,) = map(str, club.shop.enrol("KIM1"))
    club.merge()
    again = club.run("merge", club.anna, "--into", kim, "--reason", "x")
    assert (again.exit_code, f"merged into {club.ann} before" in again.stderr) == (3, True)
    club.run("merge", club.ann, "--into", kim, "--reason", "x")
    early = club.run("unmerge", club.anna, "--reason", "x")
    assert (early.exit_code, f"merged into {kim} since; undo that merge first" in early.stderr) == (3, True)
    for member_id in (club.ann, club.anna):
        assert club.run("unmerge", member_id, "--reason", "x").exit_code == 0


def test_members_of_the_sandbox_are_merged_among_themselves_only(club: Club) -> None:
    """A real member and one of the sandbox never become one."""
    one, other = (str(club.enrol_in_sandbox(name)) for name in ("Tess", "Tessa"))
    crossing = club.run("merge", one, "--into", club.ann, "--reason", "x")
    assert (crossing.exit_code, "No member has this id." in crossing.stderr) == (3, True)
    assert club.run("merge", one, "--into", other, "--reason", "x").exit_code == 0
    assert club.run("unmerge", one, "--reason", "x").exit_code == 0


@pytest.mark.parametrize("command", ["merge", "unmerge"])
def test_help_says_what_goes_where(club: Club, command: str) -> None:
    """What the words mean, and where to find the other command or the id."""
    helped = club.run(command, "--help").stdout
    assert "--reason" in helped
    assert f"tessera member {'unmerge' if command == 'merge' else 'show'}" in " ".join(helped.split())

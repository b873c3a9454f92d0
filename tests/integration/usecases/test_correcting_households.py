"""Receipts of members who share a balance: corrected within the household, out of it, and after somebody has left it."""

from collections.abc import Iterator

import psycopg
import pytest
from tests.integration.usecases.correcting import Manager, answer_of
from tests.integration.usecases.office import Office
from tests.integration.usecases.paying import MILK
from tests.integration.usecases.sharing import Home

from tessera.usecases.verifying.corrections import compare_corrections


@pytest.fixture
def home(dsn: str) -> Iterator[Home]:
    """Ann and Bob share a household; Cat does not. The books must prove themselves in the end."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        home = Home(connection)
        home.enrol("BOB1", "CAT1")
        home.let_in("BOB1", home.found())
        yield home
        assert home.verify().differences == []
        assert list(compare_corrections(connection)) == []


def available(home: Home, card: str) -> int:
    """What the member with that card could use."""
    row = home.connection.execute(
        "select available from account join standing using (account_id) join identity using (member_id)"
        " where value = %s and currency = 'points' and state <> ''",
        (card,),
    ).fetchone()
    return row[0] if row else 0


def test_within_a_household_the_balance_stays_as_it_is(home: Home) -> None:
    """The purchase is the other's, and its points lie where they lay."""
    home.answer(home.buy("ANN1", "p1", MILK))
    before = available(home, "ANN1")
    assert answer_of(Manager(Office(home)).correct("p1", "BOB1")).refusal is None
    assert available(home, "BOB1") == before
    assert home.answer(home.back("ANN1", "b1", "p1")).refusal is None
    assert available(home, "BOB1") == before - 10


def test_out_of_a_household_it_is_taken_from_what_is_shared(home: Home) -> None:
    """And Cat has it for herself."""
    home.answer(home.buy("BOB1", "p1", MILK))
    before = available(home, "ANN1")
    assert answer_of(Manager(Office(home)).correct("p1", "CAT1")).refusal is None
    assert (available(home, "ANN1"), available(home, "CAT1")) == (before - 10, 10)


def test_what_was_bought_for_a_household_that_was_left_is_refused(home: Home) -> None:
    """Its points are the household's, and Bob's no more: it is returned, and rung up again."""
    home.answer(home.buy("BOB1", "p1", MILK))
    (household_id,) = home.connection.execute("select household_id from household").fetchone() or ()
    home.leave("BOB1", household_id)
    refused = answer_of(Manager(Office(home)).correct("p1", "CAT1"))
    assert (refused.refusal, available(home, "CAT1")) == ("households_purchase", 0)

"""Whoever leaves a household and is merged into somebody of it, with nothing to bring along: the books still prove it."""

import psycopg
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.sharing import Home

from tessera.engine.activity import Line


def test_who_leaves_and_is_merged_into_one_who_stays_is_decided_again_in_that_order(dsn: str) -> None:
    """Neither moves a point of the household's, and the one who stays has done less than the one who leaves."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        home = Home(connection)
        bob, _ = home.enrol("BOB1", "KIM1")
        household_id = home.found()
        home.let_in("KIM1", household_id)
        home.let_in("BOB1", household_id)
        for number in range(3):
            home.answer(home.buy("BOB1", f"b{number}", Line("tea", 500)))
        home.leave("BOB1", household_id)
        Desk(home).merge(bob, home.ann)
        home.answer(home.buy("KIM1", "k1", Line("tea", 500)))
        assert home.verify().differences == []

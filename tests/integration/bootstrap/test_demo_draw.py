"""The demo ends with a prize draw that is open: announced once, and counted in the summary."""

from datetime import UTC, datetime, timedelta

import psycopg
from tests.integration.usecases.shop import Shop

from tessera.bootstrap.replay.draw import DRAW, announce_draw
from tessera.bootstrap.replay.year import settle_year
from tessera.catalogue.draws import list_draws
from tessera.kit.clock import SetClock
from tessera.usecases.programmes import Programmes
from tessera.usecases.summarise_programme import summarise_programme

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_it_is_announced_once_and_open_when_the_year_ends(dsn: str) -> None:
    """A second run keeps its seed; whoever has points has as many entries."""
    clock, said = SetClock(NOW), list[str]()
    with psycopg.connect(dsn, autocommit=True) as connection:
        with connection.transaction():
            settle_year(connection, moved=True, clock=clock)
        shop = Shop(connection, programme=None, now=NOW)
        ann, _ = shop.enrol("ANN1", "BOB1")
        shop.answer(shop.adjust(ann, "g1", 250))
        for _ in range(2):
            announce_draw(dsn, clock=clock, say=said.append)
        (draw,) = list_draws(connection)
        assert (draw.draw_id, len(said), len(set(said))) == (DRAW, 2, 1)
        assert timedelta(days=7) < draw.terms.closes_at - NOW < timedelta(days=35)
        (summed,) = summarise_programme(connection, Programmes(), clock=clock).draws
        assert (summed.draw, summed.accounts, summed.entries) == (DRAW, 2, 1250)  # 500 each to say hello


def test_in_its_own_year_it_has_closed_long_ago(dsn: str) -> None:
    """A seed that was chosen by now would prove nothing, so there is none."""
    clock, said = SetClock(NOW), list[str]()
    with psycopg.connect(dsn, autocommit=True) as connection:
        with connection.transaction():
            settle_year(connection, moved=False, clock=clock)
        announce_draw(dsn, clock=clock, say=said.append)
        assert (list_draws(connection), said) == ([], [])

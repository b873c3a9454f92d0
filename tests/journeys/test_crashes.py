"""Kill -9 under load: what was acknowledged is there once, what was not converges by trying again."""

from collections.abc import Callable

import httpx
import pytest
from tests.journeys.conftest import CARDS, Callers, Shop, purchase


def kill_the_server(shop: Shop) -> None:
    shop.kill()
    shop.open()


def kill_the_database(shop: Shop) -> None:
    assert shop.embedded is not None
    shop.kill_postgres()
    shop.embedded.stop()
    assert shop.embedded.start() == shop.dsn


def kill_both(shop: Shop) -> None:
    assert shop.embedded is not None
    shop.kill_postgres()
    shop.kill()
    shop.embedded.stop()
    shop.embedded.start()
    shop.open()


@pytest.mark.parametrize("kill", [kill_the_server, kill_the_database, kill_both])
def test_nothing_acknowledged_is_lost_and_nothing_counts_twice(
    kill: Callable[[Shop], None], own_shop: Shop
) -> None:
    """After kill -9 of server, database or both under load, each acknowledged key stands in the books exactly once and
    answers as it did, retries have converged, and the books verify.
    """
    with Callers(own_shop) as callers:
        callers.wait_for(50)
        kill(own_shop)
        callers.wait_for(50)
    assert callers.retried, "the crash met nobody"
    assert not callers.faults, callers.faults[0].text
    assert own_shop.kept(callers.run) == dict.fromkeys(callers.answers, 1)
    with httpx.Client(timeout=20) as client:
        for key in sorted(callers.retried | set(sorted(callers.answers)[:20])):
            again = own_shop.call(client, "/v1/activities", callers.bodies[key])
            assert again.status_code == 200
            assert again.json() == callers.answers[key]
    assert own_shop.differences() == []


def test_an_outage_is_told_and_outlived(own_shop: Shop) -> None:
    """While the database is away callers get a 503 problem with Retry-After; when it is back the same server process
    answers again by itself, and the books verify.
    """
    assert own_shop.embedded is not None
    assert own_shop.server is not None
    with Callers(own_shop) as callers:
        callers.wait_for(20)
        own_shop.kill_postgres()
        own_shop.embedded.stop()
        with httpx.Client(timeout=20) as client:
            refused = own_shop.call(client, "/v1/quotes", purchase("", CARDS[0]) | {"key": None})
        own_shop.embedded.start()
        callers.wait_for(20)
    for answer in [refused, *callers.unavailable]:
        assert answer.status_code == 503
        assert answer.headers["content-type"] == "application/problem+json"
        assert int(answer.headers["retry-after"]) >= 1
        assert answer.json()["code"] == "unavailable"
    assert not callers.faults, callers.faults[0].text
    assert own_shop.server.poll() is None
    assert own_shop.kept(callers.run) == dict.fromkeys(callers.answers, 1)
    assert own_shop.differences() == []

"""A running server among others: racing callers, and versions published elsewhere."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx
from tests.journeys.conftest import CARDS, PROGRAMME, Shop, purchase, tessera

CALLERS = 20


def test_one_key_from_twenty_callers_at_once_is_one_purchase(shop: Shop) -> None:
    """The same key from 20 parallel callers: one set of postings, the same answer to all, recorded once."""
    key = uuid4().hex

    def call(_: int) -> httpx.Response:
        with httpx.Client(timeout=20) as client:
            return shop.call(client, "/v1/activities", purchase(key, CARDS[0]))

    with ThreadPoolExecutor(CALLERS) as pool:
        answers = list(pool.map(call, range(CALLERS)))
    assert sorted(answer.status_code for answer in answers) == [200] * (CALLERS - 1) + [201]
    assert len({answer.text for answer in answers}) == 1
    assert shop.kept(key) == {key: 1}
    assert shop.differences() == []


def test_a_version_published_elsewhere_is_taken_up_without_a_restart(shop: Shop) -> None:
    """Once another process has published a version, the running server decides by it, and says so."""
    with httpx.Client(timeout=20) as client:
        before = shop.call(client, "/v1/activities", purchase(uuid4().hex, CARDS[1])).json()
        publish = tessera("programme", "publish", "-", dsn=shop.dsn, stdin=subprocess.PIPE)
        publish.communicate(PROGRAMME.replace("points: 2,", "points: 3,").encode())
        assert publish.returncode == 0
        after = shop.call(client, "/v1/activities", purchase(uuid4().hex, CARDS[1])).json()
    assert after["programme_version"] == before["programme_version"] + 1
    assert (before["granted"][0]["amount"], after["granted"][0]["amount"]) == (20, 30)

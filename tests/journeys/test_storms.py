"""A restart under load, and then everybody at once with the same keys again."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx
from tests.command import PATIENCE_SECONDS
from tests.journeys.conftest import Callers, Shop

CALLERS_IN_THE_STORM = 16
ANSWERED_KEYS = 20


def test_a_storm_of_retries_after_a_restart_counts_every_purchase_once(own_shop: Shop) -> None:
    """The database and the server are killed under load; once they are up, sixteen callers send the same keys at once,
    answered ones among them. Each key is in the books once, all get the same answer, and at most one of them was first.
    """
    with Callers(own_shop) as callers:
        callers.wait_for(30)
        own_shop.kill_postgres()
        own_shop.kill()
        callers.give_up()
    assert own_shop.embedded is not None
    own_shop.embedded.stop()
    own_shop.embedded.start()
    own_shop.open()
    unanswered = set(callers.bodies) - set(callers.answers)
    assert unanswered, "the crash met nobody"
    keys = sorted(unanswered) + sorted(callers.answers)[:ANSWERED_KEYS]
    together = Barrier(CALLERS_IN_THE_STORM, timeout=PATIENCE_SECONDS)

    def resend(number: int) -> list[tuple[str, int, bytes]]:
        out = []
        with httpx.Client(timeout=60) as client:
            together.wait()
            for key in keys[number:] + keys[:number]:
                answer = own_shop.call(client, "/v1/activities", callers.bodies[key])
                out.append((key, answer.status_code, answer.content))
        return out

    with ThreadPoolExecutor(CALLERS_IN_THE_STORM) as pool:
        heard = [answer for answers in pool.map(resend, range(CALLERS_IN_THE_STORM)) for answer in answers]
    assert {status for _, status, _ in heard} <= {200, 201}
    assert len({(key, body) for key, _, body in heard}) == len(keys)
    firsts = Counter(key for key, status, _ in heard if status == 201)
    assert set(firsts.values()) <= {1}
    assert not set(firsts) & set(callers.answers), "what was acknowledged was there"
    assert own_shop.kept(callers.run) == dict.fromkeys(callers.bodies, 1)
    assert own_shop.differences() == []

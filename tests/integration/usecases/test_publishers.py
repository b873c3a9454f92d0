"""Several publishers at once, and documents and instants that cannot be published."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest
from tests.command import PATIENCE_SECONDS
from tests.integration.usecases.shop import DAY, PROGRAMME, Shop

from tessera.engine.activity import Line
from tessera.kit.problems import InvalidValue
from tessera.usecases.answers import Recorded
from tessera.usecases.programmes import Programmes
from tessera.usecases.publish_programme import publish_programme
from tessera.usecases.read_programme import read_history

PUBLISHERS = 6
MILK = Line("milk", 1000)


def rate(points: int) -> str:
    """The shop's programme with another base rate."""
    return PROGRAMME.replace("points: 2, per: 1.00", f"points: {points}, per: 1.00")


@pytest.mark.every_postgresql
def test_publishers_at_once_get_a_version_each_in_one_order(shop: Shop, dsn: str) -> None:
    """Six publish at the same time, each another document: six versions, numbered without a gap, none lost and none
    twice; the last one decides, in this process as in one that has just come.
    """
    shop.clock.instant += DAY
    together = Barrier(PUBLISHERS, timeout=PATIENCE_SECONDS)

    def publish(points: int) -> int:
        with psycopg.connect(dsn) as connection:
            together.wait()
            version = publish_programme(connection, rate(points), effective_at=None, clock=shop.clock)
            return version.number

    with ThreadPoolExecutor(PUBLISHERS) as pool:
        numbers = list(pool.map(publish, range(3, 3 + PUBLISHERS)))
    assert sorted(numbers) == list(range(2, 2 + PUBLISHERS))
    versions = {version.number: version.document for version in read_history(shop.connection)}
    assert {versions[number] for number in numbers} == {rate(points) for points in range(3, 3 + PUBLISHERS)}
    shop.enrol("ANN1")
    newest = numbers.index(max(numbers)) + 3
    for programmes in (shop.programmes, Programmes()):
        shop.programmes = programmes
        (result,) = shop.record(shop.buy("ANN1", f"p-{id(programmes)}", MILK))
        assert isinstance(result, Recorded)
        assert (result.answer.programme_version, result.answer.granted[0].amount) == (
            max(numbers),
            newest * 10,
        )


def test_a_publisher_meets_tills_and_no_purchase_falls_between_versions(shop: Shop, dsn: str) -> None:
    """While purchases are recorded one after the other, three versions come: each purchase was decided by the version in
    force at its instant, and the books prove it.
    """
    shop.enrol("ANN1")
    done = Barrier(2, timeout=PATIENCE_SECONDS)

    def publish() -> None:
        with psycopg.connect(dsn, autocommit=True) as connection:
            for points in (3, 4, 5):
                publish_programme(connection, rate(points), effective_at=None, clock=shop.clock)
        done.wait()

    with ThreadPoolExecutor(1) as pool:
        publishing = pool.submit(publish)
        results = [shop.record(shop.buy("ANN1", f"p{number}", MILK))[0] for number in range(30)]
        done.wait()
        publishing.result()
    results += shop.record(shop.buy("ANN1", "last", MILK))
    decided = [
        (result.answer.programme_version, result.answer.granted[0].amount)
        for result in results
        if isinstance(result, Recorded)
    ]
    assert decided == sorted(decided)
    assert set(decided) <= {(1, 20), (2, 30), (3, 40), (4, 50)}
    assert (len(decided), decided[-1]) == (31, (4, 50))


def test_a_version_published_into_the_past_changes_nothing(shop: Shop) -> None:
    """What has been decided is not decided again: refused with the field's name, no version is added, and the purchases
    of that time keep their points.
    """
    shop.enrol("ANN1")
    before = shop.answer(shop.buy("ANN1", "p", MILK))
    for late in (DAY, 400 * DAY):
        with pytest.raises(InvalidValue) as problem:
            shop.publish(rate(9), effective_at=shop.clock.instant - late)
        assert problem.value.facts["field"] == "effective_at"
    assert len(read_history(shop.connection)) == 1
    assert shop.answer(shop.buy("ANN1", "p", MILK)) == before

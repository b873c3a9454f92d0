"""Rewards of the catalogue at the till: taken, held, redeemed and given back by the edition that they were taken from."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from tests.integration.usecases.rewarding import ESPRESSO, MILK, PROGRAMME, Counter
from tests.integration.usecases.test_redeeming import Kiosk

from tessera.catalogue.voucher import State
from tessera.kit.codes import RefusalCode
from tessera.programme.diff import Kind
from tessera.programme.plain import node_of
from tessera.usecases.database import Database
from tessera.usecases.programmes import Programmes
from tessera.usecases.publish_catalogue import Stocked, compare_catalogue, publish_catalogue

MINUTE = timedelta(minutes=1)
HEAD = PROGRAMME.partition("rewards:")[0]
DOCUMENT = f"{HEAD}rewards:\n  delivery: {{give: free-delivery}}\n"
BESIDE: dict[str, Any] = {
    "box": {"price": {"points": 200}, "give": {"off": "2.00"}, "stock": 5, "stack": "adds"},
    "coffee": {"price": {"points": 300}, "give": {"product": "ESPRESSO"}},
    "five": {"price": {"points": 400}, "give": {"voucher": "5.00"}, "stock": 3},
}


def publish(shop: Counter, changes: dict[str, Any], *, whole: bool = False) -> Stocked:
    shop.clock.instant += MINUTE
    nodes = {id_: None if value is None else node_of(value) for id_, value in changes.items()}
    stocked = publish_catalogue(shop.connection, nodes, whole=whole, clock=shop.clock)
    shop.clock.instant += MINUTE
    return stocked


@pytest.fixture
def kiosk(dsn: str) -> Iterator[Kiosk]:
    """A kiosk whose rewards stand beside its document; its books must prove themselves at the end."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = Kiosk(connection, programme=DOCUMENT)
        publish(shop, BESIDE, whole=True)
        yield shop
        assert shop.verify().differences == []


def test_a_reward_beside_the_document_is_taken_with_a_basket_as_any_other(kiosk: Kiosk) -> None:
    """Its points are spent, its stock counted, its discount taken off; a name that neither has is refused."""
    answer = kiosk.answer(kiosk.take("p1", MILK, ESPRESSO, rewards=("box", "coffee")))
    assert sorted((one.taken.reward, one.taken.amount_minor) for one in answer.redeemed) == [
        ("box", 200),
        ("coffee", 300),
    ]
    assert kiosk.connection.execute("select taken from tally where subject = 'pieces box'").fetchone() == (1,)
    refused = kiosk.answer(kiosk.take("p2", MILK, rewards=("tea",)))
    assert refused.refusal == RefusalCode.UNKNOWN_REWARD


def test_a_hold_keeps_what_a_later_edition_takes_away(kiosk: Kiosk) -> None:
    """Held under the first edition, captured when the reward is gone: it is had; who asks now does not get it."""
    kiosk.answer(kiosk.basket("hold", "h1", MILK, ESPRESSO, rewards=("coffee",)))
    publish(kiosk, {"coffee": None})
    captured = kiosk.answer(kiosk.take("p1", MILK, ESPRESSO, hold="h1"))
    assert [(one.taken.reward, one.taken.version) for one in captured.redeemed] == [("coffee", 2)]
    late = kiosk.answer(kiosk.take("p2", ESPRESSO, rewards=("coffee",)))
    assert late.refusal == RefusalCode.UNKNOWN_REWARD


def test_a_voucher_is_worth_what_it_was_when_it_was_taken(kiosk: Kiosk) -> None:
    """Taken at 5.00, presented when the catalogue says 1.00: 5.00 off; the return gives the voucher back."""
    voucher = kiosk.answer(kiosk.redeem("t1", "five")).activity_id
    assert voucher is not None
    publish(kiosk, {"five": BESIDE["five"] | {"give": {"voucher": "1.00"}}})
    paid = kiosk.answer(kiosk.present(kiosk.take("p1", MILK), voucher))
    assert [one.taken.amount_minor for one in paid.redeemed] == [500]
    assert kiosk.state(voucher) is State.USED
    kiosk.answer(kiosk.back("ANN1", "r1", "p1"))
    assert kiosk.state(voucher) is State.ISSUED


def test_a_comparison_tells_what_would_change_and_writes_nothing(kiosk: Kiosk) -> None:
    """In the words of the document's own comparison, levels with perks beside it included."""
    changes = {"box": None, "coffee": node_of(BESIDE["coffee"] | {"price": {"points": 250}})}
    told = compare_catalogue(kiosk.connection, changes, whole=False)
    assert {change.path: change.kind for change in told} == {
        "rewards.coffee": Kind.CHANGED,
        "rewards.box": Kind.REMOVED,
    }
    programmes = Programmes()
    with kiosk.connection.transaction():
        programmes.refresh(kiosk.connection)
    assert programmes.edition(2) == 1


def test_parts_that_are_published_at_once_are_editions_one_after_the_other(kiosk: Kiosk, dsn: str) -> None:
    """Eight warehouses send a reward each at the same time: eight editions, and all eight rewards."""
    with Database(dsn, size=8) as database, ThreadPoolExecutor(8) as pool:

        def send(number: int) -> Stocked:
            changes = {f"offer-{number}": node_of({"give": "access"})}
            return database.insist(
                lambda connection: publish_catalogue(connection, changes, whole=False, clock=kiosk.clock)
            )

        stocked = list(pool.map(send, range(8)))
    assert sorted(one.edition for one in stocked) == list(range(2, 10))
    assert max(one.rewards for one in stocked) == 3 + 8

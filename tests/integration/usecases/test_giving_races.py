"""Members who give at once, to each other and the same points twice: whoever comes first, nothing is lost or made."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import UUID

import psycopg
import pytest
from psycopg.errors import LockNotAvailable
from tests import races
from tests.integration.usecases.giving import PROGRAMME
from tests.integration.usecases.shop import Shop

from tessera.engine.activity import Line
from tessera.kit.ids import new_id
from tessera.ledger.lock import lock_accounts, read_accounts
from tessera.usecases.answers import Answer, Recorded, Submission
from tessera.usecases.database import Database
from tessera.usecases.donate_points import donation
from tessera.usecases.programmes import Programmes
from tessera.usecases.record_activities import record_activities
from tessera.usecases.transfer_points import Giving, transfer_points

pytestmark = pytest.mark.every_postgresql

THREADS = 8
CARDS = ("ANN", "BOB", "EVE", "KIM")
FREE = PROGRAMME.replace("{at-least: 10, cap: [{points: 100, per: month}, {times: 3, per: week}]}", "{}")


class Party:
    """A shop, its members by their cards, and a database of which every thread has its own connection."""

    def __init__(self, shop: Shop, database: Database) -> None:
        self.shop, self.database = shop, database
        self.ids: dict[str, UUID] = dict(zip(CARDS, shop.enrol(*CARDS), strict=True))

    def give(
        self, giver: str, taker: str, points: int, key: str, *, programmes: Programmes | None = None
    ) -> Recorded:
        """As another process would, that is not tried again whatever comes: a deadlock fails the test."""
        giving = Giving("app", key, ("card", giver), ("card", taker), "points", points)
        programmes = programmes or Programmes()
        with self.database.work() as connection:
            return transfer_points(connection, programmes, giving, clock=self.shop.clock, new_id=new_id)

    def record(self, *submissions: Submission, programmes: Programmes) -> None:
        """A batch of another process."""
        with self.database.work() as connection:
            record_activities(connection, programmes, submissions, clock=self.shop.clock, new_id=new_id)

    def available(self) -> dict[str, int]:
        """The points of each member."""
        wallets = read_accounts(self.shop.connection, list(self.ids.values()))
        return {card: wallets[id_]["points"].available for card, id_ in self.ids.items()}


def at_once(acts: Sequence[Callable[[], Recorded]]) -> list[Answer]:
    """What all of them were answered."""
    return [one.answer for one in races.at_once(acts)]


def parties(dsn: str, programme: str) -> Iterator[Party]:
    bounded = races.bounded(dsn)
    with psycopg.connect(bounded, autocommit=True) as connection, Database(bounded, size=THREADS) as database:
        shop = Shop(connection, programme=programme)
        yield Party(shop, database)
        assert shop.verify().differences == []


@pytest.fixture
def party(dsn: str) -> Iterator[Party]:
    """Where members give within caps."""
    yield from parties(dsn, PROGRAMME)


@pytest.fixture
def free_party(dsn: str) -> Iterator[Party]:
    """Where they give as they like."""
    yield from parties(dsn, FREE)


def test_points_given_to_and_fro_at_once_are_neither_lost_nor_made(free_party: Party) -> None:
    """Every pair in both directions, beside purchases and donations of the same members; nobody waits in a ring."""
    party, shop = free_party, free_party.shop
    for card in CARDS:
        shop.answer(shop.buy(card, f"first-{card}", Line("1", 10000)))

    def live(seed: int) -> list[Answer]:
        answers, programmes = list[Answer](), Programmes()
        for turn in range(4):
            giver, taker = CARDS[(seed + turn) % 4], CARDS[(seed * 3 + turn * 2 + 1) % 4]
            answers.append(party.give(giver, taker, 7, f"t{seed}-{turn}", programmes=programmes).answer)
            bought = [shop.buy(card, f"b{seed}-{turn}-{card}", Line("1", 100)) for card in (taker, giver)]
            gift = donation(
                source="app", key=f"d{seed}-{turn}", member=("card", giver), cause="trees", points=5,
                occurred_at=shop.clock.now(),
            )  # fmt: skip
            party.record(*bought, gift, programmes=programmes)
        return answers

    lives = races.at_once([partial(live, number) for number in range(THREADS)])
    answers = [answer for one in lives for answer in one]
    bought = shop.connection.execute("select sum(amount) from posting where kind = 'earned'").fetchone()
    donated = shop.connection.execute("select sum(amount) from posting where kind = 'donated'").fetchone()
    assert bought is not None
    assert donated is not None
    assert {answer.refusal for answer in answers} <= {None, "insufficient_points", "to_oneself"}
    assert any(answer.refusal is None for answer in answers)
    assert sum(party.available().values()) == bought[0] + donated[0]


def test_the_last_points_are_given_once(party: Party) -> None:
    """Eight takers, one sum: the first gets it, the others are refused."""
    party.shop.answer(party.shop.buy("ANN", "first", Line("1", 5000)))
    takers = ["BOB", "EVE", "KIM", "BOB", "EVE", "KIM", "BOB", "EVE"]
    answers = at_once([partial(party.give, "ANN", to, 50, f"t{n}") for n, to in enumerate(takers)])
    assert sorted(answer.refusal or "given" for answer in answers) == ["given"] + ["insufficient_points"] * 7
    assert sorted(party.available().values()) == [0, 0, 0, 50]


def test_a_retry_that_races_its_first_try_gives_nothing_twice(party: Party) -> None:
    """The same key eight times at once: one transfer, one answer."""
    party.shop.answer(party.shop.buy("ANN", "first", Line("1", 9000)))
    answers = at_once([partial(party.give, "ANN", "BOB", 10, "same")] * THREADS)
    assert len({answer.activity_id for answer in answers}) == 1
    assert party.available() | {"EVE": 0, "KIM": 0} == {"ANN": 80, "BOB": 10, "EVE": 0, "KIM": 0}


def test_a_cap_holds_however_many_give_at_once(party: Party) -> None:
    """Three times a week, though eight are asked for at once."""
    party.shop.answer(party.shop.buy("ANN", "first", Line("1", 9000)))
    answers = at_once([partial(party.give, "ANN", "BOB", 10, f"t{n}") for n in range(THREADS)])
    assert sorted(answer.refusal or "given" for answer in answers) == ["given"] * 3 + ["over_limit"] * 5


def test_either_direction_waits_for_the_same_account_first(party: Party) -> None:
    """Who waits for the lower id holds no lock on the higher: so two directions cannot wait for each other."""
    shop = party.shop
    for card in ("ANN", "BOB"):
        shop.answer(shop.buy(card, f"first-{card}", Line("1", 5000)))
    low, high = sorted(("ANN", "BOB"), key=lambda card: party.ids[card].int)
    take = "select 1 from account where account_id = %s for no key update nowait"
    with ThreadPoolExecutor(1) as pool:
        for giver, taker in ((low, high), (high, low)):
            with shop.connection.transaction():
                lock_accounts(shop.connection, [party.ids[low]], ())
                given = pool.submit(party.give, giver, taker, 10, f"{giver}-{taker}")
                races.until_it_waits(shop.connection, given)
                try:
                    shop.connection.execute(take, (party.ids[high],))
                except LockNotAvailable:
                    pytest.fail("It holds the higher account while it waits for the lower.")
            assert given.result().answer.refusal is None

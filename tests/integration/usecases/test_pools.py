"""Rewards that give codes which somebody else made: each once, in order, and none when there is none."""

from collections.abc import Callable, Iterator
from functools import partial
from uuid import UUID

import psycopg
import pytest
from psycopg import Connection
from tests import races
from tests.integration.usecases.rewarding import PROGRAMME, Counter
from tests.integration.usecases.shop import DAY

from tessera.api.metrics import Metrics
from tessera.catalogue.pools import Pool, list_pools
from tessera.catalogue.seal import Seal
from tessera.engine.activity import Activity
from tessera.kit.codes import RefusalCode
from tessera.kit.ids import new_id
from tessera.kit.problems import InvalidValue
from tessera.programme.plain import node_of
from tessera.usecases.answers import Answer, Recorded, Submission
from tessera.usecases.database import Database
from tessera.usecases.import_codes import ImportedCodes, import_codes
from tessera.usecases.programmes import Programmes
from tessera.usecases.publish_catalogue import publish_catalogue
from tessera.usecases.read_catalogue import read_member_rewards
from tessera.usecases.read_pools import read_pools
from tessera.usecases.read_vouchers import find_voucher, show_codes
from tessera.usecases.record_activities import record_activities

TILLS = 64
SEAL = Seal(b"a secret of the tests")
CINEMA = PROGRAMME + "  film: {give: {code: cinema}}\n  dear: {price: {points: 5000}, give: {code: cinema}}\n"


class Cinema(Counter):
    """A shop that gives the codes of a cinema."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, programme=CINEMA)

    def bring(self, *codes: str) -> ImportedCodes:
        """Codes for the pool."""
        with self.connection.transaction():
            return import_codes(self.connection, "cinema", codes, seal=SEAL)

    def redeem(self, key: str, reward: str = "film", *, card: str = "ANN1") -> Submission:
        """A code, taken."""
        activity = Activity("redemption", key, self.clock.now(), rewards=(reward,))
        return Submission("till", "card", card, activity)

    def code(self, answer: Answer) -> str | None:
        """The code that a redemption gave."""
        assert answer.refusal is None, answer.refusal
        assert answer.activity_id is not None
        return show_codes(self.connection, [answer.activity_id], seal=SEAL)[answer.activity_id]

    @property
    def pool(self) -> Pool:
        """The pool as it counts."""
        (pool,) = list_pools(self.connection)
        return pool


@pytest.fixture
def cinema(dsn: str) -> Iterator[Cinema]:
    """A shop whose books and pools must prove themselves at the end."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = Cinema(connection)
        yield shop
        assert shop.verify().differences == []


def test_codes_are_given_in_the_order_in_which_they_came_and_found_as_they_are_spelt(cinema: Cinema) -> None:
    """The partner's spelling is kept to the letter; the voucher is found by it."""
    assert cinema.bring("b-2", "A-1", "b-2 ", "c-3") == ImportedCodes(3, 1)
    answers = [cinema.answer(cinema.redeem(f"r{nth}")) for nth in range(2)]
    assert [cinema.code(answer) for answer in answers] == ["b-2", "A-1"]
    assert find_voucher(cinema.connection, " A-1", source="till").voucher_id == answers[1].activity_id
    assert cinema.pool == Pool("cinema", 3, 2)
    assert cinema.code(cinema.answer(cinema.redeem("r1"))) == "A-1"


def test_an_empty_pool_refuses_before_anything_is_taken(cinema: Cinema) -> None:
    """Also one that was never brought in; more codes help whoever asks then, under another key."""
    empty = cinema.answer(cinema.redeem("r1"))
    assert (empty.refusal, empty.redeemed, empty.vouchers) == (RefusalCode.POOL_EMPTY, (), ())
    cinema.bring("x-1")
    assert cinema.answer(cinema.redeem("r1")) == empty
    assert cinema.code(cinema.answer(cinema.redeem("r2"))) == "x-1"


def test_a_batch_gives_as_many_as_there_are_and_a_refusal_leaves_its_code_to_the_next(cinema: Cinema) -> None:
    """Who has too few points takes no code from whoever comes after in the same batch."""
    cinema.bring("x-1", "x-2")
    sent = [cinema.redeem("r1", "dear"), *(cinema.redeem(f"s{nth}") for nth in range(3))]
    answers = [one.answer for one in cinema.record(*sent) if isinstance(one, Recorded)]
    assert [answer.refusal for answer in answers] == [
        RefusalCode.INSUFFICIENT_POINTS,
        None,
        None,
        RefusalCode.POOL_EMPTY,
    ]
    assert [cinema.code(answer) for answer in answers[1:3]] == ["x-1", "x-2"]


def test_a_code_is_in_one_pool_and_comes_in_once(cinema: Cinema) -> None:
    """Whichever pool had it first; a second run of the same file doubles nothing."""
    cinema.bring("x-1", "x-2")
    with cinema.connection.transaction():
        other = import_codes(cinema.connection, "museum", ["x-2", "x-3"], seal=SEAL)
    assert (other, cinema.bring("x-1", "x-2", "x-4")) == (ImportedCodes(1, 1), ImportedCodes(1, 2))


@pytest.mark.parametrize("code", ["", "  ", "x" * 101, "a\nb", "a\0b"])
def test_what_cannot_be_a_code_is_named_and_nothing_comes_in(cinema: Cinema, code: str) -> None:
    """By its place in the list."""
    with pytest.raises(InvalidValue) as told:
        cinema.bring("x-1", code)
    assert told.value.facts["field"] == "codes[1]"
    assert list_pools(cinema.connection) == []


def test_no_code_lies_in_the_database_as_it_is_spelt(cinema: Cinema) -> None:
    """Sealed, as our own are."""
    cinema.bring("open-sesame")
    rows = cinema.connection.execute("select code_sealed from pool_code").fetchall()
    assert all(b"open-sesame" not in bytes(sealed) for (sealed,) in rows)


def test_the_last_five_codes_go_to_five_of_sixty_four(dsn: str) -> None:
    """Each of them once, and whoever is refused was refused rightly: there was none left."""
    bounded = races.bounded(dsn)
    with psycopg.connect(bounded, autocommit=True) as connection, Database(bounded, size=TILLS) as database:
        shop = Cinema(connection)
        shop.enrol(*(f"m{nth}" for nth in range(TILLS)))
        shop.bring(*(f"x-{nth}" for nth in range(5)))
        tills = [_till(shop, shop.redeem(f"r{nth}", card=f"m{nth}")) for nth in range(TILLS)]
        answers = races.at_once([partial(database.insist, till) for till in tills])
        given = [shop.code(answer) for answer in answers if answer.refusal is None]
        assert sorted(given, key=str) == [f"x-{nth}" for nth in range(5)]
        assert {answer.refusal for answer in answers} == {None, RefusalCode.POOL_EMPTY}
        assert shop.pool.left == 0
        assert shop.verify().differences == []


def test_verify_finds_a_pool_that_miscounts_and_a_voucher_with_another_code(cinema: Cinema) -> None:
    """Either is told; put right, nothing is."""
    cinema.bring("x-1", "x-2")
    voucher: UUID | None = cinema.answer(cinema.redeem("r1")).activity_id
    wrongs = (
        ("update code_pool set taken = taken + 1", "update code_pool set taken = taken - 1"),
        (
            "update voucher set code_hash = code_hash || '\\x00' where voucher_id = %s",
            "update voucher set code_hash = substring(code_hash for 32) where voucher_id = %s",
        ),
    )
    for wrong, right in wrongs:
        values = (voucher,) if "%s" in wrong else ()
        cinema.connection.execute(wrong, values)
        assert {one.check for one in cinema.verify().differences} == {"pool"}
        cinema.connection.execute(right, values)


def _till(shop: Cinema, sent: Submission) -> Callable[[Connection], Answer]:
    programmes: Programmes = shop.programmes

    def act(connection: Connection) -> Answer:
        (result,) = record_activities(connection, programmes, [sent], clock=shop.clock, new_id=new_id)
        assert isinstance(result, Recorded), result
        return result.answer

    return act


def test_pools_are_shown_with_the_rewards_that_give_from_them(dsn: str) -> None:
    """Of the document and beside it; one that is over gives nothing any more, and a pool without codes is shown too."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = Cinema(connection)
        shop.bring("A", "B")
        give = {"give": {"code": "opera"}}
        beside = {
            "loge": give,
            "stall": give | {"during": {"until": "2026-06-01"}},
            "tea": {"give": "sample"},
        }
        changes = {id_: node_of(value) for id_, value in beside.items()}
        publish_catalogue(connection, changes, whole=True, clock=shop.clock)
        shown = read_pools(connection, Programmes(), at=shop.clock.now())
        assert [(one.pool, one.left, one.rewards, one.few) for one in shown] == [
            ("cinema", 2, ("dear", "film"), False),
            ("opera", 0, ("loge",), True),
        ]
        early = read_pools(connection, Programmes(), at=shop.clock.now() - 400 * DAY)
        assert [(one.pool, one.rewards, one.few) for one in early] == [("cinema", (), False)]


def test_what_is_left_of_a_pool_is_a_figure_that_can_be_watched() -> None:
    """A gauge for each pool; the last look counts."""
    metrics = Metrics()
    metrics.observe_pools([Pool("cinema", 10, 3), Pool("opera", 5, 5)])
    metrics.observe_pools([Pool("cinema", 10, 4)])
    figures = metrics.text().decode()
    assert 'tessera_pool_codes_left{pool="cinema"} 6.0' in figures
    assert 'tessera_pool_codes_left{pool="opera"} 0.0' in figures


def test_what_a_member_may_have_goes_by_the_codes_that_are_left(cinema: Cinema) -> None:
    """The list says before what a redemption would."""
    (ann,) = cinema.enrol("ANN1")

    def refusal() -> str | None:
        told = read_member_rewards(cinema.connection, cinema.programmes, ann, clock=cinema.clock)
        return {one.offer.reward: one.refusal for one in told.rewards}["film"]

    assert refusal() == RefusalCode.POOL_EMPTY
    cinema.bring("c-1")
    assert refusal() is None
    cinema.answer(cinema.redeem("r1"))
    assert refusal() == RefusalCode.POOL_EMPTY

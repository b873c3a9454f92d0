"""Rewards that many want at the same time, on real connections: nothing is taken that is not there, and nothing twice."""

from collections import Counter as Count
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from psycopg import Connection
from tests import races
from tests.integration.usecases.rewarding import BREAD, ESPRESSO, MILK, PROGRAMME
from tests.integration.usecases.test_paying_races import TILLS, at_once, till
from tests.integration.usecases.test_redeeming import Kiosk, voucher_of

from tessera.catalogue.tallies import read_tallies
from tessera.kit.codes import RefusalCode
from tessera.kit.ids import new_id
from tessera.usecases.answers import Answer, Recorded, Submission
from tessera.usecases.database import Database
from tessera.usecases.programmes import Programmes
from tessera.usecases.record_activities import record_activities

PLENTY = PROGRAMME.replace("stock: 3}", "stock: 5}").replace(
    "limit: {times: 1, per: day}", "limit: {times: 3, per: day}"
)
MEMBERS = 40


@contextmanager
def crowd(dsn: str) -> Iterator[tuple[Kiosk, Database, list[str]]]:
    """A kiosk and many members with points; at the end its books, tallies and vouchers prove themselves."""
    bounded = races.bounded(dsn)
    with psycopg.connect(bounded, autocommit=True) as connection, Database(bounded, size=TILLS) as database:
        kiosk = Kiosk(connection, programme=PLENTY)
        cards = [f"M{place}" for place in range(MEMBERS)]
        members = kiosk.enrol(*cards)
        kiosk.record(*[kiosk.adjust(member, f"start-{member}", 2000) for member in members])
        yield kiosk, database, cards
        assert kiosk.verify().differences == []
        kiosk.clock.instant += timedelta(hours=1)
        kiosk.sweep()
        assert kiosk.verify().differences == []


def wave(kiosk: Kiosk, sent: Sequence[Submission]) -> Callable[[Connection], list[Answer]]:
    """A process that records some of it, one after the other, each in a transaction of its own."""

    def act(connection: Connection) -> list[Answer]:
        programmes, answers = Programmes(), []
        for one in sent:
            with connection.transaction():
                (result,) = record_activities(connection, programmes, [one], clock=kiosk.clock, new_id=new_id)
            assert isinstance(result, Recorded), result
            answers.append(result.answer)
        return answers

    return act


def in_waves(kiosk: Kiosk, database: Database, sent: Sequence[Submission]) -> Count[str]:
    """Everything at once, through as many connections as there are tills; how often each outcome came."""
    acts = [wave(kiosk, sent[place::TILLS]) for place in range(TILLS)]
    outcomes = Count[str]()
    for answers in at_once(database, acts):
        assert isinstance(answers, list)
        outcomes.update(answer.refusal or "taken" for answer in answers)
    return outcomes


def test_200_redemptions_of_the_last_five_pieces_take_five(dsn: str) -> None:
    """Five vouchers are issued, 195 are told that there is none left; nobody pays for nothing."""
    with crowd(dsn) as (kiosk, database, cards):
        sent = [kiosk.redeem(f"r-{n}-{card}", "five", card=card) for card in cards for n in range(5)]
        assert len(sent) == 200
        assert in_waves(kiosk, database, sent) == {"taken": 5, RefusalCode.OUT_OF_STOCK: 195}
        assert read_tallies(kiosk.connection, ["pieces five"]) == {"pieces five": 5}


def test_a_budget_is_never_exceeded_however_many_take_of_it(dsn: str) -> None:
    """4.00 in all, 2.50 each: one discount, whoever is quicker; holds and purchases alike."""
    with crowd(dsn) as (kiosk, database, cards):
        sent = [kiosk.take(f"p-{card}", BREAD, rewards=("fund",), card=card) for card in cards[::2]]
        sent += [kiosk.aside(f"h-{card}", BREAD, rewards=("fund",), card=card) for card in cards[1::2]]
        assert in_waves(kiosk, database, sent)["taken"] == 1


def test_holds_purchases_and_redemptions_share_the_last_pieces(dsn: str) -> None:
    """Five boxes for 40 members, half of whom set them aside first: five, and five again once the holds are over."""
    with crowd(dsn) as (kiosk, database, cards):
        sent = [kiosk.take(f"p-{card}", MILK, rewards=("box",), card=card) for card in cards[::2]]
        sent += [kiosk.aside(f"h-{card}", MILK, rewards=("box",), card=card) for card in cards[1::2]]
        assert in_waves(kiosk, database, sent)["taken"] == 5
        held = 5 - read_tallies(kiosk.connection, ["pieces box"])["pieces box"]
        kiosk.clock.instant += timedelta(hours=1)
        again = [kiosk.take(f"q-{card}", MILK, rewards=("box",), card=card) for card in cards]
        assert in_waves(kiosk, database, again).get("taken", 0) == held


def test_a_member_s_limit_holds_at_many_tills_at_once(dsn: str) -> None:
    """Three coffees a day for Ann, at 24 tills: three, some of them set aside only."""
    with crowd(dsn) as (kiosk, database, cards):
        sent = [kiosk.take(f"p-{n}", ESPRESSO, rewards=("coffee",), card=cards[0]) for n in range(12)]
        sent += [kiosk.aside(f"h-{n}", ESPRESSO, rewards=("coffee",), card=cards[0]) for n in range(12)]
        assert in_waves(kiosk, database, sent) == {"taken": 3, RefusalCode.OVER_LIMIT: 21}


@pytest.mark.parametrize("how", ["take", "aside"])
def test_one_voucher_in_parallel_checkouts_is_used_once(dsn: str, how: str) -> None:
    """Eight baskets present it, or eight set it aside: one has it, the others are told so."""
    with crowd(dsn) as (kiosk, database, cards):
        voucher = voucher_of(kiosk.answer(kiosk.redeem("r", "five", card=cards[0])))
        kind = kiosk.aside if how == "aside" else kiosk.take
        sent = [kiosk.present(kind(f"p-{n}", MILK, card=cards[0]), voucher) for n in range(8)]
        outcomes = in_waves(kiosk, database, sent)
        refusal = RefusalCode.VOUCHER_HELD if how == "aside" else RefusalCode.VOUCHER_USED
        assert outcomes == {"taken": 1, refusal: 7}


def test_a_capture_races_its_release_and_its_end(dsn: str) -> None:
    """Either the box is bought or it is free again: never both, never neither."""
    with crowd(dsn) as (kiosk, database, cards):
        for place, card in enumerate(cards[:5]):  # as many as there are boxes
            kiosk.answer(kiosk.aside(f"h-{card}", MILK, rewards=("box",), spend={"points": 100}, card=card))
            acts = [
                till(kiosk, kiosk.take(f"p-{card}", MILK, hold=f"h-{card}", card=card)),
                till(kiosk, kiosk.release(f"l-{card}", f"h-{card}", card=card)),
            ]
            bought, released = at_once(database, acts if place % 2 else acts[::-1])[:: 1 if place % 2 else -1]
            assert isinstance(bought, Answer)
            assert isinstance(released, Answer)
            assert {bought.refusal, released.refusal} == {None, RefusalCode.HOLD_OVER}

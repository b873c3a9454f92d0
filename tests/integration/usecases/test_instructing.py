"""Standing instructions: points go to a cause each month by themselves, once, until that is stopped."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from tests.command import PATIENCE_SECONDS
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.shop import DAY, NOON, PROGRAMME, Shop

from tessera.kit.ids import new_id
from tessera.kit.problems import InvalidValue, KeyConflict, Problem, UnknownMember
from tessera.members.instructions import Instruction
from tessera.usecases.database import PASSING
from tessera.usecases.follow_instructions import follow_instructions
from tessera.usecases.instruct_donation import MOST, Instructed, Instructing, instruct_donation
from tessera.usecases.programmes import Programmes
from tessera.usecases.read_history import Entry, read_history
from tessera.usecases.read_instructions import read_instructions
from tessera.usecases.stop_instruction import UnknownInstruction, stop_instruction

CAUSES = "causes: {trees: {name: Trees, currency: points, at-least: 10}}\n"


@pytest.fixture
def ann(shop: Shop) -> UUID:
    """Ann, who has 100 points, in a shop with a cause. It is June 5, noon in UTC; the day's round was done."""
    shop.publish(PROGRAMME + CAUSES)
    (ann,) = shop.enrol("ANN1")
    tick(shop)
    return ann


def tick(shop: Shop) -> int:
    """Carry out what is due; how many donations were recorded, refused ones too."""
    recorded, more = 0, True
    while more:
        with shop.connection.transaction():
            done = follow_instructions(
                shop.connection, shop.programmes, clock=shop.clock, new_id=new_id, limit=2
            )
        assert done.failed == ()
        recorded, more = recorded + done.recorded, done.more
    return recorded


def instruct(shop: Shop, key: str = "i1", **more: Any) -> Instructed:
    asked: dict[str, Any] = {"member": ("card", "ANN1"), "cause": "trees", "points": 30, "on_day": 15} | more
    with shop.connection.transaction():
        return instruct_donation(
            shop.connection,
            shop.programmes,
            Instructing("till", key, **asked),
            clock=shop.clock,
            new_id=new_id,
        )


def stop(shop: Shop, instruction_id: UUID, *, source: str = "till") -> Instruction:
    with shop.connection.transaction():
        return stop_instruction(shop.connection, instruction_id, source=source, clock=shop.clock)


def amounts(entries: Sequence[Entry]) -> list[int | None]:
    """What each of them took; None for nothing."""
    return [one.postings[0].amount if one.postings else None for one in entries]


def donations(shop: Shop, member_id: UUID) -> list[Entry]:
    """The member's gifts, the oldest first."""
    page = read_history(shop.connection, Programmes(), member_id, before=None, limit=100)
    return [
        one for one in reversed(page.entries) if one.activity is not None and one.activity.type == "donation"
    ]


def test_it_gives_on_its_day_of_each_month_and_once(shop: Shop, ann: UUID) -> None:
    """At the local midnight that begins the day, never before, and not again however often the server looks."""
    instruct(shop)
    shop.clock.instant = datetime(2026, 6, 15, 3, 59, tzinfo=UTC)  # one minute before midnight in New York
    assert tick(shop) == 0
    shop.clock.instant += timedelta(minutes=1)
    assert [tick(shop), tick(shop)] == [1, 0]
    shop.clock.instant = NOON + 45 * DAY
    assert tick(shop) == 1
    given = donations(shop, ann)
    assert amounts(given) == [-30, -30]
    assert [one.effective_at.isoformat() for one in given] == [
        "2026-06-15T04:00:00+00:00",
        "2026-07-15T04:00:00+00:00",
    ]
    assert given[0].told == ("You gave 30 points to Trees.",)


def test_in_a_shorter_month_it_is_the_last_day(shop: Shop, ann: UUID) -> None:
    """The 31st of June is the 30th; the one of July is itself."""
    instruct(shop, on_day=31)
    shop.clock.instant = NOON + 60 * DAY
    tick(shop)
    assert [f"{one.effective_at:%m-%d}" for one in donations(shop, ann)] == ["06-30", "07-31"]


def test_too_few_points_is_told_and_the_next_month_tried_again(shop: Shop, ann: UUID) -> None:
    """The history says why nothing was given; nothing is owed."""
    instruct(shop, points=80)
    for days in (12, 42):
        shop.clock.instant = NOON + days * DAY
        assert tick(shop) == 1
    given = donations(shop, ann)
    assert amounts(given) == [-80, None]
    assert given[1].refusal == "insufficient_points"
    shop.answer(shop.adjust(ann, "g1", 200))
    shop.clock.instant += 30 * DAY
    assert tick(shop) == 1
    assert amounts(donations(shop, ann))[-1] == -80


def test_all_above_a_number_is_given_and_the_rest_stays(shop: Shop, ann: UUID) -> None:
    """As much as lies above it on the day; a month in which nothing does is refused, and says so."""
    instruct(shop, points=None, above=70)
    for days, more in ((12, 0), (42, 0), (72, 500)):
        shop.clock.instant = NOON + days * DAY
        if more:
            shop.answer(shop.adjust(ann, "g1", more))
        assert tick(shop) == 1
    given = donations(shop, ann)
    assert amounts(given)[:2] == [-30, None]
    assert (given[0].told, given[1].refusal) == (("You gave 30 points to Trees.",), "insufficient_points")
    left = shop.connection.execute(
        "select available from account where account_id = %s and currency = 'points'", (ann,)
    ).fetchone()
    assert left == (70,)
    assert shop.verify().differences == []


def test_less_than_the_cause_takes_stays(shop: Shop, ann: UUID) -> None:
    """Nine above it, where ten is the least: they wait for the next month."""
    instruct(shop, points=None, above=91)
    shop.clock.instant = NOON + 12 * DAY
    tick(shop)
    assert [one.refusal for one in donations(shop, ann)] == ["below_least"]


def test_what_is_missed_is_made_up_in_order(shop: Shop, ann: UUID) -> None:
    """Three months without a server: each is recorded as of its day, while there are points."""
    instruct(shop, points=40)
    shop.answer(shop.adjust(ann, "g1", 20))
    shop.clock.instant = datetime(2026, 7, 20, tzinfo=UTC)  # before the points of June end
    tick(shop)
    assert [f"{one.effective_at:%m}" for one in donations(shop, ann)] == ["06", "07"]


def test_what_is_stopped_gives_nothing_more(shop: Shop, ann: UUID) -> None:
    """From then on; stopping again changes nothing, and it stays in the list."""
    made = instruct(shop).instruction
    shop.clock.instant = NOON + 12 * DAY
    tick(shop)
    stopped = stop(shop, made.instruction_id)
    shop.clock.instant += DAY
    assert stop(shop, made.instruction_id) == stopped
    shop.clock.instant = NOON + 60 * DAY
    assert tick(shop) == 0
    assert len(donations(shop, ann)) == 1
    assert read_instructions(shop.connection, ann) == [stopped]


def test_what_was_due_before_it_was_stopped_is_made_up(shop: Shop, ann: UUID) -> None:
    """It was stopped on the 20th, and the server comes back on the 22nd: the 15th had come."""
    made = instruct(shop).instruction
    shop.clock.instant = datetime(2026, 6, 20, 12, tzinfo=UTC)
    stop(shop, made.instruction_id)
    shop.clock.instant += 2 * DAY
    assert tick(shop) == 1


def test_it_goes_on_for_whom_the_member_was_merged_into(shop: Shop, ann: UUID) -> None:
    """Bob gives, and has it in his list."""
    made = instruct(shop).instruction
    (bob,) = shop.enrol("BOB1")
    Desk(shop).merge(ann, bob)
    shop.clock.instant = NOON + 12 * DAY
    tick(shop)
    assert amounts(donations(shop, bob)) == [-30]
    assert read_instructions(shop.connection, bob) == [made]


def test_a_key_stands_for_one_instruction(shop: Shop, ann: UUID) -> None:
    """The same again is the same; another sum is a conflict that names the field."""
    first, again = (instruct(shop) for _ in range(2))
    assert (again.instruction, again.repeated) == (first.instruction, True)
    with pytest.raises(KeyConflict) as conflict:
        instruct(shop, points=31)
    assert conflict.value.facts["field"] == "points"


@pytest.mark.parametrize(
    ("more", "problem", "field"),
    [
        ({"member": ("card", "NOBODY")}, UnknownMember, "member"),
        ({"cause": "bees"}, InvalidValue, "cause"),
        ({"points": 9}, InvalidValue, "points"),
        ({"points": None}, InvalidValue, "points"),
        ({"above": 50}, InvalidValue, "points"),
        ({"points": None, "above": -1}, InvalidValue, "above"),
        ({"on_day": 32}, InvalidValue, "on_day"),
    ],
)
def test_what_could_never_be_carried_out_is_refused(
    shop: Shop, ann: UUID, more: dict[str, Any], problem: type[Problem], field: str
) -> None:
    """Nobody, no such cause, less than it takes, no such day."""
    with pytest.raises(problem) as refused:
        instruct(shop, **more)
    assert refused.value.facts["field"] == field


def test_a_member_has_so_many_at_a_time(shop: Shop, ann: UUID) -> None:
    """Twenty; stopping one makes room for another."""
    made = [instruct(shop, f"i{number}").instruction for number in range(MOST)]
    with pytest.raises(InvalidValue):
        instruct(shop, "one-more")
    stop(shop, made[0].instruction_id)
    instruct(shop, "one-more")


def test_only_what_there_is_can_be_stopped_and_not_over_the_fence(shop: Shop, ann: UUID) -> None:
    """No such id, and a key of the sandbox."""
    made = instruct(shop).instruction
    with pytest.raises(UnknownInstruction):
        stop(shop, uuid4())
    with pytest.raises(UnknownInstruction):
        stop(shop, made.instruction_id, source="test:till")


def test_many_servers_carry_it_out_once(shop: Shop, dsn: str, ann: UUID) -> None:
    """Six look at the same moment: five gifts are given, each once."""
    for number in range(5):
        instruct(shop, f"i{number}", points=10)
    shop.clock.instant = NOON + 12 * DAY
    barrier = Barrier(6, timeout=PATIENCE_SECONDS)

    def follow(_: int) -> int:
        with psycopg.connect(dsn, autocommit=True) as connection:
            own = Shop(connection, programme=None)
            own.clock = shop.clock
            barrier.wait()
            while True:
                try:
                    return tick(own)
                except PASSING:
                    continue

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(follow, range(6)))
    tick(shop)
    assert amounts(donations(shop, ann)) == [-10] * 5

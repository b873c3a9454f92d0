"""A new version over a living programme: what members hold keeps its place, or the version is refused."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import psycopg
import pytest
from tests.integration.usecases.shop import DAY, PROGRAMME, Shop

from tessera.engine.activity import Line
from tessera.kit.clock import SetClock
from tessera.kit.ids import new_id
from tessera.usecases.publish_programme import publish_programme
from tessera.usecases.read_balances import read_balances
from tessera.usecases.read_programme import read_history
from tessera.usecases.review_levels import review_versions
from tessera.usecases.rollback_programme import rollback_programme
from tessera.usecases.succeed_version import MembersLeftBehind

MUCH = Line("telly", 20_000)
OAK = "{id: oak, at: 300, perks: [{multiply: 1.5}]}"
ELM = PROGRAMME.replace(OAK, "{id: elm, at: 1000}, {id: ash, at: 2000}")


def migrated(text: str, heir: str) -> str:
    return text + f"migrate: {{levels: {{oak: {heir}}}}}\n"


def level(shop: Shop, member_id: UUID) -> str:
    balances = read_balances(shop.connection, shop.programmes, member_id, at=None, clock=shop.clock)
    return balances.tiers[0].level


def review_all(shop: Shop) -> None:
    """Tell every member of the levels that new versions bring."""
    while review_versions(shop.connection, shop.programmes, clock=shop.clock, new_id=new_id).more:
        pass


def refused(shop: Shop, text: str, **words: object) -> dict[str, str]:
    """The obstacles, by code; nothing is published."""
    before = read_history(shop.connection)
    with pytest.raises(MembersLeftBehind) as refusal:
        shop.publish(text, **words)  # type: ignore[arg-type]
    assert read_history(shop.connection) == before
    return {obstacle.code: str(obstacle) for obstacle in refusal.value.obstacles}


def test_a_level_that_members_hold_needs_an_heir(shop: Shop) -> None:
    """Without one the version is refused, says how many hold the level and what to write; before anybody holds it,
    and with an heir, it is published.
    """
    shop.publish(PROGRAMME.replace(OAK, f"{OAK}, {{id: pine, at: 9000}}"))
    shop.publish(PROGRAMME)  # nobody is on pine
    shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "p", MUCH))
    told = refused(shop, ELM)
    assert told == {
        "level_held": "tiers.levels.oak: The level is gone, but 1 member has it. Say in the document what they hold "
        "instead: `migrate: {levels: {oak: …}}`, a level of `tiers`, or none."
    }
    shop.publish(migrated(ELM, "ash"))


@pytest.mark.parametrize(("heir", "holds"), [("elm", "elm"), ("ash", "ash"), ("none", "seed")])
def test_the_heir_is_held_to_the_end_that_the_old_level_had(shop: Shop, heir: str, holds: str) -> None:
    """From the new version on, in every decision; on January 1 it lapses, as the old one would have."""
    (ann,) = shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "p", MUCH))
    assert level(shop, ann) == "oak"
    shop.publish(migrated(ELM, heir))
    shop.clock.instant += DAY
    shop.record(shop.buy("ANN1", "q", Line("milk", 100)))
    assert level(shop, ann) == holds
    shop.clock.instant += 250 * DAY
    assert level(shop, ann) == "seed"


def test_a_migration_must_be_kept_for_as_long_as_a_standing_names_the_old_level(shop: Shop) -> None:
    """The next version may drop it only when the level has lapsed for everybody."""
    shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "p", MUCH))
    shop.publish(migrated(ELM, "ash"))
    assert list(refused(shop, ELM)) == ["level_held"]
    shop.clock.instant += 250 * DAY
    shop.publish(ELM)


def test_before_a_later_version_begins_members_may_still_reach_what_it_lacks(shop: Shop) -> None:
    """So it needs an heir though nobody holds the level today, and cannot drop a currency at all."""
    told = refused(shop, ELM, effective_at=shop.clock.instant + DAY)
    assert "before this version begins" in told["level_held"]
    lines = [line for line in PROGRAMME.splitlines(keepends=True) if "stars" not in line]
    assert list(refused(shop, "".join(lines), effective_at=shop.clock.instant + DAY)) == ["currency_held"]
    shop.publish(migrated(ELM, "elm"), effective_at=shop.clock.instant + DAY)


def test_a_version_that_is_taken_back_before_it_begins_changes_no_level(shop: Shop) -> None:
    """A process that knew it goes on by the one in its place; on its day nobody is moved, and the next one counts again."""
    (ann,) = shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "p", MUCH))
    shop.publish(migrated(ELM, "ash"), effective_at=shop.clock.instant + DAY)
    assert level(shop, ann) == "oak"  # this process has read both
    back = rollback_programme(shop.connection, 1, clock=shop.clock)
    shop.clock.instant += 2 * DAY
    review_all(shop)
    assert level(shop, ann) == "oak"
    assert shop.answer(shop.buy("ANN1", "q", Line("milk", 100))).programme_version == back.number
    shop.publish(migrated(ELM, "elm"))
    review_all(shop)
    assert level(shop, ann) == "elm"


def test_points_are_never_counted_in_another_unit(shop: Shop) -> None:
    """Neither tenths instead of points nor money: what is in the books would become something else."""
    tenths = PROGRAMME.replace("[star, stars]}, worth: 0.05", "[star, stars]}, worth: 0.05, scale: 1")
    shop.publish(tenths)  # nobody has any star yet
    shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "p", Line("toy", 6000)))
    told = refused(shop, PROGRAMME)
    assert list(told) == ["currency_recounted"]
    assert "declare a new currency" in told["currency_recounted"]
    with pytest.raises(MembersLeftBehind):
        rollback_programme(shop.connection, 1, clock=shop.clock)


def test_an_heir_of_a_rule_goes_on_with_what_its_cap_has_left(shop: Shop) -> None:
    """30 of 40 were used by the old rule: the new one gives 10. What a return of the old purchase frees is free again."""
    capped = "{on: purchase, lines: {department: dairy}, give: {points: 30}, cap: {points: 40, per: month}}"
    dairy = "{on: purchase, lines: {department: dairy}, multiply: 2, cap: {points: 40, per: day}}"
    old = PROGRAMME.replace(dairy, capped)
    new = old.replace("  dairy: ", "  milk: ") + "migrate: {rules: {dairy: milk}}\n"
    shop.publish(old)
    shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "p", Line("a", 100, department="dairy")))
    shop.publish(new)

    def milk(key: str) -> int:
        shop.clock.instant += DAY
        answer = shop.answer(shop.buy("ANN1", key, Line("a", 100, department="dairy")))
        return sum(granted.amount for granted in answer.granted if granted.rule == "milk")

    assert [milk("q"), milk("r")] == [10, 0]
    shop.answer(shop.back("ANN1", "back", "p"))
    assert [milk("s"), milk("t")] == [30, 0]


def test_a_return_decided_by_the_old_version_leaves_the_new_level_alone(shop: Shop) -> None:
    """The old version does not know the level that was reached since, and must not put its own in its place."""
    (ann,) = shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "p", MUCH, Line("milk", 100)))
    shop.publish(PROGRAMME.replace(OAK, f"{OAK}, {{id: elm, at: 500}}"))
    shop.clock.instant += DAY
    shop.record(shop.buy("ANN1", "q", MUCH))
    assert level(shop, ann) == "elm"
    shop.answer(shop.back("ANN1", "back", "p", Line("milk", 0)))
    assert level(shop, ann) == "elm"


def test_publishers_at_once_come_in_one_order_without_a_gap(dsn: str, shop: Shop) -> None:
    """Each of four at the same moment gets a number of its own; the documents are all there, in that order."""
    together = Barrier(4)

    def publish(place: int) -> int:
        with psycopg.connect(dsn, autocommit=True) as connection:
            text = PROGRAMME.replace("points: 2, per: 1.00", f"points: {place + 3}, per: 1.00")
            together.wait(timeout=30)
            clock = SetClock(shop.clock.instant)
            return publish_programme(connection, text, effective_at=None, clock=clock, note=str(place)).number

    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(publish, range(4)))
    assert sorted(numbers) == [2, 3, 4, 5]
    history = read_history(shop.connection)
    assert [version.number for version in history] == [1, 2, 3, 4, 5]
    for place, number in enumerate(numbers):
        assert f"points: {place + 3}, per: 1.00" in history[number - 1].document

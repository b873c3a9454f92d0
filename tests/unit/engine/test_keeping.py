"""Levels that are kept for a time of their own, stepped down from, given, or reached by several counters."""

from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec
import pytest
from tests.unit.programme.documents import CURRENCIES, HEAD, MINIMAL, programme

from tessera.engine.activity import Activity, Line
from tessera.engine.compile import Compiled
from tessera.engine.decide import decide
from tessera.engine.facts import ENROLLED_AT
from tessera.engine.returned import Returned, returned_with
from tessera.engine.returns import take_back
from tessera.engine.standing import Standing, TierStanding
from tessera.engine.tiers.ahead import look_ahead

LEVELS = "levels: [{id: seed}, {id: sprout, at: 2}, {id: oak, at: 3}]"
NOBODY: Mapping[str, str] = {}


def club(tiers: str) -> Compiled:
    return Compiled(programme(f"{MINIMAL}tiers: {tiers}\n"))


def by_visits(keep: str, within: str = "calendar-year", more: str = "") -> Compiled:
    return club(f"{{qualify: {{by: count, of: visit, within: {within}}}, keep: {keep}, {more} {LEVELS}}}")


def at_noon(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(hour=10, tzinfo=UTC)


def visited(compiled: Compiled, *days: str, standing: Standing | None = None) -> Standing:
    """The standing after a visit on each of these days, in this order."""
    standing = standing or Standing()
    for day in days:
        standing = decide(compiled, standing, Activity("visit", day, at_noon(day)), {}).standing
    return standing


def level(compiled: Compiled, standing: Standing, day: str, traits: Mapping[str, str] = NOBODY) -> str:
    (tiers,) = compiled.tiers
    return tiers.level_on(standing.tiers.get(tiers.id), datetime.fromisoformat(day).toordinal(), traits)


@pytest.mark.parametrize(
    ("keep", "last", "over"),
    [
        ("{days: 90}", "2025-11-29", "2025-11-30"),
        ("{months: 6}", "2026-02-28", "2026-03-01"),
        ("{months: 6, grace: {days: 10}}", "2026-03-10", "2026-03-11"),
        ("{years: 1, months: 1, grace: {months: 2}}", "2026-11-30", "2026-12-01"),
        ("{years: 2, on: 01-31}", "2027-01-31", "2027-02-01"),
        ("{years: 1, on: 02-29}", "2026-02-28", "2026-03-01"),
        ("{until: end-of-window, grace: {days: 30}}", "2026-01-30", "2026-01-31"),
        ("{until: end-of-next-window, grace: {months: 1}}", "2027-01-31", "2027-02-01"),
    ],
)
def test_a_level_is_kept_as_long_as_the_document_says(keep: str, last: str, over: str) -> None:
    """Reached on August 31, 2025: the last day on which it stands, and the first on which it no longer does."""
    compiled = by_visits(keep, within="{rolling: {days: 7}}" if "until" not in keep else "calendar-year")
    standing = visited(compiled, "2025-08-31", "2025-08-31")
    assert [level(compiled, standing, day) for day in (last, over)] == ["sprout", "seed"]


def test_a_level_stands_as_long_as_the_count_holds_it_too() -> None:
    """Kept for 30 days, but the calendar year still counts two visits to its end."""
    compiled = by_visits("{days: 30}")
    standing = visited(compiled, "2025-03-01", "2025-03-01")
    assert [level(compiled, standing, day) for day in ("2025-12-31", "2026-01-01")] == ["sprout", "seed"]


def test_a_level_for_ever_outlives_its_window() -> None:
    """A calendar year counts; what it brought stays."""
    compiled = by_visits("forever")
    assert level(compiled, visited(compiled, "2025-03-01", "2025-03-01"), "2099-01-01") == "sprout"


def test_who_does_not_reach_a_level_again_goes_down_step_by_step() -> None:
    """Oak of 2024 to the end of 2025; then sprout for a year, then seed; without steps, seed at once."""
    days = ["2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01"]
    for then, held in (
        ("step-down", ["oak", "sprout", "sprout", "seed"]),
        ("recount", ["oak", *["seed"] * 3]),
    ):
        compiled = by_visits(f"{{until: end-of-next-window, then: {then}}}")
        standing = visited(compiled, *["2024-05-01"] * 3)
        assert [level(compiled, standing, day) for day in days] == held


def test_each_step_lasts_as_long_as_a_level_is_kept_grace_included() -> None:
    """A month and two days, again and again: the steps end on days of their own."""
    compiled = by_visits("{months: 1, grace: {days: 2}, then: step-down}", "{rolling: {days: 7}}")
    standing = visited(compiled, *["2025-01-10"] * 3)
    days = ["2025-02-12", "2025-02-13", "2025-03-14", "2025-03-15"]
    assert [level(compiled, standing, day) for day in days] == ["oak", "sprout", "sprout", "seed"]


def test_a_lower_level_reached_later_is_there_when_the_higher_one_lapses() -> None:
    """Oak in May 2025 for a year; sprout in February 2026 for a year: from May 2026 it is sprout, not seed."""
    compiled = by_visits("{months: 12}")
    standing = visited(compiled, *["2025-05-10"] * 3, *["2026-02-10"] * 2)
    days = ["2026-05-10", "2026-05-11", "2027-02-10", "2027-02-11"]
    assert [level(compiled, standing, day) for day in days] == ["oak", "sprout", "sprout", "seed"]


def test_reaching_a_level_again_keeps_it_anew() -> None:
    """Two visits in 2025 and two in 2026: the year begins again with the second pair."""
    compiled = by_visits("{months: 12}")
    standing = visited(compiled, "2025-06-01", "2025-06-01", "2026-03-01", "2026-03-01")
    assert [level(compiled, standing, day) for day in ("2027-03-01", "2027-03-02")] == ["sprout", "seed"]


def test_standings_of_before_are_still_read_and_go_on() -> None:
    """What an earlier version stored, without a memory, keeps its level and its count when the document gets a grace."""
    stored = msgspec.msgpack.encode([3, {"visit": 1}, {}, {"tiers": ["sprout", 739_617, {739_252: 1}]}])
    old = msgspec.msgpack.decode(stored, type=Standing)
    assert old.tiers["tiers"] == TierStanding(
        "sprout", 739_617, {739_252: 1}
    )  # from 2025-01-01 to 2026-01-01
    compiled = by_visits("{until: end-of-window, grace: {days: 30}}")
    assert [level(compiled, old, day) for day in ("2025-12-31", "2026-01-01")] == ["sprout", "seed"]
    again = visited(compiled, "2025-06-01", standing=old)
    assert [level(compiled, again, day) for day in ("2026-01-30", "2026-01-31")] == ["sprout", "seed"]


def test_a_ladder_without_memory_reads_what_one_with_memory_has_left() -> None:
    """When the grace goes from the document, the level stands as long as it was promised."""
    standing = visited(by_visits("{until: end-of-window, grace: {days: 30}}"), "2025-06-01", "2025-06-01")
    compiled = by_visits("end-of-window")
    assert [level(compiled, standing, day) for day in ("2026-01-30", "2026-01-31")] == ["sprout", "seed"]
    assert level(compiled, visited(compiled, "2025-06-02", standing=standing), "2025-06-02") == "oak"


def test_counters_that_restart_ask_for_the_whole_way_to_the_next_level() -> None:
    """Two visits make a sprout and begin anew: three more make an oak; what is reported late from before is too late."""
    compiled = by_visits("end-of-next-window", more="on-promotion: restart,")
    standing = visited(compiled, "2025-03-01", "2025-03-02", "2025-03-03", "2025-03-04", "2025-02-01")
    assert level(compiled, standing, "2025-03-04") == "sprout"
    standing = visited(compiled, "2025-03-05", standing=standing)
    assert level(compiled, standing, "2025-03-05") == "oak"
    assert [level(compiled, standing, day) for day in ("2026-12-31", "2027-01-01")] == ["oak", "seed"]


def bought(
    compiled: Compiled, standing: Standing, day: str, amount: int, **more: object
) -> tuple[Activity, Standing]:
    purchase = Activity("purchase", day, at_noon(day), amount, "USD", **more)  # type: ignore[arg-type]
    return purchase, decide(compiled, standing, purchase, {}).standing


def brought_back(compiled: Compiled, purchase: Activity, standing: Standing, amount: int = 0) -> Standing:
    """The standing after a part of a purchase, or all of it, has come back; its points are not looked at."""
    back = Activity("return", "r", purchase.occurred_at, amount, of=purchase.key)
    before: Returned = {}
    after = returned_with(purchase, before, back)
    return take_back(compiled, purchase, [], before=before, after=after, standing=standing).standing


@pytest.mark.parametrize(("on_return", "after"), [("keep-level", "oak"), ("recount", "sprout")])
def test_a_return_takes_a_level_along_only_where_the_document_says_so(on_return: str, after: str) -> None:
    """300.00 make an oak; without the last 150.00 a sprout is left, and the oak only where the level is kept."""
    compiled = club(
        f"{{qualify: {{by: spend, within: calendar-year}}, on-return: {on_return},"
        " levels: [{id: seed}, {id: sprout, at: 100}, {id: oak, at: 300}]}"
    )
    _, standing = bought(compiled, Standing(), "2025-03-01", 15_000)
    purchase, standing = bought(compiled, standing, "2025-03-02", 15_000)
    assert level(compiled, standing, "2025-03-02") == "oak"
    assert level(compiled, brought_back(compiled, purchase, standing, 5_000), "2025-03-02") == after


def test_a_level_that_the_rest_still_has_or_that_another_year_brought_survives_a_return() -> None:
    """Sprout of 2024 stands in 2025, whatever comes back then; and 100.00 too much may come back without harm."""
    compiled = club(
        "{qualify: {by: spend, within: calendar-year}, keep: end-of-next-window, on-return: recount,"
        " levels: [{id: seed}, {id: sprout, at: 100}, {id: oak, at: 300}]}"
    )
    _, standing = bought(compiled, Standing(), "2024-03-01", 10_000)
    purchase, standing = bought(compiled, standing, "2025-03-01", 40_000)
    assert level(compiled, brought_back(compiled, purchase, standing, 10_000), "2025-03-01") == "oak"
    gone = brought_back(compiled, purchase, standing)
    assert [level(compiled, gone, day) for day in ("2025-12-31", "2026-01-01")] == ["sprout", "seed"]


def test_a_rolling_level_that_later_purchases_have_too_survives_a_return() -> None:
    """The first purchase of three comes back: on the day of the third, the last thirty days still hold enough."""
    compiled = club(
        "{qualify: {by: spend, within: {rolling: {days: 30}}}, keep: {months: 6}, on-return: recount,"
        " levels: [{id: seed}, {id: sprout, at: 100}]}"
    )
    purchase, standing = bought(compiled, Standing(), "2025-03-01", 10_000)
    _, standing = bought(compiled, standing, "2025-03-10", 5_000)
    _, kept = bought(compiled, standing, "2025-03-20", 5_000)
    assert level(compiled, brought_back(compiled, purchase, standing), "2025-08-01") == "seed"
    assert level(compiled, brought_back(compiled, purchase, kept), "2025-08-01") == "sprout"


HOTEL = (
    "{qualify: {counters: {nights: {by: measure, of: night}, spend: {by: spend, of: stay},"
    " years: {by: membership-years}}, within: lifetime},"
    " levels: [{id: guest}, {id: friend, at: {any-of: {nights: 10, years: 3}}},"
    " {id: family, at: {all-of: {nights: {more-than: 10}, spend: 500, years: 1}}}]}"
)
JOINED = {ENROLLED_AT: "2024-02-29T09:00:00+00:00"}


def stayed(compiled: Compiled, standing: Standing, day: str, *, nights: int, amount: int) -> Standing:
    stay = Activity("stay", day, at_noon(day), amount, "USD", measures={"night": nights * 1000})
    return decide(compiled, standing, stay, JOINED).standing


def test_any_of_several_counters_or_all_of_them_make_a_level() -> None:
    """Ten nights make a friend; an eleventh, 500.00 and a year of membership make family; three years alone a friend."""
    compiled = club(HOTEL)
    assert ENROLLED_AT in compiled.traits_asked
    standing = stayed(compiled, Standing(), "2024-06-01", nights=10, amount=49_900)
    assert level(compiled, standing, "2024-06-01", JOINED) == "friend"
    standing = stayed(compiled, standing, "2024-07-01", nights=1, amount=100)
    assert [level(compiled, standing, day, JOINED) for day in ("2025-02-27", "2025-02-28")] == [
        "friend",
        "family",
    ]
    assert [level(compiled, Standing(), day, JOINED) for day in ("2027-02-27", "2027-02-28")] == [
        "guest",
        "friend",
    ]
    assert level(compiled, Standing(), "2027-02-28") == "guest"  # nobody knows when this one joined


def test_what_is_missing_is_named_by_counter() -> None:
    """Nights in thousandths, money in minor units, whole years; nothing is missing of what is there."""
    compiled = club(HOTEL)
    (tiers,) = compiled.tiers
    standing = stayed(compiled, Standing(), "2024-06-01", nights=4, amount=60_000)
    day = datetime.fromisoformat("2024-06-01").toordinal()
    ahead = look_ahead(tiers, standing.tiers["tiers"], day, JOINED).next
    assert ahead is not None
    assert (ahead.level, ahead.missing, ahead.any_of) == ("friend", {"nights": 6000, "years": 3}, True)
    standing = stayed(compiled, standing, "2024-06-01", nights=6, amount=100)
    ahead = look_ahead(tiers, standing.tiers["tiers"], day, JOINED).next
    assert ahead is not None
    assert (ahead.level, ahead.missing) == ("family", {"nights": 1, "spend": 0, "years": 1})
    assert not ahead.any_of


def test_a_measure_counts_lines_and_the_activity_and_comes_back_exactly() -> None:
    """Litres of lines by quantity, kilometres of the trip in proportion; at last nothing of it is left."""
    compiled = club(
        "{qualify: {by: measure, of: [litre, km], within: lifetime}, levels: [{id: a}, {id: b, at: 41.5}]}"
    )
    lines = (Line("1", 6_000, 40_000, unit="litre"), Line("2", 4_000, 2_000))
    purchase, standing = bought(
        compiled, Standing(), "2025-03-01", 10_000, lines=lines, measures={"km": 1_500}
    )
    assert sum(standing.tiers["tiers"].counted.values()) == 41_500
    assert level(compiled, standing, "2025-03-01") == "b"
    back = Activity("return", "r", purchase.occurred_at, lines=(Line("1", 3_000, 20_000),), of=purchase.key)
    half = returned_with(purchase, {}, back)
    lowered = take_back(compiled, purchase, [], before={}, after=half, standing=standing).standing
    assert sum(lowered.tiers["tiers"].counted.values()) == 41_500 - 20_000 - 450  # 30 % of 1.5 km
    rest = returned_with(purchase, half, Activity("return", "s", purchase.occurred_at, of=purchase.key))
    emptied = take_back(compiled, purchase, [], before=half, after=rest, standing=lowered).standing
    assert sum(emptied.tiers["tiers"].counted.values()) == 0


GIVEN = (
    "{qualify: {by: spend, within: calendar-year, head-start: {traits: {card: gold}, adds: 50}},"
    " levels: [{id: blue}, {id: silver, at: 100, perks: [{multiply: 2}], given: {traits: {card: [gold, black]},"
    " perks: none}}, {id: circle, given: {traits: {invited: circle}}, perks: [{multiply: 3}]}]}"
)


def test_a_level_is_given_as_long_as_the_trait_lasts_and_brings_less_until_it_is_earned() -> None:
    """A gold card makes silver without its multiplier; 50.00 and the head start earn it; without the card it is gone."""
    compiled = club(GIVEN)
    gold = {"card": "gold"}
    assert {"card", "invited"} <= compiled.traits_asked
    purchase = Activity("purchase", "p", at_noon("2025-03-01"), 5_000, "USD")
    first = decide(compiled, Standing(), purchase, gold)
    assert [effect.rule for effect in first.effects] == ["base"]
    assert level(compiled, Standing(), "2025-03-01", gold) == "silver"
    second = decide(compiled, first.standing, purchase, gold)
    assert [effect.rule for effect in second.effects] == ["base", "tiers:silver"]
    assert level(compiled, Standing(), "2025-03-01") == "blue"


def test_a_level_by_invitation_is_not_what_anyone_is_short_of() -> None:
    """The highest that can be reached has nothing before it; the invitation brings its own perks."""
    compiled = club(GIVEN)
    (tiers,) = compiled.tiers
    _, standing = bought(compiled, Standing(), "2025-03-01", 10_000)
    day = datetime.fromisoformat("2025-03-01").toordinal()
    assert look_ahead(tiers, standing.tiers["tiers"], day, {}).next is None
    purchase = Activity("purchase", "p", at_noon("2025-03-02"), 5_000, "USD")
    guest = decide(compiled, Standing(), purchase, {"invited": "circle"})
    assert [(effect.rule, effect.amount) for effect in guest.effects] == [("base", 50), ("tiers:circle", 100)]


def test_a_level_that_takes_effect_at_once_prices_its_own_purchase_and_opens_its_rules() -> None:
    """100.00 make silver, which doubles them and gets the thanks of silver; by default neither holds yet."""
    for takes_effect, rules in (("at-once", ["base", "thanks", "tiers:silver"]), ("next-time", ["base"])):
        compiled = Compiled(
            programme(
                f"{HEAD}{CURRENCIES}earn:\n  base: {{on: purchase, give: {{points: 1, per: 1.00}}}}\n"
                "  thanks: {on: purchase, tiers: silver, give: {points: 5}}\n"
                f"tiers: {{qualify: {{by: spend, within: lifetime}}, takes-effect: {takes_effect},"
                " levels: [{id: blue}, {id: silver, at: 100, perks: [{multiply: 2}]}]}\n"
            )
        )
        purchase = Activity("purchase", "p", at_noon("2025-03-01"), 10_000, "USD")
        decision = decide(compiled, Standing(), purchase, {})
        assert [effect.rule for effect in decision.effects] == rules
        assert sum(decision.standing.tiers["tiers"].counted.values()) == 10_000


def test_points_of_bonuses_count_unless_the_ladder_ignores_them() -> None:
    """Base 100, a gift of 50 and a doubling: 250 or 100 count, and a return takes off what counted."""
    rules = (
        "earn:\n  base: {on: purchase, give: {points: 1, per: 1.00}}\n"
        "  gift: {on: purchase, give: {points: 50}}\n  double: {on: purchase, multiply: 2}\n"
    )
    for bonuses, counted in (("count", 250), ("ignore", 100)):
        tiers = f"{{by: points-earned, of: points, bonuses: {bonuses}, within: lifetime}}"
        compiled = Compiled(
            programme(
                f"{HEAD}{CURRENCIES}{rules}tiers: {{qualify: {tiers}, levels: [{{id: a}}, {{id: b, at: 9}}]}}\n"
            )
        )
        purchase = Activity("purchase", "p", at_noon("2025-03-01"), 10_000, "USD")
        decision = decide(compiled, Standing(), purchase, {})
        assert sum(decision.standing.tiers["tiers"].counted.values()) == counted
        earned = [(effect.rule, effect.currency, effect.amount) for effect in decision.effects]
        after = returned_with(purchase, {}, Activity("return", "r", purchase.occurred_at, of="p"))
        gone = take_back(compiled, purchase, earned, before={}, after=after, standing=decision.standing)
        assert sum(gone.standing.tiers["tiers"].counted.values()) == 0

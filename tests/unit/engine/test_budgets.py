"""What all members share, as one decision sees it: what is left is a fact, and what is taken is said."""

from datetime import UTC, date, datetime

import pytest
from tests.unit.programme.documents import programme

from tessera.engine.activity import Activity, Line
from tessera.engine.budgeted import budget_subjects, budgets_left
from tessera.engine.chosen import trait_of, write_values
from tessera.engine.compile import Compiled
from tessera.engine.decide import decide
from tessera.engine.decision import Decision
from tessera.engine.returned import returned_with
from tessera.engine.returns import take_back
from tessera.engine.standing import Standing
from tessera.kit.codes import ReasonCode

HEAD = """
programme: {id: club, name: Club, money: USD, timezone: America/New_York}
currencies: {points: {name: [point, points], worth: 0.01}}
"""
NOON = datetime(2026, 6, 5, 16, tzinfo=UTC)
MILK = "rule milk points lifetime"


def compiled(rules: str, more: str = "") -> Compiled:
    return Compiled(
        programme(f"{HEAD}{more}\nearn:\n  base: {{on: visit, give: {{points: 1}}}}\n{rules}\n"), number=1
    )


def milk(budget: str, more: str = "") -> Compiled:
    return compiled(
        f"  milk: {{on: purchase, lines: {{category: MILK}}, give: {{points: 1, per: 1.00}}, budget: {budget}}}",
        more,
    )


def bought(major: int, category: str = "MILK", *, at: datetime = NOON) -> Activity:
    line = Line("1", major * 100, category=category)
    return Activity("purchase", "p", at, amount_minor=major * 100, money="USD", lines=(line,))


def told(
    decision: Decision,
) -> tuple[list[int], list[tuple[str, int | None]], dict[str, int], dict[str, int]]:
    """Points, reasons, what was drawn, and the facts that limited it."""
    reasons = [(reason.code, reason.value) for reason in decision.reasons]
    return [effect.amount for effect in decision.effects], reasons, decision.drawn, decision.short


def decided(club: Compiled, activity: Activity, **left: int) -> Decision:
    return decide(
        club, Standing(), activity, {}, left={name.replace("_", " "): n for name, n in left.items()}
    )


@pytest.mark.parametrize(
    ("budget", "left", "given", "reasons", "drawn"),
    [
        ("{points: 100}", 100, [30], [], {MILK: 30}),
        ("{points: 100}", 30, [30], [], {MILK: 30}),
        ("{points: 100}", 29, [29], [(ReasonCode.BUDGET_TRIMMED, 100)], {MILK: 29}),
        ("{points: 100}", 0, [], [(ReasonCode.BUDGET_SPENT, 100)], {}),
        ("{points: 100, over: refuse}", 30, [30], [], {MILK: 30}),
        ("{points: 100, over: refuse}", 29, [], [(ReasonCode.BUDGET_SPENT, 100)], {}),
    ],
)
def test_what_is_left_is_given_and_nothing_beyond(
    budget: str, left: int, given: list[int], reasons: list[object], drawn: dict[str, int]
) -> None:
    """30 points meet what is left: all, a part with its reason, or nothing; the fact is told where it limited."""
    decision = decided(milk(budget), bought(30), rule_milk_points_lifetime=left)
    short = {MILK: left} if reasons else {}
    assert told(decision) == (given, reasons, drawn, short)


def test_the_facts_that_limited_decide_the_same_again() -> None:
    """Whoever knows only what limited a decision takes the same one: what is not told has not mattered."""
    club = milk("[{points: 100}, {points: 25, per: day}, {times: 9, per: month}]")
    left = {MILK: 70, "rule milk points day 2026-06-05": 12, "rule milk times month 2026-06-01": 3}
    first = decide(club, Standing(), bought(30), {}, left=left)
    again = decide(club, Standing(), bought(30), {}, left=first.short)
    assert first == again
    assert first.short == {"rule milk points day 2026-06-05": 12}


def test_times_are_counted_once_an_activity_and_windows_are_local() -> None:
    """At 01:00 UTC it is still the evening before in New York: the day and the month of the programme's zone."""
    club = milk("[{times: 5, per: month}, {times: 2, per: day}]")
    night = datetime(2026, 7, 1, 1, tzinfo=UTC)
    assert decided(club, bought(30, at=night)).drawn == {
        "rule milk times day 2026-06-30": 1,
        "rule milk times month 2026-06-01": 1,
    }


def test_other_goods_ask_for_no_budget() -> None:
    """Only what may be drawn on is locked: not the budgets of rules for goods that are not in the basket."""
    club = milk("{points: 100}")
    assert budget_subjects(club, bought(3)) == {MILK}
    assert budget_subjects(club, bought(3, "BREAD")) == set()
    assert budget_subjects(club, Activity("visit", "v", NOON)) == set()


def test_a_rule_takes_over_what_its_forerunner_has_given() -> None:
    """What `old` gave counts for the budget of the rule that took its place; it is drawn under the new name."""
    club = milk("{points: 100}", "migrate: {rules: {old: milk}}")
    assert budget_subjects(club, bought(3)) == {MILK, "rule old points lifetime"}
    left = budgets_left(club, bought(30), {MILK: 20, "rule old points lifetime": 60})
    assert left == {MILK: 20}
    assert decide(club, Standing(), bought(30), {}, left=left).drawn == {MILK: 20}


def test_the_room_in_a_balance_limits_what_is_drawn() -> None:
    """Of 30 points 10 fit into the account, so 10 are drawn: nothing is used up that nobody got."""
    club = milk("{points: 100}")
    decision = decide(club, Standing(), bought(30), {}, room={"points": 10}, left={MILK: 100})
    assert told(decision)[:3] == ([10], [(ReasonCode.BALANCE_FULL, 20)], {MILK: 10})


def test_a_return_frees_points_at_once_and_the_time_with_the_last_of_them() -> None:
    """Two thirds back free 20 of 30 points; all of it back frees the rest, and the time."""
    club = milk("[{points: 100}, {times: 5, per: month}]")
    purchase = bought(30)
    decision = decided(club, purchase)
    earned = [(effect.rule, effect.currency, effect.amount) for effect in decision.effects]
    part = returned_with(purchase, {}, Activity("return", "r", NOON, lines=(Line("1", 2000, 0),), of="p"))
    month = "rule milk times month 2026-06-01"
    first = take_back(club, purchase, earned, before={}, after=part, standing=decision.standing)
    assert first.drawn == {MILK: -20}
    after = returned_with(purchase, part, Activity("return", "s", NOON, of="p"))
    rest = take_back(club, purchase, earned, before=part, after=after, standing=first.standing)
    assert rest.drawn == {MILK: -10, month: -1}


def test_a_level_reached_at_once_draws_once_and_keeps_both_facts() -> None:
    """Where a purchase counts for its own level it is decided twice; what limited the first walk is kept for the second."""
    club = compiled(
        "  rate: {on: purchase, give: {points: 1, per: 1.00}, budget: {points: 50}}",
        "tiers: {qualify: {by: points-earned, within: lifetime}, takes-effect: at-once, "
        "levels: [{id: seed}, {id: oak, at: 40, perks: [{multiply: 2}]}]}",
    )
    subject = "rule rate points lifetime"
    raised = decide(club, Standing(), bought(60), {}, left={subject: 45})
    assert (raised.drawn, raised.short) == ({subject: 45}, {subject: 45})
    assert decide(club, Standing(), bought(60), {}, left=raised.short) == raised


def test_a_programme_without_budgets_says_nothing_of_them() -> None:
    """Nothing is asked, drawn or short."""
    club = compiled("  rate: {on: purchase, give: {points: 1, per: 1.00}}")
    assert budget_subjects(club, bought(3)) == set()
    decision = decide(club, Standing(), bought(3), {})
    assert (decision.drawn, decision.short) == ({}, {})


def test_windows_begin_on_local_days() -> None:
    """A subject names the first day of its window: a week its Monday, a quarter and a year their first."""
    club = milk("[{points: 1, per: week}, {points: 2, per: quarter}, {points: 3, per: year}]")
    budgets = club.rules["milk"].budgets
    assert [budget.subject(date(2026, 6, 5)) for budget in budgets] == [
        "rule milk points quarter 2026-04-01",
        "rule milk points week 2026-06-01",
        "rule milk points year 2026-01-01",
    ]


def test_where_members_choose_every_budget_of_the_activity_may_be_asked_for() -> None:
    """What a member chose is known only when the purchase is decided, so the budgets of all its rules are at hand."""
    club = compiled(
        "  mine: {on: purchase, lines: {category: {chosen: fav}}, give: {points: 5}, budget: {points: 100}}",
        "choices: {fav: {of: {category: [MILK, BREAD]}, up-to: 1, for: month}}",
    )
    subject = "rule mine points lifetime"
    assert budget_subjects(club, bought(3, "CHEESE")) == {subject}
    assert budgets_left(club, bought(3), {subject: 96}) == {subject: 4}
    chosen = {trait_of("fav"): write_values(["MILK"])}
    decision = decide(club, Standing(), bought(3), chosen, left={subject: 4})
    assert told(decision) == ([4], [(ReasonCode.BUDGET_TRIMMED, 100)], {subject: 4}, {subject: 4})

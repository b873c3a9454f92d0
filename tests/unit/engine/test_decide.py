"""Decisions by example: phases, terms, levels, reasons."""

from datetime import UTC, datetime

import pytest
from tests.unit.programme.documents import MINIMAL, programme

from tessera.engine.activity import Activity, Line
from tessera.engine.compile import Compiled
from tessera.engine.decide import decide
from tessera.engine.decision import UNKNOWN_TYPE, Decision, Reason
from tessera.engine.standing import Standing
from tessera.kit.codes import ReasonCode

AT = datetime(2026, 6, 5, 12, tzinfo=UTC)
TIERS = "tiers: {qualify: {by: count, within: lifetime}, levels: [{id: seed}, {id: oak, at: 2, perks: [{multiply: 1.5}]}]}\n"


def decided(
    rules: str, *lines: Line, amount: int = 1000, at: datetime = AT, standing: Standing | None = None
) -> Decision:
    """What a purchase earns by the plain rate and these rules."""
    total = sum(line.amount_minor for line in lines) if lines else amount
    activity = Activity("purchase", "p", at, total, "USD", lines=lines)
    return decide(Compiled(programme(MINIMAL + rules)), standing or Standing(), activity, {})


def points(decision: Decision) -> dict[str, int]:
    return {effect.rule: effect.amount for effect in decision.effects}


def test_multipliers_build_upon_each_other_and_leave_bonuses_alone() -> None:
    """10 points, doubled, and that by one and a half: 10 + 10 + 10; the bonus of 7 stays 7."""
    rules = "  a: {on: purchase, multiply: 2}\n  b: {on: purchase, multiply: 1.5}\n  c: {on: purchase, give: {points: 7}}\n"
    assert points(decided(rules)) == {"base": 10, "c": 7, "a": 10, "b": 10}


def test_the_level_before_the_activity_prices_it() -> None:
    """The purchase that reaches a level earns by the one before; the next one by the new."""
    first = decided(TIERS)
    second = decided(TIERS, standing=first.standing)
    third = decided(TIERS, standing=second.standing)
    assert [points(one) for one in (first, second, third)] == [
        {"base": 10}, {"base": 10}, {"base": 10, "tiers:oak": 5}
    ]  # fmt: skip


@pytest.mark.parametrize(("rounding", "expected"), [("down", 2), ("nearest", 3), ("up", 3)])
def test_a_rule_rounds_once_for_the_whole_basket(rounding: str, expected: int) -> None:
    """Two lines of 1.25 are 2.50 points together, not one each; a half goes up."""
    rules = f"  r: {{on: purchase, give: {{points: 1, per: 1.00}}, round: {rounding}}}\n"
    assert points(decided(rules, Line("a", 125), Line("b", 125)))["r"] == expected


def test_cashback_is_counted_in_minor_units() -> None:
    """2% of 10.00 are 20 cents, in the currency of money."""
    (cash,) = [e for e in decided("  back: {on: purchase, give: {cash: 2%}}\n").effects if e.rule == "back"]
    assert (cash.currency, cash.amount) == ("cash", 20)


def test_points_wait_and_last_by_local_days() -> None:
    """Late at night in UTC it is tomorrow in Chisinau: waiting and lasting count from there, across a change of clocks."""
    rules = "  r: {on: purchase, give: {points: 1}, pending: {days: 2}, expire: {months: 6}}\n"
    late = datetime(2026, 3, 27, 23, tzinfo=UTC)
    effect = decided(rules, at=late).effects[-1]
    assert effect.available_at == datetime(2026, 3, 29, 21, tzinfo=UTC)
    assert effect.expires_at == datetime(2026, 9, 28, 21, tzinfo=UTC)


def test_every_candidate_that_gave_nothing_says_why() -> None:
    """The condition that failed, nothing left after rounding, nothing to multiply."""
    rules = (
        "  dear: {on: purchase, give: {points: 5}, min-spend: 20.00}\n"
        "  tiny: {on: purchase, give: {points: 1, per: 99.00}}\n"
    )
    assert [(reason.rule, reason.code) for reason in decided(rules).reasons] == [
        ("tiny", ReasonCode.ROUNDED_TO_NOTHING),
        ("dear", ReasonCode.BELOW_MINIMUM_SPEND),
    ]
    nothing = decided("  twice: {on: purchase, multiply: 2}\n", amount=0)
    assert ("twice", ReasonCode.NOTHING_TO_MULTIPLY) in [(r.rule, r.code) for r in nothing.reasons]


def test_an_activity_that_no_rule_knows_is_decided_too() -> None:
    """It earns nothing, and is counted."""
    decision = decide(Compiled(programme(MINIMAL)), Standing(), Activity("yoga", "y", AT), {})
    assert (decision.effects, decision.standing.counts) == ((), {"yoga": 1})


@pytest.mark.parametrize(
    ("type_", "reasons"),
    [
        ("lesson", [UNKNOWN_TYPE]),
        ("review", []),  # its rule is over
        ("stay", []),  # members read of it in a word of the document's
        ("enrolment", []),  # means something by itself
    ],
)
def test_what_nothing_in_the_programme_is_about_has_that_for_a_reason(
    type_: str, reasons: list[Reason]
) -> None:
    """A rule of another time, a text for members, and types of our own are enough for no such hint."""
    rules = "  r: {on: review, give: {points: 1}, during: {until: 2026-01-01}}\nwords: {stay: {en: a stay}}\n"
    activity = Activity(type_, "k", AT)
    assert list(decide(Compiled(programme(MINIMAL + rules)), Standing(), activity, {}).reasons) == reasons

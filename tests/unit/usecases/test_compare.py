"""Which field of a body differs from what came before under the key."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest
from msgspec.structs import replace

from tessera.engine.activity import Activity, Line
from tessera.kit.activities import (
    ADJUSTMENT,
    CANCELLATION,
    HOUSEHOLD_JOIN,
    MERGE,
    PURCHASE,
    REDEMPTION,
    TRANSFER,
)
from tessera.kit.problems import KeyConflict
from tessera.usecases.donate_points import donation
from tessera.usecases.recording.compare import differing_field, refuse_other_body

AT = datetime(2026, 6, 5, 12, tzinfo=UTC)
MILK, BREAD = Line("milk", 500, facts={"shelf": "A"}), Line("bread", 300)
BASKET = Activity(
    PURCHASE,
    "p",
    AT,
    amount_minor=800,
    lines=(MILK, BREAD),
    facts={"coupon": "X"},
    measures={"km": 5000},
    payments={"cash": 800},
    spend={"points": 100},
)


@dataclass(frozen=True)
class Case:
    other: Activity
    field: str | None


@pytest.mark.parametrize(
    "case",
    [
        Case(BASKET, None),
        Case(replace(BASKET, amount_minor=900, lines=(MILK, replace(BREAD, amount_minor=400))), "lines[1].amount_minor"),
        Case(replace(BASKET, amount_minor=500, lines=(MILK,)), "lines"),
        Case(replace(BASKET, lines=(replace(MILK, facts={"shelf": "B"}), BREAD)), "lines[0].facts.shelf"),
        Case(replace(BASKET, lines=(replace(MILK, facts=None), BREAD)), "lines[0].facts"),
        Case(replace(BASKET, amount_minor=900, lines=()), "amount_minor"),
        Case(replace(BASKET, facts={"coupon": "Y"}), "facts.coupon"),
        Case(replace(BASKET, measures={"km": 5000, "nights": 1000}), "measures.nights"),
        Case(replace(BASKET, spend={"points": 200}), "spend.points"),
        Case(replace(BASKET, occurred_at=datetime(2026, 6, 6, tzinfo=UTC)), "occurred_at"),
    ],
)  # fmt: skip
def test_the_first_field_that_differs_is_found_by_its_path(case: Case) -> None:
    """Within a line and within what is by name; the sum of lines is nobody's field."""
    assert differing_field(BASKET, case.other) == case.field


def conflict(mine: Activity, stored: Activity, *, same_member: bool = True) -> str:
    with pytest.raises(KeyConflict) as raised:
        refuse_other_body(mine, stored, same_member=same_member)
    return str(raised.value.facts["field"])


def given(type_: str, **facts: str) -> Activity:
    return Activity(type_, "k", AT, facts=facts, measures={"points": 5000})


@pytest.mark.parametrize(
    ("mine", "stored", "field"),
    [
        (given(ADJUSTMENT, reason="a"), given(ADJUSTMENT, reason="b"), "reason"),
        (given(TRANSFER, to="a"), given(TRANSFER, to="b"), "to"),
        (given(MERGE, into="a"), given(MERGE, into="b"), "member_id"),
        (given(HOUSEHOLD_JOIN, invitation="a"), given(HOUSEHOLD_JOIN, invitation="b"), "code"),
        (given(CANCELLATION, voucher="a"), given(CANCELLATION, voucher="b"), "code"),
        (Activity(REDEMPTION, "k", AT, rewards=("a",)), Activity(REDEMPTION, "k", AT, rewards=("b",)), "reward"),
        (given(TRANSFER, to="a"), BASKET, "key"),
        (BASKET, given(TRANSFER, to="a"), "key"),
        (replace(BASKET, type="visit"), BASKET, "type"),
        (replace(BASKET, facts={}), BASKET, "facts.coupon"),
    ],
)  # fmt: skip
def test_a_conflict_names_the_field_as_its_call_does(mine: Activity, stored: Activity, field: str) -> None:
    """Calls of their own have no facts and measures; a key of another call is the key's own fault."""
    assert conflict(mine, stored) == field


def test_another_member_is_named_as_the_call_names_them() -> None:
    """Who gives points is `from`."""
    one = donation(
        source="app", key="d", member=("id", str(UUID(int=1))), cause="trees", points=5, occurred_at=AT
    ).activity
    assert conflict(one, one, same_member=False) == "member"
    assert conflict(given(TRANSFER), given(TRANSFER), same_member=False) == "from"

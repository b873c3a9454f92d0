"""Why the other rules gave nothing: every rule for an activity is accounted for."""

from datetime import UTC, datetime

import pytest

from tessera.engine.activity import Activity, Line
from tessera.engine.compile import Compiled
from tessera.engine.decide import decide
from tessera.engine.standing import Standing
from tessera.engine.vocabulary import VOCABULARY
from tessera.engine.why import why_not
from tessera.programme.load import load

PROGRAMME = """\
programme: {id: why, name: Why, money: USD, timezone: UTC}
currencies:
  points: {name: [point, points], worth: 0.01}
earn:
  base: {on: purchase, give: {points: 1, per: 1.00}}
  milk: {on: purchase, lines: {category: MILK}, give: {points: 5}}
  sunday: {on: purchase, weekdays: sunday, give: {points: 5}}
  may: {on: purchase, during: {from: 2026-05-01, until: 2026-06-01}, give: {points: 5}}
  first: {on: purchase, nth: first, give: {points: 5}}
  review: {on: review, give: {points: 5}}
"""


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    programme = load(PROGRAMME, vocabulary=VOCABULARY).programme
    assert programme is not None
    return Compiled(programme)


def test_each_rule_that_was_not_looked_at_has_its_reason(compiled: Compiled) -> None:
    """The day, the period and the lines each rule a rule out by their own code; other activities' rules are silent."""
    friday = Activity(
        "purchase", "k", datetime(2026, 6, 5, 12, tzinfo=UTC), lines=(Line("1", 100, category="BREAD"),)
    )
    told = {reason.rule: reason.code for reason in why_not(compiled, friday)}
    assert told == {"milk": "no_line_matches", "sunday": "other_weekday", "may": "outside_period"}


def test_every_rule_for_the_activity_is_either_decided_or_explained(compiled: Compiled) -> None:
    """What gave points, what was looked at and what was not make up all rules of the type, none of them twice."""
    sunday = Activity(
        "purchase", "k", datetime(2026, 5, 3, 12, tzinfo=UTC), lines=(Line("1", 100, category="MILK"),)
    )
    decision = decide(compiled, Standing(counts={"purchase": 3}), sunday, {})
    told = [effect.rule for effect in decision.effects]
    told += [reason.rule for reason in (*decision.reasons, *why_not(compiled, sunday))]
    assert sorted(told) == ["base", "first", "may", "milk", "sunday"]

"""The engine's laws, for any programme and any basket."""

from datetime import timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.model import Spec, earns
from tests.properties.programmes import NOON, compiled, lines, purchase, rulebooks

from tessera.engine.activity import Line
from tessera.engine.decide import decide
from tessera.engine.decision import Decision
from tessera.engine.standing import Standing

TIERS = (
    "tiers: {qualify: {by: points-earned, within: calendar-month}, keep: end-of-next-window,"
    " levels: [{id: seed}, {id: oak, at: 50, perks: [{multiply: 1.25}]}]}\n"
)


@given(rulebooks(), lines(least_minor=-500))
def test_points_are_those_of_the_naive_model(rules: tuple[Spec, ...], basket: list[Line]) -> None:
    """Rates, bonuses and multipliers come out as exact fractions would, each rounded once; to the point."""
    decision = decide(compiled(rules), Standing(), purchase(basket), {})
    assert {effect.rule: effect.amount for effect in decision.effects} == earns(rules, basket)


@settings(max_examples=50)
@given(rulebooks(caps=True), lines(), st.randoms(use_true_random=False))
def test_the_order_of_rules_in_the_document_changes_nothing(
    rules: tuple[Spec, ...], basket: list[Line], random: Random
) -> None:
    """Any permutation of `earn:` decides the same: effects, reasons and standing."""
    shuffled = list(rules)
    random.shuffle(shuffled)
    one, other = (compiled(order, tiers=TIERS) for order in (rules, shuffled))
    assert decide(one, Standing(), purchase(basket), {}) == decide(other, Standing(), purchase(basket), {})


@settings(max_examples=40)
@given(rulebooks(caps=True), st.lists(lines(), min_size=2, max_size=6))
def test_a_decision_follows_from_its_arguments_alone(
    rules: tuple[Spec, ...], baskets: list[list[Line]]
) -> None:
    """What a compiled programme remembers of other members, days and baskets never shows."""
    used = compiled(rules, tiers=TIERS)
    for member in range(2):
        standing = Standing()
        for place, basket in enumerate(baskets):
            activity = purchase(basket, at=NOON + timedelta(days=9 * place * (member + 1)))
            fresh = compiled(rules, tiers=TIERS)
            decision: Decision = decide(used, standing, activity, {})
            assert decision == decide(fresh, standing, activity, {}) == decide(used, standing, activity, {})
            standing = decision.standing


@settings(max_examples=50)
@given(rulebooks(caps=True), lines(), st.randoms(use_true_random=False))
def test_the_order_of_lines_in_a_basket_changes_nothing(
    rules: tuple[Spec, ...], basket: list[Line], random: Random
) -> None:
    """A basket earns what its lines earn, however the till sorts them."""
    club, shuffled = compiled(rules), list(basket)
    random.shuffle(shuffled)
    one, other = (decide(club, Standing(), purchase(order), {}) for order in (basket, shuffled))
    assert one == other

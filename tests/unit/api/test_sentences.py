"""Sentences beside codes."""

from tessera.api.sentences import REASONS, REWARD_REASONS, reward_sentence_of
from tessera.engine.discount.discount import BENEFITS
from tessera.engine.vocabulary import CONDITIONS
from tessera.kit.codes import ReasonCode, RefusalCode


def test_why_a_reward_cannot_be_had_is_not_told_of_rules_and_points() -> None:
    """Whatever its conditions or the basket forbid."""
    forbidding = {condition.code for condition in CONDITIONS}
    forbidding |= {benefit.short for benefit in BENEFITS.values()}
    forbidding |= {ReasonCode.NO_LINE_MATCHES, ReasonCode.NEVER_DISCOUNTED, ReasonCode.BETTER_DISCOUNT}
    told = {code: reward_sentence_of(code) for code in forbidding}
    assert {code: said for code, said in told.items() if "rule" in said or "point" in said} == {}


def test_what_is_said_of_rewards_alone_differs_from_what_is_said_of_rules() -> None:
    """A row that says the same as the other table is not needed; other codes have their sentence from there."""
    assert not REWARD_REASONS.items() & REASONS.items()
    assert reward_sentence_of(RefusalCode.OUT_OF_STOCK) == "There is none left of this reward."

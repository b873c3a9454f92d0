"""Sentences beside codes."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from tessera.api.sentences import (
    IN_LANGUAGE,
    REASONS,
    REWARD_REASONS,
    refusal_sentence_of,
    reward_sentence_of,
    sentence_of,
)
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


@pytest.mark.parametrize("lang", ["ru", "ro"])
def test_every_sentence_is_there_in_every_language(lang: str) -> None:
    """The same codes, other words; and no letters of another alphabet where none belong."""
    tables: list[tuple[Mapping[Any, str], Mapping[Any, str]]] = list(
        zip(IN_LANGUAGE["en"], IN_LANGUAGE[lang], strict=True)
    )
    for english, other in tables:
        assert english.keys() == other.keys()
        assert not set(english.values()) & set(other.values())
        for sentence in other.values():
            assert sentence.endswith(".")
            assert bool(re.search("[а-яё]", sentence)) == (lang == "ru")
            assert not re.search("[a-z]", sentence) or lang == "ro"


def test_the_words_of_a_refusal_are_kept_in_english_alone() -> None:
    """They name figures; in another language the code has its own sentence."""
    code, detail = RefusalCode.INSUFFICIENT_POINTS, "Only 5 points are available; 7 points cannot be spent."
    assert refusal_sentence_of(code, detail, lang="en") == detail
    assert refusal_sentence_of(code, detail, lang="ro") == "Membrul are prea puține puncte."
    assert refusal_sentence_of(code, None, lang="en") == "The member has too few points."


def test_a_budget_is_told_of_rules_and_of_rewards_in_their_own_words() -> None:
    """One code stands for both."""
    spent = ReasonCode.BUDGET_SPENT
    assert sentence_of(spent) != reward_sentence_of(spent) == refusal_sentence_of(spent, None)

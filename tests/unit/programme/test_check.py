"""Warnings: what works, but is seldom meant."""

import pytest
from tests.unit.programme.documents import MINIMAL, warnings, with_tiers

LEVELS = "[{id: a}, {id: b, at: 1}, {id: c, at: 2}, {id: d, at: 3}]"


def test_a_plain_good_programme_raises_no_doubt() -> None:
    """The least valid document has no warnings."""
    assert warnings(MINIMAL) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (MINIMAL.replace(", worth: 0.02", ""), "no_worth"),
        (MINIMAL.replace("enrolment", "review"), "no_welcome"),
        (MINIMAL.replace("0.02", "0.01"), "low_return"),
        (with_tiers(f"{{qualify: {{by: spend, within: lifetime}}, levels: {LEVELS}}}"), "many_tiers"),
        (MINIMAL.replace("name: Club", "name: {en: Club, ro: Clubul}").replace("cash back", "{en: cash, ro: bani}"),
         "missing_text"),
    ],
)  # fmt: skip
def test_what_is_seldom_meant_is_doubted(text: str, code: str) -> None:
    """A worthless currency, no welcome, a thin return, a tall ladder, a missing translation: one warning each."""
    assert warnings(text) == [code]


def test_a_thin_return_is_doubted_for_plain_base_rules_only() -> None:
    """A rate of 1 % for some lines, beside a good base, is a bonus and no reason to doubt."""
    assert warnings(MINIMAL + "  more: {on: purchase, lines: {brand: X}, give: {cash: 1%}}\n") == []

"""What people write by habit, and what they are told."""

import pytest
from tests.unit.programme.documents import MINIMAL, with_rule

from tessera.engine.vocabulary import VOCABULARY
from tessera.programme.load import load

HEAD = "{on: purchase, "


@pytest.mark.parametrize(
    ("rule", "column", "advice"),
    [
        ("{on:purchase, give: {points: 1}}", 11, "space after the colon: `on: purchase`"),
        (HEAD + "multiply: 1,5}", 37, "`1.5`"),
        (HEAD + "channels: {app, web}, multiply: 2}", 35, "`[app, web]`"),
        (HEAD + "multiply: 2, cooldown}", 38, "Write `cooldown: …`"),
        (HEAD + "multiply: 2", 10, "`}` at the end"),
        (HEAD + "name: Now: cheap, multiply: 2}", 34, "quotes around a text"),
        (HEAD + "name: @home, multiply: 2}", 31, "quotes around the whole value"),
        (HEAD + 'name: "half, multiply: 2}', 31, "Close it"),
        ("\n    on: purchase\n   multiply: 2", 4, "Indent what belongs together alike"),
        ("\n\t on: purchase", 1, "spaces, not with tabs"),
    ],
)
def test_a_slip_of_yaml_is_told_where_it_is_in_plain_words(rule: str, column: int, advice: str) -> None:
    """Whoever forgets a space, a brace, a quote or a decimal point is told so, and not what a parser expected."""
    (found,) = load(with_rule(rule), vocabulary=VOCABULARY).errors
    assert (found.column, advice in found.advice) == (column, True), str(found)
    assert not {"scanning", "parsing", "token", "mapping"} & set(found.message.split())


@pytest.mark.parametrize(
    ("rule", "advice"),
    [
        (HEAD + "min-spend: 20 EUR, multiply: 2}", "Did you mean `20`?"),
        (HEAD + "min-spend: $20, multiply: 2}", "Did you mean `20`?"),
        (HEAD + 'min-spend: "1.000,50", multiply: 2}', "Did you mean `1000.50`?"),
        (HEAD + "min-spend: 1 000, multiply: 2}", "Did you mean `1000`?"),
        (HEAD + "multiply: x2}", "Did you mean `2`?"),
        (HEAD + "multiply: 200%}", "200% is 2."),
        (HEAD + "give: {cash: {0: 1%, 50.00: 2}, per: 1.00}}", "1% is 0.01."),
        (HEAD + "multiply: 2, during: {from: 01.06.2026}}", "Did you mean `2026-06-01`?"),
        (HEAD + "multiply: 2, during: {from: 2026-6-1}}", "Did you mean `2026-06-01`?"),
        (HEAD + "multiply: 2, during: {from: 30/6/2026}}", "Did you mean `2026-06-30`?"),
        (HEAD + "multiply: 2, during: {from: June 30 2026}}", "Did you mean `2026-06-30`?"),
        (HEAD + "multiply: 2, during: 2026-06}", "such as `{from: 2026-06-01, until: 2026-07-01}`"),
        (HEAD + "multiply: 2, hours: {from: 5pm, until: 24:00}}", "Did you mean `17:00`?"),
        (HEAD + "multiply: 2, weekdays: sat}", "Did you mean `saturday`?"),
        (HEAD + "multiply: 2, expire: {on: 31.12.}}", "Did you mean `12-31`?"),
        (HEAD + "multiply: 2, expire: 12 months}", "such as `{months: 12}`"),
        (HEAD + "multiply: 2, cooldown: 7 days}", "such as `{days: 30}`"),
        (HEAD + "multiply: 2, category: MILK}", "`lines: {category: …}`"),
        (HEAD + "multiply: 2, until: 2026-07-01}", "`during: {from: …, until: …}`"),
        ("{on: fuel, give: {points: 1, per: litre}}", "`{litre: 1}`"),
    ],
)
def test_what_was_probably_meant_is_offered(rule: str, advice: str) -> None:
    """A date, an amount or a time in another form comes back in the form that is read."""
    (found,) = load(with_rule(rule), vocabulary=VOCABULARY).errors
    assert advice in found.advice


@pytest.mark.parametrize("share", ["0.05", "5", "5 percent"])
def test_a_share_is_offered_as_a_percentage(share: str) -> None:
    """Whoever writes 0.05 where a percentage stands reads 5%."""
    (found,) = load(f"{MINIMAL}measure: {{holdout: {share}}}\n", vocabulary=VOCABULARY).errors
    assert "Did you mean `5%`?" in found.advice


def test_what_people_read_in_two_ways_is_not_guessed() -> None:
    """6/1/2026 is the first of June for some, the sixth of January for others: no date is offered."""
    text = with_rule(HEAD + "multiply: 2, during: {from: 6/1/2026}}")
    (found,) = load(text, vocabulary=VOCABULARY).errors
    assert "Did you mean" not in found.advice

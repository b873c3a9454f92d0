"""The programme in plain sentences."""

import pytest
from tests.unit.programme.documents import EXAMPLE_FILE, MINIMAL, programme, with_rule, with_tiers

from tessera.programme.explain import explain
from tessera.programme.languages import UnknownLanguage


def sentence(rule: str) -> str:
    """What the extra rule says."""
    text = explain(programme(with_rule(rule)))
    lines = [line for line in text.split("## What you collect")[0].splitlines() if line.startswith("- ")]
    return lines[2].removeprefix("- ")


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("{on: purchase, give: {points: 1, per: 5.00}}", "You earn 1 extra point for every $5 you spend."),
        (
            "{on: purchase, give: {points: 1.5, per: 0.50}, min-spend: 20}",
            "You earn 1.5 extra points for every $0.50 you spend when you spend at least $20.",
        ),
        (
            "{on: purchase, lines: {department: FUEL}, give: {points: 3, per: {quantity: 10}}}",
            "You earn 3 extra points for every 10 items of fuel.",
        ),
        ("{on: purchase, give: {cash: 2.5%}}", "You get 2.5% in cash back on what you spend."),
        ("{on: enrolment, give: {cash: 5}}", "You get $5 when you join."),
        (
            "{on: purchase, multiply: 3, exclude: {brand: Acme}}",
            "You earn triple points. This leaves out Acme brand products.",
        ),
        (
            "{on: purchase, multiply: 1.25, channels: [app, kiosk]}",
            "You earn 1.25 times the points in our app or through kiosk.",
        ),
        (
            "{on: purchase, give: {points: 7}, stores: [12, 40], facts: {payment: card}}",
            "You get 7 points with each purchase at store 12 or 40 when the payment is card.",
        ),
        (
            "{on: app-visit, give: {points: 1}, cap: {times: 1, per: day}}",
            "You get 1 point for each app visit, once a day.",
        ),
        (
            "{on: purchase, give: {points: 9}, nth: 22}",
            "You get 9 points with your 22nd purchase.",
        ),
        (
            "{on: purchase, give: {points: 9}, during: {from: 2026-05-09, until: 2026-05-10}}",
            "On May 9, 2026, you get 9 points with each purchase.",
        ),
        (
            "{on: purchase, give: {points: 9}, during: {until: 2026-05-10}}",
            "Until the end of May 9, 2026, you get 9 points with each purchase.",
        ),
        (
            "{on: purchase, give: {points: 9}, during: {from: 2026-12-30, until: 2027-01-03}}",
            "From December 30, 2026 to January 2, 2027, you get 9 points with each purchase.",
        ),
        (
            "{on: purchase, give: {points: 9, per: 1}, round: up, expire: never, pending: {days: 1}}",
            (
                "You earn 9 extra points for every $1 you spend. Any fraction is rounded up to a whole point. "
                "They are ready to use after 1 day. They never expire."
            ),
        ),
        (
            "{on: purchase, give: {points: 9}, cap: {points: 1000, per: year, over: refuse}, name: Treats}",
            (
                "Treats: You get 9 points with each purchase, up to 1,000 points a year. "
                "What would go beyond that earns nothing at all."
            ),
        ),
        (
            "{on: purchase, lines: {brand: Acme, organic: 'yes'}, multiply: 2}",
            "You earn double points on Acme brand products that are also goods whose organic is yes.",
        ),
        (
            "{on: purchase, traits: {age: [19-24], marital_status: Married}, multiply: 2}",
            "If your age is 19-24 and your marital status is Married, you earn double points.",
        ),
    ],
)
def test_a_rule_is_told_as_a_person_would(rule: str, said: str) -> None:
    """Each construct has its phrase, with right plurals, money and dates, in one flowing sentence."""
    assert sentence(rule) == said


def test_a_ladder_by_visits_is_told() -> None:
    """Levels by count over a rolling window name what is counted, and how long a level lasts."""
    tiers = "{qualify: {by: count, within: {rolling: {days: 90}}}, levels: [{id: a}, {id: b, at: 12}]}"
    text = explain(programme(with_tiers(tiers)))
    assert "- Your level depends on the number of your purchases in the last 90 days.\n" in text
    assert "- You reach B with 12 purchases.\n" in text
    assert "- You keep a level for as long as you go on earning it.\n" in text


def test_the_short_form_is_one_paragraph() -> None:
    """What a newcomer wants to know: the plain rules, what points are worth, how long they last."""
    assert explain(programme(MINIMAL), form="short") == (
        "Club: You earn 1 point for every $1 you spend. You get 100 points when you join. "
        "50 points are worth $1. Your points are ready to use at once and never expire.\n"
    )


def test_a_language_without_sentences_is_refused_clearly() -> None:
    """Nobody gets half a translation: a language that is not written yet is named as missing."""
    with pytest.raises(UnknownLanguage, match="No sentences are written"):
        explain(programme(MINIMAL), lang="xx")


def test_no_invisible_characters_litter_the_text() -> None:
    """The text can be pasted anywhere: no isolating marks, no narrow spaces."""
    text = explain(programme(EXAMPLE_FILE.read_text(encoding="utf-8")))
    assert not set(text) & set("\u2068\u2069\u202f\u00a0")


def test_several_ladders_are_told_apart_by_their_names() -> None:
    """Two ladders have a heading each, with the text that `words` has for the ladder's id."""
    status = "{id: status, qualify: {by: spend, within: lifetime}, levels: [{id: a}, {id: b, at: 9}]}"
    years = (
        "{id: for-life, qualify: {by: membership-years, within: lifetime}, levels: [{id: c}, {id: d, at: 9}]}"
    )
    text = explain(programme(with_tiers(f"[{status}, {years}]") + "words: {for-life: for good}\n"))
    assert "## Your level: status\n" in text
    assert "## Your level: for good\n" in text
    assert "- You reach B when you spend $9.\n" in text


@pytest.mark.parametrize(
    ("lang", "trait", "fact"),
    [
        ("en", "If “parent” applies to you, you", "when it is marked “gift”"),
        ("ru", "Если у вас есть отметка «parent», вы", "если есть отметка «gift»"),
        ("ro", "Dacă aveți mențiunea „parent”, primiți", "dacă există mențiunea „gift”"),
    ],
)
def test_what_is_only_true_is_told_as_a_mark(lang: str, trait: str, fact: str) -> None:
    """Nobody reads "if your parent is true"."""
    text = with_rule("{on: review, traits: {parent: true}, facts: {gift: 'yes'}, give: {points: 5}}")
    (said,) = [line for line in explain(programme(text), lang=lang).splitlines() if "parent" in line]
    assert trait in said
    assert fact in said


@pytest.mark.parametrize(
    ("lang", "sums"),
    [
        ("en", ["1 leu you", "20.50 lei", "21 lei"]),
        ("ru", ["1 лей", "20,50 лея", "21 лей"]),
        ("ro", ["1 leu cheltuit", "20,50 lei", "21 de lei"]),
    ],
)
def test_lei_are_called_lei(lang: str, sums: list[str]) -> None:
    """Whoever pays in lei reads no code of a money, and in the right number."""
    text = with_rule("{on: purchase, min-spend: 20.50, give: {points: 5}}").replace("USD", "MDL")
    text += "  more: {on: purchase, min-spend: 21.00, give: {points: 6}}\n"
    said = explain(programme(text), lang=lang)
    assert [phrase for phrase in sums if phrase not in said] == [], said


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "If your age is old, every Tuesday, you get 5 points"),
        ("ru", "Если age — old, по вторникам вы получаете 5 points"),
        ("ro", "Dacă age este old, marțea primiți 5 points"),
    ],
)
def test_who_stands_before_when(lang: str, said: str) -> None:
    """A condition on the member begins the sentence, whatever else leads it, so that its commas are right."""
    text = with_rule("{on: purchase, weekdays: tuesday, traits: {age: old}, give: {points: 5}}")
    assert said in explain(programme(text), lang=lang)

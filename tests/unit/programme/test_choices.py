"""`choices:` in the document: read, refused at its place, compared, told in three languages."""

import jsonschema
import pytest
from tests.unit.programme.documents import MINIMAL as BARE
from tests.unit.programme.documents import errors, programme, warnings

from tessera.engine.vocabulary import VOCABULARY
from tessera.programme.choice import ChoicePeriod, MemberChoice
from tessera.programme.diff import diff
from tessera.programme.explain import explain
from tessera.programme.load import load
from tessera.programme.schema import schema

POINTS = "{en: [point, points], ru: [балл, балла, баллов], ro: [punct, puncte, de puncte]}"
MINIMAL = BARE.replace("[point, points]", POINTS)
RULE = "  fav: {on: purchase, lines: {category: {chosen: fav}}, give: {points: 5, per: 1.00}}\n"
WORDS = """\
words:
  COFFEE: {en: coffee, ru: кофе, ro: cafea}
  FRUIT: {en: fruit, ru: фрукты, ro: fructe}
  DAIRY: {en: dairy, ru: молочные продукты, ro: lactate}
"""


def with_choice(choice: str, rule: str = RULE) -> str:
    return f"{MINIMAL}{rule}choices:\n  fav: {choice}\n"


FAVOURITES = "{of: {category: [COFFEE, FRUIT, DAIRY]}, up-to: 2, for: month}"


def test_a_choice_is_read_whole_and_its_rule_takes_no_more_than_it_offers() -> None:
    """The rule's lines are all that may be chosen; it remembers of which attribute only what was chosen counts."""
    read = programme(with_choice(FAVOURITES.replace("}, up", "}, choose-by: {days: 3}, up")))
    options = ("COFFEE", "FRUIT", "DAIRY")
    assert read.choices == {"fav": MemberChoice("fav", "category", options, 2, ChoicePeriod.MONTH, 3)}
    rule = next(rule for rule in read.rules if rule.id == "fav")
    assert (rule.lines, rule.chosen) == ({"category": frozenset(options)}, {"category": "fav"})


@pytest.mark.parametrize(
    ("choice", "code", "column"),
    [
        ("{of: {category: [A, B], brand: [C, D]}, up-to: 1, for: month}", "one_attribute", 8),
        ("{of: {category: [A, B]}, up-to: 2, for: month}", "nothing_to_choose", 8),
        ("{of: {category: [A, A]}, up-to: 1, for: month}", "repeated", 28),
        ("{of: {category: [A, B]}, up-to: 0, for: month}", "out_of_range", 40),
        ("{of: {category: [A, B]}, up-to: 1, for: fortnight}", "unknown_choice", 48),
        ("{of: {category: [A, B]}, up-to: 1}", "missing_key", 8),
        ("{of: {category: [A, B]}, up-to: 1, for: month, choose-by: 3}", "wrong_type", 66),
        ("{of: {category: [A, B]}, up-to: 1, for: month, choose-by: {days: 500}}", "out_of_range", 73),
        ("{of: [A, B], up-to: 1, for: month}", "wrong_type", 13),
    ],
)
def test_what_can_be_no_choice_is_named_at_its_place(choice: str, code: str, column: int) -> None:
    """One error, though the rule that asks for the choice cannot be understood either."""
    found = errors(with_choice(choice))
    assert [(error.code, error.column) for error in found] == [(code, column)], [str(e) for e in found]


@pytest.mark.parametrize(
    ("rule", "code", "advice"),
    [
        (RULE.replace("chosen: fav", "chosen: fab"), "undeclared_choice", "Did you mean `fav`?"),
        (RULE.replace("category:", "brand:"), "other_attribute", "Write `category: {chosen: fav}`."),
        (RULE.replace("chosen:", "choose:"), "unknown_key", "Did you mean `chosen`?"),
        (RULE.replace("lines:", "exclude:"), "wrong_type", "Write a value."),
    ],
)
def test_a_rule_that_asks_for_another_choice_is_told_what_to_write(rule: str, code: str, advice: str) -> None:
    """A choice that is not declared, one of another attribute, and a place where none can stand."""
    found = errors(with_choice(FAVOURITES, rule))
    assert (code, advice) in [(error.code, error.advice) for error in found], [str(e) for e in found]


def test_a_choice_that_changes_is_told_before_and_after() -> None:
    """By its path, in its sentences."""
    old, new = (programme(with_choice(text)) for text in (FAVOURITES, FAVOURITES.replace("month", "week")))
    (change,) = diff(old, new)
    assert change.path == "choices.fav"
    assert "For each month" in change.before
    assert "For each week" in change.after


def test_the_schema_takes_what_is_read() -> None:
    """An editor marks neither the choice nor the rule."""
    document = {
        "of": {"category": ["COFFEE", "FRUIT", "DAIRY"]},
        "up-to": 2,
        "for": "quarter",
        "choose-by": {"days": 3},
    }
    properties = schema(VOCABULARY)["properties"]
    jsonschema.validate({"fav": document}, properties["choices"])
    rule = {"on": "purchase", "lines": {"category": {"chosen": "fav"}}, "give": {"points": 1, "per": 1}}
    jsonschema.validate({"fav": rule}, properties["earn"])


def test_a_choice_for_which_no_rule_asks_is_doubted_at_its_place() -> None:
    """With the line to write; silent once a rule asks, or when the document allows itself such a choice."""
    idle = load(with_choice(FAVOURITES, ""), vocabulary=VOCABULARY)
    (doubt,) = [warning for warning in idle.warnings if warning.code == "idle_choice"]
    assert (doubt.line, doubt.advice) == (
        7,
        "Write a rule with `lines: {category: {chosen: fav}}`.",
    )
    assert "idle_choice" not in warnings(with_choice(FAVOURITES))
    assert "idle_choice" not in warnings(with_choice(FAVOURITES, "") + "check: {allow: idle_choice}\n")


TOLD = {
    "en": [
        "For each month you choose coffee, fruit, or dairy: up to 2 of them.",
        "Choose at least 3 days before the month begins; your choice counts until it ends.",
        "For each week you choose coffee or fruit: just one of them.",
        "Choose before the week begins; your choice counts until it ends.",
    ],
    "ru": [
        "На каждый месяц вы выбираете кофе, фрукты или молочные продукты: не больше 2 из них.",
        "Выбрать нужно не позднее чем за 3 дня до начала месяца, и выбор действует до его конца.",
        "На каждую неделю вы выбираете кофе или фрукты: что-то одно.",
        "Выбрать нужно до начала недели, и выбор действует до её конца.",
    ],
    "ro": [
        "Pentru fiecare lună alegeți cafea, fructe sau lactate: cel mult 2 dintre ele.",
        "Alegeți cu cel puțin 3 zile înainte să înceapă luna; alegerea este valabilă până la sfârșitul ei.",
        "Pentru fiecare săptămână alegeți cafea sau fructe: o singură variantă.",
        "Alegeți înainte să înceapă săptămâna; alegerea este valabilă până la sfârșitul ei.",
    ],
}


@pytest.mark.parametrize("lang", TOLD)
def test_choices_are_told_in_three_languages(lang: str) -> None:
    """As a native would write them, with the words of the document."""
    document = with_choice(FAVOURITES.replace("month", "month, choose-by: {days: 3}"))
    weekly = "  snack: {of: {category: [COFFEE, FRUIT]}, up-to: 1, for: week}\n"
    text = explain(programme(document + weekly + WORDS), lang=lang)
    for sentence in TOLD[lang]:
        assert sentence in text, text


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "You get 5 points on the anniversary of your joining."),
        ("ru", "Вы получаете 5 баллов в годовщину вашего вступления."),
        ("ro", "Primiți 5 puncte la aniversarea înscrierii."),
    ],
)
def test_what_the_calendar_brings_is_told_in_three_languages(lang: str, told: str) -> None:
    """As an occasion, not as a word of the machine."""
    document = MINIMAL + "  year: {on: anniversary, give: {points: 5}}\n"
    assert told in explain(programme(document), lang=lang)


@pytest.mark.parametrize(
    ("lang", "period", "told"),
    [
        ("en", "week", "If you join in the course of a week, your first choice counts at once."),
        ("ru", "quarter", "Если вы присоединились в середине квартала, первый выбор действует сразу."),
        ("ru", "year", "Если вы присоединились в середине года, первый выбор действует сразу."),
        ("ro", "month", "Dacă vă înscrieți în cursul lunii, prima alegere contează imediat."),
    ],
)
def test_newcomers_are_told_that_they_need_not_wait(lang: str, period: str, told: str) -> None:
    """Unless they have to."""
    text = f"{MINIMAL}choices: {{fav: {{of: {{category: [A, B, C]}}, up-to: 1, for: {period}}}}}\n"
    assert told in explain(programme(text), lang=lang)
    assert told not in explain(programme(text.replace("up-to: 1", "up-to: 1, newcomers: wait")), lang=lang)

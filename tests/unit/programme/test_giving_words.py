"""What members may give away: as members read it, and what cannot be written."""

import pytest

from tessera.engine.vocabulary import VOCABULARY
from tessera.programme.explain import explain
from tessera.programme.load import load

CLUB = """\
programme: {id: club, name: {en: Club, ru: Клуб, ro: Club}, money: USD, timezone: UTC}
currencies:
  points:
    name: {en: [point, points], ru: [балл, балла, баллов], ro: [punct, puncte, de puncte]}
    expire: {months: 12}
  cash: {name: {en: cash back, ru: [кешбэк, кешбэка, кешбэка], ro: cashback}, unit: money}
earn:
  base: {on: purchase, give: {points: 1, per: 1.00}}
"""
GIVEN = """\
transfers:
  points: {at-least: 100, cap: {points: 1000, per: month}, cooldown: {days: 7}, after-joining: {days: 30}}
  cash: {}
causes:
  trees: {name: {en: City trees, ru: Деревья для города, ro: Copaci pentru oraș}, at-least: 50, goal: 100000}
  dogs: {name: {en: Dogs, ru: Собаки, ro: Câini}, currency: cash, from: 2026-07-01, until: 2026-08-01}
"""


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "en",
            [
                (
                    "You can give another member at least 100 points at a time, up to 1,000 points a month. You can give"
                    " again 7 days later. You can do so once you have been with us for 30 days. The expiry date stays the"
                    " same."
                ),
                "You can give another member any amount of cash back.",
                "City trees: you can give 50 points or more at a time. Together we want to collect 100,000 points.",
                "Dogs: you can give any amount of cash back, in July 2026.",
            ],
        ),
        (
            "ru",
            [
                (
                    "Вы можете подарить другому участнику минимум 100 баллов за один раз, максимум 1 000 баллов в месяц."
                    " Следующий подарок — не раньше чем через 7 дней. Это можно делать, когда вы с нами уже 30 дней. Срок"
                    " действия остаётся прежним."
                ),
                "Вы можете подарить другому участнику любую сумму кешбэка.",
                (
                    "Деревья для города: вы можете пожертвовать 50 баллов или больше за один раз. Вместе мы хотим собрать"
                    " 100 000 баллов."
                ),
                "Собаки: вы можете пожертвовать любую сумму кешбэка, в июле 2026 года.",
            ],
        ),
        (
            "ro",
            [
                (
                    "Puteți dărui altui membru de fiecare dată cel puțin 100 de puncte, cel mult 1.000 de puncte pe lună."
                    " Puteți dărui din nou abia după 7 zile. Puteți face asta după 30 de zile de la înscriere. Data"
                    " expirării rămâne aceeași."
                ),
                "Puteți dărui altui membru orice sumă de cashback.",
                (
                    "Copaci pentru oraș: puteți dona de fiecare dată 50 de puncte sau mai mult. Împreună vrem să strângem"
                    " 100.000 de puncte."
                ),
                "Câini: puteți dona orice sumă de cashback, în iulie 2026.",
            ],
        ),
    ],
)
def test_what_may_be_given_is_told_in_every_language(lang: str, lines: list[str]) -> None:
    """How much, how often, from when on; and of causes, what is to come together."""
    programme = load(CLUB + GIVEN, vocabulary=VOCABULARY).programme
    assert programme is not None
    told = explain(programme, lang=lang).splitlines()
    assert [line for line in lines if f"- {line}" not in told] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("transfers: {gold: {}}", "unknown_currency"),
        ("transfers: {points: {at-least: 0.5}}", "too_precise"),
        ("transfers: {points: {at-least: 100, cap: {points: 50, per: day}}}", "limits_cross"),
        ("transfers: {points: {cap: [{times: 1, per: day}, {times: 2, per: day}]}}", "two_caps"),
        ("transfers: {points: {cap: {points: 50, per: day, over: trim}}}", "unknown_key"),
        ("transfers: {cash: {cap: {points: 50, per: day}}}", "cap_form"),
        ("causes: {trees: {goal: 100}}", "missing_key"),
        ("causes: {trees: {name: Trees, currency: gold}}", "unknown_currency"),
        ("causes: {trees: {name: Trees, at-least: 50, goal: 10}}", "limits_cross"),
        ("causes: {trees: {name: Trees, from: 2026-07-01, until: 2026-07-01}}", "empty_period"),
    ],
)
def test_what_cannot_be_meant_is_an_error_where_it_stands(text: str, code: str) -> None:
    """One error, on the line of the section."""
    errors = load(f"{CLUB}{text}\n", vocabulary=VOCABULARY).errors
    assert [(error.code, error.line) for error in errors] == [(code, 9)]

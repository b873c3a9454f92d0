"""What may be written of paying with points, what may not, and what members read of it."""

from fractions import Fraction

import pytest
from tests.unit.programme.documents import HEAD, errors, programme, warnings
from tests.unit.programme.test_schema import valid

from tessera.engine.worked import worked
from tessera.programme.diff import diff
from tessera.programme.explain import explain
from tessera.programme.spending import Spending

CURRENCIES = """\
currencies:
  points:
    {name: {en: [point, points], ru: [балл, балла, баллов], ro: [punct, puncte, de puncte]}, worth: 0.01, expire: {days: 9}}
  coins: {name: {en: [coin, coins], ru: [монета, монеты, монет], ro: [monedă, monede, de monede]}, scale: 1, worth: 0.005}
  cash: {name: {en: cash back, ru: [кешбэк, кешбэка, кешбэков], ro: cashback}, unit: money}
  idle: {name: [mark, marks]}
earn:
  base: {on: purchase, give: {points: 1, per: 1.00}}
words:
  MILK: {en: milk, ru: молоко, ro: lapte}
  TOBACCO: {en: tobacco, ru: табак, ro: tutun}
spend:
"""


def club(*spendings: str) -> str:
    """A document with these terms of paying, from line 14 on, column 3."""
    return HEAD + CURRENCIES + "".join(f"  {spending}\n" for spending in spendings)


def test_terms_are_read_in_smallest_units() -> None:
    """Money in its coins, tenths in tenths; and what the document does not say is said in one place."""
    loaded = programme(
        club(
            "points: {at-least: 500, step: 100, at-most: {share: 50%, leave: 1.00}, exclude: {category: TOBACCO},"
            " hold: {minutes: 15}, grace: {days: 30}, earns: gross}",
            "coins: {at-least: 20, lines: {category: [MILK, BREAD]}}",
            "cash: {}",
        )
    )
    assert loaded.spending == {
        "points": Spending(
            "points",
            least=500,
            step=100,
            share=Fraction(1, 2),
            leave_minor=100,
            exclude={"category": frozenset({"TOBACCO"})},
            hold_minutes=15,
            grace_days=30,
            earns_net=False,
            step_minor=100,
        ),
        "coins": Spending(
            "coins", least=200, step=20, lines={"category": frozenset({"MILK", "BREAD"})}, step_minor=1
        ),
        "cash": Spending("cash"),
    }


@pytest.mark.parametrize(
    ("worth", "money", "step", "step_minor"),
    [
        ("0.01", "USD", 1, 1),
        ("0.005", "USD", 2, 1),
        ("0.003", "USD", 10, 3),
        ("0.07", "USD", 1, 7),
        ("1", "JPY", 1, 1),
        ("0.4", "JPY", 5, 2),
        ("0.0125", "KWD", 2, 25),
    ],
)
def test_points_are_spent_by_the_fewest_that_pay_whole_coins(
    worth: str, money: str, step: int, step_minor: int
) -> None:
    """Two half cents are a cent; a yen has no cents."""
    text = club("points: {}").replace("0.01", worth).replace("USD", money)
    spending = programme(text).spending["points"]
    assert (spending.least, spending.step, spending.step_minor) == (step, step, step_minor)


@pytest.mark.parametrize(
    ("spending", "code", "at"),
    [
        ("coins: {step: 1}", "step_not_whole", "1}"),
        ("coins: {step: 4.25}", "too_precise", "4.25"),
        ("coins: {step: 4, at-least: 7}", "between_steps", "7}"),
        ("coins: {at-least: 7}", "between_steps", "7}"),
        ("cash: {at-least: 0.005}", "too_precise", "0.005"),
        ("points: {at-least: 0}", "out_of_range", "0}"),
        ("idle: {}", "no_worth", "{}"),
        ("pints: {}", "unknown_currency", "pints"),
        ("points: {at-most: {share: 101%}}", "out_of_range", "101%"),
        ("points: {at-most: {share: 0.5}}", "wrong_type", "0.5"),
        ("points: {at-most: 50%}", "wrong_type", "50%"),
        ("points: {at-most: {}}", "missing_key", "{}"),
        ("points: {at-most: {leave: 0.005}}", "too_precise", "0.005"),
        ("points: {hold: {}}", "missing_key", "{}"),
        ("points: {hold: {minutes: 0}}", "out_of_range", "0}"),
        ("points: {earns: all}", "unknown_choice", "all"),
        ("points: {pays: items}", "unknown_choice", "items"),
        ("points: {least: 5}", "unknown_key", "least"),
        ("points: {lines: {}}", "out_of_range", "{}"),
        ("coins: {grace: {days: 3}}", "nothing_to_grace", "grace"),
        ("points:", "wrong_type", ""),
    ],
)
def test_what_cannot_be_meant_is_named_at_its_place(spending: str, code: str, at: str) -> None:
    """Code, line and column, with what to write instead."""
    text = club(spending)
    found = errors(text)
    assert [error.code for error in found] == [code], [str(error) for error in found]
    column = text.splitlines()[13].rindex(at) + 1 if at else len(spending) + 3
    assert (found[0].line, found[0].column) == (14, column), str(found[0])
    assert found[0].advice


def test_a_step_that_no_coins_pay_says_which_would_do() -> None:
    """In the document's own figures."""
    (found,) = errors(club("coins: {step: 3}"))
    assert found.message == "3 of `coins` would pay 0.015 USD, which is not a whole number of 0.01."
    assert found.advice == "Write 2, or a multiple of it."
    (found,) = errors(club("coins: {step: 4, at-least: 10}"))
    assert (found.message, found.advice) == ("10 is no multiple of 4, the step.", "Write 8 or 12.")


def test_a_worth_that_cannot_be_read_is_told_once() -> None:
    """What depends on it is not told beside it."""
    assert [error.code for error in errors(club("points: {step: 3}").replace("0.01", "a cent"))] == [
        "wrong_type"
    ]


def test_what_pays_for_nothing_is_doubted() -> None:
    """Points that nobody has, and goods that are all excluded; else nothing is."""
    assert "idle_spending" not in warnings(club("points: {exclude: {category: TOBACCO}}"))
    assert "idle_spending" in warnings(club("cash: {}"))
    excluded = "points: {lines: {category: MILK}, exclude: {category: [MILK, TOBACCO]}}"
    assert "idle_spending" in warnings(club(excluded))


def test_goods_without_a_text_are_doubted_as_in_rules() -> None:
    """A number says nothing to a member."""
    assert "missing_text" in warnings(club("points: {exclude: {category: 4711}}"))


@pytest.mark.parametrize(
    "spending",
    [
        "points: {}",
        "points: {at-least: 500, step: 100, at-most: {share: 50%, leave: 1.00}, grace: {days: 3}}",
        "cash: {lines: {brand: Own}, exclude: {category: TOBACCO}, hold: {minutes: 5}, earns: gross}",
    ],
)
def test_the_schema_takes_what_is_read(spending: str) -> None:
    """An editor marks nothing red that would load."""
    text = club(spending)
    assert not errors(text)
    assert valid(text)


TOLD = {
    "points: {at-least: 500, step: 100, at-most: {share: 50%}, exclude: {category: TOBACCO}, grace: {days: 30}}": {
        "en": "You can pay with points: 100 points are worth $1. Use at least 500 points at a time, in steps of"
        " 100 points. You cannot pay for tobacco that way. You can pay up to 50% of the rest of a receipt that way."
        " So the rest has to come to $10 or more. What you pay that way earns nothing. If you return something, you"
        " get back what you used for it, with its old date. If that has passed, you have another 30 days.",
        "ru": "Когда вы платите за покупку, 100 баллов заменяют 1 $. Минимум за один раз — 500 баллов, шаг —"
        " 100 баллов. За табак так заплатить нельзя. Так можно оплатить не больше 50 % остальной суммы. Значит,"
        " остальная сумма — минимум 10 $. За то, что оплачено так, ничего не начисляется. Если вы вернёте покупку,"
        " потраченное на неё вернётся к вам с прежним сроком. Если срок уже прошёл, у вас будет ещё 30 дней.",
        "ro": "Când plătiți cumpărăturile, 100 de puncte valorează 1 USD. Folosiți cel puțin 500 de puncte o dată,"
        " în trepte de 100 de puncte. Pentru tutun nu se poate plăti așa. Așa puteți plăti cel mult 50 % din restul"
        " bonului. Deci restul trebuie să fie de cel puțin 10 USD. Pentru ce plătiți așa nu primiți nimic. Dacă"
        " returnați un produs, primiți înapoi ce ați folosit pentru el, cu același termen. Dacă termenul a trecut,"
        " mai aveți 30 de zile.",
    },
    "coins: {step: 2, lines: {category: MILK}, earns: gross}": {
        "en": "You can pay for milk with coins: 200 coins are worth $1. Use them in steps of 2 coins. What you pay"
        " that way earns like the rest. If you return something, you get back what you used for it.",
        "ru": "Когда вы платите за молоко, 200 монет заменяют 1 $. Шаг — 2 монеты. За то, что оплачено так,"
        " начисляем как обычно. Если вы вернёте покупку, потраченное на неё вернётся к вам.",
        "ro": "Când plătiți pentru lapte, 200 de monede valorează 1 USD. Plătiți în trepte de 2 monede. Pentru ce"
        " plătiți așa primiți la fel ca pentru rest. Dacă returnați un produs, primiți înapoi ce ați folosit pentru"
        " el.",
    },
    "coins: {pays: whole-items, at-most: {share: 50%}}": {
        "en": "You can pay with coins: 200 coins are worth $1. Use them in steps of 2 coins. You pay for"
        " whole items only, the dearest that fit first."
        " You can pay up to 50% of a receipt that way. What you pay that way earns nothing. If you return something, you"
        " get back what you used for it.",
        "ru": "Когда вы платите за покупку, 200 монет заменяют 1 $. Шаг — 2 монеты. Оплатить можно"
        " только товар целиком; сначала идут"
        " самые дорогие из тех, на что хватает. Так можно оплатить не больше 50 % чека. За то, что оплачено так, ничего"
        " не начисляется. Если вы вернёте покупку, потраченное на неё вернётся к вам.",
        "ro": "Când plătiți cumpărăturile, 200 de monede valorează 1 USD. Plătiți în trepte de 2 monede."
        " Puteți plăti numai produse întregi, începând"
        " cu cele mai scumpe pentru care ajunge. Așa puteți plăti cel mult 50 % din bon. Pentru ce plătiți așa nu primiți"
        " nimic. Dacă returnați un produs, primiți înapoi ce ați folosit pentru el.",
    },
    "cash: {at-least: 5, at-most: {leave: 1.50}}": {
        "en": "You can pay with your cash back. Use at least $5 at a time. At least $1.50 of each receipt is paid in"
        " money. So the receipt has to come to $6.50 or more. What you pay that way earns nothing. If you return"
        " something, you get back what you used for it.",
        "ru": "Когда вы платите за покупку, можно потратить кешбэк. Минимум за один раз — 5 $. Хотя бы 1,50 $ в"
        " каждом чеке нужно заплатить деньгами. Значит, сумма чека — минимум 6,50 $. За то, что оплачено так, ничего"
        " не начисляется. Если вы вернёте покупку, потраченное на неё вернётся к вам.",
        "ro": "Când plătiți cumpărăturile, puteți folosi suma de cashback. Folosiți cel puțin 5 USD o dată. Cel"
        " puțin 1,50 USD din fiecare bon se plătește cu bani. Deci bonul trebuie să fie de cel puțin 6,50 USD. Pentru"
        " ce plătiți așa nu primiți nimic. Dacă returnați un produs, primiți înapoi ce ați folosit pentru el.",
    },
    "points: {}": {
        "en": "You can pay with points: 100 points are worth $1. What you pay that way earns nothing. If you return"
        " something, you get back what you used for it, with its old date. If that has passed, it is gone.",
        "ru": "Когда вы платите за покупку, 100 баллов заменяют 1 $. За то, что оплачено так, ничего не начисляется."
        " Если вы вернёте покупку, потраченное на неё вернётся к вам с прежним сроком. Если срок уже прошёл, оно"
        " сгорит.",
        "ro": "Când plătiți cumpărăturile, 100 de puncte valorează 1 USD. Pentru ce plătiți așa nu primiți nimic."
        " Dacă returnați un produs, primiți înapoi ce ați folosit pentru el, cu același termen. Dacă termenul a"
        " trecut, se pierde.",
    },
}


@pytest.mark.parametrize("spending", TOLD)
@pytest.mark.parametrize("lang", ["en", "ru", "ro"])
def test_terms_read_well_in_every_language(spending: str, lang: str) -> None:
    """For what, how many, which part, what it earns and what comes back, in the words that a person read through."""
    page = explain(programme(club(spending)), lang=lang)
    assert f"- {TOLD[spending][lang]}\n" in page


@pytest.mark.parametrize(
    ("lang", "points", "cash"),
    [
        (
            "en",
            "With 1,000 points you pay $10 of a receipt of $20.",
            "With cash back you pay $19 of a receipt of $20.",
        ),
        ("ru", "1 000 баллов заменяют 10 $ в чеке на 20 $.", "Кешбэк заменяет 19 $ в чеке на 20 $."),
        (
            "ro",
            "Cu 1.000 de puncte plătiți 10 USD dintr-un bon de 20 USD.",
            "Cu cashback plătiți 19 USD dintr-un bon de 20 USD.",
        ),
    ],
)
def test_an_example_says_how_much_of_a_receipt_points_pay(lang: str, points: str, cash: str) -> None:
    """As the engine allows it; where they may pay all of it, nothing needs to be said."""
    loaded = programme(club("points: {at-most: {share: 50%}}", "cash: {at-most: {leave: 1}}", "coins: {}"))
    told = explain(loaded, lang=lang, examples=worked(loaded))
    assert f"- {points}\n- {cash}\n" in told
    assert told.endswith(f"- {cash}\n")


def test_an_example_takes_a_receipt_that_is_large_enough() -> None:
    """A tenth of it must come to the least."""
    loaded = programme(club("points: {at-least: 500, at-most: {share: 10%}}"))
    assert "With 500 points you pay $5 of a receipt of $50." in explain(loaded, examples=worked(loaded))


def test_a_change_of_the_terms_is_told_by_what_members_read_or_by_its_fields() -> None:
    """A smaller share reads otherwise; how long a hold lasts is not told to members, and is named all the same."""
    old = programme(club("points: {at-most: {share: 50%}}"))
    (change,) = diff(old, programme(club("points: {at-most: {share: 30%}}")))
    assert (change.kind, change.path) == ("changed", "spend.points")
    assert "50% of a receipt" in change.before
    assert "30% of a receipt" in change.after
    (change,) = diff(old, programme(club("points: {at-most: {share: 50%}, hold: {minutes: 5}}")))
    assert (change.before, change.after) == ("hold_minutes 30", "hold_minutes 5")
    (change,) = diff(old, programme(club("points: {at-most: {share: 50%}}", "cash: {}")))
    assert (change.kind, change.path) == ("added", "spend.cash")

"""What may be written of conversions, what may not, on which days they fall, and what members read of them."""

from datetime import date, timedelta

import pytest
from tests.unit.programme.documents import HEAD, errors, programme, warnings
from tests.unit.programme.test_schema import valid

from tessera.engine.worked import worked
from tessera.kit.activities import EARN_NOTHING
from tessera.programme.conversion import Conversion, PeriodEnd, SetDates
from tessera.programme.diff import diff
from tessera.programme.explain import explain

CURRENCIES = """\
currencies:
  points: {name: {en: [point, points], ru: [балл, балла, баллов], ro: [punct, puncte, de puncte]}}
  coins: {name: {en: [coin, coins], ru: [монета, монеты, монет], ro: [monedă, monede, de monede]}, scale: 1}
  cash: {name: {en: cash back, ru: [кешбэк, кешбэка, кешбэков], ro: cashback}, unit: money}
earn:
  base: {on: purchase, give: {points: 1, per: 1.00}}
convert:
"""
PAYDAY = "payday: {every: {points: 100}, give: {cash: 1.00}, on: quarter-end}"


def club(*conversions: str, head: str = HEAD) -> str:
    """A document with these conversions, from line 9 on, column 3."""
    return head + CURRENCIES + "".join(f"  {conversion}\n" for conversion in conversions)


def test_a_conversion_is_read_in_smallest_units() -> None:
    """Money in its coins, tenths in tenths; what is not said is one step at least, and nothing on top."""
    loaded = programme(
        club(
            PAYDAY,
            "mint: {every: {coins: 2.5}, give: {points: 10}, on: {days: [15, 1]}, at-least: 5,"
            " bonus: {100: 20, 50: 5}}",
        )
    )
    assert loaded.conversions == (
        Conversion("payday", "points", 100, "cash", 100, SetDates(end=PeriodEnd.QUARTER_END), 100),
        Conversion(
            "mint", "coins", 25, "points", 10, SetDates(days=(15, 1)), 50, bonuses=((500, 5), (1000, 20))
        ),
    )


@pytest.mark.parametrize(
    ("conversion", "code", "at"),
    [
        ("a: {every: {points: 100}, give: {points: 1}, on: month-end}", "same_currency", "{points: 1}"),
        ("a: {every: {point: 100}, give: {cash: 1}, on: month-end}", "unknown_currency", "point:"),
        ("a: {every: {points: 100}, give: {money: 1}, on: month-end}", "unknown_currency", "money"),
        ("a: {every: {points: 100, coins: 1}, give: {cash: 1}, on: month-end}", "one_currency", "{points"),
        ("a: {every: {points: 1.5}, give: {cash: 1}, on: month-end}", "too_precise", "{points"),
        ("a: {every: {points: 1}, give: {cash: 0.001}, on: month-end}", "too_precise", "{cash"),
        ("a: {every: {points: 0}, give: {cash: 1}, on: month-end}", "out_of_range", "0}"),
        ("a: {every: 100, give: {cash: 1}, on: month-end}", "wrong_type", "100,"),
        ("a: {every: {points: 1}, give: {cash: 1}}", "missing_key", "{every"),
        ("a: {every: {points: 1}, give: {cash: 1}, on: month-end, min: 3}", "unknown_key", "min"),
        ("a: {every: {points: 100}, give: {cash: 1}, on: month-end, at-least: 250}", "between_steps", "250"),
        (
            "a: {every: {points: 100}, give: {cash: 1}, on: month-end, bonus: {250: 1}}",
            "between_steps",
            "{250",
        ),
        (
            "a: {every: {points: 1}, give: {cash: 1}, on: month-end, bonus: {5: 2, 9: 2}}",
            "steps_not_rising",
            "{5",
        ),
        ("a: {every: {points: 1}, give: {cash: 1}, on: week-end}", "unknown_choice", "week-end"),
        ("a: {every: {points: 1}, give: {cash: 1}, on: {days: 32}}", "out_of_range", "32"),
        ("a: {every: {points: 1}, give: {cash: 1}, on: {days: [1, 1]}}", "repeated", "1]}"),
        ("a: {every: {points: 1}, give: {cash: 1}, on: {dates: 02-30}}", "invalid_date", "02-30"),
        ("a: {every: {points: 1}, give: {cash: 1}, on: {dates: 2026-02-03}}", "wrong_type", "2026"),
        ("a: {every: {points: 1}, give: {cash: 1}, on: {}}", "missing_key", "{}"),
        ("a: {every: {points: 1}, give: {cash: 1}, on: {days: 1, dates: 01-01}}", "missing_key", "{days"),
    ],
)
def test_what_cannot_be_meant_is_named_at_its_place(conversion: str, code: str, at: str) -> None:
    """Code, line and column, with what to write instead."""
    text = club(conversion)
    found = errors(text)
    assert [error.code for error in found] == [code], [str(error) for error in found]
    assert (found[0].line, found[0].column) == (9, text.splitlines()[8].rindex(at) + 1), str(found[0])
    assert found[0].advice


def test_a_least_between_two_steps_says_which_would_do() -> None:
    """In the document's own figures."""
    (found,) = errors(club("a: {every: {coins: 2.5}, give: {cash: 1}, on: month-end, at-least: 4}"))
    assert found.message == "4 is no multiple of 2.5, which `every` takes."
    assert found.advice == "Write 2.5 or 5.0."


def test_conversions_in_a_circle_are_refused_where_it_closes() -> None:
    """However long it is; a chain is none."""
    chain = ("a: {every: {points: 1}, give: {coins: 1}, on: month-end}", PAYDAY.replace("points", "coins"))
    assert not errors(club(*chain))
    (found,) = errors(club(*chain, "back: {every: {cash: 1}, give: {points: 1}, on: month-end}"))
    assert (found.code, found.line) == ("circle", 11)
    assert found.message == (
        "Conversions go in a circle: `cash` becomes `points` becomes `coins` becomes `cash`."
    )


@pytest.mark.parametrize(
    ("on", "meets"),
    [
        ("month-end", "January 1 begins"),
        ("{days: 1}", "January 1 begins"),
        ("{dates: 07-01}", "July 1 begins"),
        ("{days: [2, 31]}", None),
        ("{dates: [12-31, 06-15]}", None),
    ],
)
def test_two_conversions_cannot_take_the_same_points_on_the_same_day(on: str, meets: str | None) -> None:
    """Nobody could say which comes first; on other days, or of other points, they may."""
    other = f"other: {{every: {{points: 10}}, give: {{coins: 1}}, on: {on}}}"
    found = errors(club(PAYDAY, other))
    assert not errors(club(PAYDAY.replace("points", "coins"), other))
    if meets is None:
        assert not found
        return
    assert [error.code for error in found] == ["same_day"]
    assert meets in found[0].message


def test_a_date_outside_the_programmes_own_period_is_refused() -> None:
    """The midnight that ends the programme is the last that counts."""
    head = HEAD.replace("}", ", from: 2026-07-02, until: 2026-10-01}")
    assert not errors(club(PAYDAY, head=head))
    assert [e.code for e in errors(club(PAYDAY, head=head.replace("10-01", "09-30")))] == [
        "outside_programme"
    ]
    assert not errors(club(PAYDAY, head=HEAD.replace("}", ", from: 2026-07-02}")))


@pytest.mark.parametrize("activity", sorted(EARN_NOTHING))
def test_nothing_is_earned_by_what_members_do_not_do_and_no_points_wait_for_it(activity: str) -> None:
    """A conversion, a review of levels, a merge: a rule on one would load and never apply, so it is refused."""
    text = club(PAYDAY)
    earning = text.replace("convert:", f"  odd: {{on: {activity}, give: {{points: 1}}}}\nconvert:")
    waiting = text.replace("per: 1.00}", f"per: 1.00}}, pending: {{until: {activity}, at-most: {{days: 3}}}}")
    assert [error.code for error in errors(earning)] == ["wrong_event"]
    assert [error.code for error in errors(waiting)] == ["wrong_event"]


def test_what_nothing_gives_is_doubted_and_cash_back_is_a_worth() -> None:
    """Points that become money need no `worth` of their own."""
    assert "idle_conversion" in warnings(club("a: {every: {coins: 1}, give: {points: 1}, on: month-end}"))
    assert not {"idle_conversion", "no_worth"} & set(warnings(club(PAYDAY)))
    assert "no_worth" in warnings(club("a: {every: {points: 1}, give: {coins: 1}, on: month-end}"))


@pytest.mark.parametrize(
    ("on", "falls"),
    [
        (SetDates(end=PeriodEnd.QUARTER_END), ["01-01", "04-01", "07-01", "10-01"]),
        (SetDates(end=PeriodEnd.YEAR_END), ["01-01"]),
        (SetDates(dates=((2, 29), (6, 30))), ["02-28", "06-30"]),
        (
            SetDates(days=(30, 31)),
            [
                *("01-30", "01-31", "02-28", "03-30", "03-31", "04-30", "05-30", "05-31", "06-30", "07-30"),
                *("07-31", "08-30", "08-31", "09-30", "10-30", "10-31", "11-30", "12-30", "12-31"),
            ],
        ),
    ],
)
def test_set_dates_fall_on_these_days_of_a_common_year(on: SetDates, falls: list[str]) -> None:
    """A period ends with the midnight that begins the next; a day that a month lacks is its last."""
    days = (date(2027, 1, 1) + timedelta(days=n) for n in range(365))
    assert [f"{day:%m-%d}" for day in days if on.falls_on(day)] == falls


def test_february_29_is_a_date_of_its_own_in_leap_years() -> None:
    """And the 28th is then none."""
    leap = SetDates(dates=((2, 29),))
    assert leap.falls_on(date(2028, 2, 29))
    assert not leap.falls_on(date(2028, 2, 28))
    assert SetDates(days=(31,)).falls_on(date(2028, 2, 29))


TOLD = {
    "payday: {every: {points: 100}, give: {cash: 1.00}, on: quarter-end, at-least: 500}": {
        "en": "At the end of each quarter, we exchange every 100 points for $1 of cash back. You need at least"
        " 500 points for it. What is left stays yours until the next time.",
        "ru": "В конце каждого квартала мы меняем каждые 100 баллов на 1 $ кешбэка. Минимум для обмена —"
        " 500 баллов. Остаток сохранится до следующего раза.",
        "ro": "La sfârșitul fiecărui trimestru schimbăm câte 100 de puncte pe 1 USD cashback. Aveți nevoie de"
        " cel puțin 500 de puncte. Restul vă rămâne până data viitoare.",
    },
    "a: {every: {points: 50}, give: {coins: 1}, on: {days: [31, 1]}, bonus: {500: 1.5, 1000: 4}}": {
        "en": "On the 1st and 31st of each month, we exchange every 50 points for 1 coin. In a shorter month, it is"
        " the last day. For 500 points or more at once, we add 1.5 coins, for 1,000 points or more 4 coins. What is"
        " left stays yours until the next time.",
        "ru": "1-го и 31-го числа каждого месяца мы меняем каждые 50 баллов на 1 монету. В более коротком месяце —"
        " в последний день. Если за один раз меняется 500 баллов или больше, мы добавим 1,5 монеты, если 1 000"
        " баллов или больше — 4 монеты. Остаток сохранится до следующего раза.",
        "ro": "În fiecare lună, pe 1 și 31, schimbăm câte 50 de puncte pe 1 monedă. Dacă luna este mai scurtă,"
        " contează ultima ei zi. Pentru 500 de puncte sau mai mult deodată adăugăm 1,5 monede, pentru 1.000 de"
        " puncte sau mai mult 4 monede. Restul vă rămâne până data viitoare.",
    },
    "a: {every: {points: 1}, give: {coins: 2}, on: {dates: [09-30, 03-31]}}": {
        "en": "Each year on March 31 and September 30, we exchange every point for 2 coins.",
        "ru": "Каждый год 31 марта и 30 сентября мы меняем всё, что есть: 1 балл на 2 монеты.",
        "ro": "În fiecare an, pe 31 martie și 30 septembrie, schimbăm tot ce aveți: 1 punct pe 2 monede.",
    },
    "a: {every: {cash: 5.00}, give: {points: 600}, on: {days: 2}}": {
        "en": "On the 2nd of each month, we exchange every $5 for 600 points. What is left stays yours until the next time.",
        "ru": "2-го числа каждого месяца мы меняем каждые 5 $ на 600 баллов. Остаток сохранится до следующего раза.",
        "ro": "În fiecare lună, pe 2, schimbăm câte 5 USD pe 600 de puncte. Restul vă rămâne până data viitoare.",
    },
}


@pytest.mark.parametrize("conversion", TOLD)
@pytest.mark.parametrize("lang", ["en", "ru", "ro"])
def test_members_read_it_in_their_language(conversion: str, lang: str) -> None:
    """When, what for what, what it takes, what comes on top, what is left."""
    told = explain(programme(club(conversion)), lang=lang)
    assert [line[2:] for line in told.splitlines() if line.startswith("- ")][-1] == TOLD[conversion][lang]


WORKED = {
    "at-least: 500": {
        "en": "With 750 points you get $7 of cash back and keep 50 points.",
        "ru": "Если у вас 750 баллов, вы получите 7 $ кешбэка, и останется 50 баллов.",
        "ro": "Cu 750 de puncte primiți 7 USD cashback și vă rămân 50 de puncte.",
    },
    "bonus: {1000: 2.50}": {
        "en": "With 1,250 points you get $14.50 of cash back and keep 50 points.",
        "ru": "Если у вас 1 250 баллов, вы получите 14,50 $ кешбэка, и останется 50 баллов.",
        "ro": "Cu 1.250 de puncte primiți 14,50 USD cashback și vă rămân 50 de puncte.",
    },
}


@pytest.mark.parametrize("terms", WORKED)
@pytest.mark.parametrize("lang", ["en", "ru", "ro"])
def test_an_example_is_worked_out_by_the_engine(terms: str, lang: str) -> None:
    """Past the least, or past the first bonus, with something left."""
    shop = programme(club(PAYDAY.replace("quarter-end", f"quarter-end, {terms}")))
    told = explain(shop, lang=lang, examples=worked(shop))
    assert told.splitlines()[-1] == f"- {WORKED[terms][lang]}"


def test_a_conversion_of_every_single_point_leaves_nothing() -> None:
    """And one that leaves one says so in the singular."""
    every = programme(club("a: {every: {points: 1}, give: {coins: 2}, on: month-end}"))
    assert explain(every, examples=worked(every)).splitlines()[-1] == "- With 3 points you get 6 coins."
    pairs = programme(club("a: {every: {points: 2}, give: {coins: 1}, on: month-end}"))
    ends = {
        lang: explain(pairs, lang=lang, examples=worked(pairs)).splitlines()[-1]
        for lang in ("en", "ru", "ro")
    }
    assert ends == {
        "en": "- With 7 points you get 3 coins and keep 1 point.",
        "ru": "- Если у вас 7 баллов, вы получите 3 монеты, и останется 1 балл.",
        "ro": "- Cu 7 puncte primiți 3 monede și vă rămâne 1 punct.",
    }


def test_a_change_is_told_by_its_path() -> None:
    """New, gone, or on other terms."""
    old, new = programme(club(PAYDAY)), programme(club(PAYDAY.replace("1.00", "2.00")))
    (change,) = diff(old, new)
    assert (change.kind, change.path) == ("changed", "convert.payday")
    assert "for $1 of" in change.before
    assert "for $2 of" in change.after
    (gone,) = diff(old, programme(HEAD + CURRENCIES.removesuffix("convert:\n")))
    assert (gone.kind, gone.path) == ("removed", "convert.payday")


def test_editors_know_it() -> None:
    """The JSON Schema takes what `load` takes, and refuses what is of another form."""
    good = club(PAYDAY, "a: {every: {coins: 2.5}, give: {points: 1}, on: {days: [1, 31]}, bonus: {5: 2}}")
    assert programme(good)
    assert valid(good)
    for part in ("quarter-end", "{points: 100}", "{days: [1, 31]}"):
        assert not valid(good.replace(part, "soon"))

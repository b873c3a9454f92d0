"""What may be written beside a rate, and what is wrong with what may not: by code, line and column."""

from decimal import Decimal

import pytest
from tests.unit.programme.documents import BASE, CURRENCIES, HEAD, errors, programme, with_rule, with_tiers

from tessera.programme.document import Cap, Rule, Span, Stack
from tessera.programme.explain import explain
from tessera.programme.ladder import Need
from tessera.programme.life import Expiry, ExpiryRound


def extra(rule: str) -> Rule:
    return next(one for one in programme(with_rule(rule)).rules if one.id == "extra")


@pytest.mark.parametrize(
    ("rule", "code", "column"),
    [
        ("{on: purchase, give: {points: 1}, stack: add}", "wrong_stack", 10),
        ("{on: purchase, multiply: 2, stack: pile}", "unknown_choice", 45),
        ("{on: purchase, give: {points: {20.00: 30, 50.00: 30}}}", "steps_not_rising", 31),
        ("{on: purchase, give: {points: {20.00: 30, 20: 40}}}", "repeated", 52),
        ("{on: purchase, give: {points: {20.001: 30}}}", "too_precise", 31),
        ("{on: purchase, give: {points: {20.00: 1.5}}}", "too_precise", 31),
        ("{on: purchase, give: {points: {many: 30}}}", "wrong_type", 41),
        ("{on: purchase, give: {points: 1, per: {litre: 1, km: 2}}}", "out_of_range", 48),
        ("{on: purchase, give: {points: 1, per: {Litre!: 1}}}", "invalid_word", 49),
        ("{on: purchase, give: {points: 1}, birthday: year}", "unknown_choice", 54),
        ("{on: purchase, give: {points: 1}, birthday: {days-around: 500}}", "out_of_range", 68),
        ("{on: purchase, give: {points: 1}, payment: {no: cash}}", "missing_key", 53),
        ("{on: purchase, give: {points: 1}, min-spend: {more-than: 0}}", "out_of_range", 67),
        ("{on: purchase, give: {points: 1}, cooldown: 7}", "wrong_type", 54),
        ("{on: purchase, give: {points: 1}, cap: {times: 1, per: personal}}", "unknown_choice", 65),
        (
            "{on: purchase, give: {points: 1}, cooldown: {days: 7}, cap: {times: 3, per: {days: 30}}}",
            "two_periods",
            10,
        ),
        ("{on: purchase, give: {points: 1}, budget: {per: month}}", "budget_form", 52),
        ("{on: purchase, give: {points: 1}, budget: {points: 5, times: 5}}", "budget_form", 52),
        ("{on: purchase, give: {points: 1}, budget: {times: 5, per: activity}}", "unknown_choice", 68),
        ("{on: purchase, give: {points: 1}, budget: {money: 5.00}}", "cap_form", 52),
        (
            "{on: purchase, give: {points: 1}, budget: [{points: 5}, {points: 9, per: lifetime}]}",
            "two_budgets",
            10,
        ),
        ("{on: purchase, give: {points: 1}, expire: {on: 12-31, round: month-end}}", "two_ends", 52),
        ("{on: purchase, give: {points: 1}, expire: {on: 02-30}}", "invalid_date", 57),
        ("{on: purchase, give: {points: 1}, expire: {on: soon}}", "wrong_type", 57),
    ],
)
def test_what_cannot_be_meant_is_named_at_its_place(rule: str, code: str, column: int) -> None:
    """Code and column, on the rule's own line."""
    found = errors(with_rule(rule))
    assert (found[0].code, found[0].line) == (code, 6), [str(error) for error in found]
    assert found[0].column == column, str(found[0])


def test_a_currency_of_money_has_no_scale_and_points_have_at_most_two_digits() -> None:
    """Money has its own smallest coin."""
    for scale, unit, code in (("1", "money", "scale_of_money"), ("3", "points", "out_of_range")):
        currency = f"currencies: {{p: {{name: [p, ps], unit: {unit}, scale: {scale}}}}}\n"
        text = f"{HEAD}{currency}earn: {{a: {{on: visit, give: {{p: 1}}}}}}\n"
        assert [error.code for error in errors(text)] == [code]


def test_tenths_are_counted_whole_everywhere() -> None:
    """Gifts, caps and levels stand in tenths; what has hundredths is refused."""
    head = f"{HEAD}currencies: {{p: {{name: [p, ps], scale: 1, worth: 0.10}}}}\n"
    rule = "  a: {on: visit, give: {p: 2.5}, cap: {points: 4, per: day}}\n"
    tiers = "tiers: {qualify: {by: points-earned, within: lifetime}, levels: [{id: a}, {id: b, at: 7.5}]}\n"
    club = programme(f"{head}earn:\n{rule}{tiers}")
    (only,) = club.rules
    assert (only.caps[0].points, club.tiers[0].levels[1].needs) == (40, (Need("", 75),))
    told = explain(club)
    assert "You get 2.5 ps with each visit, up to 4 ps a day." in told
    assert "10 ps are worth $1." in told
    assert "7.5 ps" in told
    assert [error.code for error in errors(f"{head}earn: {{a: {{on: visit, give: {{p: 2.55}}}}}}\n")] == [
        "too_precise"
    ]


def test_rules_and_perks_say_how_they_stack_and_multiply_each_other_by_default() -> None:
    """`stack` stands beside the factor, for a rule and for a level."""
    assert extra("{on: purchase, multiply: 2, stack: add}").stack is Stack.ADD
    assert extra("{on: purchase, multiply: 2}").stack is Stack.MULTIPLY
    tiers = "{qualify: {by: spend, within: lifetime}, levels: [{id: a}, {id: b, at: 5, perks: [{multiply: 2, stack: add}]}]}"
    (perk,) = programme(with_tiers(tiers)).tiers[0].levels[1].perks
    assert (perk.id, perk.multiply, perk.adds) == ("multiply", Decimal(2), True)


def test_periods_of_a_members_own_are_caps() -> None:
    """A cool-down is one use in a personal period."""
    assert extra("{on: purchase, give: {points: 1}, cooldown: {days: 7}}").caps == (
        Cap(Span.PERSONAL, times=1, days=7),
    )
    assert extra("{on: purchase, give: {points: 1}, cap: {points: 9, per: member-year}}").caps == (
        Cap(Span.MEMBER_YEAR, points=9),
    )


def test_an_expiry_is_moved_to_a_date_or_to_an_end() -> None:
    """`on` alone is enough; a quarter has an end too; points that wait past their date are a contradiction."""
    rule = "{on: purchase, give: {points: 1}, expire: "
    assert extra(rule + "{on: 02-29}}").expire == Expiry(on=(2, 29))
    assert extra(rule + "{months: 1, round: quarter-end}}").expire == Expiry(
        months=1, round=ExpiryRound.QUARTER_END
    )
    assert [e.code for e in errors(with_rule(rule + "{on: 12-31}, pending: {days: 1}}"))] == [
        "expires_before_ready"
    ]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            "{on: stay, give: {points: 5, per: {night: 2}}}",
            ("for every 2 nights", "за каждые 2 ночи", "pentru fiecare 2 nopți"),
        ),
        (
            "{on: purchase, give: {points: 5, per: {litre: 21}}}",
            ("for every 21 litres", "за каждый 21 литр", "pentru fiecare 21 de litri"),
        ),
        (
            "{on: purchase, give: {points: 5}, stores: {not: ['12']}}",
            ("at any store but 12", "в любом магазине, кроме 12", "la orice magazin în afară de 12"),
        ),
        (
            "{on: purchase, give: {points: 5}, anniversary: {days-around: 2}}",
            ("2 days before", "2 дня до", "2 zile înainte"),
        ),
        (
            "{on: purchase, give: {points: 5}, min-spend: {more-than: 20}}",
            ("more than $20", "больше 20", "mai mult de 20"),
        ),
        (
            "{on: purchase, give: {points: 5}, expire: {on: 12-31}}",
            ("until the next December 31", "до ближайшего 31 декабря", "până la următorul 31 decembrie"),
        ),
    ],
)
def test_new_words_are_said_in_three_languages(rule: str, said: tuple[str, str, str]) -> None:
    """Each with its plurals."""
    text = HEAD + CURRENCIES.replace(
        "name: [point, points]", "name: {en: [point, points], ru: [балл, балла, баллов], ro: [punct, puncte, de puncte]}"
    ) + f"earn:\n{BASE}  extra: {rule}\n"  # fmt: skip
    club = programme(text)
    for lang, phrase in zip(("en", "ru", "ro"), said, strict=True):
        assert phrase in explain(club, lang=lang)


def test_a_cap_of_money_is_written_as_money() -> None:
    """12.50 a quarter is 1,250 minor units, and told as money."""
    text = with_rule("{on: purchase, give: {cash: 2%}, cap: {money: 12.50, per: quarter}}")
    (cap,) = programme(text).rules[-1].caps
    assert (cap.per, cap.points) == (Span.QUARTER, 1250)
    assert "up to $12.50 a quarter" in explain(programme(text))


FLIGHTS = """
programme: {id: air, name: {en: Air, ru: Аэро, ro: Aer}, money: USD, timezone: UTC}
currencies:
  miles:
    name: {en: [mile, miles], ru: [миля, мили, миль], ro: [milă, mile, de mile]}
    expire: {inactive: {months: 12, by: flight}}
earn:
  base: {on: flight, give: {miles: 5, per: 1.00}, pending: {until: flight, at-most: {days: 9}}}
  each: {on: flight, give: {miles: 100}}
  bags: {on: flight, give: {miles: 20, per: {bag: 1}}}
  more: {on: flight, give: {miles: 20, per: {bag: 22}}}
tiers:
  qualify: {by: count, of: flight, within: lifetime}
  levels: [{id: blue}, {id: silver, at: 21}]
words:
  flight: {en: [flight, flights], ru: [поездка, поездки, поездок], ro: [zbor, zboruri, de zboruri]}
  bag: {en: [bag, bags], ru: [сумка, сумки, сумок], ro: [valiză, valize, de valize]}
"""


@pytest.mark.parametrize(
    ("lang", "phrases"),
    [
        (
            "en",
            [
                "$1 you spend on each flight. They are ready to use after the flight.",
                "100 miles for each flight",
                "for every bag",
                "for every 22 bags",
                "with 21 flights",
                "After 12 months without any flights",
            ],
        ),
        (
            "ru",
            [
                "за каждый 1 $ от суммы поездки. Потратить их можно после поездки.",
                "100 миль за поездку",
                "за сумку",
                "за каждые 22 сумки",
                "21 поездка",
                "Через 12 месяцев без поездок",
            ],
        ),
        (
            "ro",
            [
                "cheltuit la fiecare zbor. Se pot folosi după zbor.",
                "100 de mile pentru fiecare zbor",
                "pentru fiecare valiză",
                "pentru fiecare 22 de valize",
                "21 de zboruri",
                "După 12 luni fără zboruri",
            ],
        ),
    ],
)
def test_words_of_ones_own_take_the_form_that_the_sentence_needs(lang: str, phrases: list[str]) -> None:
    """An activity or a unit that the shop has invented is counted, done and waited for in right grammar."""
    text = explain(programme(FLIGHTS), lang=lang)
    assert [phrase for phrase in phrases if phrase not in text] == [], text


def test_a_counted_word_needs_every_form() -> None:
    """Two Russian forms where three follow on 1, 2 and 5 are an error at their place."""
    (error,) = errors(FLIGHTS.replace("[сумка, сумки, сумок]", "[сумка, сумки]"))
    assert (error.code, error.line, "1, 2, 5" in error.advice) == ("plural_forms", 17, True)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            "You get 1 point for each review you write. It is ready to use after 3 days. It lasts 9 days.",
        ),
        ("ru", "Потратить можно через 3 дня."),
        ("ro", "Se poate folosi după 3 zile."),
    ],
)
def test_a_single_one_is_told_as_one(lang: str, said: str) -> None:
    """A free drink is "it", and two hundred points are "they"."""
    one = with_rule("{on: review, give: {points: 1}, pending: {days: 3}, expire: {days: 9}}")
    assert said in explain(programme(one), lang=lang)
    assert said not in explain(programme(one.replace("{points: 1}", "{points: 2}")), lang=lang)


def test_a_cap_without_a_currency_to_count_in_is_read() -> None:
    """Where the currencies cannot be read, that is told, and the rules below are read all the same."""
    text = with_rule("{on: purchase, multiply: 2, cap: {points: 9, per: day}}").replace(
        CURRENCIES, "currencies: null\n"
    )
    assert "wrong_type" in {error.code for error in errors(text)}


def test_a_budget_is_told_beside_its_rule_in_each_language() -> None:
    """What all share, per window, on top of the usual for a multiplier, and what becomes of too little."""
    text = (
        with_rule(
            "{on: purchase, multiply: 2, budget: [{points: 10000, per: month, over: refuse}, {times: 1, per: day}]}"
        )
        .replace("name: Club", "name: {en: Club, ru: Клуб, ro: Clubul}")
        .replace(
            "[point, points]",
            "{en: [point, points], ru: [балл, балла, баллов], ro: [punct, puncte, de puncte]}",
        )
        .replace("cash back", "{en: cash, ru: [рубль, рубля, рублей], ro: bani}")
    )
    told = {
        "en": "For everyone together: up to 10,000 points a month on top of the usual; once a day. First come, first "
        "served. Where less is left than you would get, you get nothing.",
        "ru": "Всем участникам вместе: сверх обычного — максимум 10 000 баллов в месяц; один раз в день. Кто раньше, "
        "тот и получает. Если осталось меньше, чем вам причитается, не начисляется ничего.",
        "ro": "Pentru toți membrii împreună: cel mult 10.000 de puncte peste cele obișnuite pe lună; o singură dată pe zi. "
        "Primul venit, primul servit. Dacă a rămas mai puțin decât vi se cuvine, nu se mai acordă nimic.",
    }
    for lang, sentence in told.items():
        assert sentence in explain(programme(text), lang=lang)

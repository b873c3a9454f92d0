"""Ladders: what their mistakes are told, and what they say to members in three languages."""

# ruff: noqa: E501 - a sentence is read whole

import pytest
from tests.unit.programme.documents import MINIMAL, errors, programme, with_tiers

from tessera.programme.diff import diff
from tessera.programme.explain import explain

NAMES = "{en: [point, points], ru: [балл, балла, баллов], ro: [punct, puncte, de puncte]}"
DOCUMENT = MINIMAL.replace("[point, points]", NAMES)
TWO = "counters: {nights: {by: measure, of: night}, spend: {by: spend}}, within: calendar-year"


def ladder(tiers: str, lang: str) -> list[str]:
    """What the ladder says, after what everybody starts at."""
    text = explain(programme(f"{DOCUMENT}tiers: {tiers}\n"), lang=lang)
    return [line.removeprefix("- ") for line in text.split("\n## ")[3].splitlines() if line.startswith("- ")]


TOLD = [
    (
        (
            f"{{qualify: {{{TWO}}}, keep: {{until: end-of-next-window, grace: {{days: 30}}, then: step-down}},"
            " levels: [{id: a}, {id: b, at: {any-of: {nights: 21, spend: {more-than: 500}}}},"
            " {id: c, at: {all-of: {nights: {more-than: 21}, spend: 2000}}}]}"
        ),
        {
            "en": [
                "Your level depends on the number of your nights and what you spend in a calendar year.",
                "Everybody starts at A.",
                "You reach B with 21 nights or purchases of more than $500.",
                "You reach C with more than 21 nights and purchases of $2,000.",
                "You keep a level to the end of the year after the one in which you reach it. After that it stays with you for 30 days more, so that you can reach it again. If you do not reach it again, you go down only one level, and keep that one to the end of the year.",
            ],
            "ru": [
                "Ваш уровень определяют число ночей и сумма покупок за календарный год.",
                "Все начинают с уровня «A».",
                "Условие для уровня «B»: 21 ночь или покупки больше чем на 500 $.",
                "Условие для уровня «C»: больше 21 ночи и покупки на 2 000 $.",
                "Уровень остаётся за вами до конца года, следующего за тем, в котором вы его достигли. После этого он остаётся за вами ещё на 30 дней, чтобы вы могли достичь его снова. Если вы не достигнете его снова, вы опуститесь только на один уровень и сохраните его до конца года.",
            ],
            "ro": [
                "Nivelul depinde de numărul de nopți și suma cheltuită într-un an calendaristic.",
                "Toți membrii încep de la nivelul A.",
                "Cu 21 de nopți sau cumpărături de peste 500 USD ajungeți la nivelul B.",
                "Cu peste 21 de nopți și cumpărături de 2.000 USD ajungeți la nivelul C.",
                "Păstrați nivelul până la sfârșitul anului următor celui în care l-ați atins. După aceea îl mai păstrați 30 de zile, ca să îl puteți atinge din nou. Dacă nu îl atingeți din nou, coborâți doar un nivel și îl păstrați pe acela până la sfârșitul anului.",
            ],
        },
    ),
    (
        (
            "{qualify: {by: points-earned, of: points, bonuses: ignore, within: calendar-month}, keep: {years: 2, on: 01-31},"
            " on-promotion: restart, levels: [{id: a}, {id: b, at: {more-than: 1}}]}"
        ),
        {
            "en": [
                "Your level depends on how many points you earn in a calendar month. Only your basic points count for this, without bonuses.",
                "Everybody starts at A.",
                "You reach B with more than 1 point.",
                "You keep a level to January 31 of the second year after the one in which you reach it.",
                "When you reach a higher level, counting begins again from zero.",
            ],
            "ru": [
                "Ваш уровень зависит от того, сколько баллов вы набрали за календарный месяц. Для уровня важно только число основных баллов, без бонусов.",
                "Все начинают с уровня «A».",
                "Чтобы перейти на уровень «B», наберите больше 1 балла.",
                "Уровень остаётся за вами по 31 января второго года после того, в котором вы его достигли.",
                "Когда вы достигаете более высокого уровня, счёт начинается заново.",
            ],
            "ro": [
                "Nivelul depinde de numărul de puncte strânse într-o lună calendaristică. Pentru nivel contează doar puncte de bază, fără bonusuri.",
                "Toți membrii încep de la nivelul A.",
                "Cu peste 1 punct ajungeți la nivelul B.",
                "Păstrați nivelul până pe 31 ianuarie din al doilea an de după cel în care l-ați atins.",
                "Când ajungeți la un nivel mai înalt, numărătoarea începe din nou de la zero.",
            ],
        },
    ),
    (
        (
            "{qualify: {by: measure, of: km, within: {rolling: {months: 12}}, head-start: {traits: {card: gold}, adds: 500}},"
            " keep: {months: 12, then: step-down}, takes-effect: at-once, on-return: recount,"
            " levels: [{id: a}, {id: b, at: 1001, given: {traits: {card: black}, perks: none}},"
            " {id: c, given: {traits: {invited: x}, text: {en: By invitation., ru: По приглашению., ro: Prin invitație.}}, perks: [{multiply: 2}]}]}"
        ),
        {
            "en": [
                "Your level depends on how many kilometres you collect in the last 12 months.",
                "If your card is gold, we add 500 kilometres to what you collect in the last 12 months.",
                "Everybody starts at A.",
                "You reach B with 1,001 kilometres. You are on B without collecting for it if your card is black. It then comes without its extras.",
                "By invitation. It brings double points.",
                "You keep a level for as long as you go on earning it, and for 12 months more. If you do not reach it again, you go down only one level, and keep that one for 12 months.",
                "A new level counts at once, even for the purchase that takes you there.",
                "If you return what brought you a level, the level goes too.",
            ],
            "ru": [
                "Ваш уровень зависит от того, сколько километров вы набрали за последние 12 месяцев.",
                "Если card — gold, к тому, что вы набрали за последние 12 месяцев, прибавляется 500 километров.",
                "Все начинают с уровня «A».",
                "До уровня «B» нужен 1 001 километр. Если card — black, уровень «B» ваш и без накоплений. Преимущества уровня при этом не действуют.",
                "По приглашению. С ним у вас вдвое больше баллов.",
                "Уровень остаётся за вами, пока вы его подтверждаете, и ещё на 12 месяцев после этого. Если вы не достигнете его снова, вы опуститесь только на один уровень и сохраните его на 12 месяцев.",
                "Новый уровень действует сразу, уже для той покупки, с которой вы его достигли.",
                "Если вы вернёте покупку, которая принесла вам уровень, уровень тоже отменится.",
            ],
            "ro": [
                "Nivelul depinde de numărul de kilometri în ultimele 12 luni.",
                "Dacă card este gold, la ce strângeți în ultimele 12 luni se adaugă 500 de kilometri.",
                "Toți membrii încep de la nivelul A.",
                "Cu 1.001 kilometri ajungeți la nivelul B. Dacă card este black, aveți nivelul B fără să strângeți pentru el. În acest caz, nivelul vine fără avantajele lui.",
                "Prin invitație. Nivelul aduce puncte duble.",
                "Păstrați nivelul cât timp îl confirmați în continuare și încă 12 luni după aceea. Dacă nu îl atingeți din nou, coborâți doar un nivel și îl păstrați pe acela timp de 12 luni.",
                "Noul nivel contează imediat, chiar și pentru cumpărătura cu care l-ați atins.",
                "Dacă returnați cumpărătura care v-a adus un nivel, pierdeți și nivelul.",
            ],
        },
    ),
    (
        "{qualify: {by: membership-years, within: lifetime}, levels: [{id: a}, {id: b, at: 1}, {id: c, at: {more-than: 5}}]}",
        {
            "en": [
                "Your level depends on how many years you have been with us.",
                "Everybody starts at A.",
                "You reach B with 1 year of membership.",
                "You reach C with more than 5 years of membership.",
                "A level that you reach is yours for good.",
            ],
            "ru": [
                "Ваш уровень зависит от того, сколько лет вы с нами.",
                "Все начинают с уровня «A».",
                "Условие для уровня «B»: 1 год участия.",
                "Условие для уровня «C»: больше 5 лет участия.",
                "Достигнутый уровень остаётся за вами навсегда.",
            ],
            "ro": [
                "Nivelul depinde de câți ani sunteți cu noi.",
                "Toți membrii încep de la nivelul A.",
                "Cu un an de vechime ajungeți la nivelul B.",
                "Cu peste 5 ani de vechime ajungeți la nivelul C.",
                "Nivelul atins vă rămâne pentru totdeauna.",
            ],
        },
    ),
]


@pytest.mark.parametrize(("tiers", "told"), TOLD)
def test_a_ladder_is_told_in_each_language_as_a_native_would(tiers: str, told: dict[str, list[str]]) -> None:
    """Counters, thresholds, times to keep, gifts and terms, with right plurals and cases."""
    assert {lang: ladder(tiers, lang) for lang in told} == told


LEVELS = "levels: [{id: low}, {id: high, at: 100}]"
SPEND = "qualify: {by: spend, within: calendar-year}"


def with_level(level: str, qualify: str = SPEND) -> str:
    return with_tiers(f"{{{qualify}, levels: [{{id: low}}, {level}]}}")


WRONG = [
    (with_tiers(f"{{qualify: {{within: lifetime}}, {LEVELS}}}"), "one_or_several", "counters:"),
    (with_tiers(f"{{qualify: {{{TWO}, by: spend}}, {LEVELS}}}"), "one_or_several", "counters:"),
    (with_tiers(f"{{qualify: {{of: points, within: lifetime}}, {LEVELS}}}"), "missing_key", "Write `by:`"),
    (with_tiers(f"{{qualify: {{by: measure, within: lifetime}}, {LEVELS}}}"), "missing_key", "night or km"),
    (
        with_tiers(f"{{qualify: {{by: spend, bonuses: ignore, within: lifetime}}, {LEVELS}}}"),
        "no_points",
        "Remove",
    ),
    (
        with_tiers(f"{{qualify: {{by: count, exclude: {{category: FUEL}}, within: lifetime}}, {LEVELS}}}"),
        "no_spend",
        "Remove `exclude`",
    ),
    (
        with_tiers(f"{{qualify: {{by: membership-years, of: purchase, within: lifetime}}, {LEVELS}}}"),
        "years_of_what",
        "Remove `of`",
    ),
    (
        with_tiers(f"{{qualify: {{by: membership-years, within: calendar-year}}, {LEVELS}}}"),
        "years_within",
        "within: lifetime",
    ),
    (with_level("{id: high, at: 100}", f"qualify: {{{TWO}}}"), "unknown_counter", "any-of"),
    (
        with_level("{id: high, at: {all-of: {night: 3}}}", f"qualify: {{{TWO}}}"),
        "unknown_counter",
        "Did you mean `nights`?",
    ),
    (with_level("{id: high, at: {all-of: {nights: 3}}}"), "unknown_counter", "number alone"),
    (
        with_level("{id: high, at: {all-of: {nights: 3}, any-of: {spend: 3}}}", f"qualify: {{{TWO}}}"),
        "missing_key",
        "one of",
    ),
    (
        with_level("{id: high, at: 1.5}", "qualify: {by: count, within: lifetime}"),
        "too_precise",
        "whole number",
    ),
    (
        with_level("{id: high, at: 1.0005}", "qualify: {by: measure, of: km, within: lifetime}"),
        "too_precise",
        "at most 3 digits",
    ),
    (with_tiers(f"{{{SPEND}, keep: {{until: forever, days: 3}}, {LEVELS}}}"), "two_ends", "Remove"),
    (with_tiers(f"{{{SPEND}, keep: {{months: 3, on: 01-31}}, {LEVELS}}}"), "date_without_year", "years: 2"),
    (
        with_tiers(f"{{{SPEND}, keep: {{until: forever, then: step-down}}, {LEVELS}}}"),
        "keep_without_end",
        "months: 12",
    ),
    (
        with_tiers(
            f"{{qualify: {{by: spend, within: {{rolling: {{days: 9}}}}}}, keep: {{grace: {{days: 3}}}}, {LEVELS}}}"
        ),
        "keep_without_end",
        "months: 12",
    ),
    (
        with_tiers(f"{{qualify: {{by: spend, within: lifetime}}, keep: {{months: 3}}, {LEVELS}}}"),
        "keep_without_end",
        "on-promotion: restart",
    ),
    (
        with_tiers(
            f"{{qualify: {{by: spend, within: {{rolling: {{months: 12}}}}}}, keep: {{months: 6, then: step-down}}, {LEVELS}}}"
        ),
        "keep_too_short",
        "as long as the window",
    ),
    (
        with_tiers(
            f"{{qualify: {{by: spend, within: {{rolling: {{days: 9}}}}}}, on-promotion: restart, {LEVELS}}}"
        ),
        "nothing_keeps",
        "months: 12",
    ),
    (
        with_tiers(f"{{{SPEND}, on-promotion: restart, on-return: recount, {LEVELS}}}"),
        "restart_forgets",
        "keep-level",
    ),
    (
        with_tiers(f"{{{SPEND}, levels: [{{id: low, given: {{traits: {{a: b}}}}}}]}}"),
        "first_level",
        "Remove its `given`",
    ),
    (
        with_tiers(
            f"{{qualify: {{{TWO}}}, levels: [{{id: low}}, {{id: mid, at: {{any-of: {{nights: 9, spend: 5}}}}}},"
            " {id: high, at: {any-of: {nights: 9, spend: 4}}}]}"
        ),
        "levels_not_rising",
        "lowest to the highest",
    ),
    (with_tiers(f"{{{SPEND}, takes-effect: now, {LEVELS}}}"), "unknown_choice", "at-once"),
]


@pytest.mark.parametrize(
    ("text", "code", "advice"), WRONG, ids=[f"{n}-{case[1]}" for n, case in enumerate(WRONG)]
)
def test_a_ladder_that_cannot_be_meant_is_told_once_with_what_to_write(
    text: str, code: str, advice: str
) -> None:
    """Each mistake has its code and advice, on the line of the ladder."""
    (error,) = errors(text)
    assert (error.code, error.line) == (code, 6)
    assert advice in error.advice


def test_levels_may_need_different_things_as_long_as_the_lower_does_not_bring_the_higher() -> None:
    """Years or nights for one, nights and money for the next: neither follows from the other."""
    assert not errors(
        with_tiers(
            f"{{qualify: {{{TWO}}}, levels: [{{id: low}}, {{id: mid, at: {{any-of: {{nights: 9, spend: 5}}}}}},"
            " {id: high, at: {all-of: {nights: 9, spend: 4}}}, {id: top, given: {traits: {a: b}}}]}"
        )
    )


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "What you spend on fuel, gift cards, and Private brand products does not count for this."),
        ("ru", "Траты на топливо, подарочные карты и товары марки Private для уровня не считаются."),
        (
            "ro",
            "Sumele cheltuite pentru carburant, carduri cadou și produse marca Private nu contează pentru nivel.",
        ),
    ],
)
def test_what_does_not_count_for_a_level_is_told_after_what_does(lang: str, told: str) -> None:
    """In the same line; departments and categories as one list."""
    words = (
        "words: {FUEL: {en: fuel, ru: топливо, ro: carburant},"
        " GIFT CARDS: {en: gift cards, ru: подарочные карты, ro: carduri cadou}}\n"
    )
    exclude = "exclude: {department: FUEL, category: GIFT CARDS, brand: Private}"
    tiers = f"{{qualify: {{by: spend, {exclude}, within: lifetime}}, {LEVELS}}}"
    text = explain(programme(f"{DOCUMENT}{words}tiers: {tiers}\n"), lang=lang)
    assert text.split("\n## ")[3].splitlines()[2].endswith(f" {told}")


def test_what_a_ladder_decides_is_compared_part_by_part() -> None:
    """A head start, a time to keep and a decision that change are told by their paths."""
    old = programme(with_tiers(f"{{{SPEND}, keep: {{months: 3}}, {LEVELS}}}"))
    spend = SPEND.replace("}", ", head-start: {traits: {card: gold}, adds: 5}}")
    new = programme(with_tiers(f"{{{spend}, keep: {{months: 4}}, takes-effect: at-once, {LEVELS}}}"))
    assert [(change.kind, change.path) for change in diff(old, new)] == [
        ("changed", "tiers.keep"),
        ("added", "tiers.qualify.head-start"),
        ("added", "tiers.terms"),
    ]

"""The programme in Russian and in Romanian: plurals, cases and genders, as a native would write them."""

# ruff: noqa: E501 - a sentence is read whole

import re
from importlib import resources

import pytest
from tests.unit.programme.documents import MINIMAL, errors, programme

from tessera.engine.vocabulary import VOCABULARY
from tessera.programme.explain import explain
from tessera.programme.languages import LOCALES
from tessera.programme.messages import PARTS

NAMES = "{en: [point, points], ru: [балл, балла, баллов], ro: [punct, puncte, de puncte]}"
CASH = "{en: cash back, ru: [кэшбэк, кэшбэка, кэшбэка], ro: cashback}"
DOCUMENT = MINIMAL.replace("[point, points]", NAMES).replace("cash back", CASH)


def sentence(rule: str, lang: str) -> str:
    """What the extra rule says, after the two of the least document."""
    text = explain(programme(f"{DOCUMENT}  extra: {rule}\n"), lang=lang)
    return [line for line in text.splitlines() if line.startswith("- ")][2].removeprefix("- ")


def ladder(tiers: str, lang: str) -> list[str]:
    """What the ladder says."""
    text = explain(programme(f"{DOCUMENT}tiers: {tiers}\n"), lang=lang)
    return [line.removeprefix("- ") for line in text.split("\n## ")[3].splitlines() if line.startswith("- ")]


RULES = [
    (
        "{on: purchase, give: {points: 1, per: 5.00}}",
        "Вы получаете ещё 1 балл за каждые 5 $.",
        "Primiți 1 punct în plus pentru fiecare 5 USD cheltuiți.",
    ),
    (
        "{on: purchase, give: {points: 1.5, per: 0.50}, min-spend: 20}",
        "Вы получаете ещё 1,5 балла за каждые 0,50 $, если потратите не меньше 20 $.",
        "Primiți 1,5 puncte în plus pentru fiecare 0,50 USD cheltuiți dacă cheltuiți cel puțin 20 USD.",
    ),
    (
        "{on: purchase, lines: {department: FUEL}, give: {points: 3, per: {quantity: 10}}}",
        "Вы получаете ещё 3 балла за fuel — за каждые 10 единиц.",
        "Primiți 3 puncte în plus pentru fiecare 10 produse cumpărate (fuel).",
    ),
    (
        "{on: purchase, give: {points: 21, per: {quantity: 1}}}",
        "Вы получаете ещё 21 балл за каждую единицу товара.",
        "Primiți 21 de puncte în plus pentru fiecare produs cumpărat.",
    ),
    (
        "{on: purchase, give: {cash: 2.5%}}",
        "2,5 % от суммы покупки возвращается к вам как кэшбэк.",
        "Primiți înapoi 2,5 % din suma cheltuită, sub formă de cashback.",
    ),
    (
        "{on: enrolment, give: {cash: 5}}",
        "Вы получаете 5 $ при вступлении в программу.",
        "Primiți 5 USD la înscriere.",
    ),
    (
        "{on: purchase, multiply: 3, exclude: {brand: Acme}}",
        "Вы получаете втрое больше баллов. Товары марки Acme здесь не учитываем.",
        "Primiți puncte triple. Nu se aplică pentru produse marca Acme.",
    ),
    (
        "{on: purchase, multiply: 1.25, channels: [app, kiosk]}",
        "Вы получаете в 1,25 раза больше баллов в нашем приложении или через kiosk.",
        "Primiți de 1,25 ori mai multe puncte în aplicația noastră sau prin kiosk.",
    ),
    (
        "{on: purchase, multiply: 5, lines: {brand: [A, B]}}",
        "Вы получаете в 5 раз больше баллов за товары марок A и B.",
        "Primiți de 5 ori mai multe puncte pentru produse mărcile A și B.",
    ),
    (
        "{on: purchase, give: {points: 7}, stores: [12, 40], facts: {payment: card}}",
        "Вы получаете 7 баллов при каждой покупке в магазине 12 или 40, если payment — card.",
        "Primiți 7 puncte la fiecare cumpărătură la magazinul 12 sau 40 dacă payment este card.",
    ),
    (
        "{on: app-visit, give: {points: 1}, cap: {times: 1, per: day}}",
        "Вы получаете 1 балл за каждое действие «app visit», один раз в день.",
        "Primiți 1 punct pentru fiecare acțiune „app visit”, o singură dată pe zi.",
    ),
    (
        "{on: purchase, give: {points: 9}, nth: 22}",
        "Вы получаете 9 баллов при 22-й покупке.",
        "Primiți 9 puncte la a 22-a cumpărătură.",
    ),
    (
        "{on: visit, give: {points: 9}, nth: {every: 3}}",
        "Вы получаете 9 баллов при каждом третьем визите.",
        "Primiți 9 puncte la fiecare a treia vizită.",
    ),
    (
        "{on: purchase, give: {points: 9}, nth: first, lines: {product: [1, 2]}}",
        "Вы получаете 9 баллов за товары 1 и 2 при первой покупке.",
        "Primiți 9 puncte pentru produsele 1 și 2 la prima cumpărătură.",
    ),
    (
        "{on: purchase, give: {points: 9}, during: {from: 2026-05-09, until: 2026-05-10}}",
        "9 мая 2026 года вы получаете 9 баллов при каждой покупке.",
        "Pe 9 mai 2026 primiți 9 puncte la fiecare cumpărătură.",
    ),
    (
        "{on: purchase, give: {points: 9}, during: {until: 2026-05-10}}",
        "По 9 мая 2026 года включительно вы получаете 9 баллов при каждой покупке.",
        "Până pe 9 mai 2026 inclusiv primiți 9 puncte la fiecare cumpărătură.",
    ),
    (
        "{on: purchase, give: {points: 9}, during: {from: 2026-12-30, until: 2027-01-03}}",
        "С 30 декабря 2026 года по 2 января 2027 года вы получаете 9 баллов при каждой покупке.",
        "Între 30 decembrie 2026 și 2 ianuarie 2027 primiți 9 puncte la fiecare cumpărătură.",
    ),
    (
        '{on: purchase, give: {points: 9}, during: {from: "2026-12-30T09:00", until: "2027-01-03T18:00:30"}}',
        "С 09:00 30 декабря 2026 года до 18:00:30 3 января 2027 года вы получаете 9 баллов при каждой покупке.",
        "De la 30 decembrie 2026, ora 09:00, până la 3 ianuarie 2027, ora 18:00:30, primiți 9 puncte la fiecare cumpărătură.",
    ),
    (
        "{on: purchase, give: {points: 9, per: 1}, round: up, expire: never, pending: {days: 1}}",
        "Вы получаете ещё 9 баллов за каждый 1 $. Дробь округляется вверх до целого. Потратить их можно через 1 день. Срок действия не ограничен.",
        "Primiți 9 puncte în plus pentru fiecare 1 USD cheltuit. Fracțiunile se rotunjesc în sus, la un număr întreg. Se pot folosi după o zi. Nu expiră niciodată.",
    ),
    (
        "{on: purchase, give: {points: 9}, cap: {points: 1000, per: year, over: refuse}, name: Treats}",
        "Treats. Вы получаете 9 баллов при каждой покупке, максимум 1 000 баллов в год. То, что выходит за этот предел, не начисляется вовсе.",
        "Treats. Primiți 9 puncte la fiecare cumpărătură, cel mult 1.000 de puncte pe an. Ce ar depăși această limită nu se mai acordă deloc.",
    ),
    (
        "{on: purchase, lines: {brand: Acme, organic: 'yes'}, multiply: 2}",
        "Вы получаете вдвое больше баллов за товары марки Acme (только товары с отметкой «organic: yes»).",
        "Primiți puncte duble pentru produse marca Acme (doar produse cu mențiunea „organic: yes”).",
    ),
    (
        "{on: purchase, traits: {age: [19-24], marital_status: Married}, multiply: 2}",
        "Если age — 19-24 и marital status — Married, вы получаете вдвое больше баллов.",
        "Dacă age este 19-24 și marital status este Married, primiți puncte duble.",
    ),
    (
        "{on: purchase, weekdays: [wednesday, thursday, friday], multiply: 2, cap: [{points: 21, per: activity}, {times: 20, per: month}]}",
        "Со среды по пятницу вы получаете вдвое больше баллов, сверх обычного — максимум 21 балл за один раз, максимум 20 раз в месяц.",
        "De miercuri până vineri primiți puncte duble, cel mult 21 de puncte peste cele obișnuite de fiecare dată, de cel mult 20 de ori pe lună.",
    ),
    (
        "{on: referral, give: {points: 101}, expire: {years: 1, months: 21, days: 2, round: year-end}}",
        "Вы получаете 101 балл за каждого приглашённого друга. Срок действия — 1 год, 21 месяц и 2 дня, до конца года.",
        "Primiți 101 puncte pentru fiecare prieten adus. Valabilitate: un an, 21 de luni și 2 zile, până la sfârșitul anului.",
    ),
    (
        "{on: purchase, weekdays: [monday, sunday], hours: {from: 22:00, until: 02:00}, multiply: 2}",
        "По понедельникам и воскресеньям с 22:00 до 02:00 вы получаете вдвое больше баллов.",
        "Lunea și duminica între orele 22:00 și 02:00 primiți puncte duble.",
    ),
    (
        "{on: purchase, during: {from: 2026-05-02}, give: {points: 2}}",
        "Со 2 мая 2026 года вы получаете 2 балла при каждой покупке.",
        "Începând cu 2 mai 2026 primiți 2 puncte la fiecare cumpărătură.",
    ),
    (
        "{on: purchase, during: {from: 2026-08-01, until: 2026-09-01}, give: {points: 2}}",
        "В августе 2026 года вы получаете 2 балла при каждой покупке.",
        "În august 2026 primiți 2 puncte la fiecare cumpărătură.",
    ),
]


@pytest.mark.parametrize(("rule", "russian", "romanian"), RULES)
def test_a_rule_is_told_as_a_native_would(rule: str, russian: str, romanian: str) -> None:
    """Each construct has its phrase, with the plural, the case and the gender that its neighbours ask for."""
    assert (sentence(rule, "ru"), sentence(rule, "ro")) == (russian, romanian)


@pytest.mark.parametrize(
    ("of", "needs"),
    [
        ("purchase", "нужна 1 покупка"),
        ("visit", "нужен 1 визит"),
        ("flight", "нужен 1 полёт"),
        ("lesson", "нужно 1 занятие"),
    ],
)
def test_the_verb_agrees_with_the_one_thing_that_a_level_needs(of: str, needs: str) -> None:
    """By its gender, of the document's own words too."""
    words = "words: {flight: {ru: [полёт, полёта, полётов]}, lesson: {ru: [занятие, занятия, занятий]}}\n"
    tiers = f"{{qualify: {{by: count, of: {of}, within: lifetime}}, levels: [{{id: a}}, {{id: b, at: 1}}]}}"
    assert f"До уровня «B» {needs}." in explain(programme(f"{DOCUMENT}{words}tiers: {tiers}\n"), lang="ru")


LADDERS = [
    (
        "{qualify: {by: count, within: {rolling: {days: 90}}}, levels: [{id: a}, {id: b, at: 12}, {id: c, at: 101}]}",
        [
            "Ваш уровень зависит от того, сколько покупок у вас было за последние 90 дней.",
            "Все начинают с уровня «A».",
            "До уровня «B» нужно 12 покупок.",
            "До уровня «C» нужна 101 покупка.",
            "Уровень остаётся за вами, пока вы его подтверждаете.",
        ],
        [
            "Nivelul depinde de numărul de cumpărături făcute în ultimele 90 de zile.",
            "Toți membrii încep de la nivelul A.",
            "Cu 12 cumpărături ajungeți la nivelul B.",
            "Cu 101 cumpărături ajungeți la nivelul C.",
            "Păstrați nivelul cât timp îl confirmați în continuare.",
        ],
    ),
    (
        "{qualify: {by: count, of: [visit, purchase], within: {rolling: {months: 1}}}, levels: [{id: a, perks: [{multiply: 2}]}, {id: b, at: 20, perks: [{multiply: 5}]}]}",
        [
            "Ваш уровень зависит от того, сколько покупок и визитов у вас было за последний месяц.",
            "Все начинают с уровня «A». С ним у вас вдвое больше баллов.",
            "До уровня «B» нужно 20 покупок или визитов. С ним у вас в 5 раз больше баллов.",
            "Уровень остаётся за вами, пока вы его подтверждаете.",
        ],
        [
            "Nivelul depinde de numărul de cumpărături și vizite făcute în ultima lună.",
            "Toți membrii încep de la nivelul A, care aduce puncte duble.",
            "Cu 20 de cumpărături sau de vizite ajungeți la nivelul B, care aduce de 5 ori mai multe puncte.",
            "Păstrați nivelul cât timp îl confirmați în continuare.",
        ],
    ),
    (
        "{qualify: {by: spend, within: calendar-month}, keep: end-of-next-window, levels: [{id: a}, {id: b, at: 500}]}",
        [
            "Ваш уровень зависит от того, сколько вы потратили за календарный месяц.",
            "Все начинают с уровня «A».",
            "Чтобы перейти на уровень «B», потратьте 500 $.",
            "Уровень остаётся за вами до конца месяца, следующего за тем, в котором вы его достигли.",
        ],
        [
            "Nivelul depinde de suma cheltuită într-o lună calendaristică.",
            "Toți membrii încep de la nivelul A.",
            "Cu cumpărături de 500 USD ajungeți la nivelul B.",
            "Păstrați nivelul până la sfârșitul lunii următoare celei în care l-ați atins.",
        ],
    ),
    (
        "{qualify: {by: points-earned, of: points, within: lifetime}, levels: [{id: a}, {id: b, at: 1}]}",
        [
            "Ваш уровень зависит от того, сколько баллов вы набрали с начала участия.",
            "Все начинают с уровня «A».",
            "Чтобы перейти на уровень «B», наберите 1 балл.",
            "Достигнутый уровень остаётся за вами навсегда.",
        ],
        [
            "Nivelul depinde de numărul de puncte strânse de la înscriere.",
            "Toți membrii încep de la nivelul A.",
            "Cu 1 punct ajungeți la nivelul B.",
            "Nivelul atins vă rămâne pentru totdeauna.",
        ],
    ),
]


@pytest.mark.parametrize(("tiers", "russian", "romanian"), LADDERS)
def test_a_ladder_is_told_as_a_native_would(tiers: str, russian: list[str], romanian: list[str]) -> None:
    """What is counted stands in the form that its number asks for."""
    assert (ladder(tiers, "ru"), ladder(tiers, "ro")) == (russian, romanian)


@pytest.mark.parametrize(
    "name",
    [
        "{en: [point, points], ru: [балл, баллов]}",
        "{en: [point, points], ro: [punct, puncte]}",
        "{en: points}",
        "points",
    ],
)
def test_a_name_needs_every_plural_form_of_its_language(name: str) -> None:
    """Two in English, three in Russian and in Romanian: a missing one would be heard in some sentence."""
    (error,) = errors(MINIMAL.replace("name: [point, points]", f"name: {name}"))
    assert (error.code, error.line) == ("plural_forms", 2)
    assert "plural forms" in error.message


def test_the_name_of_a_money_may_have_one_form_where_it_is_not_declined() -> None:
    """Money is counted in coins, so English and Romanian need its name once; Russian declines it all the same."""
    assert not errors(MINIMAL.replace("cash back", "{en: cash back, ro: cashback}"))
    assert [error.code for error in errors(MINIMAL.replace("cash back", "{ru: кэшбэк}"))] == ["plural_forms"]


def messages(source: str) -> set[str]:
    """The names of the messages in a Fluent source."""
    return set(re.findall(r"^([a-z-]+) =", source, re.MULTILINE))


def test_every_message_is_written_in_every_language() -> None:
    """What one language says, all say; a translation may have messages of its own beside."""
    wording = resources.files("tessera.programme").joinpath("wording")
    for part in PARTS:
        english = messages(wording.joinpath(f"en{part}.ftl").read_text(encoding="utf-8"))
        for lang in LOCALES:
            said = messages(wording.joinpath(f"{lang}{part}.ftl").read_text(encoding="utf-8"))
            assert english <= said, (lang, part)
    for construct in (*VOCABULARY.conditions.values(), *VOCABULARY.benefits):
        for lang in LOCALES:
            assert messages(construct.texts["en"]) <= messages(construct.texts[lang]), (construct, lang)


def test_what_one_gets_stands_in_the_accusative() -> None:
    """A feminine currency changes its ending where it is earned, once there is one of it, and not where it is named."""
    miles = MINIMAL.replace("[point, points]", "{ru: [бонусная миля, бонусные мили, бонусных миль]}")
    text = explain(programme(miles.replace("worth: 0.02", "worth: 1")), lang="ru")
    assert "Вы получаете 1 бонусную милю за каждый 1 $." in text
    assert "1 бонусная миля — это 1 $." in text
    assert "100 бонусных миль при вступлении" in text


def test_a_code_of_money_stands_apart_from_its_figure() -> None:
    """Where a language has no sign for the money, its code is not glued to the number."""
    assert "for every 1 leu you spend" in explain(programme(MINIMAL.replace("money: USD", "money: MDL")))

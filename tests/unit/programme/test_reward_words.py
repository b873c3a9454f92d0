"""What may be written of rewards, what may not, and what members read of them."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from tests.unit.programme.documents import HEAD, errors, programme, warnings
from tests.unit.programme.test_schema import valid

from tessera.programme.diff import diff
from tessera.programme.document import Cap, Span
from tessera.programme.explain import explain
from tessera.programme.reward import (
    AmountOff,
    BuyGet,
    CheapestOff,
    Event,
    Favour,
    FreeProduct,
    Goods,
    OnReturn,
    PercentOff,
    Price,
    Reward,
    Service,
    Stacking,
    Voucher,
)
from tessera.programme.shift import shift

CLUB = """\
currencies:
  points: {name: {en: [point, points], ru: [балл, балла, баллов], ro: [punct, puncte, de puncte]}, worth: 0.01}
  miles: {name: [mile, miles], scale: 1}
earn: {base: {on: purchase, give: {points: 1, per: 1.00}}}
tiers: {qualify: {by: points-earned, of: points, within: lifetime}, levels: [{id: seed}, {id: oak, at: 9, perks: PERKS}]}
words: {student: {en: student, ru: студент, ro: student},\
 TEA: {en: tea, ru: чай, ro: ceai}, CAKE: {en: cake, ru: торт, ro: tort}, BOOKS: {en: books, ru: книги, ro: cărți}}
rewards:
"""


def club(*rewards: str, head: str = HEAD, perks: str = "[{lounge: true}]") -> str:
    """A document with these rewards, from line 9 on, column 3."""
    return head + CLUB.replace("PERKS", perks) + "".join(f"  {reward}\n" for reward in rewards)


def reward(terms: str) -> Reward:
    """One reward as it is read."""
    return programme(club(f"r: {terms}")).rewards["r"]


def test_a_reward_is_read_with_all_its_terms() -> None:
    """Money in minor units, points in smallest ones, dates as midnights of the programme's zone."""
    read = reward(
        "{name: {en: Box, ro: Cutie}, text: A box of everything, picture: box.jpg, price: {miles: 2.5, money: 2.00,"
        " for: {oak: 2}}, give: {off: 10%, lines: {category: TEA}, most: 5}, during: {from: 2026-06-01, until:"
        " 2026-07-01}, early: {oak: {days: 7}}, stock: 200, limit: [{times: 1, per: month}, {times: 3, per: {days: 90}}],"
        " budget: 1000.00, stack: adds, valid: {months: 1, days: 2}, on-return: keep}"
    )
    assert read == Reward(
        "r",
        {"en": "Box", "ro": "Cutie"},
        PercentOff(Fraction(1, 10), Goods({"category": frozenset({"TEA"})}), 500),
        Price("miles", 25, 200, {"oak": 20}),
        {"en": "A box of everything"},
        "box.jpg",
        from_at=datetime(2026, 5, 31, 21, tzinfo=UTC),
        until_at=datetime(2026, 6, 30, 21, tzinfo=UTC),
        early_days={"oak": 7},
        stock=200,
        limits=(Cap(Span.MONTH, times=1), Cap(Span.PERSONAL, times=3, days=90)),
        budget_minor=100_000,
        stack=Stacking.ADDS,
        valid_months=1,
        valid_days=2,
        on_return=OnReturn.KEEP,
    )
    assert reward("{give: free-delivery}") == Reward("r", {"en": "R"}, Favour.FREE_DELIVERY)


@pytest.mark.parametrize(
    ("give", "read"),
    [
        ("{off: 5.00}", AmountOff(500)),
        ("{off: 5}", AmountOff(500)),
        ("{cheapest: free}", CheapestOff(Fraction(1))),
        (
            "{cheapest: 50%, exclude: {brand: [A, B]}}",
            CheapestOff(Fraction(1, 2), Goods(exclude={"brand": frozenset("AB")})),
        ),
        ("{buy: 2, get: 1, times: 3}", BuyGet(2, 1, Fraction(1), times=3)),
        ("{buy: 1, get: 1, off: 25%}", BuyGet(1, 1, Fraction(1, 4))),
        ("{product: TEA}", FreeProduct(("TEA",))),
        ("{voucher: 5.00}", Voucher(500)),
        (
            "{event: {at: 2026-06-20T18:00, places: 40}}",
            Event(datetime(2026, 6, 20, 15, tzinfo=UTC), 40),
        ),
        ("{service: green-cross}", Service("green-cross")),
        ("sample", Favour.SAMPLE),
    ],
)
def test_each_benefit_has_its_form(give: str, read: object) -> None:
    """And editors know it."""
    assert reward(f"{{give: {give}}}").give == read
    assert valid(club(f"r: {{give: {give}}}"))


@pytest.mark.parametrize(
    ("terms", "code", "at"),
    [
        ("{price: {points: 3}}", "missing_key", "{price"),
        ("{give: 10%}", "unknown_choice", "10%"),
        ("{give: {}}", "missing_key", "{}"),
        ("{give: {off: 10%, product: TEA}}", "one_benefit", "{off"),
        ("{give: {off: 120%}}", "out_of_range", "120%"),
        ("{give: {off: 0}}", "out_of_range", "0}"),
        ("{give: {off: 5.00, most: 3.00}}", "wrong_key", "{off"),
        ("{give: {product: TEA, lines: {category: TEA}}}", "wrong_key", "{product"),
        ("{give: {buy: 2}}", "missing_key", "{buy"),
        ("{give: {get: 2}}", "missing_key", "{get"),
        ("{give: {buy: 2, get: 1, off: 1.00}}", "wrong_type", "{buy"),
        ("{give: {cheapest: 5.00}}", "wrong_type", "5.00"),
        ("{give: {off: 10%}, price: 300}", "wrong_type", "300"),
        ("{give: {off: 10%}, price: {money: 2.00}}", "one_currency", "{money"),
        ("{give: {off: 10%}, price: {points: 1, miles: 1}}", "one_currency", "{points"),
        ("{give: {off: 10%}, price: {point: 1}}", "unknown_currency", "point:"),
        ("{give: {off: 10%}, price: {points: 1.5}}", "too_precise", "1.5"),
        ("{give: {off: 10%}, price: {points: 9, for: {elm: 3}}}", "unknown_tier", "elm"),
        ("{give: sample, price: {points: 9, segments: {points: 3}}}", "missing_key", "{points: 3"),
        ("{give: sample, price: {points: 9, segments: {traits: {age: 9}}}}", "missing_key", "{traits"),
        ("{give: sample, price: {points: 9, segments: {tiers: oak, points: 9}}}", "not_less", "9}}"),
        ("{give: sample, price: {points: 9, segments: {tiers: oak, points: 1.5}}}", "too_precise", "1.5"),
        ("{give: sample, price: {points: 9, segments: {stores: 3, points: 1}}}", "unknown_key", "stores"),
        ("{give: sample, price: {points: 9, segments: {tiers: elm, points: 1}}}", "unknown_tier", "elm"),
        (
            "{give: sample, price: {points: 9, segments: {tiers: oak, points: 0}}, issue: at-once}",
            "endless",
            "issue",
        ),
        ("{give: {off: 10%}, stock: 0}", "out_of_range", "0}"),
        ("{give: {off: 10%}, limit: {times: 1}}", "missing_key", "{times"),
        ("{give: {off: 10%}, during: {}}", "missing_key", "{}"),
        ("{give: {off: 10%}, during: {from: 2026-06-02, until: 2026-06-02}}", "empty_period", "{from"),
        ("{give: {off: 10%}, early: {oak: {days: 7}}}", "early_without_from", "{give"),
        ("{give: {off: 10%}, valid: {}}", "missing_key", "{}"),
        ("{give: {off: 10%}, on-return: withdraw}", "unknown_choice", "withdraw"),
        ("{give: {off: 10%}, picture: 'javascript:alert(1)'}", "invalid_text", "'java"),
        ("{give: {off: 10%}, picture: ../secret.png}", "invalid_text", "../"),
        ("{give: {off: 10%}, nth: first}", "unknown_key", "nth"),
        ("{give: sample, stack: adds}", "wrong_key", "stack"),
        ("{give: access, budget: 9.00}", "wrong_key", "budget"),
        ("{give: access, on-return: keep}", "wrong_key", "on-return"),
        ("{give: {event: {at: 2026-06-20}}, valid: {days: 3}}", "wrong_key", "valid"),
        ("{give: {event: {at: 2026-06-20}}, stock: 3}", "wrong_key", "stock"),
        ("{give: {off: 10%}, grace: {days: 3}}", "wrong_key", "grace"),
        ("{give: {off: 10%}, valid: {days: 3}, on-return: keep, grace: {days: 3}}", "wrong_key", "grace"),
        ("{give: sample, valid: {days: 3}, grace: {days: 3}}", "wrong_key", "grace"),
        ("{give: sample, valid: {days: 3}, grace: {}}", "missing_key", "{}"),
        ("{give: sample, issue: at once}", "unknown_choice", "at once"),
        ("{give: sample, issue: at-once}", "endless", "issue"),
        ("{give: sample, price: {points: 9, for: {oak: 0}}, issue: at-once}", "endless", "issue"),
        ("{give: sample, price: {points: 9, money: 1.00}, issue: at-once}", "not_at_once", "price"),
        ("{give: {gift-card: 9.00}, price: {points: 9}, issue: at-once}", "not_at_once", "issue"),
        ("{give: {code: films}, price: {points: 9}, issue: at-once}", "not_at_once", "issue"),
        ("{give: {earn: {miles: 9}}, price: {points: 9}, issue: at-once}", "not_at_once", "issue"),
        ("{give: sample, price: {points: 9}, issue: at-once, undo: {hours: 2}}", "wrong_key", "undo"),
    ],
)
def test_what_cannot_be_meant_is_named_at_its_place(terms: str, code: str, at: str) -> None:
    """Code, line and column, with what to write instead."""
    text = club(f"r: {terms}")
    found = errors(text)
    assert [error.code for error in found] == [code], [str(error) for error in found]
    assert (found[0].line, found[0].column) == (9, text.splitlines()[8].rindex(at) + 1), str(found[0])
    assert found[0].advice


def test_a_perk_names_a_reward_that_there_is() -> None:
    """Else it says which was meant, where it stands."""
    (found,) = errors(club("coffee: {give: sample}", perks="[{multiply: 2}, {reward: cofee}]"))
    assert (found.code, found.line) == ("unknown_reward", 6)
    assert found.advice == "Did you mean `coffee`?"


def test_a_period_outside_the_programmes_own_is_refused() -> None:
    """Nobody could ever have it."""
    head = HEAD.replace("}", ", until: 2026-06-01}")
    late = club("r: {give: sample, during: {from: 2026-06-01}}", head=head)
    assert [error.code for error in errors(late)] == ["outside_programme"]


def test_rewards_that_nobody_will_have_are_doubted() -> None:
    """No rule gives miles; a discount on tea leaves tea out; books never get cheaper."""
    assert "idle_reward" in warnings(club("r: {price: {miles: 3}, give: sample}"))
    assert "never_applies" in warnings(
        club("r: {give: {off: 5%, lines: {category: TEA}, exclude: {category: [TEA, CAKE]}}}")
    )
    fixed = (
        club("r: {give: {cheapest: free, lines: {category: BOOKS}}}") + "never-discount: {category: BOOKS}\n"
    )
    assert "never_applies" in warnings(fixed)
    assert not {"idle_reward", "never_applies"} & set(warnings(club("r: {price: {points: 3}, give: sample}")))


def test_what_a_level_brings_for_nothing_does_not_come_by_itself() -> None:
    """It would come to the level's members without end."""
    text = club("r: {give: sample, price: {points: 9}, issue: at-once}", perks="[{reward: r}]")
    assert [error.code for error in errors(text)] == ["endless"]


def test_a_reward_before_which_a_cheaper_one_always_comes_is_doubted() -> None:
    """The cheaper one takes the points whenever there are enough; not so where it has an end, or is asked for."""
    dear = "dear: {give: sample, price: {points: 20}, issue: at-once}"
    cheap = "cheap: {give: sample, price: {points: 9}, issue: at-once}"
    assert "never_applies" in warnings(club(dear, cheap))
    assert "never_applies" not in warnings(club(dear, cheap.replace("issue: at-once", "stock: 9")))
    assert "never_applies" not in warnings(club(dear, cheap.replace("issue", "stock: 9, issue")))
    assert "never_applies" not in warnings(club(dear, cheap.replace("points: 9", "points: 20")))


@pytest.mark.parametrize("give", ["voucher", "gift-card"])
def test_a_budget_that_does_not_pay_for_one_is_doubted(give: str) -> None:
    """Money for one is enough; a cent less, and nobody ever has it."""
    short, enough = (
        club(f"r: {{price: {{points: 3}}, give: {{{give}: 2.00}}, budget: {budget}}}")
        for budget in ("1.99", "2.00")
    )
    assert "never_applies" in warnings(short)
    assert "never_applies" not in warnings(enough)


def test_a_demo_moves_the_dates_of_rewards_too() -> None:
    """Periods and events, by whole weeks."""
    moved = shift(
        club("a: {give: sample, during: {from: 2026-06-01}}", "b: {give: {event: {at: 2026-06-20T18:00}}}"),
        weeks=1,
    )
    assert "{from: 2026-06-08}" in moved
    assert "{at: 2026-06-27T18:00}" in moved


TOLD = {
    "r: {price: {points: 300, money: 2.00, for: {oak: 250}}, give: {product: [TEA, CAKE]}, limit: {times: 1, per: month}}": {
        "en": "R: 300 points and $2, on Oak 250 points and $2. You get one of these free: tea or cake. You can have it"
        " once a month.",
        "ru": "R: 300 баллов и 2 $, на уровне «Oak» — 250 баллов и 2 $. Вы получаете бесплатно одно на выбор: чай или"
        " торт. Можно взять один раз в месяц.",
        "ro": "R: 300 de puncte și 2 USD, la nivelul Oak 250 de puncte și 2 USD. Primiți gratuit, la alegere: ceai sau"
        " tort. Se poate lua o singură dată pe lună.",
    },
    "r: {give: {off: 10%, lines: {category: TEA}, exclude: {category: CAKE}, most: 20.00}, stack: adds, min-spend: 9.00}": {
        "en": "R: free. You get 10% off tea, $20 at most. This leaves out cake. Available when you spend at least $9. It"
        " adds to other discounts.",
        "ru": "R: бесплатно. Скидка 10 % на чай, максимум 20 $. На торт это не распространяется. Доступно: если"
        " потратите не меньше 9 $. Суммируется с другими скидками.",
        "ro": "R: gratuit. Reducere de 10 % la ceai, cel mult 20 USD. Nu se aplică pentru tort. Disponibil dacă cheltuiți"
        " cel puțin 9 USD. Se adună cu alte reduceri.",
    },
    "r: {give: {off: 5.00}, budget: 900.00, valid: {days: 30}, on-return: keep}": {
        "en": "R: free. You get $5 off a purchase. We have set $900 aside for it; when that is used up, it ends. You have"
        " 30 days to use it. If you return the purchase, you cannot use it again.",
        "ru": "R: бесплатно. Скидка 5 $ на покупку. На это отведено 900 $; когда эта сумма закончится, закончится и"
        " предложение. Срок действия — 30 дней. Если вернёте покупку, воспользоваться этим снова нельзя.",
        "ro": "R: gratuit. Reducere de 5 USD la o cumpărătură. Pentru aceasta am rezervat 900 USD; când suma se termină,"
        " se încheie și oferta. Este valabil 30 de zile. Dacă returnați cumpărătura, nu se mai poate folosi încă o dată.",
    },
    "r: {price: {points: 300, for: {oak: 250}, segments: [{traits: {student: yes}, points: 200}, {birthday: day, points:"
    " 0}]}, give: sample}": {
        "en": "R: 300 points, on Oak 250 points. For some it costs less: 200 points if “student” applies to you; free on"
        " your birthday. You get a sample.",
        "ru": "R: 300 баллов, на уровне «Oak» — 250 баллов. Для некоторых дешевле: 200 баллов, если у вас есть отметка"
        " «студент»; бесплатно, в ваш день рождения. Вы получаете пробник.",
        "ro": "R: 300 de puncte, la nivelul Oak 250 de puncte. Pentru unii costă mai puțin: 200 de puncte, dacă aveți"
        " mențiunea „student”; gratuit, de ziua de naștere. Primiți o mostră.",
    },
    "r: {price: {points: 9}, give: {voucher: 5.00}, issue: at-once, valid: {days: 30}, grace: {days: 21}}": {
        "en": "R: 9 points. You get a voucher for $5. You do not have to ask: as soon as you have enough, it is yours. You"
        " have 30 days to use it. If you return the purchase, you have at least 21 days to use it again.",
        "ru": "R: 9 баллов. Вы получаете ваучер на 5 $. Просить не нужно: как только накопится достаточно, награда ваша."
        " Срок действия — 30 дней. Если вернёте покупку, у вас будет ещё 21 день, чтобы воспользоваться этим снова, даже"
        " если срок прошёл.",
        "ro": "R: 9 puncte. Primiți un voucher de 5 USD. Nu trebuie să cereți nimic: de îndată ce aveți destul, recompensa"
        " este a dumneavoastră. Este valabil 30 de zile. Dacă returnați cumpărătura, mai aveți cel puțin 21 de zile ca să"
        " folosiți recompensa din nou.",
    },
    "r: {give: {cheapest: free, lines: {category: TEA}}, during: {from: 2026-06-01, until: 2026-07-01}, early: {oak: {days:"
    " 7}}}": {
        "en": "R: free. If you buy tea, the cheapest of these items is free. Available in June 2026. On Oak it begins 7"
        " days earlier.",
        "ru": "R: бесплатно. Если вы покупаете чай, самый дешёвый из этих товаров — бесплатно. Доступно: в июне 2026 года."
        " На уровне «Oak» — на 7 дней раньше.",
        "ro": "R: gratuit. Dacă luați ceai, cel mai ieftin dintre aceste produse este gratuit. Disponibil în iunie 2026."
        " La nivelul Oak începe cu 7 zile mai devreme.",
    },
    "r: {give: {cheapest: 50%}, limit: {times: 1, per: {days: 7}}}": {
        "en": "R: free. You get 50% off the cheapest item of your purchase. You can have it once, and then not again for 7"
        " days.",
        "ru": "R: бесплатно. Скидка 50 % на самый дешёвый товар в покупке. Можно взять один раз, а затем снова не раньше"
        " чем через 7 дней.",
        "ro": "R: gratuit. Reducere de 50 % la cel mai ieftin produs din cumpărătură. Se poate lua o dată, iar apoi din"
        " nou abia după 7 zile.",
    },
    "r: {give: {buy: 2, get: 1, lines: {category: TEA}, times: 1}}": {
        "en": "R: free. If you buy tea: of every 3 items, the cheapest is free. Once in one purchase.",
        "ru": "R: бесплатно. Если вы покупаете чай: из каждых 3 товаров самый дешёвый — бесплатно. За одну покупку — один"
        " раз.",
        "ro": "R: gratuit. Dacă luați ceai: la fiecare 3 produse, cel mai ieftin este gratuit. O singură dată la o"
        " cumpărătură.",
    },
    "r: {give: {buy: 15, get: 6, off: 50%, times: 2}}": {
        "en": "R: free. Of every 21 items, you get 50% off the 6 cheapest. Up to 2 times in one purchase.",
        "ru": "R: бесплатно. Из каждого 21 товара — скидка 50 % на 6 самых дешёвых. За одну покупку — не больше 2 раз.",
        "ro": "R: gratuit. La fiecare 21 de produse, reducere de 50 % la cele mai ieftine 6. De cel mult 2 ori la o"
        " cumpărătură.",
    },
    "r: {price: {points: 1}, give: {voucher: 5.00}, stock: 1500}": {
        "en": "R: 1 point. You get a voucher for $5. There are 1,500 in all.",
        "ru": "R: 1 балл. Вы получаете ваучер на 5 $. Всего: 1 500.",
        "ro": "R: 1 punct. Primiți un voucher de 5 USD. Bucăți în total: 1.500.",
    },
    "r: {give: sample, stock: 1}": {
        "en": "R: free. You get a sample. There is 1 in all.",
        "ru": "R: бесплатно. Вы получаете пробник. Всего одна штука.",
        "ro": "R: gratuit. Primiți o mostră. Este o singură bucată.",
    },
    "r: {give: {event: {at: 2026-06-20T18:00, places: 40}}, text: Bring a friend}": {
        "en": "R: free. Bring a friend. It begins on June 20, 2026 at 6:00 PM. There are 40 places.",
        "ru": "R: бесплатно. Bring a friend. Начало — 20 июня 2026 года в 18:00. Всего мест: 40.",
        "ro": "R: gratuit. Bring a friend. Începe pe 20 iunie 2026, la ora 18:00. Locuri în total: 40.",
    },
    "r: {give: {service: TEA}}": {
        "en": "R: free. Tea does this for you.",
        "ru": "R: бесплатно. Это делает для вас чай.",
        "ro": "R: gratuit. De aceasta se ocupă ceai.",
    },
    "r: {give: sample, tiers: oak}": {
        "en": "R: free. You get a sample. Available if your level is Oak.",
        "ru": "R: бесплатно. Вы получаете пробник. Доступно: на уровне «Oak».",
        "ro": "R: gratuit. Primiți o mostră. Disponibil la nivelul Oak.",
    },
}


def told(text: str, lang: str) -> list[str]:
    """The sentences of the rewards' chapter."""
    chapter = explain(programme(text), lang=lang).split("\n## ")[3]
    return [line[2:] for line in chapter.splitlines() if line.startswith("- ")]


@pytest.mark.parametrize("terms", TOLD)
@pytest.mark.parametrize("lang", ["en", "ru", "ro"])
def test_members_read_it_in_their_language(terms: str, lang: str) -> None:
    """The price first, then what it gives, to whom and when, and the rest, each a short sentence."""
    assert told(club(terms), lang) == [TOLD[terms][lang]]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ["R: it comes with Oak. We deliver it free of charge.", "S: 9 points, on Oak free."]),
        (
            "ru",
            ["R: входит в уровень «Oak». Доставка бесплатная.", "S: 9 баллов, на уровне «Oak» — бесплатно."],
        ),
        ("ro", ["R: vine cu nivelul Oak. Livrarea este gratuită.", "S: 9 puncte, la nivelul Oak gratuit."]),
    ],
)
def test_what_comes_with_a_level_says_so(lang: str, said: list[str]) -> None:
    """And the level tells what it brings by the reward's name."""
    text = club(
        "r: {give: free-delivery}",
        "s: {price: {points: 9}, give: access}",
        perks="[{reward: r}, {reward: s}]",
    )
    assert told(text, lang) == said
    if lang == "en":
        assert "You reach Oak with 9 points: it brings R and S." in explain(programme(text))


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            ["When several discounts fit a purchase, the best one counts.", "There is no discount on books."],
        ),
        (
            "ru",
            [
                "Если к покупке подходит несколько скидок, действует самая выгодная.",
                "Скидок на книги не бывает.",
            ],
        ),
        (
            "ro",
            [
                "Dacă la o cumpărătură se potrivesc mai multe reduceri, contează cea mai bună.",
                "La cărți nu se aplică reduceri.",
            ],
        ),
    ],
)
def test_what_holds_for_all_is_said_once(lang: str, said: list[str]) -> None:
    """Which of several discounts counts, and what never gets cheaper."""
    text = club("a: {give: {off: 1.00}}", "b: {give: {off: 2.00}}") + "never-discount: {category: BOOKS}\n"
    assert told(text, lang)[2:] == said


def test_a_change_is_told_by_its_path() -> None:
    """New, gone, or on other terms; and where only a picture differs, by its field."""
    old = programme(club("r: {price: {points: 3}, give: sample}"))
    new = programme(club("r: {price: {points: 4}, give: sample}", "s: {give: sample}"))
    assert [(change.kind, change.path) for change in diff(old, new)] == [
        ("changed", "rewards.r"),
        ("added", "rewards.s"),
    ]
    (change,) = diff(old, programme(club("r: {price: {points: 3}, give: sample, picture: a.jpg}")))
    assert (change.before, change.after) == ("picture None", "picture a.jpg")
    fixed = programme(club("r: {price: {points: 3}, give: sample}") + "never-discount: {category: BOOKS}\n")
    assert [change.path for change in diff(old, fixed)] == ["never-discount"]


def test_editors_know_it() -> None:
    """The JSON Schema takes what `load` takes, and refuses what is of another form."""
    good = club(
        "r: {price: {points: 3, money: 1.00, for: {oak: 2}}, give: {off: 10%}, limit: {times: 1, per: month}}",
        perks="[{reward: r}]",
    )
    assert programme(good)
    assert valid(good)
    for part, wrong in (("{off: 10%}", "{of: 10%}"), ("{times: 1,", "{time: 1,"), ("{oak: 2}", "soon")):
        assert not valid(good.replace(part, wrong)), wrong

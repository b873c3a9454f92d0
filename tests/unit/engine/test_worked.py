"""The examples of a programme's text: chosen from its own rules, and worked out by the engine that will decide."""

from tests.unit.programme.documents import MINIMAL, programme, with_rule

from tessera.engine.worked import worked
from tessera.programme.explain import explain
from tessera.programme.sentences.worked import Worked

TIERS = "tiers: {qualify: {by: spend, within: lifetime}, levels: [{id: a}, {id: b, at: 9, perks: [multiply: 3]}]}\n"


def told(text: str, lang: str = "en") -> list[str]:
    """The examples as sentences."""
    shop = programme(text)
    return [
        line[2:]
        for line in explain(shop, lang=lang, examples=worked(shop)).rpartition("\n## ")[2].split("\n")[2:-1]
    ]


def test_a_usual_purchase_is_worked_out() -> None:
    """20 of the money, or the basket that the document states; never a first or a tenth purchase."""
    assert told(MINIMAL) == ["Spend $20 and get 20 points (worth $0.40)."]
    rule = "{on: purchase, nth: first, give: {points: 9}}"
    assert worked(programme(with_rule(rule) + "check: {basket: 7.50}\n")) == (Worked(750, {"points": 7}),)


def test_tenths_of_points_are_worth_a_tenth() -> None:
    """Points that are counted in tenths are told as points, and valued as such."""
    text = MINIMAL.replace("worth: 0.02", "worth: 0.02, scale: 1").replace("per: 1.00", "per: 8.00")
    assert told(text) == ["Spend $20 and get 2.5 points (worth $0.05)."]


def test_goods_and_days_that_give_more_are_shown_once_each() -> None:
    """The first rule for goods and the first for a day, in the document's order; periods are left out."""
    text = with_rule("{on: purchase, lines: {brand: Acme, organic: 'yes'}, multiply: 2}") + (
        "  tuesday: {on: purchase, weekdays: [tuesday, friday], give: {cash: 3%}}\n"
        "  milk: {on: purchase, lines: {category: MILK}, multiply: 5}\n"
        "  june: {on: purchase, during: {from: 2026-06-01}, multiply: 7}\n"
    )
    assert told(text) == [
        "Spend $20 and get 20 points (worth $0.40).",
        "Spend $20 on Acme brand products that are also goods whose organic is yes and get 40 points (worth $0.80).",
        "Spend $20 on a Tuesday and get 20 points (worth $0.40) and $0.60 of cash back.",
    ]


def test_the_highest_level_is_shown_where_it_gives_more() -> None:
    """Its multiplier counts; a ladder whose levels give no points is not an example of anything."""
    assert told(MINIMAL + TIERS)[1:] == ["At level B, spend $20 and get 60 points (worth $1.20)."]
    assert told(MINIMAL + TIERS.replace("multiply: 3", "vip: true"))[1:] == []


def test_examples_are_told_in_three_languages() -> None:
    """Days and levels stand in the case that their sentence asks for."""
    text = with_rule("{on: purchase, weekdays: wednesday, multiply: 2}") + TIERS
    names = "name: {en: [point, points], ru: [балл, балла, баллов], ro: [punct, puncte, de puncte]}"
    text = text.replace("name: [point, points]", names)
    assert told(text, "ru") == [
        "Потратите 20 $ — получите 20 баллов (0,40 $).",
        "Потратите 20 $ в среду — получите 40 баллов (0,80 $).",
        "На уровне «B» потратите 20 $ — получите 60 баллов (1,20 $).",
    ]
    assert told(text, "ro") == [
        "Cheltuiți 20 USD și primiți 20 de puncte (adică 0,40 USD).",
        "Cheltuiți 20 USD într-o miercuri și primiți 40 de puncte (adică 0,80 USD).",
        "La nivelul B, cheltuiți 20 USD și primiți 60 de puncte (adică 1,20 USD).",
    ]


def test_what_cannot_be_counted_in_words_is_no_example() -> None:
    """Points for an activity of the shop's own that has no plural forms: nothing is worked out, and there is no heading."""
    games = MINIMAL.replace("purchase", "game")
    assert worked(programme(games)) == ()
    assert "For example" not in explain(programme(games), examples=worked(programme(games)))


def test_rates_by_quantity_and_measure_are_worked_out() -> None:
    """The first rule of each unit, in a quantity that earns; one that a way of paying is left out of counts too."""
    text = with_rule("{on: purchase, lines: {category: ROLLS}, give: {points: 5, per: {quantity: 2}}}") + (
        "  fuel: {on: purchase, lines: {category: DIESEL}, payment: {not: voucher}, give: {points: 1, per: {litre: 4}}}\n"
        "  more: {on: purchase, lines: {category: PETROL}, give: {points: 9, per: {litre: 1}}}\n"
        "  spring: {on: purchase, during: {from: 2026-03-01}, give: {points: 9, per: {kg: 1}}}\n"
        "  jars: {on: purchase, lines: {category: JAM}, give: {points: 7, per: {jar: 1}}}\n"
    )
    assert told(text)[1:] == [
        "Spend $20 on 4 items of rolls and get 30 points (worth $0.60).",
        "Spend $20 on 12 litres of diesel and get 23 points (worth $0.46).",
    ]
    words = "words: {jar: [jar, jars]}\n"
    assert told(text + words)[-1] == "Spend $20 on 3 jars of jam and get 41 points (worth $0.82)."
    unpriced = (text + words).replace("base: {on: purchase,", "base: {on: purchase, lines: {brand: Acme},")
    assert told(unpriced)[-1] == "For 3 jars of jam you get 21 points (worth $0.42)."


def test_what_else_is_paid_or_counted_is_worked_out() -> None:
    """A stay by its nights and its price together, a visit for itself, a flight of the shop's own words."""
    text = (
        with_rule("{on: stay, give: {points: 3, per: 1.00}}")
        + "  nights: {on: stay, give: {points: 50, per: {night: 1}}}\n"
        + "  visits: {on: visit, give: {points: 5, per: {visit: 1}}}\n"
        + "  flights: {on: flight, give: {points: 2, per: 1.00}}\n"
        + "words: {flight: [flight, flights]}\n"
    )
    assert told(text)[1:] == [
        "Spend $200 on 2 nights and get 700 points (worth $14).",
        "For 1 visit you get 5 points (worth $0.10).",
        "Spend $200 on 1 flight and get 400 points (worth $8).",
    ]


def test_measured_examples_are_told_in_three_languages() -> None:
    """In Russian the goods stand after «за», in Romanian the noun follows its number."""
    text = (
        with_rule("{on: purchase, lines: {category: FUEL}, give: {points: 2, per: {litre: 1}}}")
        .replace("name: Club", "name: {en: Club, ru: Клуб, ro: Club}")
        .replace("[point, points]", "{en: [p, p], ru: [балл, балла, баллов], ro: [punct, puncte, de puncte]}")
        .replace("base: {on: purchase,", "base: {on: purchase, exclude: {category: FUEL},")
    ) + "words: {FUEL: {en: fuel, ru: топливо, ro: carburant}}\n"
    assert told(text, "ru")[1:] == ["За топливо (10 литров) — 20 баллов (0,40 $)."]
    assert told(text, "ro")[1:] == ["Pentru 10 litri de carburant primiți 20 de puncte (adică 0,40 USD)."]


def test_an_example_keeps_to_the_programmes_own_period() -> None:
    """A programme that runs for a month is worked out in that month."""
    text = MINIMAL.replace("timezone", "from: 2030-01-01, until: 2030-02-01, timezone")
    assert told(text) == ["Spend $20 and get 20 points (worth $0.40)."]


def test_where_a_usual_purchase_earns_nothing_the_first_that_does_is_shown() -> None:
    """A programme of partners or of certain goods is told by what it gives for, on the highest level too."""
    partner = MINIMAL.replace("{on: purchase, give", "{on: purchase, facts: {partner: bakery}, give")
    words = "words: {bakery: The Oven}\n"
    assert told(partner + TIERS + words) == [
        "Spend $20 at The Oven and get 20 points (worth $0.40).",
        "At level B, spend $20 at The Oven and get 60 points (worth $1.20).",
    ]
    sundays = MINIMAL.replace("{on: purchase, give", "{on: purchase, weekdays: sunday, give")
    assert told(sundays + TIERS)[1:] == ["At level B, spend $20 on a Sunday and get 60 points (worth $1.20)."]

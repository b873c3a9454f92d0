"""Warnings: what works, but is seldom meant. And what can never work."""

import pytest
from tests.unit.programme.documents import EXAMPLE_FILE, MINIMAL, errors, with_rule, with_tiers

from tessera.engine.vocabulary import VOCABULARY
from tessera.programme.finding import Finding
from tessera.programme.load import load
from tessera.programme.plan import Doubt

PLAN = "goals: {visits-a-month: {to: 4, by: 2027-01-01}}\naudience: Families nearby\nmeasure: {holdout: 5%}\n"
GOOD = MINIMAL + PLAN
LEVELS = "[{id: a}, {id: b, at: 1}, {id: c, at: 2}, {id: d, at: 3}]"
USUAL = "basket: 30.00, visits-a-month: 2, first-reward"


def doubted(text: str) -> list[Finding]:
    """The warnings of a document without errors."""
    loaded = load(text, vocabulary=VOCABULARY)
    assert not loaded.errors
    return list(loaded.warnings)


def one(text: str) -> Finding:
    """The only warning, which says what to do."""
    (warning,) = doubted(text)
    assert warning.advice
    return warning


def test_a_plain_good_programme_raises_no_doubt() -> None:
    """A least document that says what it is for, for whom, and how that is measured has no warnings."""
    assert doubted(GOOD) == []


def test_a_share_beyond_the_whole_price_is_written_out() -> None:
    """A worth of a hundred times too much is read at a glance, in digits."""
    text = with_rule("{on: purchase, give: {points: 5, per: 1.00}}").replace("worth: 0.02", "worth: 50")
    (deep,) = (found for found in doubted(text + PLAN) if found.code == "deep_stack")
    assert "up to 30,000% of the price" in deep.message


def test_a_fact_of_lines_that_looks_like_nothing_known_is_the_shops_own_word() -> None:
    """Lines may tell what they like: only what is nearly a known attribute is doubted."""
    assert doubted(with_rule("{on: purchase, lines: {shelf: organic}, give: {points: 1}}") + PLAN) == []


def test_the_example_raises_no_doubt() -> None:
    """What we show as an example is one; and without its settings, its length and its stack are doubted."""
    text = EXAMPLE_FILE.read_text(encoding="utf-8")
    assert doubted(text) == []
    lax = text.replace("words-a-section: 320", "words-a-rule: 60").replace("stack-up-to: 30%", "levels: 3")
    assert [(warning.code) for warning in doubted(lax)] == ["long_section", "deep_stack"]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (GOOD.replace(", worth: 0.02", ""), "no_worth", 2),
        (GOOD.replace("enrolment", "review"), "no_welcome", 3),
        (GOOD.replace("0.02", "0.01"), "low_return", 4),
        (GOOD.replace("goals: {visits-a-month: {to: 4, by: 2027-01-01}}\n", ""), "no_goal", 1),
        (GOOD.replace("audience: Families nearby\n", ""), "no_audience", 1),
        (GOOD.replace("measure: {holdout: 5%}\n", ""), "no_measurement", 1),
        (GOOD.replace("worth: 0.02", "worth: 0.02, expire: {months: 6}"), "no_expiry_notice", 2),
        (with_rule("{on: review, give: {points: 1}, expire: {days: 6}}") + PLAN, "no_expiry_notice", 6),
        (with_tiers(f"{{qualify: {{by: spend, within: lifetime}}, levels: {LEVELS}}}") + PLAN, "many_tiers", 6),
        (GOOD.replace("Club,", "{en: Club, ro: Clubul},").replace("[point, points]", "{en: [point, points], ro: [a, b, c]}")
         .replace("cash back", "{en: cash}"), "missing_text", 2),
        (GOOD.replace("name: Club", "name: Redemption Club"), "jargon", 1),
        (GOOD + "words: {CARD: {en: card transactions}}\n", "jargon", 9),
        (GOOD + "check: {words-a-rule: 8}\n", "long_rule", 4),
        (GOOD + "check: {words-a-section: 20}\n", "long_section", 2),
        (GOOD + f"check: {{{USUAL}: 1000}}\n", "far_reward", 9),
        (with_rule("{on: purchase, give: {cash: 19%}}") + PLAN, "deep_stack", 6),
        (with_rule("{on: purchase, give: {points: 1, per: 1.00}}") + PLAN, "duplicate_rule", 6),
        (with_rule("{on: purchase, give: {points: 9}, cap: {points: 5, per: day}}") + PLAN, "cap_always_trims", 6),
        (with_rule("{on: purchase, give: {points: 9}, budget: {points: 5}}") + PLAN, "cap_always_trims", 6),
        (with_rule("{on: purchase, give: {points: 9}, budget: {points: 5, over: refuse}}") + PLAN, "never_applies", 6),
        (with_rule("{on: review, give: {points: 1}, budget: [{times: 9, per: day}, {times: 3}]}") + PLAN, "idle_cap", 6),
        (with_rule("{on: review, give: {points: 1}, cap: [{times: 9, per: day}, {times: 3, per: month}]}") + PLAN,
         "idle_cap", 6),
        (with_rule("{on: purchase, give: {points: 1}, lines: {brand: A}, exclude: {brand: A}}") + PLAN, "never_applies", 6),
        (with_rule("{on: purchse, give: {points: 1}}") + PLAN, "odd_word", 6),
        (with_rule("{on: visit, give: {points: 1, per: {liters: 1}}}") + PLAN, "odd_word", 6),
        (with_rule("{on: purchase, exclude: {categroy: GIFT CARDS}, give: {points: 1}}") + PLAN, "odd_word", 6),
        (with_rule("{on: purchase, lines: {brands: Private}, give: {points: 1}}") + PLAN, "odd_word", 6),
        (GOOD + "spend: {points: {at-most: {share: 50%}, exclude: {departement: FUEL}}}\n", "odd_word", 9),
        (GOOD + "rewards: {tea: {name: Tea, give: {off: 10%, lines: {catgory: TEA}}}}\n", "odd_word", 9),
        (GOOD + "never-discount: {brnad: Own}\n", "odd_word", 9),
        (with_rule("{on: purchase, give: {points: 1, per: {item: 1}}}") + PLAN, "odd_word", 6),
        (with_tiers("{qualify: {by: measure, of: nights, within: lifetime}, levels: [{id: a}, {id: b, at: 1}]}") + PLAN,
         "odd_word", 6),
        (with_rule("{on: purchase, give: {cash: 0.05}}") + PLAN, "small_money", 6),
        (with_rule("{on: purchase, lines: {mcc: 5411}, give: {points: 9}}") + PLAN, "missing_text", 6),
        (with_rule("{on: review, facts: {kind: film}, give: {points: 9}}")
         .replace("name: Club", "name: {en: Club, ru: Клуб}")
         .replace("[point, points]", "{en: [point, points], ru: [балл, балла, баллов]}")
         .replace("cash back", "{en: cash, ru: [рубль, рубля, рублей]}") + PLAN, "missing_text", 6),
        (MINIMAL + PLAN + "choices: {fav: {of: {brand: [A, B]}, up-to: 1, for: week}}\n", "idle_choice", 9),
        (MINIMAL + PLAN + "spend: {cash: {}}\n", "idle_spending", 9),
        (MINIMAL + PLAN + "convert: {a: {every: {cash: 1}, give: {points: 1}, on: month-end}}\n", "idle_conversion", 9),
        (MINIMAL + PLAN + "rewards: {a: {price: {cash: 1}, give: {off: 10%}}}\n", "idle_reward", 9),
        (MINIMAL.replace("0.02", "0.02, most: 99") + PLAN + "rewards: {a: {price: {points: 100}, give: {off: 10%}}}\n",
         "unaffordable_reward", 9),
        (MINIMAL.replace("cash back, unit: money", "[gem, gems]") + PLAN + "draws: {a: {name: A, entries: cash,"
         " closes: 2026-07-01, public: the lottery, prizes: {id: mug, name: mug}}}\n", "idle_draw", 9),
        (MINIMAL + PLAN + "transfers: {points: {}}\n", "open_transfers", 9),
    ],
)  # fmt: skip
def test_what_is_seldom_meant_is_doubted(text: str, code: str, line: int) -> None:
    """Each thing that makes programmes fail has one warning with its code and its line; its code silences it."""
    warning = one(text)
    assert (warning.code, warning.line) == (code, line)
    allowed = text.replace("check: {", f"check: {{allow: {code}, ") if "check:" in text else None
    assert doubted(allowed or f"{text}check: {{allow: [{code}]}}\n") == []


def test_every_doubt_is_raised_by_some_document() -> None:
    """The table above knows every code that a document may allow itself."""
    (table,) = test_what_is_seldom_meant_is_doubted.pytestmark  # type: ignore[attr-defined]
    assert {code for _, code, _ in table.args[1]} == set(Doubt)


def test_a_thin_return_is_doubted_for_plain_base_rules_only() -> None:
    """A rate of 1 % for some lines, beside a good base, is a bonus and no reason to doubt."""
    more = with_rule("{on: purchase, lines: {brand: X}, give: {cash: 1%}}") + PLAN
    assert doubted(more) == []
    assert one(more + "check: {return-above: 2.5%}\n").message.startswith("Members get back 2% of")


def test_the_welcome_counts_for_the_first_reward() -> None:
    """30 points a visit, twice a month, after 100 for joining: 820 points take 12 months, and 821 a day more."""
    assert doubted(GOOD + f"check: {{{USUAL}: 820}}\n") == []
    assert one(GOOD + f"check: {{{USUAL}: 821}}\n").message.endswith("after 13 months.")
    assert doubted(GOOD + f"check: {{reward-months: 24, {USUAL}: 821}}\n") == []
    tenths = GOOD.replace("worth: 0.02", "worth: 0.02, scale: 1")
    assert doubted(tenths + f"check: {{{USUAL}: 820}}\n") == []
    assert one(tenths + f"check: {{{USUAL}: 821}}\n").code == "far_reward"


def test_how_far_a_reward_is_cannot_be_told_where_it_depends_on_the_goods() -> None:
    """Stamps for coffee alone: nobody knows how much of a basket is coffee, so nothing is said."""
    coffee = GOOD.replace("base: {on: purchase,", "base: {on: purchase, lines: {category: COFFEE},")
    assert coffee != GOOD
    assert doubted(coffee + f"check: {{{USUAL}: 1000000}}\n") == []


STACK = """  milk: {{on: purchase, lines: {{category: MILK}}, multiply: 4{milk}}}
  spring: {{on: purchase, during: {{from: 2026-03-01, until: 2026-05-01}}, multiply: 3{spring}}}
"""


@pytest.mark.parametrize(
    ("milk", "spring"),
    [
        (", during: {from: 2026-05-01}", ""),
        (", weekdays: [monday]", ", weekdays: [friday]"),
        (", channels: [app]", ", channels: [web]"),
        (", stores: ['1']", ", stores: ['2']"),
        ("", ", lines: {category: BREAD}"),
        ("", ", exclude: {category: MILK}"),
        (", traits: {age: a}", ", traits: {age: b}"),
        (", facts: {payment: card}", ", facts: {payment: cash}"),
        (", stack: add", ", stack: add"),
    ],
)
def test_only_rules_that_can_meet_are_stacked(milk: str, spring: str) -> None:
    """2 % times 4 times 3 is 24%; but not when a line, a day, a store, a member can have but one of them."""
    assert one(MINIMAL + STACK.format(milk="", spring="") + PLAN).code == "deep_stack"
    assert doubted(MINIMAL + STACK.format(milk=milk, spring=spring) + PLAN) == []


def test_a_level_counts_in_a_stack() -> None:
    """Double points for everybody on the top level double the rest as well: 2 % times 4 times 3 is 24%."""
    rule = with_rule("{on: purchase, multiply: 4}")
    tiers = "tiers: {qualify: {by: spend, within: lifetime}, levels: [{id: a}, {id: b, at: 1, perks: [multiply: 3]}]}\n"
    assert "24%" in one(rule + tiers + PLAN).message


def test_trade_words_are_found_in_three_languages() -> None:
    """Each language has its own list, and forms of a word are found by their beginning."""
    name = "name: {en: Club for transactions, ru: Клуб транзакций, ro: Clubul tranzacțiilor}"
    allow = "check: {allow: missing_text}\n"
    found = [
        (warning.column, warning.message.split("`")[1])
        for warning in doubted(GOOD.replace("name: Club", name) + allow)
    ]
    assert found == [(30, "transactions"), (57, "транзакций"), (78, "tranzacțiilor")]


@pytest.mark.parametrize(
    ("rule", "column"),
    [
        ("{on: purchase, give: {points: 1}, lines: {brand: A}, exclude: {brand: [A, B]}}", 63),
        (
            "{on: purchase, give: {points: 1}, weekdays: monday, during: {from: 2026-05-09, until: 2026-05-11}}",
            44,
        ),
        (
            "{on: purchase, give: {points: 1, per: 1}, min-spend: 50, cap: {points: 49, per: day, over: refuse}}",
            67,
        ),
        (
            "{on: purchase, nth: {every: 10}, give: {points: 50}, cap: {points: 20, per: day, over: refuse}}",
            63,
        ),
    ],
)
def test_a_rule_that_can_never_give_is_doubted(rule: str, column: int) -> None:
    """Its own exclusion, its period or its cap takes everything away: the place is named."""
    warning = one(with_rule(rule) + PLAN)
    assert (warning.code, warning.line, warning.column) == ("never_applies", 6, column)


def test_a_multiplier_needs_base_points_on_its_own_lines() -> None:
    """Where every base rule excludes the multiplier's lines, there is nothing to multiply."""
    text = GOOD.replace("per: 1.00}}", "per: 1.00}, exclude: {category: MILK}}")
    rule = "earn:\n  extra: {on: purchase, lines: {category: MILK}, multiply: 2}\n"
    warning = one(text.replace("earn:\n", rule))
    assert (warning.code, warning.line, warning.column) == ("never_applies", 4, 50)
    assert doubted(text.replace("earn:\n", rule.replace("MILK", "[MILK, BREAD]"))) == []


def test_a_cap_that_just_lets_the_rule_through_is_no_error() -> None:
    """At the bounds: a cap of what is given at least, and a period with the day in it."""
    rules = (
        "  one: {on: purchase, give: {points: 9}, cap: {points: 9, per: day, over: refuse}}\n"
        "  two: {on: purchase, give: {points: 8}, weekdays: monday, during: {from: 2026-05-09, until: 2026-05-12}}\n"
    )
    assert doubted(MINIMAL + rules + PLAN) == []


def test_what_may_be_allowed_is_a_known_warning() -> None:
    """A typing error in `allow` would silence nothing, and nobody would notice."""
    (error,) = errors(GOOD + "check: {allow: [no_goals]}\n")
    assert (error.code, error.line, error.advice) == ("unknown_choice", 9, "Did you mean `no_goal`?")


def test_a_word_with_a_text_is_doubted_no_more() -> None:
    """Whoever says in `words` how members read it means it: an odd activity, and a number for goods."""
    rule = with_rule("{on: purchse, lines: {mcc: 5411}, give: {points: 9}}")
    assert [found.code for found in doubted(rule + PLAN)] == ["missing_text", "odd_word"]
    assert doubted(rule + PLAN + "words: {purchse: [order, orders], '5411': groceries}\n") == []

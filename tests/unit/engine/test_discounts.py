"""What rewards take off a basket, who may have them, and for how many points."""

from datetime import UTC, datetime

import pytest
from tests.unit.programme.documents import programme

from tessera.engine.activity import Activity, Line
from tessera.engine.compile import Compiled
from tessera.engine.discount.basket import Basket
from tessera.engine.discount.discount import BENEFITS, Discount, best, discount
from tessera.engine.discount.eligible import Cost, Guest
from tessera.engine.standing import Standing
from tessera.kit.codes import ReasonCode
from tessera.programme.reward import Discounting, Voucher

NOON = datetime(2026, 6, 5, 12, tzinfo=UTC)
HEAD = (
    "programme: {id: club, name: Club, money: USD, timezone: UTC}\n"
    "currencies: {points: {name: [point, points], worth: 0.01}}\n"
    "earn: {base: {on: purchase, give: {points: 1, per: 1.00}}}\n"
)


def shop(*rewards: str, more: str = "") -> Compiled:
    """A club with these rewards."""
    return Compiled(programme(HEAD + more + "rewards:\n" + "".join(f"  {reward}\n" for reward in rewards)))


def basket(*lines: str, at: datetime = NOON) -> Activity:
    """Lines as `category amount quantity unit`, with ids a, b, c."""
    read = []
    for place, text in enumerate(lines):
        category, amount, *rest = text.split()
        quantity, unit = (float(rest[0]) if rest else 1), rest[1] if len(rest) > 1 else None
        read.append(
            Line(
                "abcdefgh"[place],
                round(float(amount) * 100),
                round(quantity * 1000),
                product=category.lower(),
                category=category,
                unit=unit,
            )
        )
    return Activity("purchase", "p", at, sum(line.amount_minor for line in read), "USD", lines=tuple(read))


def off(give: str, activity: Activity, *, more: str = "") -> Discount:
    """What one reward takes off."""
    compiled = shop(f"r: {{give: {give}}}", more=more)
    return discount(compiled.rewards.by_id["r"], Basket(activity, compiled.rewards.never))


@pytest.mark.parametrize(
    ("give", "lines", "taken"),
    [
        ("{off: 10%}", ["MILK 10.00", "BREAD 5.05"], [(0, 100), (1, 51)]),  # 1.505, a half goes up
        ("{off: 10%, lines: {category: MILK}}", ["MILK 10.00", "BREAD 5.05"], [(0, 100)]),
        ("{off: 10%, exclude: {category: MILK}}", ["MILK 10.00", "BREAD 5.00"], [(1, 50)]),
        ("{off: 50%, most: 3.00}", ["MILK 10.00", "BREAD 20.00"], [(0, 100), (1, 200)]),
        ("{off: 1.00}", ["A 1.00", "B 1.00", "C 1.00"], [(0, 34), (1, 33), (2, 33)]),
        ("{off: 5.00}", ["A 1.00", "B 2.00"], [(0, 100), (1, 200)]),  # never below zero
        ("{off: 5.00, lines: {category: B}}", ["A 9.00", "B 2.00"], [(1, 200)]),
        ("{cheapest: free}", ["A 9.00", "B 6.00 3", "C 4.00"], [(1, 200)]),
        ("{cheapest: 50%}", ["A 9.00", "B 0.00", "C 4.01"], [(2, 201)]),
        ("{cheapest: free}", ["KG 1.00 1.0 kg", "A 9.00"], [(1, 900)]),  # what is weighed has no pieces
        ("{product: [a, b]}", ["A 3.00", "B 8.00 2", "C 9.00"], [(1, 400)]),  # the dearest of them
        ("{buy: 2, get: 1}", ["A 9.00 3"], [(0, 300)]),
        (
            "{buy: 2, get: 1}",
            ["A 10.00", "B 9.00", "C 8.00", "D 3.00", "E 2.00", "F 1.00"],
            [(2, 800), (5, 100)],
        ),
        ("{buy: 2, get: 1, times: 1}", ["A 30.00 6", "B 1.00"], [(0, 500)]),
        ("{buy: 1, get: 1, off: 50%}", ["A 3.01", "B 2.99"], [(1, 150)]),
        ("{buy: 1, get: 2}", ["A 4.00", "B 3.00", "C 2.00"], [(1, 300), (2, 200)]),
        ("{buy: 2, get: 1}", ["A 10.00 2.5", "B 3.00 1.9"], [(1, 157)]),  # two whole pieces and one
        ("{buy: 2, get: 1, lines: {category: A}}", ["A 8.00 2", "B 1.00", "A 3.00"], [(2, 300)]),
    ],
)
def test_a_benefit_takes_exactly_this(give: str, lines: list[str], taken: list[tuple[int, int]]) -> None:
    """Line by line, in minor units, and the sum beside it."""
    found = off(give, basket(*lines))
    assert list(found.lines) == taken
    assert (found.amount_minor, found.reason) == (sum(minor for _, minor in taken), None)


@pytest.mark.parametrize(
    ("give", "lines", "reason"),
    [
        ("{off: 10%, lines: {category: TEA}}", ["MILK 10.00"], ReasonCode.NO_LINE_MATCHES),
        ("{off: 10%, lines: {category: BOOKS}}", ["BOOKS 10.00", "MILK 1.00"], ReasonCode.NEVER_DISCOUNTED),
        ("{off: 1%}", ["MILK 0.40"], ReasonCode.ROUNDED_TO_NOTHING),
        ("{off: 5.00}", ["MILK 0.00"], ReasonCode.ROUNDED_TO_NOTHING),
        ("{buy: 2, get: 1}", ["MILK 4.00 2"], ReasonCode.TOO_FEW_PIECES),
        ("{buy: 2, get: 1}", ["MILK 4.00 2", "GIFT 0.00"], ReasonCode.TOO_FEW_PIECES),
        ("{buy: 1, get: 1}", ["MILK 4.00 9 litre"], ReasonCode.TOO_FEW_PIECES),
        ("{cheapest: free}", ["MILK 4.00 0.9"], ReasonCode.TOO_FEW_PIECES),
        ("{product: milk}", ["BREAD 4.00"], ReasonCode.NO_LINE_MATCHES),
        ("free-delivery", ["MILK 4.00"], ReasonCode.NOT_A_DISCOUNT),
    ],
)
def test_what_takes_nothing_says_why(give: str, lines: list[str], reason: ReasonCode) -> None:
    """No lines, no amount, one reason."""
    found = off(give, basket(*lines), more="never-discount: {category: [BOOKS, MEDICINE]}\n")
    assert found == Discount("r", reason=reason)


def test_a_fixed_price_stays_whatever_is_off() -> None:
    """Books neither get cheaper nor count as pieces of a group."""
    fixed = "never-discount: {category: BOOKS}\n"
    assert off("{off: 50%}", basket("BOOKS 10.00", "MILK 4.00"), more=fixed).lines == ((1, 200),)
    assert off("{buy: 1, get: 1}", basket("BOOKS 10.00", "MILK 4.00"), more=fixed).amount_minor == 0


def test_a_basket_without_lines_is_one_line() -> None:
    """A till that sends a sum only gets its discount on the whole."""
    whole = Activity("purchase", "p", NOON, 999, "USD")
    assert off("{off: 10%}", whole).lines == ((0, 100),)


def test_shares_keep_the_taxes_apart() -> None:
    """What is off is shared out to the classes of tax first: each gets its part to the cent."""
    lines = tuple(
        Line(f"l{place}", 33, facts={"tax": tax}) for place, tax in enumerate(("a", "b", "a", "b", "b", "a"))
    )
    found = off("{off: 1.00}", Activity("purchase", "p", NOON, 198, "USD", lines=lines))
    parts = dict(found.lines)
    assert sum(parts[place] for place in (0, 2, 5)) == sum(parts[place] for place in (1, 3, 4)) == 50


def test_a_million_pieces_are_counted_not_walked() -> None:
    """A line of 10^12 pieces is decided as quickly as one of three."""
    found = off("{buy: 2, get: 1}", basket("A 9000000000.00 3000000000"))
    assert found.amount_minor == 300_000_000_000


def test_every_discount_of_the_language_is_in_the_registry() -> None:
    """What lowers the price of a basket is computed, whatever it is."""
    assert set(BENEFITS) == {*Discounting.__args__, Voucher}


def picked(compiled: Compiled, activity: Activity) -> dict[str, int | str]:
    """What all rewards together take off, by id; or why they do not."""
    told = best(compiled.rewards, activity, compiled.rewards.by_id.values())
    return {one.reward: one.reason or one.amount_minor for one in told}


def test_a_voucher_pays_what_is_left_after_all_discounts() -> None:
    """The dearest bread is free and a tenth is off the rest; the voucher pays last, and no more than there is."""
    club = shop(
        "bread: {give: {product: bread}}",
        "five: {give: {voucher: 5.00}}",
        "tenth: {give: {off: 10%}, stack: adds}",
    )
    assert picked(club, basket("BREAD 4.00", "MILK 3.00")) == {"bread": 400, "tenth": 30, "five": 270}


def test_two_vouchers_of_one_reward_pay_both() -> None:
    """Each is known by an id of its own."""
    club = shop("five: {give: {voucher: 5.00}}")
    two = [club.rewards.by_id["five"].known_as(f"five {place}") for place in (1, 2)]
    told = best(club.rewards, basket("MILK 8.00"), two)
    assert [(one.reward, one.amount_minor) for one in told] == [("five 1", 500), ("five 2", 300)]


def test_of_discounts_that_do_not_add_the_best_counts() -> None:
    """And it depends on the basket which one that is."""
    club = shop(
        "a: {give: {off: 10%}}", "b: {give: {off: 2.00}}", "c: {give: {off: 9%, lines: {category: X}}}"
    )
    beaten, other = ReasonCode.BETTER_DISCOUNT, ReasonCode.NO_LINE_MATCHES
    assert picked(club, basket("MILK 10.00")) == {"a": beaten, "b": 200, "c": other}
    assert picked(club, basket("MILK 30.00")) == {"a": 300, "b": beaten, "c": other}
    assert picked(club, basket("MILK 20.00")) == {"a": 200, "b": beaten, "c": other}  # equal: the first by id


def test_what_adds_comes_on_top_of_what_is_left() -> None:
    """Ten percent of 30.00, and half of the remaining 27.00; never more than there is."""
    club = shop("a: {give: {off: 50%}, stack: adds}", "b: {give: {off: 10%}}")
    assert picked(club, basket("MILK 30.00")) == {"a": 1350, "b": 300}
    twice = shop("a: {give: {off: 20.00}, stack: adds}", "b: {give: {off: 20.00}, stack: adds}")
    assert picked(twice, basket("MILK 30.00")) == {"a": 2000, "b": 1000}


def test_a_discount_that_changes_nothing_is_not_used_up() -> None:
    """Where others take the whole basket off anyway, a member's voucher is left for another day."""
    club = shop("a: {give: {off: 99.00}, stack: adds}", "b: {give: {off: 10%}}")
    assert picked(club, basket("MILK 30.00")) == {"a": 3000, "b": ReasonCode.BETTER_DISCOUNT}


def test_the_best_is_chosen_with_what_adds_in_mind() -> None:
    """A voucher would take all of the milk, and leave nothing to what adds; the whole basket decides."""
    club = shop(
        "a: {give: {off: 10.00, lines: {category: MILK}}}",
        "b: {give: {off: 9.00, lines: {category: TEA}}}",
        "c: {give: {off: 50%, lines: {category: MILK}}, stack: adds}",
    )
    assert picked(club, basket("MILK 10.00", "TEA 20.00")) == {
        "a": ReasonCode.BETTER_DISCOUNT,
        "b": 900,
        "c": 500,
    }


def test_discounts_are_found_by_the_goods_of_the_basket() -> None:
    """Of 20,000 offers on single products only those in the basket are looked at; those on anything always are."""
    club = shop(
        *(f"p{n}: {{give: {{product: sku-{n}}}}}" for n in range(1500)),
        "any: {give: {off: 1%}}",
        "milk: {give: {off: 1%, lines: {category: [MILK, TEA], product: milk}}}",
        "late: {give: free-delivery}",
    )
    lines = (Line("a", 100, product="sku-7"), Line("b", 100, product="milk"), Line("c", 100))
    found = club.rewards.for_basket(Activity("purchase", "p", NOON, 300, lines=lines))
    assert [reward.id for reward in found] == ["any", "milk", "p7"]


TIERS = """\
tiers:
  qualify: {by: points-earned, within: lifetime}
  levels:
    - {id: seed, perks: [{reward: cake}]}
    - {id: oak, at: 100, perks: [{reward: lounge}, {reward: gift}], given: {traits: {card: gold}, perks: [{reward: cake}]}}
"""


def member(compiled: Compiled, traits: dict[str, str] | None = None, at: datetime = NOON) -> Guest:
    """A new member."""
    return Guest(compiled, Standing(), basket("MILK 10.00", at=at), traits or {})


def test_a_level_brings_what_its_perks_name() -> None:
    """A perk costs nothing on its level. Without a price nobody else has it; with one, others pay."""
    club = shop(
        "cake: {price: {points: 50}, give: {product: CAKE}}",
        "lounge: {give: access}",
        "gift: {price: {points: 90}, give: sample}",
        more=TIERS,
    )
    cake, lounge, gift = (club.rewards.by_id[id_] for id_ in ("cake", "lounge", "gift"))
    seed, gold = member(club), member(club, {"card": "gold"})
    assert seed.refused(lounge) is ReasonCode.TIER_DIFFERS
    assert (seed.refused(gift), seed.cost(gift)) == (None, Cost("points", 90))
    assert (seed.refused(cake), seed.cost(cake)) == (None, Cost())
    assert gold.perks == {"cake"}  # the level is only given, and brings less
    assert gold.refused(lounge) is ReasonCode.TIER_DIFFERS


def test_a_price_may_be_lower_on_a_level() -> None:
    """In points; the money beside stays."""
    club = shop(
        "r: {price: {points: 300, money: 2.00, for: {oak: 250, seed: 299}}, give: {off: 10%}}",
        "cake: {give: sample}",
        "lounge: {give: access}",
        "gift: {give: sample}",
        more=TIERS,
    )
    reward = club.rewards.by_id["r"]
    assert member(club).cost(reward) == Cost("points", 299, 200)
    assert member(club, {"card": "gold"}).cost(reward) == Cost("points", 250, 200)


@pytest.mark.parametrize(
    ("terms", "lines", "reason"),
    [
        ("min-spend: 10.00", "MILK 10.00", None),
        ("min-spend: 10.00", "MILK 9.99", ReasonCode.BELOW_MINIMUM_SPEND),
        ("traits: {kids: 2}", "MILK 10.00", ReasonCode.TRAIT_DIFFERS),
        ("weekdays: friday", "MILK 10.00", None),
        ("weekdays: monday", "MILK 10.00", ReasonCode.OTHER_WEEKDAY),
        ("hours: {from: 17:00, until: 19:00}", "MILK 10.00", ReasonCode.OTHER_HOUR),
        ("channels: app", "MILK 10.00", ReasonCode.OTHER_CHANNEL),
        ("birthday: month", "MILK 10.00", ReasonCode.NOT_THE_BIRTHDAY),
        ("during: {until: 2026-06-05}", "MILK 10.00", ReasonCode.OUTSIDE_PERIOD),
        ("during: {from: 2026-06-05}", "MILK 10.00", None),
        ("during: {from: 2026-06-06}", "MILK 10.00", ReasonCode.OUTSIDE_PERIOD),
    ],
)
def test_who_may_have_it_is_asked_as_of_rules(terms: str, lines: str, reason: ReasonCode | None) -> None:
    """The same conditions, the same reasons."""
    club = shop(f"r: {{give: {{off: 10%}}, {terms}}}")
    guest = Guest(club, Standing(), basket(lines), {})
    assert guest.refused(club.rewards.by_id["r"]) is reason


def test_a_minimum_counts_the_rewards_own_lines() -> None:
    """Ten of milk, whatever the bread costs."""
    club = shop("r: {give: {off: 10%, lines: {category: MILK}}, min-spend: 10.00}")
    guest = Guest(club, Standing(), basket("MILK 9.00", "BREAD 9.00"), {})
    assert guest.refused(club.rewards.by_id["r"]) is ReasonCode.BELOW_MINIMUM_SPEND


def test_some_levels_may_have_it_earlier() -> None:
    """From midnight so many days before; the others wait."""
    club = shop(
        "r: {give: access, during: {from: 2026-06-12}, early: {oak: {days: 7}}}",
        "cake: {give: sample}",
        "lounge: {give: access}",
        "gift: {give: sample}",
        more=TIERS,
    )
    reward = club.rewards.by_id["r"]
    before = datetime(2026, 6, 4, 23, 59, tzinfo=UTC)
    assert member(club, {"card": "gold"}).refused(reward) is None
    assert member(club, {"card": "gold"}, before).refused(reward) is ReasonCode.OUTSIDE_PERIOD
    assert member(club).refused(reward) is ReasonCode.OUTSIDE_PERIOD

"""What holds where a programme says nothing: docs/defaults.md, number by number."""

from datetime import UTC, datetime, timedelta

from tests.unit.programme.documents import programme

from tessera.engine.activity import Activity, Line
from tessera.engine.compile import Compiled
from tessera.engine.decide import decide
from tessera.engine.decision import Decision
from tessera.engine.returned import returned_with
from tessera.engine.returns import take_back
from tessera.engine.spend import earning, pay
from tessera.engine.standing import Standing

HEAD = """
programme: {id: club, name: Club, money: USD, timezone: America/New_York}
currencies: {points: {name: [point, points], worth: 0.01, expire: {months: 1}}}
"""
NOON = datetime(2026, 6, 5, 16, tzinfo=UTC)
LEVELS = "levels: [{id: seed}, {id: oak, at: 100, perks: [{multiply: 2}]}]"


def compiled(rules: str, tiers: str = "") -> Compiled:
    return Compiled(programme(f"{HEAD}earn:\n{rules}\n{tiers}"), number=1)


def purchase(amount_minor: int, *, at: datetime = NOON) -> Activity:
    return Activity("purchase", f"p-{at.isoformat()}", at, amount_minor=amount_minor, money="USD")


def earned(decision: Decision) -> dict[str, int]:
    return {effect.rule: effect.amount for effect in decision.effects}


def returned(club: Compiled, bought: Activity, decision: Decision) -> Standing:
    """The standing after all of a purchase has come back."""
    after = returned_with(bought, {}, Activity("return", "r", bought.occurred_at, of=bought.key))
    effects = [(effect.rule, effect.currency, effect.amount) for effect in decision.effects]
    return take_back(club, bought, effects, before={}, after=after, standing=decision.standing).standing


def test_1_rounding_is_down_once_a_rule_and_multipliers_see_what_was_not_rounded() -> None:
    """1.99 at a point for each dollar is 1; tripled, it adds twice 1.99, which is 3 and not twice 1."""
    club = compiled(
        "  base: {on: purchase, give: {points: 1, per: 1.00}}\n  triple: {on: purchase, multiply: 3}"
    )
    assert earned(decide(club, Standing(), purchase(199), {})) == {"base": 1, "triple": 3}


def test_2_multipliers_multiply_each_other() -> None:
    """Double and triple make six times: 10, 10 more, then 40 more."""
    rates = "  base: {on: purchase, give: {points: 1, per: 1.00}}\n"
    club = compiled(f"{rates}  a: {{on: purchase, multiply: 2}}\n  b: {{on: purchase, multiply: 3}}")
    assert earned(decide(club, Standing(), purchase(1000), {})) == {"base": 10, "a": 10, "b": 40}


def test_3_5_15_17_levels_count_all_points_reach_at_the_threshold_and_price_the_next_purchase() -> None:
    """Exactly 100, half of them a bonus, make an oak; the purchase itself is a seed's; the count goes on."""
    rules = "  base: {on: purchase, give: {points: 1, per: 1.00}}\n  gift: {on: purchase, give: {points: 50}}"
    club = compiled(rules, f"tiers:\n  qualify: {{by: points-earned, within: lifetime}}\n  {LEVELS}")
    first = decide(club, Standing(), purchase(5000), {})
    assert earned(first) == {"base": 50, "gift": 50}
    second = decide(club, first.standing, purchase(5000), {})
    assert earned(second) == {"base": 50, "gift": 50, "tiers:oak": 50}
    assert sum(second.standing.tiers["tiers"].counted.values()) == 250


def test_4_what_points_pay_earns_nothing_unless_the_terms_say_gross() -> None:
    """Of 10.00 and two pieces points pay 5.00: half of each earns; a gift for coming is given all the same."""
    rules = (
        "  base: {on: purchase, give: {points: 1, per: 1.00}}\n"
        "  pieces: {on: purchase, give: {points: 3, per: {quantity: 1}}}\n"
        "  visit: {on: purchase, give: {points: 7}}\n"
    )
    bought = Activity("purchase", "p", NOON, 1000, "USD", lines=(Line("a", 1000, 2000),))
    for earns, given in (("net", (5, 3)), ("gross", (10, 6))):
        club = compiled(f"{rules}spend: {{points: {{earns: {earns}}}}}")
        seen = earning(club, bought, pay(club, bought, {"points": 500}))
        decided = earned(decide(club, Standing(), seen, {}))
        assert decided == {"base": given[0], "pieces": given[1], "visit": 7}


def test_7_8_points_last_to_the_end_of_their_last_good_day_in_the_programmes_zone() -> None:
    """A month after January 31 is the whole of February 28, in New York."""
    club = compiled("  base: {on: purchase, give: {points: 1, per: 1.00}}")
    late = datetime(2026, 2, 1, 4, 59, tzinfo=UTC)  # still January 31 there
    effect = decide(club, Standing(), purchase(1000, at=late), {}).effects[0]
    assert effect.expires_at == datetime(2026, 3, 1, 5, tzinfo=UTC)
    assert effect.available_at == late


def test_7_a_period_includes_its_first_instant_and_not_its_last() -> None:
    """`until` is the first bad instant."""
    club = compiled(
        "  june: {on: purchase, during: {from: 2026-06-01, until: 2026-07-01}, give: {points: 1}}"
    )
    first, last = datetime(2026, 6, 1, 4, tzinfo=UTC), datetime(2026, 7, 1, 4, tzinfo=UTC)
    assert earned(decide(club, Standing(), purchase(100, at=first), {}))
    assert not earned(decide(club, Standing(), purchase(100, at=first - timedelta(microseconds=1)), {}))
    assert earned(decide(club, Standing(), purchase(100, at=last - timedelta(microseconds=1)), {}))
    assert not earned(decide(club, Standing(), purchase(100, at=last), {}))


def test_9_a_return_does_not_make_the_next_purchase_the_first_again() -> None:
    """`nth` counts what was accepted, also what came back."""
    club = compiled("  hello: {on: purchase, nth: first, give: {points: 10}}")
    bought = purchase(1000)
    standing = returned(club, bought, decide(club, Standing(), bought, {}))
    assert not earned(decide(club, standing, purchase(1000), {}))


def test_12_a_return_lowers_the_count_and_leaves_the_level_but_where_the_window_rolls() -> None:
    """An oak of a calendar year stays one; an oak of the last three months is a seed again."""
    rule = "  base: {on: purchase, give: {points: 1, per: 1.00}}"
    bought, today = purchase(10_000), NOON.date().toordinal()
    for within, level in (("calendar-year", "oak"), ("{rolling: {months: 3}}", "seed")):
        club = compiled(rule, f"tiers:\n  qualify: {{by: points-earned, within: {within}}}\n  {LEVELS}")
        standing = returned(club, bought, decide(club, Standing(), bought, {})).tiers["tiers"]
        assert sum(standing.counted.values()) == 0
        assert club.tiers[0].level_on(standing, today) == level


def test_14_a_cap_goes_by_the_day_of_the_purchase_and_a_return_frees_that_day() -> None:
    """What was bought yesterday and reported today leaves today's room alone."""
    club = compiled("  base: {on: purchase, give: {points: 1, per: 1.00}, cap: {points: 10, per: day}}")
    yesterday = purchase(1000, at=NOON - timedelta(days=1))
    decision = decide(club, Standing(), yesterday, {})
    assert earned(decide(club, decision.standing, purchase(1000), {})) == {"base": 10}
    assert not earned(decide(club, decision.standing, yesterday, {}))
    freed = returned(club, yesterday, decision)
    assert earned(decide(club, freed, yesterday, {})) == {"base": 10}


def test_17_a_minimum_is_met_by_exactly_that_much() -> None:
    """Twenty dollars are at least twenty dollars."""
    club = compiled("  basket: {on: purchase, min-spend: 20.00, give: {points: 5}}")
    assert earned(decide(club, Standing(), purchase(2000), {})) == {"basket": 5}
    assert not earned(decide(club, Standing(), purchase(1999), {}))


def test_a_cap_is_of_its_own_rule() -> None:
    """Multipliers work on what the base was before its cap, and on each other before theirs: 40 · 2 · 1.5."""
    club = compiled(
        "  base: {on: purchase, give: {points: 1, per: 1.00}, cap: {points: 10, per: day}}\n"
        "  double: {on: purchase, multiply: 2, cap: {points: 25, per: day}}\n"
        "  half-more: {on: purchase, multiply: 1.5}"
    )
    decision = decide(club, Standing(), purchase(40_00), {})
    assert earned(decision) == {"base": 10, "double": 25, "half-more": 40}

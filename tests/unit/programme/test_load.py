"""A document becomes a programme, or a list of what is wrong with it, where, and what to write instead."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from tests.unit.programme.documents import (
    BASE,
    CURRENCIES,
    EXAMPLE_FILE,
    HEAD,
    MINIMAL,
    errors,
    programme,
    with_rule,
    with_tiers,
)

from tessera.engine.benefits.cashback import Cashback
from tessera.engine.benefits.fixed import Fixed
from tessera.engine.benefits.multiply import Multiply
from tessera.engine.benefits.per_amount import PerAmount
from tessera.engine.benefits.per_quantity import PerQuantity
from tessera.engine.benefits.per_step import PerStep, RatePerStep
from tessera.engine.vocabulary import VOCABULARY
from tessera.programme.construct import Benefit, Linear
from tessera.programme.document import (
    Cap,
    Over,
    Phase,
    Rule,
    Span,
)
from tessera.programme.ladder import Counter, Need, QualifyBy, TierWindow
from tessera.programme.life import Expiry, ExpiryRound, Pending
from tessera.programme.load import load
from tessera.programme.shapes.scope import MOST_FINDINGS


def extra(rule: str) -> Rule:
    return next(found for found in programme(with_rule(rule)).rules if found.id == "extra")


def test_the_example_has_nothing_to_complain_about() -> None:
    """The programme that every newcomer sees first is free of errors and of warnings."""
    loaded = load(EXAMPLE_FILE.read_bytes(), vocabulary=VOCABULARY, file="harvest-club.yaml")
    assert loaded.errors == ()
    assert loaded.warnings == ()


def test_the_example_uses_the_whole_vocabulary() -> None:
    """The example teaches: every benefit but the tables stands in it, and most conditions."""
    rules = programme(EXAMPLE_FILE.read_text(encoding="utf-8")).rules
    assert {type(rule.benefit) for rule in rules} == set(VOCABULARY.benefits) - {PerStep, RatePerStep}
    used = {condition.key for rule in rules for condition in rule.conditions}
    assert used >= set(VOCABULARY.conditions) - {
        "channels", "stores", "sources", "facts", "payment", "birthday", "anniversary"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("give", "benefit", "linear"),
    [
        ("give: {points: 500}", Fixed("points", 500), (500, 0, 0)),
        ("give: {cash: 5.00}", Fixed("cash", 500), (500, 0, 0)),
        ("give: {points: 1.5, per: 1.00}", None, (0, Fraction(3, 200), 0)),
        ("give: {cash: 0.02, per: 1.00}", None, (0, Fraction(2, 100), 0)),
        ("give: {points: 5, per: {quantity: 1}}", None, (0, 0, Fraction(5, 1000))),
        ("give: {cash: 2%}", None, (0, Fraction(1, 50), 0)),
    ],
)
def test_a_gift_is_linear_and_exact(give: str, benefit: Benefit | None, linear: tuple[object, ...]) -> None:
    """Points, money and percentages become exact amounts per activity, minor unit and thousandth of quantity."""
    found = extra(f"{{on: purchase, {give}}}").benefit
    assert isinstance(found, Linear)
    assert (found.fixed, found.per_minor, found.per_milli) == linear
    assert benefit is None or found == benefit


@pytest.mark.parametrize(
    ("give", "kind", "phase"),
    [
        ("give: {points: 2, per: 1.00}", PerAmount, Phase.BASE),
        ("give: {points: 2, per: 1.00}, phase: bonus", PerAmount, Phase.BONUS),
        ("give: {points: 2, per: {quantity: 1}}", PerQuantity, Phase.BASE),
        ("give: {cash: 2%}", Cashback, Phase.BASE),
        ("give: {points: 2}", Fixed, Phase.BONUS),
        ("multiply: 2", Multiply, Phase.MULTIPLIER),
    ],
)
def test_a_benefit_runs_in_its_own_phase(give: str, kind: type, phase: Phase) -> None:
    """Rates are base, fixed gifts are bonuses, factors multiply; a rate may be declared a bonus."""
    rule = extra(f"{{on: purchase, {give}}}")
    assert type(rule.benefit) is kind
    assert rule.phase is phase


def test_a_rule_carries_all_its_parts() -> None:
    """Lines, exclusions, caps, rounding, pending, expiry and name of a rule arrive typed."""
    rule = extra(
        "{on: purchase, name: Fresh, lines: {brand: Private}, exclude: {department: [FUEL, GAS]}, "
        "cap: [{points: 200, per: day}, {times: 3, per: month, over: refuse}], round: up, "
        "pending: none, expire: {days: 30, round: year-end}, give: {points: 1, per: 1.00}}"
    )
    assert rule.name == {"en": "Fresh"}
    assert rule.lines == {"brand": frozenset({"Private"})}
    assert rule.exclude == {"department": frozenset({"FUEL", "GAS"})}
    assert rule.caps == (Cap(per=Span.DAY, points=200), Cap(per=Span.MONTH, times=3, over=Over.REFUSE))
    assert rule.rounding == "up"
    assert rule.pending == Pending(0)
    assert rule.expire == Expiry(days=30, round=ExpiryRound.YEAR_END)


def test_tiers_count_in_their_own_unit() -> None:
    """Spend is in minor units, over a rolling window; purchases count unless other activities are named."""
    (tiers,) = programme(
        with_tiers(
            "{qualify: {by: spend, within: {rolling: {months: 12}}}, levels: [{id: a}, {id: b, at: 99.50}]}"
        )
    ).tiers
    assert (tiers.window, tiers.rolling_months) == (TierWindow.ROLLING, 12)
    assert tiers.counters == (Counter(QualifyBy.SPEND, activities=frozenset({"purchase"})),)
    assert [level.needs for level in tiers.levels] == [(), (Need("", 9950),)]


def test_the_programmes_own_period_is_local() -> None:
    """The programme's days begin at midnight in its own time zone."""
    text = MINIMAL.replace("timezone: Europe/Chisinau}", "timezone: Europe/Chisinau, from: 2026-01-01}")
    assert programme(text).from_at == datetime(2025, 12, 31, 22, tzinfo=UTC)


TIERS = "{qualify: {by: points-earned, within: calendar-year}, levels: [{id: low}, {id: high, at: 100}]}"


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "advice"),
    [
        (HEAD + CURRENCIES, "missing_key", 1, 1, "Write `earn:`"),
        (MINIMAL + "tears: {}\n", "unknown_key", 6, 1, "Did you mean `tiers`?"),
        (with_rule("{on: purchase, giv: {points: 1}}"), "unknown_key", 6, 25, "Did you mean `give`?"),
        (with_rule("{on: purchase}"), "missing_key", 6, 10, "Write `give` or `multiply`."),
        (
            with_rule("{on: purchase, give: {points: 1}, multiply: 2}"),
            "one_benefit",
            6,
            10,
            "`give` or `multiply`",
        ),
        (with_rule("{give: {points: 1}}"), "missing_key", 6, 10, "Write `on:`"),
        (with_rule("{on: purchase, give: {pionts: 1}}"), "unknown_currency", 6, 32, "Did you mean `points`?"),
        (with_rule("{on: purchase, give: {points: 1, cash: 1}}"), "one_currency", 6, 31, "a rule for each"),
        (
            with_rule("{on: purchase, give: {points: 1, each: 1.00}}"),
            "unknown_key",
            6,
            43,
            "one of: cash, per",
        ),
        (with_rule("{on: purchase, give: {points: 1.5}}"), "too_precise", 6, 31, "a rate may have decimals"),
        (with_rule("{on: purchase, give: {points: 2%}}"), "not_money", 6, 31, "`unit: money`"),
        (with_rule("{on: purchase, give: 5}"), "wrong_type", 6, 31, "`{points: 500}`"),
        (with_rule("{on: purchase, give: {points: 1, per: 0}}"), "out_of_range", 6, 48, "more than 0"),
        (with_rule("{on: purchase, multiply: 1}"), "out_of_range", 6, 35, "more than 1 and at most 100"),
        (with_rule("{on: purchase, multiply: 2, phase: base}"), "wrong_phase", 6, 10, "Remove `phase`"),
        (
            with_rule("{on: app-visit, multiply: 2}"),
            "nothing_to_multiply",
            6,
            26,
            "give: {points: 1, per: 1.00}",
        ),
        (
            with_rule("{on: a, give: {points: 1}, tiers: [gold]}"),
            "unknown_tier",
            6,
            45,
            "stand in `tiers`",
        ),
        (with_rule("{on: a, give: {points: 1}, cap: {per: day}}"), "cap_form", 6, 42, "times: 3"),
        (
            with_rule("{on: a, give: {cash: 1}, cap: {points: 9, per: day}}"),
            "cap_form",
            6,
            40,
            "money: 20.00",
        ),
        (
            with_rule("{on: a, give: {points: 1}, cap: {money: 9, per: day}}"),
            "cap_form",
            6,
            42,
            "points: 200",
        ),
        (
            with_rule("{on: a, give: {points: 1}, cap: {per: day, points: 1, times: 1}}"),
            "cap_form",
            6,
            42,
            "Write one of them",
        ),
        (with_rule("{on: a, give: {points: 1}, during: {}}"), "missing_key", 6, 45, "{from: 2026-06-01"),
        (
            with_rule("{on: a, give: {points: 1}, during: {from: 2026-06-01, until: 2026-06-01}}"),
            "empty_period",
            6,
            45,
            "first day after",
        ),
        (
            with_rule("{on: a, give: {points: 1}, hours: {from: 08:00, until: 08:00}}"),
            "empty_period",
            6,
            44,
            "17:00",
        ),
        (with_rule("{on: a, give: {points: 1}, weekdays: [sunny]}"), "unknown_choice", 6, 48, "`sunday`"),
        (
            with_rule("{on: a, give: {points: 1}, pending: {days: 40}, expire: {months: 1}}"),
            "expires_before_ready",
            6,
            37,
            "wait for less",
        ),
        (
            MINIMAL.replace("worth: 0.02", "pending: {days: 9}, expire: {days: 9}"),
            "expires_before_ready",
            2,
            46,
            "wait",
        ),
        (MINIMAL.replace("unit: money", "unit: money, worth: 1"), "worth_of_money", 2, 66, "Remove `worth`"),
        (
            MINIMAL.replace("Chisinau}", "Chisinau, from: 2026-02-01, until: 2026-01-01}"),
            "empty_period",
            1,
            12,
            "after",
        ),
        (MINIMAL + BASE, "duplicate_key", 6, 3, "another name"),
        (with_tiers(TIERS.replace("id: low", "id: low, at: 5")), "first_level", 6, 81, "Remove its `at`"),
        (with_tiers(TIERS.replace("at: 100", "at: 0")), "levels_not_rising", 6, 93, "lowest to the highest"),
        (with_tiers(TIERS.replace(", at: 100", "")), "missing_key", 6, 8, "Write `at:`"),
        (with_tiers(TIERS.replace("id: high", "id: low")), "duplicate_id", 6, 1, "id of its own"),
        (with_tiers(TIERS.replace("earned,", "earned, of: cash,")), "not_points", 6, 38, "by: spend"),
        (
            with_tiers(TIERS.replace("earned,", "earned, of: coins,")),
            "unknown_currency",
            6,
            18,
            "Did you mean `points`?",
        ),
        (
            with_tiers(TIERS.replace("calendar-year}", "lifetime}, keep: end-of-window")),
            "keep_without_end",
            6,
            57,
            "Remove `keep`",
        ),
    ],
)
def test_a_bad_document_yields_its_code_place_and_advice(
    text: str, code: str, line: int, column: int, advice: str
) -> None:
    """Every mistake is told once, with its own code, at the very line and column, with what to write instead."""
    found = errors(text)
    assert [(error.code, error.line, error.column) for error in found] == [(code, line, column)]
    assert advice in found[0].advice


def test_a_rule_outside_the_programmes_period_is_an_error() -> None:
    """A rule that can never run, because the programme has ended by then, is told."""
    text = with_rule("{on: a, give: {points: 1}, during: {from: 2027-01-01}}")
    (error,) = errors(text.replace("Chisinau}", "Chisinau, until: 2026-01-01}"))
    assert (error.code, error.line, error.column) == ("outside_programme", 6, 37)


def test_points_of_two_currencies_must_be_told_apart_by_tiers() -> None:
    """A ladder by points earned names its currency when there are two, and needs one of points at all."""
    two = with_tiers(TIERS).replace("cash: {name: cash back, unit: money}", "stars: {name: [star, stars]}")
    assert [error.code for error in errors(two)] == ["unknown_currency"]
    assert "points, stars" in errors(two)[0].advice


def test_all_mistakes_are_told_at_once_in_the_order_of_the_document() -> None:
    """Mistakes in several sections come back together, first line first."""
    text = (
        with_rule("{on: purchase, multiply: lots}")
        .replace("money: USD", "money: XXL")
        .replace("0.02", "free")
    )
    assert [(error.line, error.code) for error in errors(text)] == [
        (1, "unknown_money"),
        (2, "wrong_type"),
        (6, "wrong_type"),
    ]


def test_a_document_full_of_mistakes_is_given_up_early() -> None:
    """A megabyte of nonsense keys is answered quickly, with as many errors as one would read."""
    found = errors("".join(f"key{n}: 1\n" for n in range(60_000)))
    assert len(found) == MOST_FINDINGS
    assert {error.code for error in found} == {"unknown_key"}


def test_a_finding_reads_as_one_line() -> None:
    """Printed, a finding is file, line, column, what is wrong and what to write, as editors parse it."""
    (error,) = load(with_rule("{on: purchase, multiply: x}"), vocabulary=VOCABULARY, file="club.yaml").errors
    assert str(error) == "club.yaml:6:35: `x` is not a number. Write a factor, such as 1.5."

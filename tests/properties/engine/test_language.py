"""The laws of what a rule may say beyond rates: stacking, steps, measures, payments, periods of a member's own."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.properties.engine.test_returns import Ask, Counter, asks, give_back, marks
from tests.properties.programmes import HEAD, NOON, lines, purchase
from tests.unit.programme.documents import programme

from tessera.engine.activity import Activity, Line
from tessera.engine.compile import Compiled
from tessera.engine.conditions.around import Around, Stretch
from tessera.engine.decide import decide
from tessera.engine.standing import Standing
from tessera.engine.windows import last_good_day, member_year_start
from tessera.programme.life import Expiry, ExpiryRound

BASE = "  base: {on: purchase, give: {points: 1, per: 0.07}}\n"
RICH = (
    BASE,
    "  card: {on: purchase, give: {points: 3, per: 1.00}, payment: {not: voucher}, round: nearest}\n",
    "  jump: {on: purchase, give: {points: {5.00: 1, 30.00: 2.5, 99.99: 4}, per: 1.00}}\n",
    "  ladder: {on: purchase, payment: card, give: {points: {10.00: 7, 50.00: 40}}}\n",
    "  litres: {on: purchase, exclude: {department: toys}, give: {points: 2, per: {litre: 1}}, round: up}\n",
    "  twice: {on: purchase, multiply: 2, payment: card}\n",
    "  thrice: {on: purchase, lines: {department: [dairy, fuel]}, multiply: 3, stack: add}\n",
    "  half: {on: purchase, multiply: 1.5, cap: {points: 60, per: {days: 30}}}\n",
    "  gift: {on: purchase, give: {points: 9}, cooldown: {days: 7}, min-spend: {more-than: 20.00}}\n",
)

factors = st.lists(st.tuples(st.integers(101, 900), st.booleans()), max_size=5)
payments = st.dictionaries(st.sampled_from(["card", "voucher", "cash"]), st.integers(0, 5000), max_size=3)


def club(rules: Sequence[str]) -> Compiled:
    return Compiled(programme(HEAD + "".join(rules)), number=1)


@st.composite
def baskets(draw: st.DrawFn) -> Activity:
    """A purchase of lines, some of them litres, with payments and perhaps litres of its own."""
    basket = [replace(line, unit=draw(st.sampled_from([None, "litre", "kg"]))) for line in draw(lines())]
    measures = draw(st.sampled_from([None, {"litre": 3500}, {"night": 1000}]))
    return replace(purchase(basket), payments=draw(payments), measures=measures)


@given(factors, st.integers(1, 10**6))
def test_multipliers_add_to_the_base_or_multiply_each_other(
    drawn: list[tuple[int, bool]], amount_minor: int
) -> None:
    """Those that add give (factor - 1) of the base each; the others together give (their product - 1) of it."""
    texts = [
        f"  m{place}: {{on: purchase, multiply: {hundredths / 100:.2f}, stack: {'add' if adds else 'multiply'}}}\n"
        for place, (hundredths, adds) in enumerate(drawn)
    ]
    decision = decide(club([BASE, *texts]), Standing(), Activity("purchase", "k", NOON, amount_minor), {})
    given_points = {effect.rule: effect.amount for effect in decision.effects}
    base = so_far = Fraction(amount_minor, 7)
    for place, (hundredths, adds) in enumerate(drawn):
        extra = (base if adds else so_far) * (Fraction(hundredths, 100) - 1)
        so_far += 0 if adds else extra
        assert given_points.get(f"m{place}", 0) == floor(extra)


@settings(max_examples=60)
@given(baskets(), st.randoms(use_true_random=False))
def test_the_order_of_rules_means_nothing(bought: Activity, random: Random) -> None:
    """However the document lists them, also with tables, shares and sums among them."""
    shuffled = list(RICH)
    random.shuffle(shuffled)
    assert decide(club(RICH), Standing(), bought, {}) == decide(club(shuffled), Standing(), bought, {})


@settings(max_examples=80)
@given(baskets(), st.lists(asks, max_size=6))
def test_parts_that_come_back_sum_to_the_whole_and_each_path_ends_the_same(
    bought: Activity, parts: list[Ask]
) -> None:
    """Never more than was given on the way, the same whatever the steps, everything once all is back."""
    programme_ = club(RICH)
    counter = Counter(programme_, bought, Standing())
    granted = [amount for _, _, amount in counter.earned]
    for ask in parts:
        counter.take(give_back(bought, ask))
        assert all(0 <= taken <= had for taken, had in zip(counter.taken, granted, strict=True))
    once = Counter(programme_, bought, Standing())
    for place, part in counter.returned.items():
        line = Line(bought.lines[place].id, part.amount_minor, part.quantity_milli)
        if part.amount_minor or part.quantity_milli:
            once.take(replace(give_back(bought, None), lines=(line,)))
    if once.returned == counter.returned:
        assert once.taken == counter.taken
    counter.take(give_back(bought, None))
    if any(line.amount_minor or line.quantity_milli for line in bought.lines):
        assert counter.taken == granted
        assert marks(counter.standing) == marks(Standing())


@given(st.integers(1, 20_000), st.integers(1, 20_000))
def test_what_a_table_gave_falls_to_what_it_gives_for_the_rest(amount_minor: int, back_minor: int) -> None:
    """A return leaves what a purchase of the rest would have earned."""
    programme_ = club([BASE, *RICH[2:3]])
    back_minor = min(back_minor, amount_minor)
    counter = Counter(programme_, Activity("purchase", "k", NOON, amount_minor), Standing())
    counter.take(Activity("return", "r", NOON, back_minor, of="k"))
    rest = decide(programme_, Standing(), Activity("purchase", "k", NOON, amount_minor - back_minor), {})
    jump = [place for place, (rule, _, _) in enumerate(counter.earned) if rule == "jump"]
    left = sum(counter.earned[place][2] - counter.taken[place] for place in jump)
    assert left == sum(effect.amount for effect in rest.effects if effect.rule == "jump")


@given(st.lists(st.integers(0, 60), min_size=1, max_size=25), st.integers(1, 20))
def test_a_cool_down_leaves_so_many_days_between(gaps: list[int], days: int) -> None:
    """Whenever it gave, the rule gives nothing on the days after, and something as soon as they are over."""
    programme_ = club([BASE, f"  rare: {{on: review, give: {{points: 5}}, cooldown: {{days: {days}}}}}\n"])
    standing, day, last = Standing(), 0, None
    for gap in gaps:
        day += gap
        decision = decide(programme_, standing, Activity("review", "k", NOON + timedelta(days=day)), {})
        standing = decision.standing
        assert bool(decision.effects) == (last is None or day - last >= days)
        last = day if decision.effects else last


days_of_life = st.dates(date(1971, 1, 1), date(2190, 12, 31))


@given(days_of_life, days_of_life)
def test_a_year_of_membership_begins_on_the_day_of_joining(day: date, joined: date) -> None:
    """It holds the day, is 365 or 366 days long, and begins in the month of joining."""
    start = date.fromordinal(member_year_start(day, joined))
    assert start <= day < start + timedelta(days=366)
    assert start.month == joined.month
    assert member_year_start(start - timedelta(days=1), joined) < start.toordinal()


@given(days_of_life, st.integers(0, 180))
def test_days_around_a_birthday_come_once_a_year(born: date, days: int) -> None:
    """So many before, so many after, and the day itself; in every year, whenever it is."""
    around = Around(None, days)
    year = [date(2026, 1, 1) + timedelta(days=place) for place in range(365)]
    assert sum(around.holds(day, (born.month, born.day)) for day in year) == 2 * days + 1
    again = next(day for day in year if Around(Stretch.DAY).holds(day, (born.month, born.day)))
    near = [again + timedelta(days=place) for place in range(-6, 7)]
    assert sum(Around(Stretch.WEEK).holds(day, (born.month, born.day)) for day in near) == 7


@given(days_of_life, st.integers(0, 5), days_of_life)
def test_an_expiry_on_a_date_is_the_next_one(day: date, years: int, on: date) -> None:
    """Not before the years have passed, at most a year and a day later, on that date."""
    last = last_good_day(day, Expiry(years=years, on=(on.month, on.day)))
    plain = last_good_day(day, Expiry(years=years)) or day
    assert last is not None
    assert plain <= last <= plain + timedelta(days=366)
    assert last.month == on.month
    quarter = last_good_day(day, Expiry(days=1, round=ExpiryRound.QUARTER_END))
    assert quarter is not None
    assert (quarter + timedelta(days=1)).day == 1
    assert (quarter.month % 3, (quarter - day).days < 93) == (0, True)

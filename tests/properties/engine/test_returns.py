"""Returns: whatever comes back, in whatever parts, no point is lost and none is taken twice."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.model import Spec
from tests.properties.programmes import compiled, lines, purchase, rulebooks

from tessera.engine.activity import Activity, Line
from tessera.engine.compile import Compiled
from tessera.engine.decide import decide
from tessera.engine.decision import Decision
from tessera.engine.returned import Part, ReturnRefused, returned_with
from tessera.engine.returns import take_back
from tessera.engine.standing import Standing, TierStanding

Ask = tuple[int, int, int]
"""Which line, what part of its amount and what part of its quantity (in quarters) comes back; 0 and 0: all of it."""

TIERS = (
    "tiers:\n"
    "  - {id: earned, qualify: {by: points-earned, within: calendar-month}, levels: [{id: a}, {id: b, at: 40}]}\n"
    "  - {id: spent, qualify: {by: spend, within: {rolling: {days: 30}}}, levels: [{id: c}, {id: d, at: 50}]}\n"
    "  - {id: came, qualify: {by: count, within: lifetime}, levels: [{id: e}, {id: f, at: 2, perks: [{multiply: 2}]}]}\n"
)

asks = st.tuples(st.integers(0, 5), st.integers(0, 4), st.integers(0, 4))


class Counter:
    """A counter to which parts of one purchase come back."""

    def __init__(self, club: Compiled, bought: Activity, standing: Standing) -> None:
        self.club, self.bought = club, bought
        decision = decide(club, standing, bought, {})
        self.earned = [(e.rule, e.currency, e.amount) for e in decision.effects]
        self.standing = decision.standing
        self.returned: dict[int, Part] = {}
        self.taken = [0] * len(self.earned)

    def take(self, back: Activity) -> Decision | None:
        """Take a return; None when it is refused."""
        try:
            after = returned_with(self.bought, self.returned, back)
        except ReturnRefused:
            return None
        before, self.returned = self.returned, after
        decision = take_back(
            self.club, self.bought, self.earned, before=before, after=after, standing=self.standing
        )
        self.standing = decision.standing
        for takeback in decision.takebacks:
            assert takeback.amount > 0
            self.taken[takeback.effect] += takeback.amount
        return decision


def give_back(bought: Activity, ask: Ask | None) -> Activity:
    """The return that asks for a part of a line; None asks for all that is left."""
    if ask is None:
        return Activity("return", "r", bought.occurred_at, of=bought.key)
    place, amount, quantity = ask
    line = bought.lines[place % len(bought.lines)]
    part = Line(line.id, line.amount_minor * amount // 4, line.quantity_milli * quantity // 4)
    return Activity("return", "r", bought.occurred_at, lines=(part,), of=bought.key)


def marks(standing: Standing) -> object:
    """What counts of a standing: used caps and what was counted, zeros left out; not how often it was seen."""
    caps = {(rule, window): n for rule, used in standing.caps.items() for window, n in used.items() if n}
    counted = {
        (name, window): n for name, own in standing.tiers.items() for window, n in own.counted.items() if n
    }
    return caps, counted


@given(rulebooks(caps=True), lines(), lines(), st.lists(asks, max_size=8))
def test_any_parts_sum_to_the_whole(
    rules: tuple[Spec, ...], earlier: list[Line], basket: list[Line], parts: list[Ask]
) -> None:
    """Never more than was granted on the way; all of it once everything is back; caps and tiers as if it never was."""
    club = compiled(rules, tiers=TIERS)
    standing = decide(club, Standing(), purchase(earlier, key="earlier"), {}).standing
    counter = Counter(club, purchase(basket), standing)
    granted = [amount for _, _, amount in counter.earned]
    for ask in parts:
        counter.take(give_back(counter.bought, ask))
        assert all(0 <= taken <= had for taken, had in zip(counter.taken, granted, strict=True))
    counter.take(give_back(counter.bought, None))
    if any(line.amount_minor or line.quantity_milli for line in basket):
        assert counter.taken == granted
        assert marks(counter.standing) == marks(standing)
        assert counter.take(give_back(counter.bought, None)) is None


@settings(max_examples=60)
@given(rulebooks(caps=True), lines(), st.lists(asks, min_size=1, max_size=6))
def test_many_small_returns_take_what_one_takes(
    rules: tuple[Spec, ...], basket: list[Line], parts: list[Ask]
) -> None:
    """What has been taken depends on what has come back in all, not on the steps."""
    counter = Counter(compiled(rules), purchase(basket), Standing())
    for ask in parts:
        counter.take(give_back(counter.bought, ask))
    once = take_back(
        counter.club,
        counter.bought,
        counter.earned,
        before={},
        after=counter.returned,
        standing=Standing(),
    )
    assert {t.effect: t.amount for t in once.takebacks} == {e: t for e, t in enumerate(counter.taken) if t}


@settings(max_examples=60)
@given(rulebooks(caps=True), lines(), st.lists(asks, max_size=8))
def test_what_has_come_back_never_shrinks_and_never_exceeds_the_purchase(
    rules: tuple[Spec, ...], basket: list[Line], parts: list[Ask]
) -> None:
    """Amounts and quantities only rise, to at most what was bought; else a later return would take points twice."""
    counter = Counter(compiled(rules), purchase(basket), Standing())
    for ask in parts:
        before = counter.returned
        counter.take(give_back(counter.bought, ask))
        for place, part in counter.returned.items():
            earlier, line = before.get(place, Part()), basket[place]
            assert earlier.amount_minor <= part.amount_minor <= line.amount_minor
            assert earlier.quantity_milli <= part.quantity_milli <= line.quantity_milli


@settings(max_examples=60)
@given(rulebooks(), st.integers(1, 9999), st.lists(st.integers(1, 9999), max_size=6))
def test_an_amount_without_lines_comes_back_by_amounts(
    rules: tuple[Spec, ...], amount: int, parts: list[int]
) -> None:
    """A till that reports no lines returns by amount; the sum is bounded by the purchase, and the rest is exact."""
    bought = without_lines(purchase([Line("l", amount)]))
    counter = Counter(compiled(rules), bought, Standing())
    for part in parts:
        counter.take(Activity("return", "r", bought.occurred_at, part, of="p"))
    counter.take(give_back(bought, None))
    assert counter.taken == [had for _, _, had in counter.earned]


def without_lines(activity: Activity) -> Activity:
    """The activity without its lines."""
    return Activity(activity.type, activity.key, activity.occurred_at, activity.amount_minor, activity.money)


@given(lines(), st.lists(asks, min_size=1, max_size=6))
def test_a_bonus_whose_threshold_is_missed_goes_whole(basket: list[Line], parts: list[Ask]) -> None:
    """Once what is left is below the minimum the bonus is gone, and not a point of it before."""
    bonus = Spec("rule-b", fixed=100, min_spend=4000)
    counter = Counter(compiled([bonus]), purchase(basket), Standing())
    for ask in parts:
        counter.take(give_back(counter.bought, ask))
        left = counter.bought.amount_minor - sum(part.amount_minor for part in counter.returned.values())
        if counter.earned and left < bonus.min_spend:
            assert counter.taken == [100]


@settings(max_examples=50)
@given(rulebooks(), lines(), st.lists(asks, min_size=1, max_size=6))
def test_a_level_reached_stands_whatever_comes_back(
    rules: tuple[Spec, ...], basket: list[Line], parts: list[Ask]
) -> None:
    """A return lowers the count; a level reached in a calendar window is kept to its end."""
    counter = Counter(compiled(rules, tiers=TIERS), purchase(basket), Standing())
    levels = {tiers.id: tiers for tiers in counter.club.tiers}
    day = counter.bought.occurred_at.toordinal()
    reached = levels["earned"].level_on(counter.standing.tiers.get("earned"), day)
    for ask in parts:
        counter.take(give_back(counter.bought, ask))
    own = counter.standing.tiers.get("earned", TierStanding())
    assert levels["earned"].level_on(own, day) == reached

"""What each line has of points that wait for an event: exact, whatever comes back and in whatever parts."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.engine.test_returns import Ask, asks, give_back
from tests.properties.model import Spec
from tests.properties.programmes import HEAD, lines, purchase, rulebooks
from tests.unit.programme.documents import programme

from tessera.engine.activity import Line
from tessera.engine.compile import Compiled
from tessera.engine.decide import decide
from tessera.engine.returned import Part, ReturnRefused, returned_with
from tessera.engine.returns import take_back
from tessera.engine.shares import by_line, share_out
from tessera.engine.standing import Standing

WAITING = HEAD.replace("worth: 0.02", "worth: 0.02, pending: {until: delivery, at-most: {days: 60}}")
STEPS = (
    "  steps: {on: purchase, give: {points: {20.00: 13, 90.00: 50}}}\n"
    "  ridden: {on: purchase, give: {points: {0: 1, 60.00: 3}, per: 1.00}}\n"
)


@settings(max_examples=60)
@given(rulebooks(caps=True), lines(), st.lists(asks, max_size=6))
def test_of_each_line_is_taken_back_what_it_has_and_no_more(
    rules: tuple[Spec, ...], basket: list[Line], parts: list[Ask]
) -> None:
    """The shares of lines are the whole; what a return takes is the sum of their parts; in the end each is gone exactly."""
    club = Compiled(programme(WAITING + "".join(rule.text for rule in rules) + STEPS), number=1)
    bought = purchase(basket)
    decision = decide(club, Standing(), bought, {})
    earned = [(e.rule, e.currency, e.amount) for e in decision.effects]
    left = [by_line(shares) for shares in share_out(club, bought, earned)]
    assert [sum(shares.values()) for shares in left] == [amount for _, _, amount in earned]
    returned: dict[int, Part] = {}
    for ask in [*parts, None]:
        try:
            after = returned_with(bought, returned, give_back(bought, ask))
        except ReturnRefused:
            continue
        back = take_back(club, bought, earned, before=returned, after=after, standing=decision.standing)
        returned = after
        for takeback in back.takebacks:
            assert sum(points for _, points in takeback.lines) == takeback.amount
            for line, points in takeback.lines:
                assert 0 < points <= left[takeback.effect][line]
                left[takeback.effect][line] -= points
    if any(line.amount_minor or line.quantity_milli for line in basket):
        assert not any(points for shares in left for points in shares.values())

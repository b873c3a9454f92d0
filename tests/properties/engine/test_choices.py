"""A law of choices: what a member chose counts exactly as if the rule had named it."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.properties.engine.test_returns import asks, give_back
from tests.properties.model import Spec
from tests.properties.programmes import HEAD, NOON, lines, purchase, rulebooks
from tests.unit.programme.documents import programme

from tessera.engine.activity import Activity, Line
from tessera.engine.choices import choice_facts, choose, chosen_at
from tessera.engine.compile import Compiled
from tessera.engine.decide import decide
from tessera.engine.returned import Part, ReturnRefused, returned_with
from tessera.engine.returns import take_back
from tessera.engine.standing import Standing

OFFERED = ("dairy", "fuel", "toys")
CHOICES = f"choices: {{fav: {{of: {{department: [{', '.join(OFFERED)}]}}, up-to: 2, for: week}}}}\n"
LATER = NOON + timedelta(days=7)


def told(rules: tuple[Spec, ...], chosen: frozenset[str], department: str) -> Compiled:
    """The rules as a programme, where those in `chosen` ask for a department so written."""
    asking = [
        replace(rule, lines={**rule.lines, "department": ("CHOSEN",)}) if rule.id in chosen else rule
        for rule in rules
    ]
    text = "".join(rule.text.replace("[CHOSEN]", department) for rule in asking)
    return Compiled(programme(HEAD + text + CHOICES))


def outcome(
    club: Compiled, standing: Standing, bought: Activity, backs: list[tuple[int, int, int]]
) -> list[dict[str, int]]:
    """What the purchase gives, and what each of these returns takes, by rule."""
    traits = chosen_at(club, standing, bought.occurred_at)
    decision = decide(club, standing, bought, traits)
    earned = [(effect.rule, effect.currency, effect.amount) for effect in decision.effects]
    steps = [{rule: amount for rule, _, amount in earned}]
    before: dict[int, Part] = {}
    for ask in [*backs, None]:
        try:
            after = returned_with(bought, before, give_back(bought, ask))
        except ReturnRefused:
            continue
        taken = take_back(
            club, bought, earned, before=before, after=after, standing=Standing(), traits=traits
        )
        steps.append({earned[one.effect][0]: one.amount for one in taken.takebacks})
        before = after
    return steps


@given(
    rules=rulebooks(caps=True),
    chosen=st.frozensets(st.sampled_from([f"rule-{name}" for name in "bcdefg"])),
    values=st.lists(st.sampled_from(OFFERED), max_size=2, unique=True),
    basket=lines(),
    backs=st.lists(asks, max_size=4),
)
def test_what_is_chosen_counts_as_if_it_were_named(
    rules: tuple[Spec, ...],
    chosen: frozenset[str],
    values: list[str],
    basket: list[Line],
    backs: list[tuple[int, int, int]],
) -> None:
    """In purchases and in every step of their returns; and nothing chosen is as a department that no shop has."""
    choosing = told(rules, chosen, "{chosen: fav}")
    naming = told(rules, chosen, f"[{', '.join(values) or 'none'}]")
    standing = Standing()
    if values:
        facts = choice_facts("fav", values, period_on=None)
        standing = choose(choosing, standing, Activity("choice", "c", NOON, facts=facts))
    bought = purchase(basket, at=LATER)
    assert outcome(choosing, standing, bought, backs) == outcome(naming, Standing(), bought, backs)

"""Which rules are looked at: the index finds what a scan over all rules would, and touches little else."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tessera.engine.activity import Activity, Line
from tessera.engine.compile import Compiled
from tessera.engine.decide import decide
from tessera.engine.rule import CompiledRule
from tessera.engine.standing import Standing
from tessera.engine.vocabulary import VOCABULARY
from tessera.engine.why import why_not
from tessera.programme.load import load

HEAD = """\
programme: {id: many, name: Many, money: USD, timezone: UTC}
currencies: {points: {name: [point, points], worth: 0.01}}
earn:
  base: {on: purchase, give: {points: 1, per: 1.00}}
"""
NOON = datetime(2026, 6, 5, 12, tzinfo=UTC)
WORDS = ("A", "B", "C")


def compiled_with(rules: Iterator[str]) -> Compiled:
    text = HEAD + "".join(f"  r{place}: {{on: purchase, {rule}}}\n" for place, rule in enumerate(rules))
    programme = load(text, vocabulary=VOCABULARY).programme
    assert programme is not None
    return Compiled(programme)


def basket(*lines: Line, store: str | None = None, channel: str | None = None) -> Activity:
    amount = sum(line.amount_minor for line in lines)
    return Activity("purchase", "k", NOON, amount, lines=lines, store=store, channel=channel)


def looked_at(compiled: Compiled, activity: Activity) -> list[str]:
    """The rules that gave something, or were asked why not."""
    decision = decide(compiled, Standing(), activity, {})
    return sorted([e.rule for e in decision.effects] + [reason.rule for reason in decision.reasons])


words = st.none() | st.sampled_from(WORDS)
some = st.none() | st.lists(st.sampled_from(WORDS), min_size=1, max_size=2, unique=True)
rules = st.tuples(some, some, some, some, st.booleans())
lines = st.builds(
    lambda brand, category: Line("l", 100, brand=brand, category=category),
    st.sampled_from((*WORDS, None)),
    st.sampled_from((*WORDS, None)),
)


@given(st.lists(rules, min_size=1, max_size=8), st.lists(lines, min_size=1, max_size=4), words, words)
def test_the_index_finds_what_a_scan_would(
    asked: list[tuple[list[str] | None, ...]],
    bought: list[Line],
    store: str | None,
    channel: str | None,
) -> None:
    """A rule is looked at when some line has what it asks for and not what it excludes, at its stores and channels."""

    def document() -> Iterator[str]:
        for brands, categories, stores, channels, without in asked:
            parts = [f"lines: {{brand: [{', '.join(brands)}]}}"] if brands else []
            parts += [f"exclude: {{category: [{', '.join(categories)}]}}"] if categories else []
            parts += [f"stores: {{not: [{', '.join(stores)}]}}"] if stores and without else []
            parts += [f"stores: [{', '.join(stores)}]"] if stores and not without else []
            parts += [f"channels: [{', '.join(map(str.lower, channels))}]"] if channels else []
            yield ", ".join([*parts, "give: {points: 5}"])

    def scanned() -> Iterator[str]:
        yield "base"
        for place, (brands, categories, stores, channels, without) in enumerate(asked):
            takes = any(
                (not brands or line.brand in brands) and not (categories and line.category in categories)
                for line in bought
            )
            at_store = not stores or (store in stores) is not bool(without)
            if takes and at_store and (not channels or channel in channels):
                yield f"r{place}"

    compiled = compiled_with(document())
    at = basket(*bought, store=store, channel=channel and channel.lower())
    channel = channel and channel.upper()
    found = looked_at(compiled, at)
    assert found == sorted(scanned())
    unseen = [reason.rule for reason in why_not(compiled, at)]
    assert sorted([*found, *unseen]) == sorted(compiled.rules)


def test_a_thousand_campaigns_are_not_scanned(monkeypatch: pytest.MonkeyPatch) -> None:
    """With 1,000 live at once, by product and by store, a basket asks the few that name its goods, at its store."""
    goods = (f"lines: {{product: P{n}}}, give: {{points: 5}}" for n in range(900))
    places = (f"stores: S{n}, give: {{points: 5}}" for n in range(100))
    compiled = compiled_with(part for rules in (goods, places) for part in rules)
    asked: list[str] = []
    takes = CompiledRule.takes

    def noted(rule: CompiledRule, line_class: int) -> bool:
        asked.append(rule.id)
        return takes(rule, line_class)

    monkeypatch.setattr(CompiledRule, "takes", noted)
    at = basket(Line("1", 500, product="P7"), Line("2", 300, product="other"), store="S3")
    assert looked_at(compiled, at) == ["base", "r7", "r903"]
    assert sorted(set(asked)) == ["base", "r7", "r903"]


def test_a_rule_for_another_place_has_its_reason_when_asked() -> None:
    """It is not kept with the answer, as a rule for other goods is not; `why_not` tells it."""
    compiled = compiled_with(iter(["stores: [S1], give: {points: 5}", "channels: [app], give: {points: 5}"]))
    at = basket(Line("1", 500), store="S2", channel="web")
    assert looked_at(compiled, at) == ["base"]
    told = {reason.rule: reason.code for reason in why_not(compiled, at)}
    assert told == {"r0": "other_store", "r1": "other_channel"}

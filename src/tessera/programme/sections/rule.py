"""`earn:`, the rules: on an activity, if conditions hold, a benefit."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tessera.programme.construct import Benefit, Vocabulary
from tessera.programme.document import Phase, Rounding, Rule, Stack
from tessera.programme.nodes import Node
from tessera.programme.sections.budget import BUDGETS, budgets_of
from tessera.programme.sections.cap import CAPS, COOLDOWN, caps_of
from tessera.programme.sections.choice import VALUES, Chosen
from tessera.programme.sections.life import EXPIRY, PENDING
from tessera.programme.shapes import (
    Choice,
    Id,
    JsonSchema,
    Key,
    ListOf,
    MapOf,
    Refined,
    Scope,
    Shape,
    Table,
    Text,
    Texts,
    shown_value,
)

_RULES = "rules by id, such as `base: {on: purchase, give: {points: 1, per: 1.00}}`"
MOST_RULES = 2_000
"""A thousand campaigns, and what a programme gives every day."""

_LINES = "attributes of lines with values, such as `{category: MILK}`"

LINES = MapOf(Text("an attribute of lines"), ListOf(Text("a value")), _LINES, most=20)

CHOSEN_LINES = MapOf(Text("an attribute of lines"), VALUES, _LINES, most=LINES.most)
"""Lines whose values may also be those that the member chose."""

STRUCTURE: Mapping[str, Key] = {
    "on": Key(
        Id("a type of activity", "purchase"),
        "The type of activity that earns: purchase, enrolment, review …",
        required=True,
        examples=(
            "purchase",
            "enrolment",
            "review",
            "referral",
            "stay",
            "visit",
            "birthday",
            "anniversary",
            "choice",
        ),
    ),
    "name": Key(Texts("the rule's name"), "What members read as its name."),
    "phase": Key(
        Choice(Phase, "a phase"), "When it runs: multipliers multiply what base rules give, not bonuses."
    ),
    "lines": Key(
        CHOSEN_LINES,
        "Only lines that match: product, category, brand, department, or any fact of lines.",
        examples=("{category: MILK}", "{brand: [Northern, Southern]}"),
    ),
    "exclude": Key(LINES, "Never lines that match any of these.", examples=("{category: TOBACCO}",)),
    "cap": Key(CAPS, "At most so many points or times in a window; one cap or several."),
    "budget": Key(
        BUDGETS, "At most so much to all members together, hard and in real time; one budget or several."
    ),
    "cooldown": Key(COOLDOWN, "Once it has given, the rule gives nothing for so long."),
    "round": Key(
        Choice(Rounding, "a rounding"),
        "How a fraction becomes whole, once for each activity (default: down).",
    ),
    "stack": Key(
        Choice(Stack, "a way of stacking"),
        "Beside other multipliers: `multiply` what they made (the default), or `add` to it.",
    ),
    "pending": Key(PENDING, "How long these points wait, instead of the currency's own time."),
    "expire": Key(EXPIRY, "How long these points last, instead of the currency's own time."),
}


@dataclass(frozen=True)
class BenefitOf(Shape[Benefit]):
    """The value of a benefit's key: the first benefit of that key whose form fits reads it."""

    benefits: tuple[type[Benefit], ...]

    @property
    def expected(self) -> str:
        return " or ".join(f"`{benefit.example}`" for benefit in self.benefits)

    def read(self, node: Node, scope: Scope) -> Benefit:
        for benefit in self.benefits:
            if len(self.benefits) == 1 or benefit.shape.fits(node):
                return benefit.read(benefit.shape.read(node, scope), scope.at(node))
        raise scope.at(node).fault("wrong_type", "This is not a benefit.", f"Write {self.expected}.")

    def schema(self) -> JsonSchema:
        if len(self.benefits) == 1:
            return self.benefits[0].shape.schema()
        return {
            "anyOf": [
                {
                    **benefit.shape.schema(),
                    "description": benefit.about,
                    "examples": [shown_value(benefit.example)],
                }
                for benefit in self.benefits
            ]
        }


def rules(vocabulary: Vocabulary) -> Shape[tuple[Rule, ...]]:
    """The shape of `earn:` with the words of `vocabulary`."""
    conditions = {
        key: Key(Refined(condition.shape, condition.read), condition.about, examples=(condition.example,))
        for key, condition in vocabulary.conditions.items()
    }
    benefit_keys = dict.fromkeys(benefit.key for benefit in vocabulary.benefits)
    benefits = {
        key: Key(
            BenefitOf(tuple(b for b in vocabulary.benefits if b.key == key)), f"What the rule gives: `{key}`."
        )
        for key in benefit_keys
    }

    def rule(values: dict[str, Any], scope: Scope) -> Rule:
        benefit = _benefit([values[key] for key in benefits if key in values], list(benefits), scope)
        return Rule(
            id="",
            on=values["on"],
            benefit=benefit,
            phase=_phase(values.get("phase"), benefit, scope),
            conditions=tuple(values[key] for key in conditions if key in values),
            lines=_selectors(values.get("lines", {})),
            chosen=_chosen(values.get("lines", {})),
            exclude=_selectors(values.get("exclude", {})),
            caps=caps_of(values, benefit, scope),
            budgets=budgets_of(values, benefit, scope),
            rounding=values.get("round", Rounding.DOWN),
            stack=_stack(values.get("stack"), benefit, scope),
            pending=values.get("pending"),
            expire=values.get("expire"),
            name=values.get("name"),
        )

    table = Table(
        "a rule",
        {**STRUCTURE, **benefits, **conditions},
        example="{on: purchase, give: {points: 1, per: 1.00}}",
        advice="Goods stand in `lines: {category: …}`, a period in `during: {from: …, until: …}`, what else an activity "
        "tells in `facts: {…}`.",
    )
    return Refined(MapOf(Id("a rule's id"), Refined(table, rule), _RULES, most=MOST_RULES), _named)


def _benefit(found: list[Benefit], keys: list[str], scope: Scope) -> Benefit:
    if len(found) != 1:
        both = " or ".join(f"`{key}`" for key in keys)
        message = (
            "A rule gives one thing, but two stand here." if found else "The rule does not say what it gives."
        )
        raise scope.fault("one_benefit" if found else "missing_key", message, f"Write {both}.")
    return found[0]


def _phase(asked: Phase | None, benefit: Benefit, scope: Scope) -> Phase:
    if asked is None or asked is benefit.phase:
        return benefit.phase
    if Phase.MULTIPLIER in {asked, benefit.phase}:
        message = f"A rule with `{benefit.key}` cannot run in the phase `{asked}`."
        raise scope.fault("wrong_phase", message, "Remove `phase`.")
    return asked


def _stack(asked: Stack | None, benefit: Benefit, scope: Scope) -> Stack:
    if asked is not None and benefit.phase is not Phase.MULTIPLIER:
        message = f"A rule with `{benefit.key}` is no multiplier, so there is nothing to stack."
        raise scope.fault("wrong_stack", message, "Remove `stack`.")
    return asked or Stack.MULTIPLY


def _selectors(values: Mapping[str, Chosen | tuple[str, ...]]) -> dict[str, frozenset[str]]:
    return {
        attribute: frozenset(wanted.options if isinstance(wanted, Chosen) else wanted)
        for attribute, wanted in values.items()
    }


def _chosen(values: Mapping[str, Chosen | tuple[str, ...]]) -> dict[str, str]:
    return {attribute: wanted.choice for attribute, wanted in values.items() if isinstance(wanted, Chosen)}


def _named(read: dict[str, Rule], _scope: Scope) -> tuple[Rule, ...]:
    return tuple(replace(rule, id=id_) for id_, rule in read.items())

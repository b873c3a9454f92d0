"""`rewards:`, what points buy and levels bring: its price, what it gives, who may have it, when and how often."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tessera.programme.construct import Vocabulary
from tessera.programme.document import Cap
from tessera.programme.reward import Issue, OnReturn, Reward, Stacking
from tessera.programme.sections.cap import PER
from tessera.programme.sections.give import GIVE
from tessera.programme.sections.lasting import GRACE, UNDO, VALID, undo_minutes
from tessera.programme.sections.price import PriceOf
from tessera.programme.sections.rule import LINES
from tessera.programme.shapes import (
    Choice,
    Id,
    Instant,
    Key,
    LevelRef,
    ListOf,
    MapOf,
    Money,
    Refined,
    Scope,
    Shape,
    Table,
    Text,
    Texts,
    Whole,
    quoted,
)

MOST_REWARDS = 2_000

CONDITIONS: Mapping[str, str] = {
    "weekdays": "The days of the week on which it can be had, in the programme's time zone.",
    "hours": "The time of day at which it can be had, in the programme's time zone; it may pass midnight.",
    "birthday": "Around the birthday that the member told: the trait `birthday`.",
    "anniversary": "Around the day on which the member joined, from the first return of it on.",
    "channels": "The channels through which it can be had, as sources name them.",
    "stores": "The stores in which it can be had, by the ids that sources give.",
    "traits": "Traits of the member, each with the values that it may have; all of them must hold.",
    "tiers": "The levels whose members may have it.",
    "min-spend": "At least so much money spent in the basket, on the lines that count for it.",
}
"""The conditions of rules that a reward may have too, each with what it says of a reward."""


def _period(values: dict[str, Any], scope: Scope) -> dict[str, Any]:
    start, end = values.get("from"), values.get("until")
    if start is None and end is None:
        advice = "Write `{from: 2026-06-01, until: 2026-07-01}`."
        raise scope.fault("missing_key", "A period needs a `from` or an `until`.", advice)
    if start and end and start >= end:
        message = "The period is empty: `from` is not before `until`."
        raise scope.fault("empty_period", message, "`until` is the first day after the period.")
    return {"from_at": start, "until_at": end}


_PERIOD = Refined(
    Table(
        "a period",
        {
            "from": Key(Instant(), "The first day or instant."),
            "until": Key(Instant(), "The first day or instant that no longer belongs to it."),
        },
        example="{from: 2026-06-01, until: 2026-07-01}",
    ),
    _period,
)

_LIMITS: Shape[tuple[Cap, ...]] = ListOf(
    Refined(
        Table(
            "a limit",
            {
                "times": Key(Whole("times"), "At most so many times.", required=True),
                "per": Key(PER, "In each of these, for each member.", required=True),
            },
            example="{times: 1, per: month}",
        ),
        lambda values, _scope: Cap(values["per"][0], times=values["times"], days=values["per"][1]),
    ),
    most=6,
)


def _picture(text: str, scope: Scope) -> str:
    """An address, or a file of the shop's own: nothing that a page would run, or fetch without encryption."""
    plain = not any(sign in text for sign in " \\\"'<>:") and ".." not in text and not text.startswith("/")
    if not plain and not (text.startswith("https://") and not any(sign in text for sign in " \\\"'<>")):
        message = f"{quoted(text)} cannot be a picture."
        raise scope.fault("invalid_text", message, "Write an address, `https://…`, or a file, `coffee.jpg`.")
    return text


_STRUCTURE: Mapping[str, Key] = {
    "name": Key(Texts("the reward's name"), "What members read as its name; its id when left out."),
    "text": Key(Texts("a sentence"), "A sentence or two about it."),
    "picture": Key(Refined(Text("a picture"), _picture), "Its picture: an address, or a file of your own."),
    "give": Key(
        GIVE,
        "What it gives: exactly one thing.",
        required=True,
        examples=("{off: 10%}", "{product: COFFEE}", "free-delivery"),
    ),
    "during": Key(
        _PERIOD, "The period in which it can be had: `from` belongs to it, `until` no longer does."
    ),
    "early": Key(
        MapOf(
            LevelRef(),
            Table(
                "a head start",
                {"days": Key(Whole("days", most=366), "So many days before the others.", required=True)},
                example="{days: 7}",
            ),
            "levels with a head start, such as `{oak: {days: 7}}`",
            most=20,
        ),
        "The levels whose members can have it before the period begins.",
    ),
    "stock": Key(Whole("pieces"), "How many there are, for all members together."),
    "limit": Key(_LIMITS, "At most so many times in a window, for each member; one limit or several."),
    "budget": Key(Money(), "At most so much money in all, over all members."),
    "stack": Key(
        Choice(Stacking, "a way of stacking"),
        "Beside other discounts: only the best of them counts (the default), or it adds to them.",
    ),
    "valid": Key(VALID, "How long it can be used once it is taken."),
    "undo": Key(
        UNDO, "How long it can be given back unused, for all that it cost (default: 24 hours); or `never`."
    ),
    "issue": Key(
        Choice(Issue, "a way to be taken"),
        "Is it taken when a member asks for it (the default), or by itself as soon as the balance comes to its price?",
    ),
    "on-return": Key(
        Choice(OnReturn, "a way with returns"),
        "When the purchase comes back: can it be used again (the default), or is it gone?",
    ),
    "grace": Key(GRACE, "How long a voucher can be used at least that comes back with a return."),
}


def rewards(vocabulary: Vocabulary) -> Shape[dict[str, Reward]]:
    """The shape of `rewards:` with those words of `vocabulary` that may be asked of whoever wants a reward."""
    conditions = {
        key: Key(Refined(condition.shape, condition.read), CONDITIONS[key], examples=(condition.example,))
        for key, condition in vocabulary.conditions.items()
        if key in CONDITIONS
    }

    price = Key(PriceOf(vocabulary), "What it costs; without a price it is free, or comes with a level.")

    def reward(values: dict[str, Any], scope: Scope) -> Reward:
        period = values.get("during", {})
        if "early" in values and period.get("from_at") is None:
            message = "There is no first day before which members of a level could have it."
            raise scope.fault("early_without_from", message, "Write `during: {from: …}`, or remove `early`.")
        return Reward(
            id="",
            name=values.get("name", {}),
            give=values["give"],
            price=values.get("price"),
            text=values.get("text"),
            picture=values.get("picture"),
            conditions=tuple(values[key] for key in conditions if key in values),
            **period,
            early_days={level: early["days"] for level, early in values.get("early", {}).items()},
            stock=values.get("stock"),
            limits=values.get("limit", ()),
            budget_minor=values.get("budget"),
            stack=values.get("stack", Stacking.BEST_OF),
            **values.get("valid", {}),
            on_return=values.get("on-return", OnReturn.RESTORE),
            undo_minutes=undo_minutes(values),
            issue=values.get("issue", Issue.ON_REQUEST),
            grace_days=values.get("grace", {}).get("days", 0),
        )

    table = Table(
        "a reward",
        {**_STRUCTURE, "price": price, **conditions},
        example="{price: {points: 300}, give: {off: 10%}}",
        advice="Goods stand in `give`, beside what is off: `give: {off: 10%, lines: {category: …}}`.",
    )
    of = "rewards by id, such as `coffee: {price: {points: 300}, give: {product: COFFEE}}`"
    return Refined(
        MapOf(Id("a reward's id", "coffee"), Refined(table, reward), of, most=MOST_REWARDS), _named
    )


def _named(read: dict[str, Reward], _scope: Scope) -> dict[str, Reward]:
    return {
        id_: replace(reward, id=id_, name=reward.name or {"en": id_.replace("-", " ").capitalize()})
        for id_, reward in read.items()
    }


NEVER_DISCOUNT = Refined(
    LINES,
    lambda lines, _scope: {attribute: frozenset(values) for attribute, values in lines.items()},
)
"""Lines whose price a law or a contract fixes."""

"""`households:`, who shares a balance with whom, and what each role may do with it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from tessera.programme.document import Cap, Span
from tessera.programme.household import INVITATION_DAYS, Households, Role
from tessera.programme.sections.cap import Limit
from tessera.programme.shapes import (
    Choice,
    CurrencyRef,
    Id,
    Key,
    ListOf,
    Literal,
    MapOf,
    Money,
    OneOf,
    Refined,
    Scope,
    Shape,
    Table,
    Whole,
)

Limits = Mapping[str, tuple[Cap, ...]] | None


class SpendingWindow(StrEnum):
    """The windows in which spending is counted: those that are the same for everybody."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Freely(StrEnum):
    """What needs no figures: everything, or nothing."""

    ALL = "all"
    NOTHING = "nothing"


def _limit(values: dict[str, Any], scope: Scope) -> tuple[str, Cap]:
    if len({"points", "money"} & values.keys()) != 1:
        message = "What a role spends is counted in points, or in money where the currency is money."
        raise scope.fault("cap_form", message, "Write one of them: `{points: 500, per: month}`.")
    currency = values.get("currency") or next(iter(scope.currencies))
    points = values["money"] if "money" in values else values["points"]
    cap = Cap(per=Span(values["per"].value), points=points)
    return currency, Limit(cap, "money" in values, scope).of(currency)


def _by_currency(read: tuple[tuple[str, Cap], ...], scope: Scope) -> Limits:
    kinds = [(currency, cap.per) for currency, cap in read]
    if len(kinds) != len(set(kinds)):
        message = "Two limits count the same currency in the same window."
        raise scope.fault("two_caps", message, "Keep one of them.")
    return {
        currency: tuple(cap for other, cap in read if other == currency)
        for currency in dict.fromkeys(currency for currency, _ in read)
    }


_SPENDS: Shape[Limits] = OneOf(
    (
        Refined(Choice(Freely, "an answer"), lambda freely, _scope: None if freely is Freely.ALL else {}),
        Refined(
            ListOf(
                Refined(
                    Table(
                        "a limit",
                        {
                            "points": Key(Whole("points", example=500), "At most so many points."),
                            "money": Key(Money(), "At most so much money, where the currency is money."),
                            "per": Key(
                                Choice(SpendingWindow, "a window"), "In each of these.", required=True
                            ),
                            "currency": Key(CurrencyRef(), "Of this currency (default: the first)."),
                        },
                        example="{points: 500, per: month}",
                    ),
                    _limit,
                ),
                most=6,
            ),
            _by_currency,
        ),
    )
)

_ROLE = Table(
    "a role",
    {
        "manages": Key(
            Literal("true"), "Invites and removes others, and gives out roles; left out: does not."
        ),
        "spends": Key(
            _SPENDS,
            "What they may spend: `all` (default), `nothing`, or one limit or several, each in a window.",
        ),
    },
    example="{spends: {points: 500, per: month}}",
)


def _households(values: dict[str, Any], scope: Scope) -> Households:
    read: Mapping[str, dict[str, Any]] = values["roles"]
    roles = {id_: Role(id_, "manages" in one, one.get("spends")) for id_, one in read.items()}
    first = next(iter(roles.values()))
    if not first.manages:
        message = f"`{first.id}` is the role of whoever starts a household, but may not invite anybody."
        raise scope.fault("nobody_manages", message, "Write `manages: true` there, or another role first.")
    days = values["invitation"]["days"] if "invitation" in values else INVITATION_DAYS
    return Households(values["members"], roles, days)


HOUSEHOLDS: Shape[Households] = Refined(
    Table(
        "households",
        {
            "members": Key(
                Whole("members", least=2, most=50, example=6), "At most so many share one.", required=True
            ),
            "invitation": Key(
                Table(
                    "a length of time",
                    {"days": Key(Whole("days", most=366), "So many days.", required=True)},
                    example="{days: 14}",
                ),
                "How long an invitation is good (default: 14 days).",
            ),
            "roles": Key(
                MapOf(Id("a role"), _ROLE, "roles by id, the founder's first", most=10),
                "What members may do, by role; the first is that of whoever starts the household.",
                required=True,
            ),
        },
        example="{members: 6, roles: {parent: {manages: true}, child: {spends: {points: 500, per: month}}}}",
    ),
    _households,
)

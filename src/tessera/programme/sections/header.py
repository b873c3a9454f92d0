"""`programme:`, the document's head: who the programme is, its money, its time zone, its period."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from babel.numbers import list_currencies

from tessera.programme.nodes import Node
from tessera.programme.shapes import (
    Id,
    Instant,
    JsonSchema,
    Key,
    Refined,
    Scope,
    Shape,
    Table,
    Texts,
    quoted,
    suggestion,
)


@cache
def _moneys() -> frozenset[str]:
    return frozenset(list_currencies())


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


@dataclass(frozen=True)
class MoneyCode(Shape[str]):
    """An ISO 4217 code."""

    @property
    def expected(self) -> str:
        return "the code of a money, such as USD"

    def read(self, node: Node, scope: Scope) -> str:
        text = self.text(node, scope)
        if text not in _moneys():
            message = f"{quoted(text)} is not the code of a money."
            raise scope.at(node).fault(
                "unknown_money", message, "Write its ISO 4217 code, such as USD, EUR or MDL."
            )
        return text

    def schema(self) -> JsonSchema:
        return {"type": "string", "pattern": "^[A-Z]{3}$", "examples": ["EUR", "MDL", "RON", "USD"]}


@dataclass(frozen=True)
class TimeZone(Shape[ZoneInfo]):
    """A name of the IANA time zone database."""

    @property
    def expected(self) -> str:
        return "a time zone, such as America/New_York"

    def read(self, node: Node, scope: Scope) -> ZoneInfo:
        text = self.text(node, scope)
        if text not in _zones():
            city = text.replace(" ", "_").lower()
            named = sorted(zone for zone in _zones() if zone.rpartition("/")[2].lower() == city)
            near = f"Did you mean `{named[0]}`?" if named else suggestion(text, _zones())
            advice = near if near.startswith("Did") else "Write its IANA name, such as Europe/Chisinau."
            raise scope.at(node).fault("unknown_timezone", f"{quoted(text)} is not a time zone.", advice)
        return ZoneInfo(text)

    def schema(self) -> JsonSchema:
        return {"type": "string", "examples": ["America/New_York", "Europe/Chisinau"]}


@dataclass(frozen=True, slots=True)
class Header:
    """What the head says."""

    id: str
    name: Mapping[str, str]
    money: str
    timezone: ZoneInfo
    from_at: datetime | None = None
    until_at: datetime | None = None


def _header(values: dict[str, Any], scope: Scope) -> Header:
    from_at, until_at = values.get("from"), values.get("until")
    if from_at and until_at and from_at >= until_at:
        message = "The programme's period is empty: `from` is not before `until`."
        raise scope.fault("empty_period", message, "`until` is the first day after the period.")
    return Header(values["id"], values["name"], values["money"], values["timezone"], from_at, until_at)


HEADER: Shape[Header] = Refined(
    Table(
        "the programme's head",
        {
            "id": Key(
                Id("the programme's id", "corner-club"),
                "A short word that names the programme for machines.",
                required=True,
            ),
            "name": Key(Texts("the programme's name"), "Its name, plain or per language.", required=True),
            "money": Key(MoneyCode(), "The money of its shops, as ISO 4217 code.", required=True),
            "timezone": Key(TimeZone(), "Where its days begin and end, as IANA name.", required=True),
            "from": Key(Instant(), "The first day of the programme."),
            "until": Key(Instant(), "The first day on which the programme no longer runs."),
        },
        example="{id: corner-club, name: Corner Club, money: EUR, timezone: Europe/Berlin}",
    ),
    _header,
)

"""Each shape reads its own form exactly, and says what it wants instead of another."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tessera.programme.document import Span
from tessera.programme.finding import Finding
from tessera.programme.sections.currency import PluralForms
from tessera.programme.sections.header import MoneyCode, TimeZone
from tessera.programme.shapes import (
    Choice,
    CurrencyRef,
    Id,
    Instant,
    Key,
    LevelRef,
    ListOf,
    Literal,
    MapOf,
    Money,
    Number,
    OneOf,
    Percent,
    Scope,
    Shape,
    Table,
    Text,
    Texts,
    TimeOfDay,
    Unreadable,
    Whole,
)
from tessera.programme.source import parse


def scope(findings: list[Finding]) -> Scope:
    return Scope(
        findings=findings,
        file="f",
        timezone=ZoneInfo("America/New_York"),
        currencies={"points": False, "cash": True},
        levels=("seed", "oak"),
    )


def read(shape: Shape[Any], text: str) -> Any:
    node, _ = parse(text, file="f")
    assert node is not None
    findings: list[Finding] = []
    value = shape.read(node, scope(findings))
    assert findings == []
    return value


def refused(shape: Shape[Any], text: str) -> list[Finding]:
    node, _ = parse(text, file="f")
    assert node is not None
    findings: list[Finding] = []
    with pytest.raises(Unreadable):
        shape.read(node, scope(findings))
    return findings


TABLE = Table("a thing", {"size": Key(Whole(), "Its size.", required=True), "name": Key(Text(), "Its name.")})


@pytest.mark.parametrize(
    ("shape", "text", "value"),
    [
        (Id(), "summer-milk_2.0", "summer-milk_2.0"),
        (Text(), "'3+ kids'", "3+ kids"),
        (Text(), "1.00", "1.00"),
        (Texts(), "Club", {"en": "Club"}),
        (Texts(), "{en: Club, ru: Клуб}", {"en": "Club", "ru": "Клуб"}),
        (PluralForms(), "[point, points]", {"en": ("point", "points")}),
        (PluralForms(), "{ru: [балл, балла, баллов]}", {"ru": ("балл", "балла", "баллов")}),
        (Whole(), "12", 12),
        (Number(), "1.50", Decimal("1.50")),
        (Money(), "20", 2000),
        (Money(), "0.01", 1),
        (Percent(), "2.5%", Decimal("0.025")),
        (Instant(), "2017-06-01", datetime(2017, 6, 1, 4, tzinfo=UTC)),
        (Instant(), "2017-06-01T09:30", datetime(2017, 6, 1, 13, 30, tzinfo=UTC)),
        (Instant(), "2017-06-01T09:30Z", datetime(2017, 6, 1, 9, 30, tzinfo=UTC)),
        (TimeOfDay(), "17:30", 17 * 60 + 30),
        (TimeOfDay(), "24:00", 24 * 60),
        (Choice(Span, "a window"), "week", Span.WEEK),
        (ListOf(Whole()), "[1, 2]", (1, 2)),
        (ListOf(Whole()), "7", (7,)),
        (MapOf(Id(), Whole(), "numbers"), "{a: 1, b: 2}", {"a": 1, "b": 2}),
        (TABLE, "{name: x, size: 3}", {"name": "x", "size": 3}),
        (OneOf((Literal("never"), Whole())), "never", "never"),
        (OneOf((Literal("never"), Whole())), "4", 4),
        (CurrencyRef(), "cash", "cash"),
        (LevelRef(), "oak", "oak"),
        (MoneyCode(), "MDL", "MDL"),
        (TimeZone(), "Europe/Chisinau", ZoneInfo("Europe/Chisinau")),
    ],
)
def test_a_shape_reads_its_own_form(shape: Shape[Any], text: str, value: object) -> None:
    """What is well written becomes the typed value, without any rounding on the way."""
    found = read(shape, text)
    assert found == value
    assert type(found) is type(value) or isinstance(found, Mapping)


@pytest.mark.parametrize("text", ["''", "'  '"])
def test_an_empty_text_is_called_one(text: str) -> None:
    """Quotes with nothing between them would not be seen."""
    (finding,) = refused(Text("the name"), text)
    assert finding.message == "An empty text cannot be the name."


@pytest.mark.parametrize(
    ("shape", "text", "code", "advice"),
    [
        (Id(), "Summer Milk", "invalid_word", "small letters"),
        (Id(), "x" * 61, "invalid_word", "at most 60"),
        (Id(), "[a]", "wrong_type", "Write a word"),
        (Text(), "''", "invalid_text", "1 to 200"),
        (Text(), '"a\\nb"', "invalid_text", "one line"),
        (Texts(), "{english: x}", "unknown_language", "en, ru or ro"),
        (Texts(), "{}", "missing_key", "`en:`"),
        (Whole(), "1.5", "wrong_type", "a whole number"),
        (Whole(), "1,000", "wrong_type", "not grouped"),
        (Whole(), "0", "out_of_range", "from 1 to"),
        (Whole(), "9" * 40, "out_of_range", "a whole number"),
        (Number(), "1e3", "wrong_type", "written out"),
        (Number(), "2%", "wrong_type", "percentage has no place"),
        (Number(), "-1", "out_of_range", "more than 0"),
        (Number(), ".nan", "wrong_type", "such as 1.5"),
        (Number(digits=2), "1.234", "too_precise", "at most 2"),
        (Number(above=1, most=100), "1", "out_of_range", "more than 1 and at most 100"),
        (Money(), "1.005", "too_precise", "minor unit"),
        (Money(), "$5", "wrong_type", "such as 20.00"),
        (Percent(), "2", "wrong_type", "such as 2%"),
        (Percent(), "101%", "out_of_range", "at most 100%"),
        (Instant(), "01.06.2017", "wrong_type", "such as 2026-06-01"),
        (Instant(), "2017-02-30", "invalid_date", "year-month-day"),
        (Instant(), "9999-12-31", "out_of_range", "1970 to 2199"),
        (TimeOfDay(), "7pm", "wrong_type", "such as 17:30"),
        (TimeOfDay(), "24:01", "out_of_range", "24:00"),
        (Choice(Span, "a window"), "weak", "unknown_choice", "Did you mean `week`?"),
        (Choice(Span, "a window"), "eon", "unknown_choice", "activity, day, lifetime"),
        (ListOf(Whole()), "[]", "out_of_range", "leave the key out"),
        (ListOf(Whole()), "[1, 1]", "repeated", "Remove one"),
        (MapOf(Id(), Whole(), "numbers"), "{}", "out_of_range", "numbers"),
        (TABLE, "{size: 3, nmae: x}", "unknown_key", "Did you mean `name`?"),
        (TABLE, "{name: x}", "missing_key", "`size:` and a whole number"),
        (OneOf((Literal("never"), Whole())), "[1]", "wrong_type", "`never` or a whole number"),
        (CurrencyRef(), "point", "unknown_currency", "Did you mean `points`?"),
        (LevelRef(), "gold", "unknown_tier", "oak, seed"),
        (MoneyCode(), "DOLLAR", "unknown_money", "ISO 4217"),
        (TimeZone(), "Europe/Chisinua", "unknown_timezone", "Did you mean `Europe/Chisinau`?"),
        (TimeZone(), "Berlin", "unknown_timezone", "Did you mean `Europe/Berlin`?"),
        (TimeZone(), "new york", "unknown_timezone", "Did you mean `America/New_York`?"),
        (TimeZone(), "../../etc/passwd", "unknown_timezone", "IANA"),
    ],
)
def test_a_shape_says_what_to_write_instead(shape: Shape[Any], text: str, code: str, advice: str) -> None:
    """What is badly written is refused with a stable code and an advice that helps."""
    findings = refused(shape, text)
    assert [found.code for found in findings] == [code]
    assert advice in findings[0].advice
    assert findings[0].message.endswith(".")


def test_money_without_cents_takes_whole_amounts_only() -> None:
    """A money's own digits decide what is exact: half a yen is refused, a yen is one minor unit."""
    node, _ = parse("[100, 0.5]", file="f")
    findings: list[Finding] = []
    yen = Scope(findings=findings, file="f", money="JPY", money_digits=0)
    assert node is not None
    with pytest.raises(Unreadable):
        ListOf(Money()).read(node, yen)
    assert [(found.code, found.column) for found in findings] == [("too_precise", 7)]
    assert Money().read(node.items[0], yen) == 100  # type: ignore[union-attr]


def test_a_table_tells_all_that_is_wrong_at_once() -> None:
    """Every bad value, unknown key and missing key of a mapping is told, each at its own place."""
    findings = refused(
        Table("a thing", {**TABLE.keys, "at": Key(Instant(), "")}), "{nam: 1, at: soon, name: []}"
    )
    assert [(found.code, found.column) for found in findings] == [
        ("unknown_key", 2),
        ("wrong_type", 14),
        ("wrong_type", 26),
        ("missing_key", 1),
    ]

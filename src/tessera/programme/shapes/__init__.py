"""Small combinators that read a node into a typed value, tell what is wrong with it, and give its JSON Schema."""

from tessera.programme.shapes.among import Among, among
from tessera.programme.shapes.containers import Key, ListOf, MapOf, Table
from tessera.programme.shapes.numbers import Money, Number, Percent, Whole, minor_units
from tessera.programme.shapes.references import CurrencyRef, LevelRef
from tessera.programme.shapes.scope import Overwhelmed, Scope, Unreadable, quoted, suggestion
from tessera.programme.shapes.shape import JsonSchema, OneOf, Refined, Shape, shown_value
from tessera.programme.shapes.times import DayOfYear, Instant, TimeOfDay, Weekday, clock_time
from tessera.programme.shapes.words import Choice, Id, Literal, Text, Texts

__all__ = [
    "Among",
    "Choice",
    "CurrencyRef",
    "DayOfYear",
    "Id",
    "Instant",
    "JsonSchema",
    "Key",
    "LevelRef",
    "ListOf",
    "Literal",
    "MapOf",
    "Money",
    "Number",
    "OneOf",
    "Overwhelmed",
    "Percent",
    "Refined",
    "Scope",
    "Shape",
    "Table",
    "Text",
    "Texts",
    "TimeOfDay",
    "Unreadable",
    "Weekday",
    "Whole",
    "among",
    "clock_time",
    "minor_units",
    "quoted",
    "shown_value",
    "suggestion",
]

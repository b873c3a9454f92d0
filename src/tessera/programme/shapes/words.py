"""Words and texts: ids, free text, choices, texts in several languages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from tessera.programme.nodes import Entries, Node, Scalar
from tessera.programme.shapes.scope import Scope, Unreadable, quoted, suggestion
from tessera.programme.shapes.shape import JsonSchema, Shape

E = TypeVar("E", bound=StrEnum)

_ID = re.compile(r"[a-z][a-z0-9]*(?:[-_.][a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
ID_LENGTH = 60
TEXT_LENGTH = 200


@dataclass(frozen=True)
class Id(Shape[str]):
    """A word that names something: small letters and digits, joined by hyphens, dots or underscores."""

    of: str = "a word"
    example: str = "summer-milk"

    @property
    def expected(self) -> str:
        return f"{self.of}, such as `{self.example}`"

    def read(self, node: Node, scope: Scope) -> str:
        text = self.text(node, scope)
        if len(text) > ID_LENGTH or not _ID.fullmatch(text):
            message = f"{quoted(text)} cannot be {self.of}."
            advice = f"Use small letters, digits and hyphens, beginning with a letter, at most {ID_LENGTH} characters."
            if _ID.fullmatch(meant := "-".join(text.lower().split())):
                advice = f"Write `{meant[:ID_LENGTH]}`. {advice}"
            raise scope.at(node).fault("invalid_word", message, advice)
        return text

    def schema(self) -> JsonSchema:
        return {"type": "string", "pattern": f"^{_ID.pattern}$", "maxLength": ID_LENGTH}


@dataclass(frozen=True)
class Text(Shape[str]):
    """Any text on one line; numbers are taken as they are written."""

    of: str = "a text"

    @property
    def expected(self) -> str:
        return self.of

    def read(self, node: Node, scope: Scope) -> str:
        text = self.text(node, scope)
        if not text.strip() or len(text) > TEXT_LENGTH or _CONTROL.search(text):
            message = (
                f"{quoted(text)} cannot be {self.of}."
                if text.strip()
                else f"An empty text cannot be {self.of}."
            )
            advice = f"Write 1 to {TEXT_LENGTH} characters on one line."
            raise scope.at(node).fault("invalid_text", message, advice)
        return text

    def schema(self) -> JsonSchema:
        return {"type": ["string", "number", "boolean"], "minLength": 1, "maxLength": TEXT_LENGTH}


@dataclass(frozen=True)
class Literal(Shape[str]):
    """One certain word."""

    word: str

    @property
    def expected(self) -> str:
        return f"`{self.word}`"

    def read(self, node: Node, scope: Scope) -> str:
        if not self.fits(node):
            raise scope.mismatch(node, self.expected)
        return self.word

    def schema(self) -> JsonSchema:
        return {"enum": [self.word, True]} if self.word == "true" else {"const": self.word}

    def fits(self, node: Node) -> bool:
        return isinstance(node, Scalar) and node.text == self.word


@dataclass(frozen=True)
class Choice(Shape[E], Generic[E]):
    """One word of an enumeration."""

    words: type[E]
    of: str

    @property
    def expected(self) -> str:
        return f"{self.of} ({', '.join(self.words)})"

    def read(self, node: Node, scope: Scope) -> E:
        text = self.text(node, scope)
        try:
            return self.words(text)
        except ValueError:
            message = f"{quoted(text)} is not {self.of}."
            raise scope.at(node).fault("unknown_choice", message, suggestion(text, self.words)) from None

    def schema(self) -> JsonSchema:
        return {"enum": [word.value for word in self.words]}


@dataclass(frozen=True)
class Texts(Shape[Mapping[str, str]]):
    """A text in each language, or a plain text that means English."""

    of: str = "a text"

    @property
    def expected(self) -> str:
        return f"{self.of}, plain or per language, such as `{{en: Bread, ro: Pâine}}`"

    def read(self, node: Node, scope: Scope) -> Mapping[str, str]:
        text = Text(self.of)
        if isinstance(node, Entries):
            return per_language(node, scope, text)
        return {"en": text.read(node, scope)}

    def schema(self) -> JsonSchema:
        return {"anyOf": [Text().schema(), language_map_schema(Text().schema())]}

    def fits(self, node: Node) -> bool:
        return isinstance(node, Entries) or super().fits(node)


T = TypeVar("T")


def per_language(node: Entries, scope: Scope, shape: Shape[T]) -> dict[str, T]:
    """One value for each language, keyed by its ISO 639 code."""
    values: dict[str, T] = {}
    broken = not node.pairs
    if broken:
        scope.at(node).fault("missing_key", "No language stands here.", "Write `en:` and the text.")
    for key, value in node.pairs:
        try:
            if not _LANGUAGE.fullmatch(key.text):
                message = f"{quoted(key.text)} is not a language."
                raise scope.at(key).fault(
                    "unknown_language", message, "Write its code, such as en, ru or ro."
                )
            values[key.text] = shape.read(value, scope)
        except Unreadable:
            broken = True
    if broken:
        raise Unreadable
    return values


def language_map_schema(text: JsonSchema) -> JsonSchema:
    return {
        "type": "object",
        "patternProperties": {f"^{_LANGUAGE.pattern}$": text},
        "additionalProperties": False,
        "minProperties": 1,
    }

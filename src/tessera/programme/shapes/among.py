"""Some words of many, or all but them."""

from dataclasses import dataclass
from typing import Any

from tessera.programme.shapes.containers import Key, ListOf, Table
from tessera.programme.shapes.scope import Scope
from tessera.programme.shapes.shape import OneOf, Refined, Shape


@dataclass(frozen=True, slots=True)
class Among:
    """One of `words`; or, when `without`, anything but them, nothing at all included."""

    words: tuple[str, ...]
    without: bool = False

    def holds(self, word: str | None) -> bool:
        return (word in self.words) is not self.without


def among(item: Shape[str]) -> Shape[Among]:
    """Reads a word, a list of words, or `{not: …}` with either."""
    words = ListOf(item)
    table = Table(f"{item.expected}, or what it is not", {"not": Key(words, "Any but these.", required=True)})
    return OneOf((Refined(table, _without), Refined(words, _within)))


def _without(values: dict[str, Any], _scope: Scope) -> Among:
    return Among(values["not"], without=True)


def _within(words: tuple[str, ...], _scope: Scope) -> Among:
    return Among(words)

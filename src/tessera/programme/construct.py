"""What a condition or a benefit must be: the seam between the document and the engine.

The document's room knows only these protocols; the constructs themselves, each in its own file, live in
`engine/conditions` and `engine/benefits` and are handed in as a `Vocabulary`. So a new construct is one new file and
one line in a registry, and its reading, its JSON Schema and its sentence all come from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

if TYPE_CHECKING:
    from tessera.programme.shapes import Scope, Shape
    from tessera.programme.speak import Speaker


class Construct(Protocol):
    """One word of the language: a key of a rule, with its value read into an immutable instance.

    `key` is the word in the document; `shape` reads its value and gives its JSON Schema; `texts` holds the Fluent
    messages of its sentence per language; `say` speaks it; `read` makes the instance from the shaped value.
    """

    key: ClassVar[str]
    shape: ClassVar[Shape[Any]]
    texts: ClassVar[Mapping[str, str]]

    @classmethod
    def read(cls, value: Any, scope: Scope) -> Construct: ...

    def say(self, speaker: Speaker) -> str: ...


class Condition(Construct, Protocol):
    """Holds or does not hold for an activity; the engine compiles it to a gate."""


class Benefit(Construct, Protocol):
    """What a rule gives; the engine compiles it to an amount."""

    @property
    def currency(self) -> str | None:
        """The currency given; None when it multiplies what others give."""
        ...


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that a rule may use, by key."""

    conditions: Mapping[str, type[Condition]]
    benefits: Mapping[str, type[Benefit]]

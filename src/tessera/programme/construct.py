"""What a condition or a benefit must be: the seam between the document and the engine.

The document's room knows only these protocols; the constructs themselves, each in its own file, live in
`engine/conditions` and `engine/benefits` and are handed in as a `Vocabulary`. So a new construct is one new file and
one line in a registry, and its reading, its JSON Schema and its sentence all come from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

if TYPE_CHECKING:
    from tessera.programme.document import Phase, Programme
    from tessera.programme.shapes import Scope, Shape
    from tessera.programme.speak import Speaker


class Slot(StrEnum):
    """Where a condition's phrase stands in the sentence of its rule."""

    LEAD = "lead"  # "In June, you earn …"
    OCCASION = "occasion"  # "you get 100 points with your first purchase"
    TAIL = "tail"  # "you earn …, when you spend at least $20"


class Construct(Protocol):
    """One word of the language: a key of a rule, with its value read into an immutable instance.

    `key` is the word in the document, `about` what it means and `example` how its value is written; `shape` reads
    that value and gives its JSON Schema; `read` makes the instance from the shaped value (and may report to the
    scope, as shapes do); `texts` holds the Fluent messages of its phrase per language.
    """

    key: ClassVar[str]
    about: ClassVar[str]
    example: ClassVar[str]
    shape: ClassVar[Shape[Any]]
    texts: ClassVar[Mapping[str, str]]

    @classmethod
    def read(cls, value: Any, scope: Scope) -> Construct: ...


class Condition(Construct, Protocol):
    """Holds or does not hold for an activity; the engine compiles it to a gate."""

    slot: ClassVar[Slot]

    @classmethod
    def read(cls, value: Any, scope: Scope) -> Condition: ...

    def say(self, speaker: Speaker) -> str:
        """The phrase, beginning small: "on Saturdays"."""
        ...


class Benefit(Construct, Protocol):
    """What a rule gives; the engine compiles it to an amount.

    Several benefits may share a key: the first whose shape fits a value by its outer form reads it. `phase` is where
    it runs unless the rule says otherwise; `once` says that it is given for the activity and not for its amount.
    """

    phase: ClassVar[Phase]
    once: ClassVar[bool]

    @classmethod
    def read(cls, value: Any, scope: Scope) -> Benefit: ...

    @property
    def currency(self) -> str | None:
        """The currency given; None when it multiplies what others give."""
        ...

    def say(self, speaker: Speaker, *, goods: str, extra: bool) -> str:
        """The clause, beginning small: "you earn 2 points for every $1 you spend". `goods` names the lines that
        count ("" when all do); `extra` says that other rules give this currency for the same.
        """
        ...


@runtime_checkable
class Bounded(Protocol):
    """A condition that holds within a period only: the engine indexes rules by it."""

    def bounds(self, programme: Programme) -> tuple[datetime | None, datetime | None]:
        """From this instant, until before that one (UTC); None is open."""
        ...


@runtime_checkable
class Choosing(Protocol):
    """A condition that holds only when what it names has one of certain values, whatever the rest.

    Two rules whose choices share a name but no value never hold together; the checker reckons with that.
    """

    @property
    def choices(self) -> Mapping[str, frozenset[str]]: ...


@runtime_checkable
class Spending(Protocol):
    """A condition that holds from so many minor units of money on."""

    @property
    def amount_minor(self) -> int: ...


@runtime_checkable
class Scaling(Protocol):
    """A benefit that multiplies what others give."""

    @property
    def factor(self) -> Fraction: ...


@runtime_checkable
class Linear(Protocol):
    """A benefit that gives `fixed` + `per_minor` x amount (minor units) + `per_milli` x quantity (thousandths).

    Exactly, in units of its currency: points, or minor units of money.
    """

    @property
    def fixed(self) -> int: ...

    @property
    def per_minor(self) -> Fraction: ...

    @property
    def per_milli(self) -> Fraction: ...


@runtime_checkable
class Measuring(Protocol):
    """A benefit that counts quantities: of lines in a `unit`, or of any lines (None)."""

    @property
    def key(self) -> str: ...

    @property
    def unit(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that a rule may use: conditions by key, benefits in the order in which they are tried."""

    conditions: Mapping[str, type[Condition]]
    benefits: tuple[type[Benefit], ...]

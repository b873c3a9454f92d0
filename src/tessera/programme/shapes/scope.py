"""What a reader may know, where it stands, and where it reports."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from zoneinfo import ZoneInfo

from tessera.programme.finding import Finding
from tessera.programme.nodes import BEGINNING, Entries, Items, Node, Place


class Unreadable(Exception):  # noqa: N818 - control flow between shapes, never seen outside the programme's room
    """A value could not be read, and that has been reported. Containers go on with its neighbours."""


class Overwhelmed(Exception):  # noqa: N818 - as above
    """More is wrong than anyone would read: reading stops, so that a hostile document costs little."""


MOST_FINDINGS = 200
NOTHING = "nothing"
_MOST_SHOWN = 40
_SHORT = 5  # letters: of which one or two may be wrong
_CLOSE, _CLOSE_SHORT = 0.7, 0.65


@dataclass(frozen=True, slots=True)
class Scope:
    """Handed to every shape. `currencies` says of each declared currency whether it is money, `scales` how many
    digits its smallest unit has after the point, `worths` what a point of it is worth; `levels` are the ids of all tier
    levels, `choices` what members may choose, by the choice's id. `findings` is shared by all scopes of one document.
    """

    findings: list[Finding]
    file: str
    place: Place = BEGINNING
    money: str = "USD"
    money_digits: int = 2
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    currencies: Mapping[str, bool] = field(default_factory=dict)
    scales: Mapping[str, int] = field(default_factory=dict)
    worths: Mapping[str, Decimal] = field(default_factory=dict)
    levels: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    languages: tuple[str, ...] = ("en",)

    def at(self, node: Node) -> Scope:
        """The same knowledge, standing at `node`."""
        return replace(self, place=node.place)

    def fault(self, code: str, message: str, advice: str) -> Unreadable:
        """Report what is wrong here; the caller raises what it gets. Raises Overwhelmed when it is too much."""
        if len(self.findings) >= MOST_FINDINGS:
            raise Overwhelmed
        self.findings.append(Finding(self.place.line, self.place.column, code, message, advice, self.file))
        return Unreadable(message)

    def mismatch(self, node: Node, expected: str, *, meant: str | None = None) -> Unreadable:
        """Report that something of another kind stands at `node`; `meant` is what it probably should be."""
        message = (
            "The value is missing."
            if described(node) == NOTHING
            else f"{capital(described(node))} cannot stand here."
        )
        return self.at(node).fault("wrong_type", message, f"Write {expected}.{perhaps(meant)}")


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def described(node: Node) -> str:
    """What stands there, for a message; long or strange text is cut short."""
    if isinstance(node, Items):
        return "a list"
    if isinstance(node, Entries):
        return "a mapping"
    return NOTHING if node.is_nothing else quoted(node.text)


def quoted(text: str) -> str:
    shown = text if len(text) <= 40 else text[:39] + "…"
    return "`" + "".join(c if c.isprintable() else "?" for c in shown) + "`"


def perhaps(meant: str | None) -> str:
    """The end of an advice that guesses what was meant."""
    return f" Did you mean `{meant}`?" if meant else ""


def suggestion(word: str, choices: Iterable[str], *, advice: str = "") -> str:
    """`Did you mean …?`; or all that is possible, and further `advice`, when nothing is close."""
    known = sorted(choices)
    asked = word[:60].lower()
    begun = [choice for choice in known if choice.startswith(asked) and len(asked) > 1]
    close = (
        begun
        if len(begun) == 1
        else difflib.get_close_matches(
            asked, known, n=1, cutoff=_CLOSE if len(asked) > _SHORT else _CLOSE_SHORT
        )
    )
    if close:
        return f"Did you mean `{close[0]}`?"
    if not known:
        return advice or "There is none to choose from."
    shown = f"Write one of: {', '.join(known[:_MOST_SHOWN])}{' …' if len(known) > _MOST_SHOWN else ''}."
    return f"{shown} {advice}".rstrip()

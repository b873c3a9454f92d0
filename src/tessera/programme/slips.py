"""The usual slips in YAML, told to people who never meant to learn it: what is wrong, where, and how to mend it."""

import re
from dataclasses import dataclass

import yaml

from tessera.programme.nodes import BEGINNING, Place

_QUOTES = "Put quotes around the whole value."
_FLOW = (
    "Write a comma between entries, a colon and a space after each key, `{close}` at the end, and quotes around a "
    "text with `,`, `: ` or a bracket in it."
)
_BRACKETS = {"{": ("braces", "}"), "[": ("brackets", "]")}
_UNSPACED = re.compile(r"([a-z][a-z0-9_.-]*):(\S+)")
_DIGITS = re.compile(r"[0-9]+")


Told = tuple[Place, str, str]
"""Where it is, what is wrong there, what to do."""


@dataclass(frozen=True, slots=True)
class _Stumble:
    """Where the parser stumbled (`at`), where that began (`since`), and what it says of it."""

    at: Place
    since: Place
    problem: str
    context: str
    line: str
    opened: str  # the character at `since`
    ended: bool  # the text had ended when the parser noticed

    @property
    def here(self) -> str:
        return self.line[self.at.column - 1 : self.at.column]

    @property
    def begins_line(self) -> bool:
        return not self.line[: self.at.column - 1].strip()


def syntax_slip(error: yaml.MarkedYAMLError, text: str) -> Told:
    """What the parser's complaint means to whoever wrote the line."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return BEGINNING, "This is not YAML.", _QUOTES
    begun = error.context_mark or mark
    lines = text.splitlines()
    stumble = _Stumble(
        at=Place(mark.line + 1, mark.column + 1),
        since=Place(begun.line + 1, begun.column + 1),
        problem=error.problem or "",
        context=error.context or "",
        line=lines[mark.line] if mark.line < len(lines) else "",
        opened=text[begun.index : begun.index + 1],
        ended=mark.index >= len(text.rstrip()),
    )
    return _character_slip(stumble) or _structure_slip(stumble)


def _character_slip(stumble: _Stumble) -> Told | None:
    indent = stumble.line[: len(stumble.line) - len(stumble.line.lstrip())]
    if "\t" in indent + stumble.here:
        return stumble.at, "A tab stands here.", "Indent with spaces, not with tabs."
    if "cannot start any token" in stumble.problem:
        return stumble.at, f"A value cannot begin with `{stumble.here}`.", _QUOTES
    if "quoted scalar" in stumble.context and "escape" not in stumble.problem:
        return stumble.since, "The quote that opens here is never closed.", "Close it, in the same line."
    return None


def _structure_slip(stumble: _Stumble) -> Told:
    at, since = stumble.at, stumble.since
    if "mapping values are not allowed" in stumble.problem:
        advice = "Put quotes around a text that has `: ` in it, and every key on a line of its own."
        return at, "A colon stands where none can stand.", advice
    if "simple key" in stumble.context:
        return since, "This line is no `key: value`.", "Write a colon and a space after the key."
    if "flow" in stumble.context:
        name, close = _BRACKETS.get(stumble.opened, _BRACKETS["{"])
        message = f"Something is wrong in the {name} that open on line {since.line}, column {since.column}."
        return since if stumble.ended else at, message, _FLOW.format(close=close)
    if "expected" in stumble.problem and stumble.begins_line:
        message = f"This line begins at column {at.column}, its neighbours from line {since.line} on at {since.column}."
        return at, message, "Indent what belongs together alike, with spaces."
    if "expected" in stumble.problem:
        return at, "Something stands here that does not belong to what is before it.", _QUOTES
    return at, f"This is not YAML: {stumble.problem}.", _QUOTES


def split_key(key: str) -> tuple[str, str] | None:
    """Key and value of `on:review`, where the space after the colon was forgotten."""
    match = _UNSPACED.fullmatch(key)
    return (match[1], match[2]) if match else None


def is_decimal_comma(before: str, key: str) -> bool:
    """Is `5` of `{points: 1,5}` meant to be the decimals of what stands before it?"""
    return bool(_DIGITS.fullmatch(key) and _DIGITS.fullmatch(before))

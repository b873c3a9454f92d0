"""Load a map: text → layout, or everything that is wrong with it, at its line and column."""

from collections.abc import Mapping, Sequence
from typing import Any

from tessera.connect.mapping.layout import Column, Encoding, Layout
from tessera.connect.mapping.shape import MAP, DecimalSign, Subject
from tessera.programme.finding import Finding
from tessera.programme.nodes import Entries, Node
from tessera.programme.shapes import Overwhelmed, Scope, Unreadable, suggestion
from tessera.programme.source import parse

_OF = {Subject.MEMBERS: "member", Subject.ACTIVITIES: "activity"}
_GROUPS = ("member", "identities", "facts", "traits")


def load_map(text: bytes, *, file: str) -> tuple[Layout | None, tuple[Finding, ...]]:
    """The layout, or None and what is wrong. Never raises."""
    root, found = parse(text, file=file)
    findings = list(found)
    if root is None:
        return None, tuple(findings)
    scope = Scope(findings, file)
    try:
        layout = _layout(MAP.read(root, scope), root, scope)
    except (Unreadable, Overwhelmed):
        return None, tuple(sorted(findings))
    return (None if findings else layout), tuple(sorted(findings))


def missing_columns(layout: Layout, columns: Sequence[str], *, file: str, table: str) -> tuple[Finding, ...]:
    """The columns that the map names and the table lacks."""
    undivided = len(columns) == 1 and any(mark in columns[0] for mark in ",;\t|")
    advice = 'The whole header is one column: say the delimiter, as in `file: {delimiter: ";"}`.'
    return tuple(
        Finding(
            place.line,
            place.column,
            "no_such_column",
            f"{table} has no column `{name}`.",
            advice if undivided else suggestion(name, columns),
            file,
        )
        for name, place in sorted(layout.columns(), key=_by_place)
        if name not in columns
    )


def _by_place(column: Column) -> tuple[int, int]:
    return column.place.line, column.place.column


def _layout(said: Mapping[str, Any], root: Node, scope: Scope) -> Layout:
    subject = said["import"]
    own = _own(said, subject, root, scope)
    file, numbers, dates, lines = (said.get(name, {}) for name in ("file", "numbers", "dates", "lines"))
    if "member" in own and len(own["member"]) != 1:
        advice = "Write one of card, phone, email, external_id and id."
        scope.at(root).fault("one_of", "The activity's member is named by several columns.", advice)
    if "amount" not in lines and lines:
        scope.at(root).fault(
            "missing_key", "`amount` is missing in the lines.", "Write `amount:` and a column."
        )
    return Layout(
        members=subject is Subject.MEMBERS,
        source=said["source"],
        fields={name: origin for name, origin in own.items() if name not in _GROUPS},
        groups={name: own[name] for name in _GROUPS if name in own},
        line={name: origin for name, origin in lines.items() if name != "facts"},
        line_facts=lines.get("facts", {}),
        delimiter=file.get("delimiter"),
        encoding=file.get("encoding", Encoding.UTF_8),
        decimal=numbers.get("decimal", DecimalSign.POINT),
        date_format=dates.get("format"),
        zone=dates.get("zone"),
    )


def _own(said: Mapping[str, Any], subject: Subject, root: Node, scope: Scope) -> Mapping[str, Any]:
    """What the map says of its subject; what it says of the other has no place in it."""
    assert isinstance(root, Entries)  # noqa: S101 - the shape has seen to it
    misplaced = {"member"} if subject is Subject.ACTIVITIES else {"activity", "lines"}
    for name, _ in root.pairs:
        if name.text in misplaced:
            message = f"`{name.text}` has no place in a map of {subject}."
            scope.at(name).fault("unknown_key", message, f"Write `{_OF[subject]}:`.")
    if _OF[subject] not in said:
        message = f"`{_OF[subject]}` is missing in the map."
        raise scope.at(root).fault("missing_key", message, f"Write `{_OF[subject]}:` and its columns.")
    own: Mapping[str, Any] = said[_OF[subject]]
    return own

"""The shape of a map: its keys, what each may hold, and what an editor shows of it."""

import re
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tessera.connect.mapping.layout import Always, Column, Encoding
from tessera.programme.shapes import Choice, Key, MapOf, OneOf, Refined, Scope, Shape, Table, Text

_SOURCE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_NAMED = ("card", "phone", "email", "external_id")


class Subject(StrEnum):
    """What the rows of a file are."""

    MEMBERS = "members"
    ACTIVITIES = "activities"


class DecimalSign(StrEnum):
    """What stands before the decimals."""

    POINT = "."
    COMMA = ","


def _column(text: str, scope: Scope) -> Column:
    return Column(text, scope.place)


def _always(values: dict[str, str], _: Scope) -> Always:
    return Always(values["always"])


def _source(text: str, scope: Scope) -> str:
    if not _SOURCE.fullmatch(text):
        raise scope.fault(
            "invalid_source", "This cannot be a source.", "Use 1 to 40 of a-z, 0-9 and dash, like old-till."
        )
    return text


def _zone(text: str, scope: Scope) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise scope.fault(
            "unknown_zone", f"There is no time zone `{text}`.", "Write one like Europe/Chisinau."
        ) from None


def _delimiter(text: str, scope: Scope) -> str:
    mark = "\t" if text == "tab" else text
    if len(mark) != 1 or mark.isalnum() or mark == '"':
        raise scope.fault(
            "invalid_delimiter", "A delimiter is one character.", 'Write ";" or "," or tab, in quotes.'
        )
    return mark


_COLUMN: Shape[Column] = Refined(Text("the name of a column"), _column)
_ORIGIN = OneOf(
    (
        _COLUMN,
        Refined(Table("a constant", {"always": Key(Text("a value"), "The same in every row.", required=True)}), _always),
    )
)  # fmt: skip
_FACTS = MapOf(Text("a name"), _ORIGIN, of="names with their columns", most=50)
_IDENTITIES = Table("the identities", {kind: Key(_ORIGIN, "An identity.") for kind in _NAMED})
_ACTIVITY = Table(
    "the activity",
    {
        "key": Key(_COLUMN, "What makes a row, or the rows of one basket, safe to import again.", required=True),
        "type": Key(_ORIGIN, "What happened: purchase, return, review …", required=True),
        "member": Key(
            Table(
                "the member", {kind: Key(_ORIGIN, "Names the member.") for kind in (*_NAMED, "id")}
            ),
            "Names the member, by one of these.",
            required=True,
        ),
        "occurred_at": Key(_ORIGIN, "When it happened.", required=True),
        "amount": Key(_ORIGIN, "In the money's unit; with lines, their sum."),
        "money": Key(_ORIGIN, "ISO 4217; the programme's if left out."),
        "channel": Key(_ORIGIN, "Where: store, app, web …"),
        "store": Key(_ORIGIN, "Which store."),
        "of": Key(_ORIGIN, "Of a return: the key of its purchase."),
        "facts": Key(_FACTS, "What else conditions may ask for."),
    },
)  # fmt: skip
_LINES = Table(
    "the lines",
    {name: Key(_ORIGIN, "Of a line.") for name in ("id", "product", "category", "brand", "department")}
    | {"quantity": Key(_ORIGIN, "1 if left out."), "amount": Key(_ORIGIN, "Net of discounts.")}
    | {"facts": Key(_FACTS, "What else conditions may ask for.")},
)
_MEMBER = Table(
    "the member",
    {
        "key": Key(_COLUMN, "What makes a row safe to import again.", required=True),
        "name": Key(_ORIGIN, "The person's name.", required=True),
        "language": Key(_ORIGIN, "BCP 47; en if left out."),
        "enrolled_at": Key(_ORIGIN, "When they joined; now if left out."),
        "identities": Key(_IDENTITIES, "What tills and shops know them by."),
        "traits": Key(_FACTS, "What is known of them."),
    },
)
MAP = Table(
    "the map",
    {
        "import": Key(Choice(Subject, "what the rows are"), "What the rows are.", required=True),
        "source": Key(Refined(Text("a source, such as `old-till`"), _source), "Who is speaking.", required=True),
        "file": Key(
            Table(
                "the file",
                {
                    "delimiter": Key(Refined(Text('a delimiter, such as ";"'), _delimiter), "Of CSV; a comma if left out."),
                    "encoding": Key(Choice(Encoding, "an encoding"), "utf-8 if left out."),
                },
            ),
            "How the file is written.",
        ),
        "numbers": Key(
            Table("numbers", {"decimal": Key(Choice(DecimalSign, "a decimal sign"), "A point if left out.")}),
            "How figures are written.",
        ),
        "dates": Key(
            Table(
                "dates",
                {
                    "format": Key(Text("a format, such as %d.%m.%Y %H:%M"), "As Python's strptime; ISO 8601 if left out."),
                    "zone": Key(Refined(Text("a time zone"), _zone), "Whose local time it is."),
                },
            ),
            "How instants are written.",
        ),
        "activity": Key(_ACTIVITY, "What becomes of a row, or of the rows of one basket."),
        "lines": Key(_LINES, "When each row is a line: rows with one key, one after another, are one basket."),
        "member": Key(_MEMBER, "What becomes of a row."),
    },
)  # fmt: skip

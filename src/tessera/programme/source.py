"""YAML text → nodes. The strict, plain part of YAML only: no anchors, no tags, one document, bounded size and depth.

The parser's events are read directly, so scalars keep their raw text, every node knows its place, and a document
that refers to itself is refused before it is unfolded.
"""

from collections.abc import Iterator

import yaml

from tessera.programme.finding import Finding
from tessera.programme.nodes import BEGINNING, Entries, Items, Node, Place, Scalar

MAX_BYTES = 1_000_000
MAX_DEPTH = 50

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml when PyYAML was built with it


class _Refused(Exception):  # noqa: N818 - control flow inside this module, never seen outside
    """Nothing sensible can be read after this finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def parse(text: str | bytes, *, file: str) -> tuple[Node | None, tuple[Finding, ...]]:
    """Read a document into nodes. Never raises: what is wrong comes back as findings, and the root is then
    None or as much as could be read.
    """
    builder = _Builder(file)
    try:
        return builder.document(_decoded(text, file)), tuple(builder.findings)
    except _Refused as refused:
        return None, (*builder.findings, refused.finding)


def _decoded(text: str | bytes, file: str) -> str:
    try:
        raw = text.encode() if isinstance(text, str) else text
        if len(raw) > MAX_BYTES:
            message = f"The document has {len(raw):,} bytes; at most {MAX_BYTES:,} are read."
            raise _Refused(Finding(1, 1, "too_large", message, "Shorten it, or split the programme.", file))
        return raw.decode().removeprefix("\ufeff")
    except (UnicodeDecodeError, UnicodeEncodeError) as error:
        before = error.object[: error.start]
        good = before.decode() if isinstance(before, bytes) else before
        place = _place_at(good, len(good))
        message = "This is not UTF-8 text."
        raise _Refused(
            Finding(place.line, place.column, "not_utf8", message, "Save the file as UTF-8.", file)
        ) from None


def _place_at(text: str, offset: int) -> Place:
    line_start = text.rfind("\n", 0, offset) + 1
    return Place(line=text.count("\n", 0, offset) + 1, column=offset - line_start + 1)


class _Builder:
    """Builds nodes out of the parser's events, and keeps what it finds on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []

    def document(self, text: str) -> Node:
        events = self._events(text)
        next(events)  # the stream begins
        event = next(events)
        if isinstance(event, yaml.StreamEndEvent):
            raise _Refused(
                self._finding(BEGINNING, "empty", "The document is empty.", "Begin with `programme:`.")
            )
        root = self._node(next(events), events, depth=1)
        next(events)  # the document ends
        if not isinstance(event := next(events), yaml.StreamEndEvent):
            place = _place(event)
            advice = "Remove the line `---` and what follows it."
            self._report(place, "several_documents", "A second document begins here.", advice)
        return root

    def _events(self, text: str) -> Iterator[yaml.Event]:
        try:
            yield from yaml.parse(text, Loader=_Loader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = Place(mark.line + 1, mark.column + 1) if mark else BEGINNING
            problem = ", ".join(part for part in (error.context, error.problem) if part)
            raise _Refused(
                self._finding(place, "syntax", f"This is not YAML: {problem}.", _mend(text, place))
            ) from None
        except yaml.reader.ReaderError as error:
            offset = len(text.encode()[: error.position].decode(errors="ignore"))
            message = "A character that cannot be printed stands here."
            raise _Refused(self._finding(_place_at(text, offset), "syntax", message, "Remove it.")) from None

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        place = _place(event)
        if depth > MAX_DEPTH:
            message = f"More than {MAX_DEPTH} levels are nested here."
            raise _Refused(self._finding(place, "too_deep", message, "Write it flatter."))
        if isinstance(event, yaml.AliasEvent):
            message = "An alias (`*name`) stands here."
            raise _Refused(self._finding(place, "alias", message, "Write the value itself."))
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            self._refuse_extras(event, place)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, place, plain=not event.style)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._items(place, events, depth)
        return self._entries(place, events, depth)

    def _refuse_extras(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, place: Place) -> None:
        if event.anchor is not None:
            self._report(
                place, "anchor", "An anchor (`&name`) stands here.", "Remove it; write values where used."
            )
        if event.tag is not None:
            self._report(place, "tag", "A tag (`!name`) stands here.", "Remove it: values need no tags.")

    def _items(self, place: Place, events: Iterator[yaml.Event], depth: int) -> Items:
        items = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self._node(event, events, depth + 1))
        return Items(tuple(items), place)

    def _entries(self, place: Place, events: Iterator[yaml.Event], depth: int) -> Entries:
        pairs: dict[str, tuple[Scalar, Node]] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._node(event, events, depth + 1)
            value = self._node(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                self._report(key.place, "key_not_a_word", "A key must be a word.", "Write `word: value`.")
            elif key.text in pairs:
                first = pairs[key.text][0].place.line
                message = f"`{key.text}` stands here a second time; the first is on line {first}."
                self._report(
                    key.place, "duplicate_key", message, "Keep one of them, or give it another name."
                )
            else:
                pairs[key.text] = (key, value)
        return Entries(tuple(pairs.values()), place)

    def _finding(self, place: Place, code: str, message: str, advice: str) -> Finding:
        return Finding(place.line, place.column, code, message, advice, self.file)

    def _report(self, place: Place, code: str, message: str, advice: str) -> None:
        self.findings.append(self._finding(place, code, message, advice))


def _place(event: yaml.Event) -> Place:
    start, end = event.start_mark, event.end_mark
    if start is None or end is None:  # the parser always sets them; its types leave it open
        return BEGINNING
    return Place(start.line + 1, start.column + 1, start.index, end.index)


def _mend(text: str, place: Place) -> str:
    """Advice for the usual slips."""
    lines = text.splitlines()
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    if "\t" in line:
        return "Indent with spaces, not with tabs."
    if "%" in line or "@" in line or "`" in line:
        return "Put quotes around values that begin with %, @ or `."
    return "Look at the indentation, the colons, the brackets and the quotes just before this place."

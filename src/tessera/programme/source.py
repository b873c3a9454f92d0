"""YAML text → nodes. The strict, plain part of YAML only: no anchors, no tags, one document, bounded size and depth.

The parser's events are read directly, so scalars keep their raw text, every node knows its place, and a document
that refers to itself is refused before it is unfolded.
"""

from collections.abc import Iterator
from dataclasses import replace

import yaml

from tessera.programme.finding import Finding
from tessera.programme.nodes import BEGINNING, Entries, Items, Node, Place, Scalar
from tessera.programme.slips import is_decimal_comma, split_key, syntax_slip

MAX_BYTES = 1_000_000
MAX_DEPTH = 50

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml when PyYAML was built with it


class _Refused(Exception):  # noqa: N818 - control flow inside this module, never seen outside
    """Nothing sensible can be read after this finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def parse(
    text: str | bytes, *, file: str, most_bytes: int = MAX_BYTES
) -> tuple[Node | None, tuple[Finding, ...]]:
    """Read a document into nodes. Never raises: what is wrong comes back as findings, and the root is then
    None or as much as could be read. `most_bytes`: a longer text is not read at all.
    """
    builder = _Builder(file)
    try:
        return builder.document(_decoded(text, file, most_bytes)), tuple(builder.findings)
    except _Refused as refused:
        return None, (*builder.findings, refused.finding)


def _decoded(text: str | bytes, file: str, most_bytes: int) -> str:
    try:
        raw = text.encode() if isinstance(text, str) else text
        if len(raw) > most_bytes:
            message = f"The document has {len(raw):,} bytes; at most {most_bytes:,} are read."
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
            raise _Refused(self._finding(*_syntax(error, text))) from None
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
        return self._entries(
            place,
            events,
            depth,
            in_braces=isinstance(event, yaml.MappingStartEvent) and bool(event.flow_style),
        )

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

    def _entries(
        self, place: Place, events: Iterator[yaml.Event], depth: int, *, in_braces: bool
    ) -> Entries | Items:
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
        if in_braces and any(_is_bare(pair) for pair in pairs.values()):
            return self._mended(tuple(pairs.values()), place)
        return Entries(tuple(pairs.values()), place)

    def _mended(self, pairs: tuple[tuple[Scalar, Node], ...], place: Place) -> Entries | Items:
        """Braces with keys that have no value, as they were probably meant; what is wrong is reported once."""
        if all(map(_is_bare, pairs)) and not any(split_key(key.text) for key, _ in pairs):
            meant = ", ".join(key.text for key, _ in pairs)
            advice = f"Write a list, `[{meant}]`, or a value after each: `{{{pairs[0][0].text}: true}}`."
            self._report(place, "no_value", "Braces hold keys with values.", advice)
            return Items(tuple(key for key, _ in pairs), place)
        kept: list[tuple[Scalar, Node]] = []
        for key, value in pairs:
            last = kept[-1] if kept else None
            if not _is_bare((key, value)):
                kept.append((key, value))
            elif parts := split_key(key.text):
                advice = f"Write a space after the colon: `{parts[0]}: {parts[1]}`."
                self._report(key.place, "no_value", f"`{key.text}` is one word.", advice)
                kept.append((replace(key, text=parts[0]), replace(key, text=parts[1])))
            elif last and isinstance(last[1], Scalar) and is_decimal_comma(last[1].text, key.text):
                whole = f"{last[1].text}.{key.text}"
                advice = f"A point stands before the decimals: `{whole}`."
                self._report(key.place, "no_value", "A comma begins another entry.", advice)
                kept[-1] = (last[0], replace(last[1], text=whole))
            else:
                self._report(
                    key.place,
                    "no_value",
                    f"`{key.text}` has no value.",
                    f"Write `{key.text}: …`, or remove it.",
                )
        return Entries(tuple(kept), place)

    def _finding(self, place: Place, code: str, message: str, advice: str) -> Finding:
        return Finding(place.line, place.column, code, message, advice, self.file)

    def _report(self, place: Place, code: str, message: str, advice: str) -> None:
        self.findings.append(self._finding(place, code, message, advice))


def _is_bare(pair: tuple[Scalar, Node]) -> bool:
    """Does a key stand there without colon and value? `{key: }` and `{key: null}` are another slip."""
    key, value = pair
    return isinstance(value, Scalar) and value.plain and not value.text and value.place.start <= key.place.end


def _place(event: yaml.Event) -> Place:
    start, end = event.start_mark, event.end_mark
    if start is None or end is None:  # the parser always sets them; its types leave it open
        return BEGINNING
    return Place(start.line + 1, start.column + 1, start.index, end.index)


def _syntax(error: yaml.MarkedYAMLError, text: str) -> tuple[Place, str, str, str]:
    place, message, advice = syntax_slip(error, text)
    return place, "syntax", message, advice

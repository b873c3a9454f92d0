"""The document as a tree of raw text with places, before anything is known about its meaning."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: line and column count from 1; `start` and `end` are offsets in characters."""

    line: int
    column: int
    start: int = 0
    end: int = 0


BEGINNING = Place(line=1, column=1)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value as it is written: `1.00` stays "1.00" and `on` stays "on"."""

    text: str
    place: Place
    plain: bool = True  # without quotes

    @property
    def is_nothing(self) -> bool:
        """Nothing was written, or YAML's own words for nothing."""
        return self.plain and self.text in {"", "~", "null", "Null", "NULL"}


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Entries:
    """A mapping; its keys are raw text and each stands once."""

    pairs: tuple[tuple[Scalar, Node], ...]
    place: Place

    def get(self, key: str) -> Node | None:
        return next((value for name, value in self.pairs if name.text == key), None)


Node = Scalar | Items | Entries


def find(root: Node, *path: str | int) -> Node | None:
    """Follow keys and list positions down from `root`; a single value counts as a list of one. None: not there."""
    node: Node | None = root
    for step in path:
        if isinstance(step, int):
            items = node.items if isinstance(node, Items) else (node,)
            node = items[step] if step < len(items) else None
        else:
            node = node.get(step) if isinstance(node, Entries) else None
        if node is None:
            return None
    return node


def place_of(root: Node, *path: str | int) -> Place:
    """The place of the value at `path`, or of the nearest thing above it that stands in the document."""
    for length in range(len(path), 0, -1):
        parent = find(root, *path[: length - 1])
        if isinstance(parent, Entries):
            for key, _ in parent.pairs:
                if key.text == path[length - 1]:
                    return key.place
        elif (node := find(root, *path[:length])) is not None:
            return node.place
    return root.place

"""Plain values, as JSON has them, to nodes and back: what came by API is read as what stands in a file is.

Numbers are text here, as they were written, so that nothing is lost: a decoder of JSON must leave fractions as text.
"""

from typing import Any

from tessera.programme.nodes import BEGINNING, Entries, Items, Node, Place, Scalar

Plain = Any
"""None, True, False, a whole number, text, a list or a mapping of these."""


class TooDeep(Exception):  # noqa: N818 - it names the refused fact
    """More is nested than anything in the language is."""


def node_of(value: Plain, *, place: Place = BEGINNING, depth: int = 12) -> Node:
    """A node of a value. Its places count the keys of the outermost mapping as lines. Raises TooDeep."""
    if depth < 0:
        raise TooDeep
    if isinstance(value, dict):
        outermost = place is BEGINNING
        pairs = []
        for line, (key, part) in enumerate(value.items(), start=1):
            at = Place(line, 2) if outermost else place
            pairs.append((Scalar(str(key), at), node_of(part, place=at, depth=depth - 1)))
        return Entries(tuple(pairs), place)
    if isinstance(value, list):
        return Items(tuple(node_of(part, place=place, depth=depth - 1) for part in value), place)
    if value is None:
        return Scalar("", place)
    if isinstance(value, bool):
        return Scalar("true" if value else "false", place)
    return Scalar(str(value), place, plain=not isinstance(value, str))


def plain_of(node: Node) -> Plain:
    """The value of a node: text, where something is written, whatever it means."""
    if isinstance(node, Entries):
        return {key.text: plain_of(value) for key, value in node.pairs}
    if isinstance(node, Items):
        return [plain_of(item) for item in node.items]
    return None if node.is_nothing else node.text

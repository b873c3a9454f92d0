"""What may stand where something stood that a form does not allow."""

import re
from collections.abc import Iterator
from typing import Any

from msgspec import inspect

_STEP = re.compile(r"(?P<field>[^.\[\]]+)|\[(?:\d+|\.\.\.)\]")


def allowed(form: Any, path: str) -> list[str]:
    """The words that may stand at a path of a form, and `a whole number` where one may; none where any text may."""
    words: list[str] = []
    for kind in _at(form, path):
        match kind:
            case inspect.LiteralType(values=values):
                words += map(str, values)
            case inspect.EnumType(cls=cls):
                words += (str(member.value) for member in cls)
            case inspect.IntType():
                words.append("a whole number")
    return sorted(words)


def fields(form: Any, path: str) -> list[str]:
    """The fields of what stands at a path of a form, in their order."""
    return [
        one.encode_name
        for kind in _at(form, path)
        if isinstance(kind, inspect.StructType)
        for one in kind.fields
    ]


def _at(form: Any, path: str) -> list[inspect.Type]:
    found = [inspect.type_info(form)]
    for step in _STEP.finditer(path):
        found = [inner for kind in found for inner in _inside(kind, step["field"])]
    return [plain for one in found for plain in _plain(one)]


def _plain(kind: inspect.Type) -> Iterator[inspect.Type]:
    """Without annotations, and each of those that a union is of."""
    match kind:
        case inspect.Metadata(type=inner):
            yield from _plain(inner)
        case inspect.UnionType(types=types):
            for one in types:
                yield from _plain(one)
        case _:
            yield kind


def _inside(kind: inspect.Type, field: str | None) -> Iterator[inspect.Type]:
    """What is in it: a field of that name, or (None) an item or a value."""
    for plain in _plain(kind):
        match plain:
            case inspect.StructType(fields=fields) if field is not None:
                yield from (one.type for one in fields if one.encode_name == field)
            case inspect.CollectionType(item_type=inner) if field is None:
                yield inner
            case inspect.DictType(value_type=inner) if field is None:
                yield inner

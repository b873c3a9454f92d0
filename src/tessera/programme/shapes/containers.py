"""Lists, maps and tables: they read all their parts, so that every error is told at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from tessera.programme.nodes import Entries, Items, Node, Scalar
from tessera.programme.shapes.scope import Scope, Unreadable, capital, described, quoted, suggestion
from tessera.programme.shapes.shape import JsonSchema, Shape, shown_value

K = TypeVar("K")
T = TypeVar("T")


@dataclass(frozen=True)
class ListOf(Shape[tuple[T, ...]], Generic[T]):
    """A list, without repetitions unless they are allowed; a single value is a list of one."""

    item: Shape[T]
    most: int = 1000
    repeats: bool = False

    @property
    def expected(self) -> str:
        return f"{self.item.expected}, or a list of them"

    def read(self, node: Node, scope: Scope) -> tuple[T, ...]:
        if not isinstance(node, Items):
            return (self.item.read(node, scope),)
        if not 1 <= len(node.items) <= self.most:
            message = f"This list has {len(node.items)} entries."
            raise scope.at(node).fault(
                "out_of_range", message, f"Write 1 to {self.most}, or leave the key out."
            )
        values: list[T] = []
        broken = False
        for item in node.items:
            try:
                value = self.item.read(item, scope)
            except Unreadable:
                broken = True
                continue
            if value in values and not self.repeats:
                message = f"{capital(described(item))} stands twice in this list."
                scope.at(item).fault("repeated", message, "Remove one.")
                broken = True
            values.append(value)
        if broken:
            raise Unreadable
        return tuple(values)

    def schema(self) -> JsonSchema:
        item = self.item.schema()
        return {"anyOf": [item, {"type": "array", "items": item, "minItems": 1, "maxItems": self.most}]}

    def fits(self, node: Node) -> bool:
        return isinstance(node, Items) or self.item.fits(node)


@dataclass(frozen=True)
class MapOf(Shape[dict[K, T]], Generic[K, T]):
    """A mapping from ids, or other words or numbers, to values of one shape."""

    key: Shape[K]
    value: Shape[T]
    of: str
    most: int = 1000
    kind: ClassVar[type[Entries]] = Entries

    @property
    def expected(self) -> str:
        return self.of

    def read(self, node: Node, scope: Scope) -> dict[K, T]:
        if not isinstance(node, Entries):
            raise scope.mismatch(node, self.expected)
        if not 1 <= len(node.pairs) <= self.most:
            message = f"{len(node.pairs)} entries stand here."
            raise scope.at(node).fault("out_of_range", message, f"Write {self.of}: 1 to {self.most}.")
        values: dict[K, T] = {}
        broken = False
        for key, value in node.pairs:
            try:
                read = self.key.read(key, scope)
                if read in values:  # two ways of writing one number
                    message = f"{capital(described(key))} stands twice here."
                    raise scope.at(key).fault("repeated", message, "Remove one.")
                values[read] = self.value.read(value, scope)
            except Unreadable:
                broken = True
        if broken:
            raise Unreadable
        return values

    def schema(self) -> JsonSchema:
        return {
            "type": "object",
            "propertyNames": self.key.schema(),
            "additionalProperties": self.value.schema(),
            "minProperties": 1,
        }


@dataclass(frozen=True)
class Key:
    """A key that a table declares; `about` describes it to editors and readers, `examples` are what editors offer."""

    shape: Shape[Any]
    about: str
    required: bool = False
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table(Shape[dict[str, Any]]):
    """A mapping with declared keys; its value holds those that are there.

    `example` shows one; `advice` says where to put what people look for here in vain.
    """

    of: str
    keys: Mapping[str, Key]
    example: str = ""
    advice: str = ""
    kind: ClassVar[type[Entries]] = Entries

    @property
    def expected(self) -> str:
        return f"{self.of}, such as `{self.example}`" if self.example else self.of

    def read(self, node: Node, scope: Scope) -> dict[str, Any]:
        if not isinstance(node, Entries):
            raise scope.mismatch(node, self.expected)
        values: dict[str, Any] = {}
        broken = False
        for name, value in node.pairs:
            try:
                values[name.text] = self._shape_of(name, scope).read(value, scope)
            except Unreadable:
                broken = True
        present = {name.text for name, _ in node.pairs}
        for name_, key in self.keys.items():
            if key.required and name_ not in present:
                message = f"`{name_}` is missing in {self.of}."
                scope.at(node).fault("missing_key", message, f"Write `{name_}:` and {key.shape.expected}.")
                broken = True
        if broken:
            raise Unreadable
        return values

    def _shape_of(self, name: Scalar, scope: Scope) -> Shape[Any]:
        if name.text in self.keys:
            return self.keys[name.text].shape
        message = f"{quoted(name.text)} is not a key of {self.of}."
        raise scope.at(name).fault(
            "unknown_key", message, suggestion(name.text, self.keys, advice=self.advice)
        )

    def schema(self) -> JsonSchema:
        shown = {"examples": [shown_value(self.example)]} if self.example else {}
        return {
            "type": "object",
            "properties": {name: described_schema(key) for name, key in self.keys.items()},
            "required": [name for name, key in self.keys.items() if key.required],
            "additionalProperties": False,
            **shown,
        }


def described_schema(key: Key) -> JsonSchema:
    shown = {"examples": [shown_value(example) for example in key.examples]} if key.examples else {}
    return {**key.shape.schema(), "description": key.about, **shown}

"""What every shape is: it reads a node into a typed value, or says what it expected; and it has a JSON Schema."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

import yaml

from tessera.programme.nodes import Entries, Items, Node, Scalar
from tessera.programme.shapes.scope import Scope

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")
U = TypeVar("U")

JsonSchema = dict[str, Any]

_WHOLE = re.compile(r"[0-9]+")
_DECIMAL = re.compile(r"[0-9]+\.[0-9]+")


def shown_value(example: str) -> Any:
    """An example's text as the value that an editor offers: `{at: 500}` is {"at": 500}; dates stay text."""
    return _plain(yaml.load(example, Loader=yaml.BaseLoader))  # noqa: S506 - the base loader makes text only


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if value == "true":
        return True
    return int(value) if _WHOLE.fullmatch(value) else float(value) if _DECIMAL.fullmatch(value) else value


class Shape(ABC, Generic[T_co]):
    """Reads values of one form. `expected` completes the sentence "Expected …"."""

    kind: ClassVar[type[Scalar] | type[Items] | type[Entries]] = Scalar

    @property
    @abstractmethod
    def expected(self) -> str: ...

    @abstractmethod
    def read(self, node: Node, scope: Scope) -> T_co:
        """The value at `node`. What is wrong with it is reported to `scope`; then `Unreadable` is raised."""

    @abstractmethod
    def schema(self) -> JsonSchema:
        """JSON Schema (draft 2020-12) of what is accepted; never stricter than `read`."""

    def fits(self, node: Node) -> bool:
        """Is it, by its outer form, meant to be of this shape?"""
        return isinstance(node, self.kind) and not (isinstance(node, Scalar) and node.is_nothing)

    def text(self, node: Node, scope: Scope) -> str:
        """The raw text of a scalar."""
        if not isinstance(node, Scalar) or node.is_nothing:
            raise scope.mismatch(node, self.expected)
        return node.text


@dataclass(frozen=True)
class Refined(Shape[U], Generic[T, U]):
    """Another shape's value, taken further: `refine` converts it, and may report and raise like a shape."""

    inner: Shape[T]
    refine: Callable[[T, Scope], U]

    @property
    def expected(self) -> str:
        return self.inner.expected

    def read(self, node: Node, scope: Scope) -> U:
        return self.refine(self.inner.read(node, scope), scope.at(node))

    def schema(self) -> JsonSchema:
        return self.inner.schema()

    def fits(self, node: Node) -> bool:
        return self.inner.fits(node)


@dataclass(frozen=True)
class OneOf(Shape[Any]):
    """The first variant whose outer form fits."""

    variants: tuple[Shape[Any], ...]

    @property
    def expected(self) -> str:
        return " or ".join(variant.expected for variant in self.variants)

    def read(self, node: Node, scope: Scope) -> Any:
        for variant in self.variants:
            if variant.fits(node):
                return variant.read(node, scope)
        raise scope.mismatch(node, self.expected)

    def schema(self) -> JsonSchema:
        return {"anyOf": [variant.schema() for variant in self.variants]}

    def fits(self, node: Node) -> bool:
        return any(variant.fits(node) for variant in self.variants)

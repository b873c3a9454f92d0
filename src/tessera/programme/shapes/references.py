"""Words that must be declared elsewhere in the document."""

from dataclasses import dataclass

from tessera.programme.nodes import Node
from tessera.programme.shapes.scope import Scope, quoted, suggestion
from tessera.programme.shapes.shape import JsonSchema, Shape
from tessera.programme.shapes.words import Id

_NO_LEVELS = "The document has no levels; they stand in `tiers`."


@dataclass(frozen=True)
class CurrencyRef(Shape[str]):
    """The id of a declared currency."""

    @property
    def expected(self) -> str:
        return "a currency of the programme"

    def read(self, node: Node, scope: Scope) -> str:
        text = self.text(node, scope)
        if text not in scope.currencies:
            message = f"{quoted(text)} is not a currency of this programme."
            raise scope.at(node).fault("unknown_currency", message, suggestion(text, scope.currencies))
        return text

    def schema(self) -> JsonSchema:
        return Id().schema()


@dataclass(frozen=True)
class LevelRef(Shape[str]):
    """The id of a declared tier level."""

    @property
    def expected(self) -> str:
        return "a level of the programme's tiers"

    def read(self, node: Node, scope: Scope) -> str:
        text = self.text(node, scope)
        if text not in scope.levels:
            message = f"{quoted(text)} is not a level of this programme's tiers."
            advice = suggestion(text, scope.levels, advice="" if scope.levels else _NO_LEVELS)
            raise scope.at(node).fault("unknown_tier", message, advice)
        return text

    def schema(self) -> JsonSchema:
        return Id().schema()

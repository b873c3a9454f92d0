"""Parts of the OpenAPI document that several calls share: each stands once, and calls refer to it."""

from collections.abc import Mapping
from typing import Any

import msgspec

from tessera.api.problems import ProblemBody

PROBLEM = "application/problem+json"
_SENTENCES = {"sentence", "told"}


class Components:
    """What has been shared so far, by sort and name."""

    def __init__(self) -> None:
        self._parts: dict[str, dict[str, Any]] = {"responses": {}, "parameters": {}, "examples": {}}

    def as_document(self) -> dict[str, Any]:
        """The parts, sorted by their names so that a new call moves none of them."""
        return {sort: dict(sorted(named.items())) for sort, named in self._parts.items()}

    def parameter(self, parameter: dict[str, Any]) -> dict[str, Any]:
        """A reference to a parameter, by its own name; another one of that name gets a number."""
        named, name, number = self._parts["parameters"], parameter["name"], 1
        while named.setdefault(name, parameter) != parameter:
            number += 1
            name = f"{parameter['name']}-{number}"
        return _ref("parameters", name)

    def example(self, name: str, value: Any) -> dict[str, Any]:
        """A reference to an example of an answer."""
        self._parts["examples"][name] = {"value": value}
        return _ref("examples", name)

    def problems(self, status: int, bodies: list[ProblemBody], *, schema: Any) -> dict[str, Any]:
        """A reference to the answer of this status, which may be any of these problems; each with its example."""
        by_code = {body.code: body for body in sorted(bodies, key=lambda body: body.code)}
        name = ".".join([str(status), *by_code])
        self._parts["responses"][name] = {
            "description": " ".join(f"{body.title}." for body in by_code.values()),
            "content": {
                PROBLEM: {
                    "schema": schema,
                    "examples": {
                        code: self.example(f"{status}.{code}", msgspec.to_builtins(body))
                        for code, body in by_code.items()
                    },
                }
            },
        }
        return _ref("responses", name)


def _ref(sort: str, name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/{sort}/{name}"}


def is_told(schema: Any, schemas: Mapping[str, Any], *, within: frozenset[str] = frozenset()) -> bool:
    """Does an answer of this schema have sentences that a person reads, in itself or in what it refers to?"""
    if isinstance(schema, list):
        return any(is_told(one, schemas, within=within) for one in schema)
    if not isinstance(schema, dict):
        return False
    if _SENTENCES & schema.get("properties", {}).keys():
        return True
    if (ref := schema.get("$ref")) is not None:
        name = ref.rpartition("/")[2]
        return name not in within and is_told(schemas[name], schemas, within=within | {name})
    return any(is_told(one, schemas, within=within) for one in schema.values())

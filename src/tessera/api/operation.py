"""What the reference says of an endpoint, written beside its handler."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from tessera.access.scopes import Scope
from tessera.kit.problems import Problem


class Query(msgspec.Struct, frozen=True):
    """A parameter in the query string."""

    name: str
    description: str
    schema: Mapping[str, Any]
    example: Any = None


class Operation(msgspec.Struct, frozen=True):
    """One endpoint's documentation. `answers` maps a status to what it means; all of them have the body `answer`.

    `form_lines`, `answer_lines`: examples of what also goes in and out as NDJSON.
    """

    id: str
    summary: str
    description: str
    tag: str
    scope: Scope | None
    answer: Any
    answers: Mapping[int, str]
    example: Any
    form: Any = None
    form_examples: Mapping[str, Any] = {}
    form_lines: Sequence[Any] = ()
    answer_lines: Sequence[Any] = ()
    queries: tuple[Query, ...] = ()
    problems: tuple[type[Problem], ...] = ()
    media_type: str = "application/json"


OPT = "operation"
"""Under this name an operation lies in its handler's `opt`."""

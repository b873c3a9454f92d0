"""The OpenAPI 3.1 document, made of the handlers' own operations and the forms and bodies they name."""

from collections.abc import Iterable, Sequence
from inspect import cleandoc
from typing import Any

import msgspec
from litestar.handlers import HTTPRouteHandler

from tessera import __version__
from tessera.access.check import InvalidKey, MissingScope
from tessera.access.limits import TooManyRequests
from tessera.api.components import Components, is_told
from tessera.api.forms import schema_hook
from tessera.api.operation import OPT, Operation
from tessera.api.problems import STATUS, BrokenJson, ProblemBody, problem_body
from tessera.api.stream import NDJSON
from tessera.kit.problems import InvalidValue, Problem, StorageFull, Unavailable
from tessera.programme.languages import LOCALES

_REF = "#/components/schemas/{name}"
_LANG: dict[str, Any] = {
    "name": "lang",
    "in": "query",
    "description": "The language of sentences; else as Accept-Language asks for.",
    "schema": {"enum": list(LOCALES)},
    "example": "ro",
}
_ACCEPT_LANGUAGE: dict[str, Any] = {
    "name": "Accept-Language",
    "in": "header",
    "description": "The language of sentences, unless `lang` names one. Languages in which there are none are passed over.",
    "schema": {"type": "string"},
    "example": "ro-MD, ru;q=0.8",
}
_DESCRIPTION = """\
Tessera's API for machines: tills, shops, apps.

* **Keys.** `Authorization: Bearer tsr_…`. A key belongs to a source and has scopes.
* **Sandbox.** A key that begins with `tsr_test_` has members of its own; what it does never meets a real one.
* **Limits.** `RateLimit` says how many calls the key has left; after a 429, wait `Retry-After` seconds.
* **Safe to send again.** Whatever writes takes a key, in the body or as `Idempotency-Key`. The same key with the same
  body gets the stored answer (200 instead of 201); with another body it is a conflict (409) that names the field.
* **Sentences** beside codes, and whatever is `told`, follow `lang` in the query, else `Accept-Language`: English, Russian
  or Romanian. If neither asks for one of them, codes are explained in English, and members are told things in their own
  language. Where the figures of a refusal are told, they are in English only.
* **Money** is decimal, as a number or a string, never rounded. **Points** are whole numbers.
* **Problems** follow RFC 9457, with a stable `code`. After a 503, wait `Retry-After` seconds and send the same again.
"""


def openapi(handlers: Iterable[HTTPRouteHandler]) -> dict[str, Any]:
    """The document, in the order of the handlers."""
    documented = [(handler, handler.opt[OPT]) for handler in handlers if OPT in handler.opt]
    types = [ProblemBody, *_types(operation for _, operation in documented)]
    schemas, components = msgspec.json.schema_components(types, schema_hook=schema_hook, ref_template=_REF)
    by_type = dict(zip(types, schemas, strict=True))
    shared = Components()
    paths: dict[str, Any] = {}
    for handler, operation in documented:
        (path,) = handler.paths
        method = next(iter(handler.http_methods)).lower()
        paths.setdefault(_template(path), {})[method] = _operation(
            path, operation, by_type, components, shared
        )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tessera",
            "version": __version__,
            "description": _DESCRIPTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": _polished(components),
            **shared.as_document(),
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "An API key."}},
        },
    }


def _polished(schema: Any) -> Any:
    """The library writes a Decimal as a string and reads it as a number too: say so. Docstrings are told without their
    indentation, which Markdown would take for code.
    """
    if isinstance(schema, dict):
        if schema.get("format") == "decimal":
            schema = schema | {"type": ["number", "string"]}
        if isinstance(described := schema.get("description"), str):
            schema = schema | {"description": cleandoc(described)}
        return {name: _polished(value) for name, value in schema.items()}
    return [_polished(value) for value in schema] if isinstance(schema, list) else schema


def _types(operations: Iterable[Operation]) -> list[Any]:
    named = [kind for one in operations for kind in (one.form, one.answer) if kind is not None]
    return list(dict.fromkeys(named))


def _template(path: str) -> str:
    """Litestar's `/{key:path}` as OpenAPI writes it: `/{key}`."""
    return "/".join(
        "{" + part[1:-1].partition(":")[0] + "}" if part.startswith("{") else part for part in path.split("/")
    )


def _operation(
    path: str, operation: Operation, by_type: dict[Any, Any], schemas: dict[str, Any], shared: Components
) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.id,
        "summary": operation.summary,
        "description": operation.description,
        "tags": [operation.tag],
        "parameters": [
            shared.parameter(parameter)
            for parameter in (
                *_parameters(path, operation),
                *_languages(operation, is_told=is_told(by_type[operation.answer], schemas)),
            )
        ],
    }
    if operation.form is not None:
        described["requestBody"] = {
            "required": True,
            "content": {
                "application/json": {
                    "schema": by_type[operation.form],
                    "examples": {name: {"value": value} for name, value in operation.form_examples.items()},
                }
            }
            | _lines(operation.form_lines),
        }
    described["responses"] = _answers(operation, by_type[operation.answer], shared) | {
        str(status): shared.problems(status, bodies, schema=by_type[ProblemBody])
        for status, bodies in sorted(_problems(path, operation).items())
    }
    if operation.scope is not None:
        described["security"] = [{"key": []}]
        described["description"] += f"\n\nScope: `{operation.scope}`."
    return described


def _answers(operation: Operation, schema: Any, shared: Components) -> dict[str, Any]:
    """One response a status; the example that several statuses have stands once."""
    if len(operation.answers) > 1:
        example = {"examples": {"answer": shared.example(operation.id, operation.example)}}
    else:
        example = {"example": operation.example}
    content = {operation.media_type: {"schema": schema} | example} | _lines(operation.answer_lines)
    return {
        str(status): {"description": meaning, "content": content}
        for status, meaning in operation.answers.items()
    }


def _lines(examples: Sequence[Any]) -> dict[str, Any]:
    """A body of lines, where there is one."""
    if not examples:
        return {}
    return {
        NDJSON: {
            "schema": {"type": "string"},
            "example": msgspec.json.Encoder().encode_lines(examples).decode(),
        }
    }


def _parameters(path: str, operation: Operation) -> list[dict[str, Any]]:
    parameters: list[dict[str, Any]] = []
    for part in path.split("/"):
        if part.startswith("{"):
            name, _, kind = part[1:-1].partition(":")
            schema = {"type": "string", "format": "uuid"} if kind == "uuid" else {"type": "string"}
            parameters.append({"name": name, "in": "path", "required": True, "schema": schema})
    for query in operation.queries:
        parameter = {
            "name": query.name,
            "in": "query",
            "description": query.description,
            "schema": dict(query.schema),
        }
        parameters.append(parameter | ({} if query.example is None else {"example": query.example}))
    if operation.form is not None and "key" in operation.form.__struct_fields__:
        parameters.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "description": "The key, if the body has none.",
                "schema": {"type": "string"},
            }
        )
    return parameters


def _languages(operation: Operation, *, is_told: bool) -> list[dict[str, Any]]:
    """How a call says in which language its answer's sentences are to be, where that has any."""
    if not is_told:
        return []
    has_own = any(query.name == "lang" for query in operation.queries)
    return ([] if has_own else [_LANG]) + [_ACCEPT_LANGUAGE]


def _problems(path: str, operation: Operation) -> dict[int, list[ProblemBody]]:
    """Whatever can go wrong, by status."""
    possible: list[type[Problem]] = [*operation.problems, Unavailable, StorageFull]
    if operation.scope is not None:
        possible += [InvalidKey, MissingScope, TooManyRequests]
    if operation.form is not None:
        possible += [BrokenJson]
    grouped: dict[int, list[ProblemBody]] = {}
    for kind in possible:
        body = _example(kind, in_path="member_id" in path)
        grouped.setdefault(body.status, []).append(body)
    if operation.form is not None:
        grouped[413] = [
            ProblemBody("/problems/body_too_large", "The body is too large", 413, "", "body_too_large")
        ]
    return grouped


def _example(kind: type[Problem], *, in_path: bool) -> ProblemBody:
    facts = {"field": "amount"} if kind is InvalidValue else {}
    detail = (
        "This cannot be negative."
        if facts
        else (kind.__doc__ or "").split("\n")[0].partition(";")[0].rstrip(".") + "."
    )
    assert STATUS.keys() & set(kind.__mro__)  # noqa: S101 - every problem has its status, or its kind's
    return problem_body(kind(detail, **facts), in_path=in_path)

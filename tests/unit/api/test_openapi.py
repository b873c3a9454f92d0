"""The reference: committed, whole, and true to its own schemas."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tessera.api.app import openapi_json
from tessera.api.problems import STATUS
from tessera.api.sentences import REASONS, REFUSALS
from tessera.kit.codes import ReasonCode, RefusalCode

COMMITTED = Path(__file__).parents[3] / "docs" / "openapi.json"
DOCUMENT: dict[str, Any] = json.loads(openapi_json())
OPERATIONS = {
    operation["operationId"]: operation for path in DOCUMENT["paths"].values() for operation in path.values()
}


def resolved(part: dict[str, Any]) -> dict[str, Any]:
    """What is meant: the part itself, or what it refers to."""
    if "$ref" not in part:
        return part
    _, _, sort, name = part["$ref"].split("/", 3)
    found: dict[str, Any] = DOCUMENT["components"][sort][name]
    return found


def examples_of(content: dict[str, Any]) -> list[Any]:
    found = [resolved(one)["value"] for one in content.get("examples", {}).values()]
    return [*found, content["example"]] if "example" in content else found


def test_the_committed_document_is_the_served_one() -> None:
    """A change of the wire shows in a review; `tessera openapi > docs/openapi.json` writes it down."""
    assert COMMITTED.read_bytes() == openapi_json()


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS.keys())
def test_every_endpoint_has_examples_that_fit_its_schemas(operation: dict[str, Any]) -> None:
    """Bodies, answers and problems: each with an example, each valid."""
    bodies = [operation["requestBody"]] if "requestBody" in operation else []
    for body in [*bodies, *operation["responses"].values()]:
        for content in resolved(body)["content"].values():
            examples = examples_of(content)
            assert examples
            schema = {**content["schema"], "components": DOCUMENT["components"]}
            for example in examples:
                jsonschema.Draft202012Validator(schema).validate(example)


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS.keys())
def test_every_endpoint_documents_its_problems(operation: dict[str, Any]) -> None:
    """A missing key, a missing scope and an absent database always; broken JSON and a large body where one is sent."""
    expected = {"401", "403", "503"} | ({"400", "413"} if "requestBody" in operation else set())
    assert expected <= operation["responses"].keys()


def test_no_description_is_code_by_its_indentation() -> None:
    """A docstring's own indentation is left out, and no name of a module of ours is in a schema's."""
    assert not re.search(r'"description": "[^"]*\\n {4}', json.dumps(DOCUMENT["components"]["schemas"]))
    assert not [name for name in DOCUMENT["components"]["schemas"] if "." in name]


def test_every_reference_leads_somewhere() -> None:
    """Nothing is named that is not there, and nothing is there that is not named."""
    components = {sort: named for sort, named in DOCUMENT["components"].items() if sort != "securitySchemes"}
    named = set(re.findall(r'"#/components/(\w+)/([\w.-]+)"', json.dumps(DOCUMENT)))
    assert named == {(sort, name) for sort, parts in components.items() for name in parts}


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS.keys())
def test_a_call_s_problems_are_its_own(operation: dict[str, Any]) -> None:
    """What is shared is shared by calls with the same problems: the codes stand in the name, under their status."""
    for status, answer in operation["responses"].items():
        if "$ref" in answer:
            name = answer["$ref"].rpartition("/")[2]
            codes = resolved(answer)["content"]["application/problem+json"]["examples"].keys()
            assert name == ".".join([status, *codes])
            values = examples_of(resolved(answer)["content"]["application/problem+json"])
            assert {(one["status"], one["code"]) for one in values} == {(int(status), c) for c in codes}


def test_every_code_has_its_sentence_and_every_problem_its_own_code() -> None:
    """A new reason or refusal without words, or two problems with one code, fails here."""
    assert REASONS.keys() == set(ReasonCode)
    assert REFUSALS.keys() == set(RefusalCode)
    codes = [problem.code for problem in STATUS]
    assert len(codes) == len(set(codes))

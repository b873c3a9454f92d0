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


def examples_of(content: dict[str, Any]) -> list[Any]:
    found = [one["value"] for one in content.get("examples", {}).values()]
    return [*found, content["example"]] if "example" in content else found


def test_the_committed_document_is_the_served_one() -> None:
    """A change of the wire shows in a review; `tessera openapi > docs/openapi.json` writes it down."""
    assert COMMITTED.read_bytes() == openapi_json()


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS.keys())
def test_every_endpoint_has_examples_that_fit_its_schemas(operation: dict[str, Any]) -> None:
    """Bodies, answers and problems: each with an example, each valid."""
    bodies = [operation["requestBody"]] if "requestBody" in operation else []
    for body in [*bodies, *operation["responses"].values()]:
        for content in body["content"].values():
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


def test_every_reference_leads_somewhere() -> None:
    """No schema is named that is not there."""
    names = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(DOCUMENT)))
    assert names <= DOCUMENT["components"]["schemas"].keys()


def test_every_code_has_its_sentence_and_every_problem_its_own_code() -> None:
    """A new reason or refusal without words, or two problems with one code, fails here."""
    assert REASONS.keys() == set(ReasonCode)
    assert REFUSALS.keys() == set(RefusalCode)
    codes = [problem.code for problem in STATUS]
    assert len(codes) == len(set(codes))

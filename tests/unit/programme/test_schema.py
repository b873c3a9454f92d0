"""The JSON Schema for editors."""

import re
from typing import Any

import jsonschema
import pytest
from tests.unit.programme.documents import EXAMPLE_FILE, MINIMAL, with_rule, with_tiers

from tessera.engine.vocabulary import VOCABULARY
from tessera.programme.nodes import Entries, Items, Node
from tessera.programme.schema import schema
from tessera.programme.source import parse

SCHEMA = schema(VOCABULARY)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def plain(node: Node) -> Any:
    """The document as an editor sees it (YAML 1.2's core schema): numbers, booleans, null and text."""
    if isinstance(node, Entries):
        return {key.text: plain(value) for key, value in node.pairs}
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    if not node.plain:
        return node.text
    if re.fullmatch(r"[-+]?[0-9]+", node.text):
        return int(node.text)
    if re.fullmatch(r"[-+]?[0-9]*\.[0-9]+", node.text):
        return float(node.text)
    return {"true": True, "false": False, "null": None, "": None}.get(node.text, node.text)


def valid(text: str) -> bool:
    root, _ = parse(text, file="f")
    assert root is not None
    return bool(VALIDATOR.is_valid(plain(root)))


def test_the_schema_is_itself_valid() -> None:
    """The schema obeys draft 2020-12."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "text",
    [
        EXAMPLE_FILE.read_text(encoding="utf-8"),
        MINIMAL,
        with_rule("{on: purchase, give: {points: 5, per: {quantity: 1}}, nth: {every: 3}, channels: app}"),
        with_tiers(
            "[{qualify: {by: spend, within: {rolling: {days: 3}}}, levels: [{id: a, perks: {vip: true}}]}]"
        ),
    ],
    ids=["example", "minimal", "quantity", "tiers"],
)
def test_what_load_accepts_the_schema_accepts(text: str) -> None:
    """An editor never marks a good document."""
    root, _ = parse(text, file="f")
    assert root is not None
    VALIDATOR.validate(plain(root))


@pytest.mark.parametrize(
    "text",
    [
        MINIMAL + "tears: {}\n",
        with_rule("{on: purchase, giv: {points: 1}}"),
        with_rule("{on: purchase, multiply: 1}"),
        with_rule("{on: purchase, give: {points: 1}, weekdays: [sunny]}"),
        with_rule("{give: {points: 1}}"),
    ],
)
def test_the_usual_slips_are_marked(text: str) -> None:
    """An editor marks unknown and missing keys, unknown words and numbers out of range."""
    assert not valid(text)


def test_every_key_of_a_rule_is_described() -> None:
    """An editor can tell what each key means."""
    keys = SCHEMA["properties"]["earn"]["additionalProperties"]["properties"]
    assert keys.keys() >= {*VOCABULARY.conditions, "give", "multiply", "on", "cap"}
    assert all(key["description"] for key in keys.values())

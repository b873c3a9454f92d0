"""The JSON Schema for editors."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.unit.programme.documents import EXAMPLE_FILE, MINIMAL, with_rule, with_tiers

from tessera.engine.vocabulary import VOCABULARY
from tessera.programme.load import load
from tessera.programme.nodes import Entries, Items, Node
from tessera.programme.schema import schema
from tessera.programme.source import parse

ROOT = Path(__file__).parents[3]
BLOCK = re.compile(r"^```yaml[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
LEAST = {
    "programme": "{id: club, name: Club, money: USD, timezone: UTC}",
    "currencies": "{points: {name: [point, points]}}",
    "earn": "{base: {on: purchase, give: {points: 1, per: 1.00}}}",
}
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


def parsed(text: str) -> Node:
    root, _ = parse(text, file="f")
    assert root is not None
    return root


def valid(text: str) -> bool:
    root, _ = parse(text, file="f")
    assert root is not None
    return bool(VALIDATOR.is_valid(plain(root)))


def test_the_schema_is_itself_valid() -> None:
    """The schema obeys draft 2020-12."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("file", sorted(EXAMPLE_FILE.parent.glob("*.yaml")), ids=lambda file: file.stem)
def test_no_example_is_marked(file: Path) -> None:
    """An editor finds nothing wrong with any of the programmes that we show."""
    VALIDATOR.validate(plain(parsed(file.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("page", sorted((ROOT / "docs").rglob("*.md")), ids=lambda page: page.stem)
def test_no_example_of_a_page_is_marked(page: Path) -> None:
    """Nor with any part of a programme in the documentation."""
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        least = "".join(
            f"{key}: {value}\n" for key, value in LEAST.items() if f"\n{key}:" not in f"\n{block}"
        )
        if load(
            block + least, vocabulary=VOCABULARY
        ).programme:  # neither a map of an import nor a slip that is shown
            VALIDATOR.validate(plain(parsed(block + least)))


def examples_of(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every example in a schema, with the schema that it is an example of."""
    if isinstance(node, dict):
        yield from ((example, node) for example in node.get("examples", ()))
        node = list(node.values())
    if isinstance(node, list):
        for part in node:
            yield from examples_of(part)


def test_what_an_editor_offers_is_accepted() -> None:
    """Each value that completion would write is valid where it would write it."""
    offered = list(examples_of(SCHEMA))
    assert len(offered) > 50
    for example, where in offered:
        jsonschema.Draft202012Validator(where).validate(example)


def undescribed(node: Any, path: str = "") -> Iterator[str]:
    """Keys without a word on what they mean."""
    if isinstance(node, dict):
        for name, value in node.get("properties", {}).items():
            if value is not False and "description" not in value:
                yield f"{path}.{name}"
        for name, value in node.items():
            yield from undescribed(value, f"{path}.{name}")
    if isinstance(node, list):
        for place, part in enumerate(node):
            yield from undescribed(part, f"{path}[{place}]")


def test_every_key_says_what_it_means() -> None:
    """Wherever the pointer rests, the editor has a sentence."""
    assert list(undescribed(SCHEMA)) == []


@pytest.mark.parametrize(
    "text",
    [
        MINIMAL,
        with_rule("{on: purchase, give: {points: 5, per: {quantity: 1}}, nth: {every: 3}, channels: app}"),
        with_tiers(
            "[{qualify: {by: spend, within: {rolling: {days: 3}}}, levels: [{id: a, perks: {vip: true}}]}]"
        ),
    ],
    ids=["minimal", "quantity", "tiers"],
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

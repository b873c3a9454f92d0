"""The page about the language, against the language."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tessera.engine.vocabulary import CONDITIONS, VOCABULARY
from tessera.programme.schema import schema

PAGE = (Path(__file__).parents[3] / "docs" / "language.md").read_text()
_HEADING = re.compile(r"#+ (.*)")
_KEY = re.compile(r"\| `([a-z-]+)` \| (.*) \|")

Keys = set[tuple[str, str, str]]
"""(path of the table, key, what it says)."""


def keys_of(node: Any, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Every key of a JSON Schema that says what it is."""
    if not isinstance(node, dict):
        return
    for name, value in node.get("properties", {}).items():
        if isinstance(value, dict):
            if "description" in value:
                yield path, name, value["description"]
            yield from keys_of(value, f"{path}.{name}".strip("."))
    yield from keys_of(node.get("additionalProperties"), f"{path}.*".strip("."))
    for variant in [*node.get("anyOf", ()), node.get("items")]:
        yield from keys_of(variant, path)


def choices_of(node: Any) -> Iterator[str]:
    """Every word that a JSON Schema offers to choose from."""
    if isinstance(node, dict):
        yield from (word for word in node.get("enum", ()) if isinstance(word, str))
        node = list(node.values())
    if isinstance(node, list):
        for part in node:
            yield from choices_of(part)


def keys_on_the_page() -> Keys:
    """Every row, under the paths that its heading names."""
    found, paths = set(), [""]
    for line in PAGE.splitlines():
        if heading := _HEADING.fullmatch(line):
            paths = re.findall(r"`([^`]*)`", heading[1]) or paths
        elif row := _KEY.fullmatch(line):
            about = row[2].rpartition(" | ")[2]  # conditions have an example in between
            found |= {(path, row[1], about) for path in paths}
    return found


def test_the_page_has_every_key_where_it_belongs_and_no_other() -> None:
    """Keys, places and descriptions are those of the schema, which is made from what `load` reads."""
    assert keys_on_the_page() == set(keys_of(schema(VOCABULARY)))


def test_the_page_has_every_condition_and_benefit_with_the_example_of_its_file() -> None:
    """A new word of the vocabulary needs its row."""
    for condition in CONDITIONS:
        assert f"| `{condition.key}` | `{condition.example}` | {condition.about} |" in PAGE
    for benefit in VOCABULARY.benefits:
        row = f"| `{benefit.key}: {benefit.example}` | {benefit.about} | `{benefit.phase}` |"
        assert row in PAGE


def test_the_page_names_every_choice() -> None:
    """Wherever one of several words must be chosen, the page shows them all."""
    assert [word for word in choices_of(schema(VOCABULARY)) if word not in PAGE] == []

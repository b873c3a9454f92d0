"""Pages of the documentation as tests: what their blocks say is done, and must come out as the page says.

A page is one test; its blocks run in their order.

- `yaml FILE` is written to that file, as csv, ndjson, json and python are. `yaml` alone is a part of a programme: it must be
  valid, and the sentences quoted after it are among those that `explain` tells. A `decided` block after it is its
  arithmetic (`tests/decided.py`).
- `sh` holds commands. A `text` or `json` block right after it is what the last of them prints: `...` stands for
  anything, and of an object only the keys that the page shows are compared.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE, OutputChecker
from typing import Any

import msgspec
from sybil import Document, Example, Region
from sybil.example import SybilFailure
from tests.decided import retell
from tests.terminal import Terminal

from tessera.engine.vocabulary import VOCABULARY
from tessera.programme.explain import explain
from tessera.programme.load import Loaded, load

_BLOCK = re.compile(
    r"^```(?P<kind>yaml|csv|ndjson|python|sh|json|text|decided)(?: (?P<name>\S+))?\n(?P<body>.*?)^```\n"
    r"(?P<said>(?:\n?^> [^\n]*\n)*)",
    re.MULTILINE | re.DOTALL,
)
_LEAST = {
    "programme": "{id: club, name: Club, money: USD, timezone: Europe/Chisinau}",
    "currencies": "{points: {name: [point, points], worth: 0.01}, cash: {name: cash back, unit: money}}",
    "earn": "{base: {on: purchase, give: {points: 1, per: 1.00}}}",
}
"""What a part of a programme lacks to be a whole one."""


@dataclass(frozen=True)
class Block:
    """A fenced block, and the sentences quoted after it."""

    line: int
    kind: str
    name: str | None
    body: str
    said: tuple[str, ...]


def read_page(document: Document) -> Iterator[Region]:
    """The whole page as one example, so that no runner can tear its blocks apart."""
    blocks = [
        Block(
            document.text.count("\n", 0, found.start()) + 1,
            found["kind"],
            found["name"],
            found["body"],
            tuple(re.findall(r"> (.*)", found["said"])),
        )
        for found in _BLOCK.finditer(document.text)
    ]
    if blocks:
        yield Region(0, len(document.text), parsed=blocks, evaluator=_follow)


def _follow(example: Example) -> None:
    terminal: Terminal = example.namespace["terminal"]
    printed: str | None = None
    part = ""
    for block in example.parsed:
        wrong = None
        match block.kind:
            case "yaml" | "csv" | "ndjson" | "json" | "python" if block.name:
                terminal.write(block.name, block.body)
            case "yaml":
                wrong, part = _untrue(block), block.body
            case "decided" if (decided := _decided(part, block.body)) != block.body:
                wrong = decided
            case "sh":
                printed = terminal.run(block.body)
            case "json" if printed is not None and not _shows(msgspec.json.decode(printed), block.body):
                wrong = printed
            case "text" if printed is not None and not _prints(printed, block.body):
                wrong = printed
        if wrong is not None:
            raise SybilFailure(example, f"Line {block.line} says:\n{block.body}\nbut it is:\n{wrong}")
        if block.kind != "sh":
            printed = None


def _untrue(block: Block) -> str | None:
    """What is wrong with a part of a programme, or with what is said of it."""
    loaded = _loaded(block.body)
    if loaded.programme is None:
        return "\n".join(map(str, loaded.errors))
    told = explain(loaded.programme)
    return told if any(sentence not in told for sentence in block.said) else None


def _loaded(part: str) -> Loaded:
    missing = "".join(
        f"{section}: {value}\n" for section, value in _LEAST.items() if f"\n{section}:" not in f"\n{part}"
    )
    return load(part + missing, vocabulary=VOCABULARY)


def _decided(part: str, block: str) -> str:
    programme = _loaded(part).programme
    assert programme is not None
    return retell(programme, block)


def _prints(printed: str, shown: str) -> bool:
    return OutputChecker().check_output(shown, printed, ELLIPSIS | NORMALIZE_WHITESPACE)


def _shows(answer: Any, shown: str) -> bool:
    return _agree(msgspec.json.decode(shown), answer)


def _agree(shown: Any, real: Any) -> bool:
    match shown:
        case "...":
            return True
        case dict():
            return isinstance(real, dict) and all(
                key in real and _agree(value, real[key]) for key, value in shown.items()
            )
        case [*begun, "..."]:
            return isinstance(real, list) and all(map(_agree, begun, real)) and len(real) >= len(begun)
        case list():
            return isinstance(real, list) and len(real) == len(shown) and all(map(_agree, shown, real))
        case _:
            return bool(shown == real)

"""The README and the pages under docs are tests too: each page is followed from its first block to its last."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sybil import Sybil
from tests.pages import read_page
from tests.terminal import Terminal

pytest_plugins = ["tests.database"]

pytest_collect_file = Sybil(
    parsers=[read_page], patterns=["README.md", "docs/*.md"], fixtures=["terminal"]
).pytest()


@pytest.fixture
def terminal(tmp_path: Path, dsn: str) -> Iterator[Terminal]:
    """Where a page's commands run, against a database of its own."""
    terminal = Terminal(tmp_path, dsn)
    yield terminal
    terminal.close()

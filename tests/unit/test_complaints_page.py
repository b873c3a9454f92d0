"""The page of complaints and the tests that it names."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/complaints.md").read_text(encoding="utf-8")
TESTS = (
    ROOT / "tests/integration/usecases/test_complaints.py",
    ROOT / "tests/unit/engine/test_discount_complaints.py",
)
ISSUE = re.compile(r"#\d+|\b[0-9a-f]{9}\b")


def claims() -> dict[str, str]:
    """The tests by name, with their docstrings."""
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in TESTS]
    functions = [node for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)]
    return {one.name: ast.get_docstring(one) or "" for one in functions if one.name.startswith("test_")}


def test_the_page_names_every_test_and_the_numbers_of_its_complaint() -> None:
    """A row for each test and a test for each row; the issues in the row are those in the test's own words."""
    rows = [line for line in PAGE.splitlines() if "`test_" in line]
    named = {re.findall(r"`(test_\w+)`", row)[0]: ISSUE.findall(row) for row in rows}
    assert named == {name: ISSUE.findall(claim) for name, claim in claims().items()}
    assert all(named.values())

"""The page of the architecture is whole: what the code has, it tells."""

import re
from pathlib import Path

import tessera
from tessera.ledger.verify import CHECKS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/ARCHITECTURE.md").read_text(encoding="utf-8")
SOURCES = [path.read_text(encoding="utf-8") for path in Path(tessera.__path__[0]).rglob("*.py")]


def named(pattern: str) -> set[str]:
    """What the pattern finds in all sources."""
    return {name for source in SOURCES for name in re.findall(pattern, source)}


def test_every_table_says_what_it_promises() -> None:
    """A table that the page does not know is one whose promises nobody wrote down."""
    tables = named(r'db_table = "(\w+)"')
    assert {"account", "voucher_step"} <= tables
    assert {table for table in tables if f"`{table}`" not in PAGE} == set()


def test_every_check_of_verify_is_told() -> None:
    """Whoever reads a difference finds its name on the page."""
    checks = {*CHECKS, *named(r'Difference\(\s*"([\w ]+)"')}
    assert {"chain", "decision", "gift card"} <= checks
    assert {check for check in checks if f"`{check}`" not in PAGE} == set()


def test_every_room_has_its_paragraph() -> None:
    """A stranger can say where any line lives."""
    rooms = {path.parent.name for path in Path(tessera.__path__[0]).glob("*/__init__.py")}
    assert {"kit", "approvals"} <= rooms
    assert {room for room in rooms if f"**{room}**" not in PAGE} == set()


def test_every_setting_is_told() -> None:
    """What the environment may say, an operator can read."""
    settings = (Path(tessera.__path__[0]) / "bootstrap/settings.py").read_text(encoding="utf-8")
    variables = set(re.findall(r'"(TESSERA_[A-Z_]+|DATABASE_URL)"', settings))
    assert {"DATABASE_URL", "TESSERA_WORKERS"} <= variables
    assert {variable for variable in variables if f"`{variable}`" not in PAGE} == set()

"""Small documents for tests: the least that is valid, with the parts under test put in."""

from pathlib import Path

import tessera.programme
from tessera.engine.vocabulary import VOCABULARY
from tessera.programme.document import Programme
from tessera.programme.finding import Finding
from tessera.programme.load import load

HEAD = "programme: {id: club, name: Club, money: USD, timezone: Europe/Chisinau}\n"
CURRENCIES = (
    "currencies: {points: {name: [point, points], worth: 0.02}, cash: {name: cash back, unit: money}}\n"
)
BASE = "  base: {on: purchase, give: {points: 1, per: 1.00}}\n"
WELCOME = "  welcome: {on: enrolment, give: {points: 100}}\n"
MINIMAL = HEAD + CURRENCIES + "earn:\n" + BASE + WELCOME

EXAMPLE_FILE = Path(tessera.programme.__file__).parent / "examples" / "harvest-club.yaml"


def with_rule(rule: str) -> str:
    """A valid document with one more rule, `extra`, on line 6; its value begins at column 10."""
    return f"{MINIMAL}  extra: {rule}\n"


def with_tiers(tiers: str) -> str:
    """A valid document with tiers on line 6; their value begins at column 8."""
    return f"{MINIMAL}tiers: {tiers}\n"


def programme(text: str) -> Programme:
    """The programme of a document that must be without errors."""
    loaded = load(text, vocabulary=VOCABULARY)
    assert loaded.programme is not None, [str(error) for error in loaded.errors]
    return loaded.programme


def errors(text: str | bytes) -> tuple[Finding, ...]:
    loaded = load(text, vocabulary=VOCABULARY)
    assert (loaded.programme is None) == bool(loaded.errors)
    return loaded.errors


def warnings(text: str) -> list[str]:
    return [warning.code for warning in load(text, vocabulary=VOCABULARY).warnings]

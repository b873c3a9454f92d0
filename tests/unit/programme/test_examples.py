"""The examples that the project brings: right documents, told well in every language."""

from pathlib import Path

import pytest
from tests.unit.programme.documents import EXAMPLE_FILE

from tessera.engine.vocabulary import VOCABULARY
from tessera.engine.worked import worked
from tessera.programme.explain import explain
from tessera.programme.languages import LOCALES
from tessera.programme.load import load

EXAMPLES = sorted(EXAMPLE_FILE.parent.glob("*.yaml"))
TOLD = Path(__file__).parent / "told"


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_leaves_nothing_to_doubt(file: Path) -> None:
    """It can be published, and the checker warns of nothing."""
    loaded = load(file.read_bytes(), vocabulary=VOCABULARY, file=file.name)
    assert [str(finding) for finding in (*loaded.errors, *loaded.warnings)] == []


@pytest.mark.parametrize("lang", LOCALES)
@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_reads_as_it_was_last_read_through(file: Path, lang: str) -> None:
    """Its card and its page, sentence by sentence, are those that a person has read and found good."""
    programme = load(file.read_bytes(), vocabulary=VOCABULARY).programme
    assert programme is not None
    card = explain(programme, lang=lang, form="short")
    page = explain(programme, lang=lang, examples=worked(programme))
    assert f"{card}\n{page}" == (TOLD / f"{file.stem}.{lang}.md").read_text(encoding="utf-8")

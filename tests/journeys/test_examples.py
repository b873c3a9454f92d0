"""The example programmes: each is one that can be published, and its page's arithmetic is what the books come to."""

from pathlib import Path

import psycopg
import pytest
from tests.books import Books, read_columns, read_rows
from tests.integration.usecases.shop import DAY, NOON, Shop

import tessera.programme
from tessera.engine.vocabulary import VOCABULARY
from tessera.programme.explain import explain
from tessera.programme.load import load

DOCUMENTS = Path(tessera.programme.__file__).parent / "examples"
FOLDER = Path(__file__).parents[2] / "docs" / "examples"
PAGES = sorted(page for page in FOLDER.glob("*.md") if (DOCUMENTS / f"{page.stem}.yaml").exists())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_worked_by_hand_as_the_books_are_kept(page: Path, dsn: str) -> None:
    """What each rule gives for each activity, and every balance and level after it, is right to the last point."""
    text = page.read_text(encoding="utf-8")
    document = (DOCUMENTS / f"{page.stem}.yaml").read_text(encoding="utf-8")
    programme = load(document, vocabulary=VOCABULARY).programme
    assert programme is not None
    assert f"> {explain(programme, form='short')}" in text
    rows = read_rows(text)
    assert len(rows) == text.count("\n| ") - 1 > 10
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = Shop(connection, programme=document, now=NOON - 200 * DAY)
        assert list(Books(shop, programme).keep(rows, read_columns(text))) == rows
        assert shop.verify().ok

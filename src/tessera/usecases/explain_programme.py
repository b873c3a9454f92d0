"""Say the programme in force in plain words."""

from datetime import datetime
from functools import lru_cache
from typing import Literal

from psycopg import Connection

from tessera.engine.vocabulary import VOCABULARY
from tessera.engine.worked import worked
from tessera.programme.explain import explain
from tessera.programme.load import load
from tessera.usecases.read_programme import read_programme


def explain_programme(
    connection: Connection, *, at: datetime, lang: str, form: Literal["long", "short"]
) -> str:
    """The rules in force `at`, in `lang`. Raises NoProgramme, and InvalidValue for a language without words."""
    return _explain(read_programme(connection, at=at).document, lang, form)


@lru_cache(maxsize=16)  # a version never changes, and reading one takes milliseconds
def _explain(document: str, lang: str, form: Literal["long", "short"]) -> str:
    programme = load(document, vocabulary=VOCABULARY).programme
    if programme is None:
        raise AssertionError("a published document no longer loads")
    return explain(programme, lang=lang, form=form, examples=worked(programme))

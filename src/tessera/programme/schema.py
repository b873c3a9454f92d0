"""The JSON Schema (draft 2020-12) of a document, for editors: what may be written, with a description of every key."""

from typing import Any

from tessera.programme.construct import Vocabulary
from tessera.programme.sections.root import document


def schema(vocabulary: Vocabulary) -> dict[str, Any]:
    """The schema of documents that use the words of `vocabulary`.

    It accepts every document that `load` accepts; what depends on other parts of the document (references,
    contradictions) only `load` can tell.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A Tessera loyalty programme",
        "description": "One document from which the whole programme runs.",
        **document(vocabulary).schema(),
    }

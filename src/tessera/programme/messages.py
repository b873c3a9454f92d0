"""The messages of a language: the wording's and the constructs' own, which Fluent puts values into."""

from collections.abc import Callable, Collection, Mapping
from functools import cache
from importlib import resources
from typing import Any

from fluent.runtime import FluentBundle, FluentResource

from tessera.programme.construct import Construct
from tessera.programme.languages import LOCALES, UnknownLanguage

Message = Callable[[str, Mapping[str, Any]], str]
"""Says a message, by its name, with these values."""

PARTS = ("", ".household", ".receipts", ".rewards")
"""The files of a language's wording, by what follows its name."""


def read_messages(lang: str, constructs: Collection[type[Construct]]) -> Message:
    """What the wording and these constructs say in a language.

    Raises UnknownLanguage when the wording, or one of the constructs, is not written in it.
    """
    named = sorted(constructs, key=lambda construct: construct.__name__)
    sources = _wording(lang), *(_texts(construct, lang) for construct in named)
    return _bundle(LOCALES[lang].replace("_", "-"), sources)


@cache
def _wording(lang: str) -> str:
    if lang not in LOCALES:
        written = ", ".join(LOCALES)
        raise UnknownLanguage(
            f"No sentences are written in this language; there are: {written}.", field="lang"
        )
    wording = resources.files("tessera.programme").joinpath("wording")
    return "\n".join(wording.joinpath(f"{lang}{part}.ftl").read_text(encoding="utf-8") for part in PARTS)


def _texts(construct: type[Construct], lang: str) -> str:
    if lang not in construct.texts:
        raise UnknownLanguage(f"`{construct.key}` has no phrase in this language.", field="lang")
    return construct.texts[lang]


@cache
def _bundle(locale: str, sources: tuple[str, ...]) -> Message:
    # Isolating characters belong to mixed writing directions in a page; here they would litter plain text.
    bundle = FluentBundle([locale], use_isolating=False)
    for source in sources:
        bundle.add_resource(FluentResource(source))

    def message(name: str, values: Mapping[str, Any]) -> str:
        pattern = bundle.get_message(name).value
        if pattern is None:
            raise LookupError(f"The message {name} has no text.")
        text, errors = bundle.format_pattern(pattern, dict(values))
        if errors:
            raise LookupError(f"The message {name} cannot be said: {errors}.")
        return str(text)

    return message

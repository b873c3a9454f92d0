"""In which language a call is answered.

`lang` in the query says it, else the Accept-Language header as far as there are sentences in one of its languages. It is
kept with the call, as its source and id are: sentences stand deep inside of answers.
"""

from contextvars import ContextVar
from typing import Any, Final

from litestar import Request

from tessera.api.header import header_of
from tessera.programme.languages import LOCALES, UnknownLanguage

OTHERWISE: Final = "en"
"""The language of calls that ask for none."""

_spoken: ContextVar[str] = ContextVar("language of the call", default=OTHERWISE)


def spoken() -> str:
    """The language of the call that is being answered."""
    return _spoken.get()


def listen(request: Request[Any, Any, Any]) -> None:
    """Answer this call in the language that it asks for. Raises UnknownLanguage."""
    _spoken.set(asked(request) or OTHERWISE)


def asked(request: Request[Any, Any, Any]) -> str | None:
    """The language that a call asks for; None: it asks for none. Raises UnknownLanguage for a `lang` of no sentences."""
    lang: str | None = request.query_params.get("lang") if request.scope["query_string"] else None
    if lang is not None:
        if lang not in LOCALES:
            raise UnknownLanguage(
                f"No sentences are written in this language; there are: {', '.join(LOCALES)}.", field="lang"
            )
        return lang
    header = header_of(request, b"accept-language")
    return None if header is None else preferred(header)


def preferred(header: str) -> str | None:
    """The best of an Accept-Language header's languages that there is (RFC 9110, 12.5.4); None when there is none."""
    best, weight = None, 0.0
    for part in header.split(","):
        tag, *parameters = (piece.strip().lower() for piece in part.split(";"))
        lang, quality = tag.partition("-")[0], _quality(parameters)
        if lang in LOCALES and quality > weight:
            best, weight = lang, quality
    return best


def _quality(parameters: list[str]) -> float:
    """0 for what cannot be read: a header is a wish, and never a mistake."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0

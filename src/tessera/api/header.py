"""A header of a call, found where the server put it: Litestar's own way makes an object of all of them each time."""

from typing import Any

from litestar import Request


def header_of(request: Request[Any, Any, Any], name: bytes) -> str | None:
    """The value of the first header of this name (small letters); None where there is none."""
    for known, value in request.scope["headers"]:
        if known == name:
            return value.decode("latin-1")
    return None

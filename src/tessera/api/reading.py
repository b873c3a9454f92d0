"""Read a body as a form, and say in one problem what is wrong with it and where."""

import re
from typing import Any, TypeVar

import msgspec

from tessera.api.problems import BrokenJson
from tessera.kit.problems import InvalidValue

T = TypeVar("T")

_WHERE = re.compile(r"(?P<what>.*) - at `\$\.?(?P<path>.*)`", re.DOTALL)
_FIELD = re.compile(
    r"(?P<what>Object (?:contains unknown|missing required) field) `(?P<field>.*)`", re.DOTALL
)


def read_form(decoder: msgspec.json.Decoder[T], body: bytes | msgspec.Raw) -> T:
    """The form in `body`. Raises BrokenJson, or InvalidValue with the path of the field."""
    try:
        return decoder.decode(body)
    except msgspec.ValidationError as error:
        raise _invalid(str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BrokenJson(f"The body is not JSON that can be read: {error}.") from None


def convert_form(kind: type[T], body: Any) -> T:
    """The form in what has been read already. Raises InvalidValue with the path of the field."""
    try:
        return msgspec.convert(body, kind)
    except msgspec.ValidationError as error:
        raise _invalid(str(error)) from None


def _invalid(message: str) -> InvalidValue:
    """The message of msgspec, with the path in `field`; an unknown or missing field is named by it."""
    path = ""
    if at := _WHERE.fullmatch(message):
        message, path = at["what"], at["path"]
    if of := _FIELD.fullmatch(message):
        path = f"{path}.{of['field']}" if path else of["field"]
        message = "This field is unknown." if "unknown" in of["what"] else "This field is required."
    else:
        message = message.rstrip(".") + "."
    return InvalidValue(message, field=path or "body")

"""Read a body as a form, and say in one problem what is wrong with it and where."""

import re
from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec

from tessera.api.allowed import allowed
from tessera.api.forms import SHAPES
from tessera.api.problems import BrokenJson
from tessera.kit.problems import InvalidValue

T = TypeVar("T")

_WHERE = re.compile(r"(?P<what>.*) - at `\$\.?(?P<path>.*)`", re.DOTALL)
_FIELD = re.compile(
    r"(?P<what>Object (?:contains unknown|missing required) field) `(?P<field>.*)`", re.DOTALL
)

_OTHER_KIND = re.compile(r"Expected `(?P<wanted>.*)`, got `(?P<got>.*)`")
_OTHER_WORD = re.compile(r"Invalid enum value ")
_KINDS = {
    "object": "an object in braces",
    "array": "a list in brackets",
    "str": "a text in quotes",
    "int": "a whole number",
    "float": "a number",
    "decimal": "a decimal number",
    "bool": "true or false",
    "uuid": "an id in quotes",
    "datetime": "an instant in quotes",
    "date": "a date in quotes",
}
_INSTEAD = _KINDS | {"float": "a fraction", "null": "null"}

_IN_WORDS = {
    "word": "Write small letters, digits, - and _, beginning with a letter, at most 50.",
    "plain": "Write some text without control characters.",
    "note": "Write text: of control characters only tabs and line ends.",
    "key": "A key is 1 to 200 visible ASCII characters, without spaces.",
    "money": "Write the three letters of a currency, like USD.",
    "language": "Write a language's tag, like en or ro-MD.",
}
_AN_INSTANT = "Write an instant with its offset, like 2026-06-05T12:00:00Z."
_SENTENCES = (
    *((re.compile(re.escape(f"Expected `str` matching regex {SHAPES[shape]!r}")), words)
      for shape, words in _IN_WORDS.items()),
    (re.compile(r"Expected `datetime` with a timezone component|Invalid RFC3339 encoded datetime"), _AN_INSTANT),
    (re.compile(r"Invalid RFC3339 encoded date"), "Write a date, like 2026-06-05."),
    (re.compile(r"Invalid UUID"), "Write an id, like 01928f6e-7a52-7c31-8d0e-5b1f0c2a9d44."),
    (re.compile(r"Invalid decimal string"), "Write a plain decimal number, like 12.50."),
    (re.compile(r"Expected `array` of length >= (\d+)"), "Give {0} at least."),
    (re.compile(r"Expected `(?:array|object)` of length <= (\d+)"), "Give {0} at most."),
    (re.compile(r"Expected `str` of length >= 1"), "This cannot be empty."),
    (re.compile(r"Expected `str` of length <= (\d+)"), "Write {0} characters at most."),
    (re.compile(r"Expected `int` <= (\d+)"), "Write {0} at most."),
    (re.compile(r"Expected `int` >= (-?\d+)"), "Write {0} at least."),
)  # fmt: skip
"""What msgspec says, in words for whoever wrote the call."""


def read_form(decoder: msgspec.json.Decoder[T], body: bytes | msgspec.Raw) -> T:
    """The form in `body`. Raises BrokenJson, or InvalidValue with the path of the field."""
    try:
        return decoder.decode(body)
    except msgspec.ValidationError as error:
        raise _invalid(str(error), decoder.type) from None
    except UnicodeDecodeError:
        raise BrokenJson("The body is not JSON that can be read: it is not UTF-8.") from None
    except (msgspec.DecodeError, RecursionError) as error:
        raise BrokenJson(f"The body is not JSON that can be read: {error}.") from None


def convert_form(kind: type[T], body: Any) -> T:
    """The form in what has been read already. Raises InvalidValue with the path of the field."""
    try:
        return msgspec.convert(body, kind)
    except msgspec.ValidationError as error:
        raise _invalid(str(error), kind) from None


def _invalid(message: str, form: Any) -> InvalidValue:
    """The message of msgspec in our words, with the path in `field`; an unknown or missing field is named by it."""
    path = ""
    if at := _WHERE.fullmatch(message):
        message, path = at["what"], at["path"]
    if of := _FIELD.fullmatch(message):
        path = f"{path}.{of['field']}" if path else of["field"]
        message = "This field is unknown." if "unknown" in of["what"] else "This field is required."
    elif _OTHER_WORD.match(message):
        message = f"Write {_one_of(allowed(form, path))}."
    else:
        message = _in_words(message)
    return InvalidValue(message, field=path or "body")


def _in_words(message: str) -> str:
    for said, words in _SENTENCES:
        if found := said.fullmatch(message):
            return words.format(*(f"{int(number):,}" for number in found.groups()))
    if of := _OTHER_KIND.fullmatch(message):
        wanted = [_KINDS[kind] for kind in of["wanted"].split(" | ") if kind in _KINDS]
        if wanted and of["got"] in _INSTEAD:
            return f"Write {_one_of(wanted)}, not {_INSTEAD[of['got']]}."
    return message.rstrip(".") + "."


def _one_of(words: Sequence[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last

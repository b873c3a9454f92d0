"""Read a body as a form, and say in one problem what is wrong with it and where."""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Any, TypeVar

import msgspec

from tessera.api.allowed import allowed, fields
from tessera.api.fields import SHAPES
from tessera.api.problems import BrokenJson
from tessera.kit.problems import InvalidValue

T = TypeVar("T")

_WHERE = re.compile(r"(?P<what>.*) - at (?:`key` in )?`\$\.?(?P<path>.*)`", re.DOTALL)
_FIELD = re.compile(
    r"(?P<what>Object (?:contains unknown|missing required) field) `(?P<field>.*)`", re.DOTALL
)

_SOME = "[...]"
"""How msgspec names some value of an object whose keys are the caller's own."""
_STEP = re.compile(r"\[(?P<place>\d+)\]|(?P<field>[^.\[\]]+)")
_ALIKE = 0.6

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
        raise _invalid(str(error), decoder.type, lambda: msgspec.json.decode(body)) from None
    except UnicodeDecodeError:
        raise BrokenJson("The body is not JSON that can be read: it is not UTF-8.") from None
    except (msgspec.DecodeError, RecursionError) as error:
        raise BrokenJson(f"The body is not JSON that can be read: {error}.") from None


def convert_form(kind: type[T], body: Any) -> T:
    """The form in what has been read already. Raises InvalidValue with the path of the field."""
    try:
        return msgspec.convert(body, kind)
    except msgspec.ValidationError as error:
        raise _invalid(str(error), kind, lambda: body) from None


def _invalid(said: str, form: Any, body: Callable[[], Any]) -> InvalidValue:
    """What msgspec `said` in our words, with the path in `field`; an unknown or missing field is named by it."""
    message, path = said, ""
    if at := _WHERE.fullmatch(message):
        message, path = at["what"], at["path"]
    within = path
    if path.endswith(_SOME):
        path = _with_key(path.removesuffix(_SOME), said, form, body())
    if of := _FIELD.fullmatch(message):
        known = fields(form, within)
        path = f"{path}.{of['field']}" if path else of["field"]
        message = _unknown(of["field"], known) if "unknown" in of["what"] else "This field is required."
    elif _OTHER_WORD.match(message):
        message = f"Write {_one_of(allowed(form, within))}."
    else:
        message = _in_words(message)
    return InvalidValue(message, field=path or "body")


def _unknown(field: str, known: Sequence[str]) -> str:
    meant = get_close_matches(field, known, 1, _ALIKE)
    told = f"Perhaps {meant[0]} is meant." if meant else f"There are: {', '.join(known)}."
    return f"This field is unknown. {told}"


def _with_key(path: str, said: str, form: Any, body: Any) -> str:
    """The path to the value that is wrong in an object, whose key msgspec leaves out: the first with which it says so."""
    holder = body
    *outer, last = [int(step["place"]) if step["place"] else step["field"] for step in _STEP.finditer(path)]
    for step in outer:
        holder = holder[step]
    pairs = list(holder[last].items())

    def says_so(place: int) -> bool:
        holder[last] = dict(pairs[: place + 1])
        try:
            msgspec.json.decode(msgspec.json.encode(body), type=form)
        except msgspec.ValidationError as error:
            return str(error) == said
        return False

    place = bisect_left(range(len(pairs)), True, key=says_so)
    return f"{path}.{pairs[place][0]}" if place < len(pairs) else path


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

"""What is wrong with a body, in words for whoever wrote the call."""

from typing import Any

import msgspec
import pytest

from tessera.api.forms import (
    ActivityForm,
    AdjustmentForm,
    BatchForm,
    ChoiceForm,
    EnrolmentForm,
    MergeForm,
    RefusalForm,
    UndoForm,
)
from tessera.api.problems import BrokenJson
from tessera.api.reading import read_form
from tessera.kit.problems import InvalidValue

PURCHASE = {"type": "purchase", "member": {"card": "ANN1"}}
ADJUSTMENT = {"currency": "points", "points": 5, "reason": "sorry"}
NAMELESS = "Write some text without control characters."
NOTELESS = "Write text: of control characters only tabs and line ends."
INSTANT = "Write an instant with its offset, like 2026-06-05T12:00:00Z."


@pytest.mark.parametrize(
    ("form", "body", "field", "said"),
    [
        (ActivityForm, PURCHASE | {"type": "Big Buy"}, "type",
         "Write small letters, digits, - and _, beginning with a letter, at most 50."),
        (ActivityForm, PURCHASE | {"key": "a b"}, "key", "A key is 1 to 200 visible ASCII characters, without spaces."),
        (ActivityForm, PURCHASE | {"key": "p-1\n"}, "key",
         "A key is 1 to 200 visible ASCII characters, without spaces."),
        (ActivityForm, PURCHASE | {"money": "$"}, "money", "Write the three letters of a currency, like USD."),
        (ActivityForm, PURCHASE | {"occurred_at": "2026-06-05T12:00:00"}, "occurred_at", INSTANT),
        (ActivityForm, PURCHASE | {"occurred_at": "yesterday"}, "occurred_at", INSTANT),
        (ActivityForm, PURCHASE | {"amount": "a lot"}, "amount", "Write a plain decimal number, like 12.50."),
        (ActivityForm, PURCHASE | {"store": ""}, "store", "This cannot be empty."),
        (ActivityForm, PURCHASE | {"store": "x" * 201}, "store", "Write 200 characters at most."),
        (ActivityForm, PURCHASE | {"lines": [{}] * 1001}, "lines", "Give 1,000 at most."),
        (ActivityForm, PURCHASE | {"facts": {str(n): "x" for n in range(51)}}, "facts", "Give 50 at most."),
        (ActivityForm, PURCHASE | {"amuont": 1}, "amuont",
         "This field is unknown. Perhaps amount is meant."),
        (ActivityForm, PURCHASE | {"member": {"passport": "ANN1"}}, "member.passport",
         "This field is unknown. There are: card, phone, email, id, external_id."),
        (ActivityForm, {"type": "purchase"}, "member", "This field is required."),
        (ActivityForm, [], "body", "Write an object in braces, not a list in brackets."),
        (BatchForm, {"activities": []}, "activities", "Give 1 at least."),
        (EnrolmentForm, {"name": "Ann\n"}, "name", NAMELESS),
        (EnrolmentForm, {"name": "A\x00n"}, "name", NAMELESS),
        (EnrolmentForm, {"name": "Ann", "language": "Klingon!"}, "language", "Write a language's tag, like en or ro-MD."),
        (EnrolmentForm, {"name": "Ann", "identities": [{"kind": "passport", "value": "1"}]}, "identities[0].kind",
         "Write card, email, external_id or phone."),
        (ActivityForm, PURCHASE | {"spend": {"points": "all"}}, "spend.points", "Write a whole number or most."),
        (ActivityForm, PURCHASE | {"spend": {"points": 5, "cash": "all"}}, "spend.cash", "Write a whole number or most."),
        (ActivityForm, PURCHASE | {"spend": {"Points!": 5}}, "spend",
         "Write small letters, digits, - and _, beginning with a letter, at most 50."),
        (ActivityForm, PURCHASE | {"lines": [{"amount": "1"}, {"amount": "1", "facts": {"a": "b", "c": True, "d": 1}}]},
         "lines[1].facts.c", "Write a text in quotes, not true or false."),
        (ActivityForm, PURCHASE | {"member": "ANN1"}, "member", "Write an object in braces, not a text in quotes."),
        (ActivityForm, PURCHASE | {"store": 5}, "store", "Write a text in quotes, not a whole number."),
        (ActivityForm, PURCHASE | {"lines": {}}, "lines", "Write a list in brackets, not an object in braces."),
        (AdjustmentForm, ADJUSTMENT | {"points": "5"}, "points", "Write a whole number, not a text in quotes."),
        (AdjustmentForm, ADJUSTMENT | {"points": 5.5}, "points", "Write a whole number, not a fraction."),
        (EnrolmentForm, {"name": None}, "name", "Write a text in quotes, not null."),
        (MergeForm, {"member": "ANN1", "reason": "twins"}, "member",
         "Write an id, like 01928f6e-7a52-7c31-8d0e-5b1f0c2a9d44."),
        (AdjustmentForm, ADJUSTMENT | {"points": 10**12}, "points", "Write 1,000,000,000 at most."),
        (AdjustmentForm, ADJUSTMENT | {"points": -(10**12)}, "points", "Write -1,000,000,000 at least."),
        (AdjustmentForm, ADJUSTMENT | {"reason": "a\x00b"}, "reason", NAMELESS),
        (AdjustmentForm, ADJUSTMENT | {"note": "a\x00b"}, "note", NOTELESS),
        (UndoForm, {"of": "g-1", "reason": "a\x00b"}, "reason", NAMELESS),
        (RefusalForm, {"reason": "a\x00b"}, "reason", NAMELESS),
        (ChoiceForm, {"choice": "c", "values": ["a"], "period": "June"}, "period", "Write a date, like 2026-06-05."),
    ],
)  # fmt: skip
def test_each_mistake_is_named_and_says_what_to_write(form: Any, body: Any, field: str, said: str) -> None:
    """The field by its path, and one sentence that says what to write instead; no pattern, no words of a library."""
    with pytest.raises(InvalidValue) as problem:
        read_form(msgspec.json.Decoder(form), msgspec.json.encode(body))
    assert (problem.value.facts["field"], problem.value.detail) == (field, said)


@pytest.mark.parametrize("body", [b"", b"{", b'{"type": NaN}', b'{"type": "\xff"}'])
def test_what_is_no_json_is_told_as_such(body: bytes) -> None:
    """Cut off, with a NaN, or not UTF-8."""
    with pytest.raises(BrokenJson, match="The body is not JSON that can be read: "):
        read_form(msgspec.json.Decoder(ActivityForm), body)

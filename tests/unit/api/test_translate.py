"""From a body to a submission; and for every bad input the field that is wrong and what to do."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from tessera.api.forms import ActivityForm
from tessera.api.problems import BrokenJson
from tessera.api.reading import read_form
from tessera.api.translate import to_submission
from tessera.engine.activity import Activity, Line
from tessera.kit.problems import InvalidValue
from tessera.usecases.answers import Submission

NOW = datetime(2026, 6, 5, 12, tzinfo=UTC)
PURCHASE: dict[str, Any] = {
    "type": "purchase",
    "member": {"card": "4006 3812-0017"},
    "occurred_at": "2026-06-05T14:30:00+03:00",
    "amount": "12.40",
    "lines": [
        {"id": "a", "brand": "Private", "quantity": 2, "amount": 5.40},
        {"product": "916122", "quantity": "0.742", "amount": "7.00", "facts": {"fresh": "yes"}},
    ],
}


def translated(body: bytes | dict[str, Any]) -> Submission:
    raw = body if isinstance(body, bytes) else msgspec.json.encode(body)
    form = read_form(msgspec.json.Decoder(ActivityForm), raw)
    return to_submission(form, source="till", key="k", now=NOW, money=("USD", 2))


def test_measures_payments_and_units_are_translated_exactly() -> None:
    """Measures in thousandths, payments in minor units, the unit as it is; what has too many decimals is named."""
    body = {
        "type": "stay",
        "member": {"card": "4006"},
        "measures": {"night": 3, "km": "1.5"},
        "payments": {"card": "10.05", "gift card": 0},
        "lines": [{"amount": 1, "quantity": "41.5", "unit": "litre"}],
    }
    activity = translated(body).activity
    assert activity.measures == {"night": 3000, "km": 1500}
    assert activity.payments == {"card": 1005, "gift card": 0}
    assert activity.lines == (Line("1", 100, 41_500, unit="litre"),)
    for field, value in (("measures", "0.0001"), ("payments", "0.001"), ("payments", -1)):
        with pytest.raises(InvalidValue) as refusal:
            translated(body | {field: {"card": value}})
        assert refusal.value.facts["field"] == f"{field}.card"


def test_a_purchase_is_translated_exactly() -> None:
    """Minor units, thousandths, UTC, the card without its spaces, a line without an id named by its place."""
    assert translated(PURCHASE) == Submission(
        "till",
        "card",
        "400638120017",
        Activity(
            type="purchase",
            key="k",
            occurred_at=datetime(2026, 6, 5, 11, 30, tzinfo=UTC),
            amount_minor=1240,
            money="USD",
            lines=(
                Line("a", 540, 2000, brand="Private"),
                Line("2", 700, 742, product="916122", facts={"fresh": "yes"}),
            ),
        ),
    )


def test_a_json_number_is_read_by_its_digits_and_never_as_a_float() -> None:
    """0.29 x 100 is 28.999… in floats; 4503599627370.49 has more digits than a float's cents."""
    body = b'{"type":"purchase","member":{"card":"ANN1"},"amount":%s}'
    assert translated(body % b"0.29").activity.amount_minor == 29
    assert translated(body % b"4503599627.49").activity.amount_minor == 450_359_962_749


def test_without_an_instant_it_is_now_and_a_retry_may_come_later() -> None:
    """`dated` tells the comparison of retries that the instant was ours."""
    submission = translated({name: value for name, value in PURCHASE.items() if name != "occurred_at"})
    assert (submission.activity.occurred_at, submission.dated) == (NOW, False)
    assert translated(PURCHASE).dated


def test_lines_alone_give_the_amount() -> None:
    """The sum of the lines is the amount when it is left out."""
    body = {name: value for name, value in PURCHASE.items() if name != "amount"}
    assert translated(body).activity.amount_minor == 1240


def test_a_return_may_name_a_line_alone() -> None:
    """Zero amount and quantity mean all that is left of the line."""
    back = {"type": "return", "member": {"card": "ANN1"}, "of": "k0", "lines": [{"id": "a"}]}
    assert translated(back).activity.lines == (Line("a", 0, 0),)


def test_an_external_id_is_of_the_calling_source() -> None:
    """Two sources may use the same number for two members."""
    submission = translated(PURCHASE | {"member": {"external_id": "77"}})
    assert (submission.kind, submission.value) == ("external:till", "77")


def line(**fields: Any) -> dict[str, Any]:
    return {"lines": [{"amount": 1, **fields}], "amount": None}


BAD: list[tuple[dict[str, Any], str]] = [
    ({"amount": "-1"}, "amount"),
    ({"amount": "NaN"}, "amount"),
    ({"amount": "Infinity"}, "amount"),
    ({"amount": "1e11"}, "amount"),
    ({"amount": "12.405"}, "amount"),
    ({"amount": "12.41"}, "amount"),  # the lines sum to 12.40
    ({"amount": True}, "amount"),
    ({"amount": "twelve"}, "amount"),
    ({"amount": None, "lines": []}, "amount"),
    ({"amount": "1.5", "lines": [], "money": "JPY"}, "amount"),
    (line(amount=-1), "lines[0].amount"),
    (line(amount=None), "lines[0].amount"),
    (line(quantity="1.0001"), "lines[0].quantity"),
    (line(quantity=-1), "lines[0].quantity"),
    (line(colour="red"), "lines[0].colour"),
    (line(facts={"n": 1}), "lines[0].facts.n"),
    ({"lines": [{"id": "1", "amount": 1}, {"id": "1", "amount": 1}], "amount": None}, "lines"),
    ({"lines": [{"amount": 1}] * 1001, "amount": None}, "lines"),
    ({"money": "usd"}, "money"),
    ({"occurred_at": "2026-06-05T12:00:00"}, "occurred_at"),
    ({"occurred_at": (NOW + timedelta(minutes=6)).isoformat()}, "occurred_at"),
    ({"occurred_at": "0001-01-01T00:00:00+14:00"}, "occurred_at"),
    ({"occurred_at": "9999-12-31T23:59:59-14:00"}, "occurred_at"),
    ({"occurred_at": 1780660800}, "occurred_at"),
    ({"type": "Purchase!"}, "type"),
    ({"type": "return"}, "of"),
    ({"of": "k0"}, "lines[0]"),
    ({"member": {}}, "member"),
    ({"member": {"card": "ANN1", "phone": "+37322123456"}}, "member"),
    ({"member": {"card": "x"}}, "member.card"),
    ({"member": {"phone": "022123456"}}, "member.phone"),
    ({"member": {"email": "ann"}}, "member.email"),
    ({"member": {"id": "7"}}, "member.id"),
    ({"member": {"external_id": "a b"}}, "member.external_id"),
    ({"key": "with space"}, "key"),
    ({"store": "s" * 201}, "store"),
    ({"channel": ""}, "channel"),
    ({"amout": 1}, "amout"),
]


@pytest.mark.parametrize(
    ("change", "field"), BAD, ids=[f"{place}-{field}" for place, (_, field) in enumerate(BAD)]
)
def test_a_bad_value_is_refused_by_its_path(change: dict[str, Any], field: str) -> None:
    """Each names the field, in a sentence, without repeating what was sent."""
    with pytest.raises(InvalidValue) as refusal:
        translated(PURCHASE | change)
    assert refusal.value.facts["field"] == field
    assert refusal.value.detail.endswith(".")


def test_a_missing_field_is_named() -> None:
    """What is required says so itself."""
    with pytest.raises(InvalidValue, match="required") as refusal:
        translated({"type": "purchase"})
    assert refusal.value.facts["field"] == "member"


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"nonsense", b'{"type": NaN}', b'{"type": "\xff"}', b'{"type": "\\ud800"}', b"[" * 100_000],
    ids=["empty", "cut", "words", "NaN", "not UTF-8", "half a surrogate", "deep"],
)
def test_what_is_not_json_is_broken_json_or_not_an_object(body: bytes) -> None:
    """Unreadable bytes are another problem than a readable body with a mistake."""
    with pytest.raises((BrokenJson, InvalidValue)) as refusal:
        translated(body)
    assert isinstance(refusal.value, InvalidValue) == body.startswith(b"[")


def test_lines_that_do_not_sum_are_told_in_money() -> None:
    """As the caller writes it, not in the smallest coins."""
    with pytest.raises(InvalidValue, match=r"The amount is 12\.41, but its lines sum to 12\.40\."):
        translated(PURCHASE | {"amount": "12.41"})

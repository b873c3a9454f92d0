"""Points that pay, over HTTP: quoted, held, captured, released; only by a key that may."""

from datetime import timedelta
from typing import Any

import pytest
from tests.integration.api.conftest import NOON, Client

from tessera.kit.clock import SetClock

pytestmark = pytest.mark.usefixtures("member")
BASKET: dict[str, Any] = {
    "member": {"card": "ANN1"},
    "lines": [{"id": "milk", "amount": "6.00"}, {"id": "bread", "amount": "4.00"}],
}


def hold(client: Client, key: str, points: int, **more: Any) -> Any:
    return client.post("/v1/holds", json=BASKET | {"key": key, "spend": {"points": points}} | more)


def pay(client: Client, key: str, **more: Any) -> Any:
    return client.post("/v1/activities", json=BASKET | {"type": "purchase", "key": key} | more)


def test_a_checkout_from_the_quote_to_the_capture(client: Client, clock: SetClock) -> None:
    """The quote says what can be spent, the hold sets it aside, the purchase captures it; each line's discount is told."""
    quote = client.post("/v1/quotes", json=BASKET | {"type": "purchase"}).json()
    (spendable,) = quote["spendable"]
    assert spendable | {"least": 1} == {
        "currency": "points", "least": 1, "most": 500, "step": 1, "most_minor": 500,
        "code": None, "sentence": None, "value": None,
    }  # fmt: skip
    held = hold(client, "basket-1", 500)
    assert held.status_code == 201
    assert held.json()["held"]["expires_at"] == (NOON + timedelta(minutes=30)).isoformat().replace(
        "+00:00", "Z"
    )
    (payment,) = held.json()["held"]["payments"]
    assert payment["lines"] == [
        {"line": 1, "amount_minor": 300, "points": 300},
        {"line": 2, "amount_minor": 200, "points": 200},
    ]
    assert held.json()["balances"]["points"] == {"available": 0, "pending": 0, "held": 500, "debt": 0}
    assert hold(client, "basket-1", 500).status_code == 200
    clock.instant = NOON + timedelta(minutes=5)
    bought = pay(client, "p1", hold="basket-1").json()
    assert bought["paid"] == [payment]
    assert [granted["amount"] for granted in bought["granted"]] == [10]
    assert bought["balances"]["points"] == {"available": 0, "pending": 10, "held": 0, "debt": 0}
    back = {"type": "return", "key": "r1", "member": {"card": "ANN1"}, "of": "p1"}
    returned = client.post("/v1/activities", json=back).json()
    assert returned["refunded"] == [
        {"currency": "points", "points": 500, "amount_minor": 500, "to_lots": 500, "into_grace": 0, "gone": 0}
    ]
    assert returned["balances"]["points"] == {"available": 500, "pending": 0, "held": 0, "debt": 0}


def test_a_hold_is_released_once_and_safely_again(client: Client) -> None:
    """By its key, whatever is in it; what set nothing aside is refused, and an unknown one is not there."""
    assert hold(client, "cart/7?a=1", 100).status_code == 201
    for _ in range(2):
        released = client.delete("/v1/holds/cart%2F7%3Fa=1")
        assert released.status_code == 200
        assert released.json()["balances"]["points"]["available"] == 500
    assert client.delete("/v1/holds/nothing").status_code == 404
    assert pay(client, "p1").status_code == 201
    refused = client.delete("/v1/holds/p1").json()
    assert (refused["status"], refused["refusal"]["code"]) == ("refused", "not_a_hold")


def test_a_refused_hold_says_why_in_words(client: Client) -> None:
    """With a code for the till and a sentence for the cashier."""
    refused = hold(client, "h", 600, lines=[{"id": "wine", "amount": "90.00"}])
    assert refused.status_code == 201
    assert refused.json()["refusal"] == {
        "code": "insufficient_points",
        "sentence": "Only 500 are available; 600 cannot be spent.",
    }


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"spend": {"points": "all"}}, "spend.points"),
        ({"spend": {"points": 0}}, "spend.points"),
        ({"spend": {"points": -5}}, "spend.points"),
        ({"spend": {"points": 1.5}}, "spend.points"),
        ({"spend": {}}, "spend"),
        ({"spend": {"points": 10**15}}, "spend.points"),
        ({"lines": []}, "amount"),
    ],
)
def test_a_hold_that_cannot_be_names_its_field(client: Client, body: dict[str, Any], field: str) -> None:
    """Nothing is remembered of it."""
    problem = hold(client, "h", 100, **body)
    assert problem.status_code == 422
    assert problem.json()["errors"][0]["field"].startswith(field.split(".", maxsplit=1)[0])
    assert hold(client, "h", 100).status_code == 201


def test_holds_and_releases_come_by_their_own_calls(client: Client) -> None:
    """And points pay for purchases only; a quote needs no hold."""
    for type_ in ("hold", "release"):
        problem = pay(client, "x", type=type_)
        assert (problem.status_code, problem.json()["errors"][0]["field"]) == (422, "type")
    assert pay(client, "x", type="review", spend={"points": 100}).json()["errors"][0]["field"] == "spend"
    quote = client.post("/v1/quotes", json=BASKET | {"type": "purchase", "hold": "h"})
    assert quote.json()["errors"][0]["field"] == "hold"
    assert pay(client, "x", hold="nowhere").json()["code"] == "unknown_hold"


def test_a_till_without_a_hold_may_ask_for_the_most(client: Client) -> None:
    """Half of the basket here; the answer says how many that were."""
    bought = pay(client, "p1", spend={"points": "most"}).json()
    assert [payment["points"] for payment in bought["paid"]] == [500]

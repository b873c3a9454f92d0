"""Segment's events arrive as activities."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.integration.api.conftest import Client

from tessera.connect.segment import Event, to_body
from tessera.kit.problems import InvalidValue


@pytest.fixture
def ann(client: Client, member: str) -> str:
    """Ann, whom the shop knows as 77."""
    path = f"/v1/members/{member}/identities"
    assert client.post(path, json={"kind": "external_id", "value": "77"}).status_code == 201
    return member


def event(name: str, message: str, **properties: Any) -> dict[str, Any]:
    return {
        "type": "track", "event": name, "messageId": message, "userId": "77",
        "timestamp": "2026-06-05T11:00:00.000Z", "properties": properties,
        "context": {"library": {"name": "analytics.js"}}, "integrations": {},
    }  # fmt: skip


ORDER = {
    "order_id": "50314b8e", "currency": "USD", "revenue": 25.0, "shipping": 3, "tax": 2, "total": 30.0, "discount": 2.5,
    "products": [
        {"product_id": "A", "sku": "45790-32", "price": 19, "quantity": 1, "category": "Games"},
        {"product_id": "B", "sku": "46493-32", "price": 4.25, "quantity": 2, "category": "Games"},
    ],
}  # fmt: skip


def test_an_order_is_a_purchase_and_a_refund_takes_it_back(client: Client, ann: str) -> None:
    """Points are for the revenue, without shipping and tax; part of a product back takes its part; then the rest."""
    bought = client.post("/v1/segment", json=event("Order Completed", "m1", **ORDER))
    assert bought.status_code == 201, bought.text
    assert bought.json()["member_id"] == ann
    assert bought.json()["key"] == "order-50314b8e"
    assert bought.json()["balances"]["points"]["pending"] == 50
    again = client.post("/v1/segment", json=event("Order Completed", "m2", **ORDER))
    assert again.status_code == 200
    one = {"order_id": "50314b8e", "products": [{"product_id": "B", "quantity": 1}]}
    part = client.post("/v1/segment", json=event("Order Refunded", "m3", **one))
    assert part.status_code == 201, part.text
    assert 40 < part.json()["balances"]["points"]["pending"] < 50
    whole = client.post("/v1/segment", json=event("Order Refunded", "m4", order_id="50314b8e"))
    assert whole.json()["balances"]["points"]["pending"] == 0


def test_other_events_are_activities_of_their_own_name(client: Client, ann: str) -> None:
    """Known by messageId, so that a retry is the same; their properties are facts."""
    viewed = event("Product Viewed", "m9", product_id="A", price=18.99, tags=["x"])
    answer = client.post("/v1/segment", json=viewed)
    assert (answer.status_code, answer.json()["key"]) == (201, "m9")
    assert client.post("/v1/segment", json=viewed).status_code == 200
    assert answer.json()["member_id"] == ann


@pytest.mark.parametrize(
    "wrong",
    [
        event("Order Completed", "m", products=[]),
        event("Order Completed", "m", order_id="1", revenue=-5),
        event("Order Completed", "m", order_id="1", revenue="1e999999"),
        event("Order Refunded", "m", order_id="1", products=[{"product_id": "A", "quantity": 0}]),
        event("Adjustment", "m", points=5),
        event("Enrolment", "m"),
        event("Return", "m"),
        event("!!!", "m"),
        event("Signed Up", "m") | {"userId": None},
        event("Signed Up", "m") | {"type": "identify"},
        event("Signed Up", "m") | {"timestamp": "yesterday"},
        event("Signed Up", "m m"),
    ],
)
def test_an_event_that_cannot_be_meant_is_a_problem(client: Client, ann: str, wrong: dict[str, Any]) -> None:
    """Nothing comes in by this door that another one guards, and nothing breaks it."""
    answer = client.post("/v1/segment", json=wrong)
    assert answer.status_code == 422, answer.text


PRICE = st.decimals(0, 10_000, places=2)


@given(PRICE, st.lists(st.tuples(PRICE, st.integers(0, 9)), min_size=1, max_size=6))
def test_lines_sum_to_the_order(revenue: Decimal, products: list[tuple[Decimal, int]]) -> None:
    """Whatever the coupons, the lines share the order's revenue out to the last cent."""
    listed = [{"product_id": "A", "price": price, "quantity": quantity} for price, quantity in products]
    body = to_body(
        Event(
            "Order Completed", "m", "77", properties={"order_id": 1, "revenue": revenue, "products": listed}
        )
    )
    assert sum(line["amount"] for line in body["lines"]) == revenue
    assert len({line["id"] for line in body["lines"]}) == len(products)


@given(
    st.recursive(
        st.none() | st.booleans() | st.text() | st.decimals(),
        lambda inner: (
            st.dictionaries(
                st.sampled_from(["order_id", "products", "price", "quantity", "revenue", "x"]), inner
            )
            | st.lists(inner)
        ),
        max_leaves=8,
    )
)
def test_any_properties_are_read_or_refused(properties: Any) -> None:
    """Nothing but a problem comes of properties that make no sense."""
    given_ = properties if isinstance(properties, dict) else {"x": properties}
    for name in ("Order Completed", "Order Refunded", "Product Viewed"):
        try:
            to_body(Event(name, "m", "77", properties=given_))
        except InvalidValue:
            continue

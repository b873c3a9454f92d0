"""Segment's events as the bodies of calls, so that a shop that has them sends them here as they are.

Source of the names: Segment's Spec, "V2 Ecommerce Events" and "Track" (segment.com/docs/connections/spec). Only what is
used is read; everything else that an event may carry is passed over.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from tessera.kit.apportion import apportion
from tessera.kit.problems import InvalidValue
from tessera.kit.record import Record

COMPLETED, REFUNDED = "Order Completed", "Order Refunded"
_WORD = re.compile(r"[^a-z0-9]+")
_KEY = re.compile(r"[!-~]{1,190}")
_FACTS_MOST = 50

_LARGEST, _SMALLEST = Decimal(10**12), -9


class Product(Record, frozen=True):
    """A product of an order. `price` is of one."""

    product_id: str | int | None = None
    sku: str | int | None = None
    category: str | None = None
    brand: str | None = None
    price: Decimal | None = None
    quantity: Decimal = Decimal(1)


class Properties(Record, frozen=True):
    """What an order's event says. `revenue` and `subtotal` are without shipping and taxes, `total` is with them."""

    order_id: str | int | None = None
    currency: str | None = None
    revenue: Decimal | None = None
    subtotal: Decimal | None = None
    total: Decimal | None = None
    products: tuple[Product, ...] = ()


class Event(Record, frozen=True, rename="camel"):
    """A call of `track`. `userId` is the shop's own id of the member: an external id of the calling source."""

    event: Annotated[str, Meta(min_length=1, max_length=50)]
    message_id: Annotated[str, Meta(min_length=1, max_length=190)]
    user_id: str | int | None = None
    type: str = "track"
    timestamp: str | None = None
    properties: dict[str, Any] = {}


def to_body(event: Event) -> dict[str, Any]:
    """The body of the call that reports the same. Raises InvalidValue.

    An order's key is made of its `order_id`, so that its refund finds it and a second event of it doubles nothing; all
    other events are known by their `messageId`.
    """
    if event.type != "track":
        raise InvalidValue("Only events are taken: calls of `track`.", field="type")
    if event.user_id is None:
        raise InvalidValue("Without userId nobody knows whose this is.", field="userId")
    body: dict[str, Any] = {"member": {"external_id": str(event.user_id)}, "channel": "web"}
    if event.timestamp is not None:
        body["occurred_at"] = event.timestamp
    if event.event == COMPLETED:
        return body | _completed(_order(event))
    if event.event == REFUNDED:
        return body | _refunded(_order(event), event)
    return body | {"type": _type(event.event), "key": event.message_id, "facts": _facts(event.properties)}


def _order(event: Event) -> Properties:
    try:
        order = msgspec.convert(event.properties, Properties)
    except msgspec.ValidationError as error:
        raise InvalidValue(f"{error}.", field="properties") from None
    if order.order_id is None or not _KEY.fullmatch(str(order.order_id)):
        raise InvalidValue(
            "An order needs its order_id, in visible ASCII characters.", field="properties.order_id"
        )
    for figure in _figures(order):
        if (
            not figure.is_finite()
            or not 0 <= figure <= _LARGEST
            or int(figure.as_tuple().exponent) < _SMALLEST
        ):
            raise InvalidValue("Figures are plain numbers, not below 0.", field="properties")
    return order


def _figures(order: Properties) -> list[Decimal]:
    of_products = [figure for one in order.products for figure in (one.price, one.quantity)]
    return [one for one in (order.revenue, order.subtotal, order.total, *of_products) if one is not None]


def _completed(order: Properties) -> dict[str, Any]:
    amounts = [(product.price or Decimal(0)) * product.quantity for product in order.products]
    amount = next((one for one in (order.revenue, order.subtotal, order.total) if one is not None), None)
    if amount is None:
        amount = sum(amounts, Decimal(0))
    body: dict[str, Any] = {"type": "purchase", "key": _key(order), "amount": amount}
    if order.currency is not None:
        body["money"] = order.currency.upper()
    if order.products:
        lines = zip(_line_ids(order.products), order.products, _shared(order, amount, amounts), strict=True)
        body["lines"] = [_line(*line) for line in lines]
    return body


def _refunded(order: Properties, event: Event) -> dict[str, Any]:
    """With products those come back, in their quantities; without, whatever is left of the order."""
    body: dict[str, Any] = {"type": "return", "key": event.message_id, "of": _key(order)}
    if any(not product.quantity for product in order.products):
        raise InvalidValue("Nothing of a product cannot come back.", field="properties.products")
    if order.products:
        ids = _line_ids(order.products)
        body["lines"] = [
            {"id": id_, "quantity": product.quantity}
            for id_, product in zip(ids, order.products, strict=True)
        ]
    return body


def _key(order: Properties) -> str:
    return f"order-{order.order_id}"


def _line_ids(products: tuple[Product, ...]) -> list[str]:
    """A line is known by its product: the only name by which a refund speaks of it. A second one of it is numbered."""
    ids: list[str] = []
    for product in products:
        name = str(product.product_id or product.sku or len(ids) + 1)
        ids.append(name if name not in ids else f"{name}#{len(ids) + 1}")
    return ids


def _line(id_: str, product: Product, amount: Decimal) -> dict[str, Any]:
    named = {
        "product": None if (name := product.product_id or product.sku) is None else str(name),
        "category": product.category or None,
        "brand": product.brand or None,
    }
    line = {"id": id_, "quantity": product.quantity, "amount": amount}
    return line | {name: value for name, value in named.items() if value is not None}


def _shared(order: Properties, amount: Decimal, amounts: list[Decimal]) -> list[Decimal]:
    """The order's amount shared out over its lines by their prices, as exactly as prices and amount are written.

    Coupons of the whole order lie in no line.
    """
    written = [amount, *(product.price for product in order.products if product.price is not None)]
    digits = max(0, *(-int(figure.as_tuple().exponent) for figure in written))
    weights = [int(one.scaleb(6)) for one in amounts]
    return [Decimal(part).scaleb(-digits) for part in apportion(int(amount.scaleb(digits)), weights)]


def _type(event: str) -> str:
    """`Product Viewed` → `product_viewed`."""
    word = _WORD.sub("_", event.lower()).strip("_")
    if not word[:1].isalpha() or word in {"purchase", "return"}:
        raise InvalidValue("This event has no name that an activity can have.", field="event")
    return word


def _facts(properties: Mapping[str, Any]) -> dict[str, str]:
    """The properties that are single values, as conditions ask for them."""
    facts = {}
    for name, value in properties.items():
        match value:
            case bool():
                facts[name] = str(value).lower()
            case str() | int() | Decimal() if 0 < len(str(value)) <= 200 and 0 < len(name) <= 200:
                facts[name] = str(value)
    return dict(list(facts.items())[:_FACTS_MOST])

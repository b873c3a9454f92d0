"""Orders of a subscription that points pay for by themselves: as far as the member once said, and as far as they go."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace
from psycopg import Connection

from tessera.engine.activity import Activity
from tessera.engine.payment import MOST
from tessera.kit.activities import PURCHASE
from tessera.members.subscriptions import read_subscriptions
from tessera.usecases.answers import Answer
from tessera.usecases.recording.books import Books
from tessera.usecases.recording.item import Item

SUBSCRIPTION = "subscription"
"""The fact by which a purchase says of which subscription it is an order."""


def read_subscribed(connection: Connection, books: Books, items: Sequence[Item]) -> None:
    """What the members let pay for the orders at hand; nothing is read where there is none."""
    ordering = {item.member.member_id for item in items if subscription_of(item.submission.activity)}
    if ordering:
        books.subscribed = read_subscriptions(connection, ordering)


def subscription_of(activity: Activity) -> str | None:
    """The subscription of an order that does not say by itself how it is paid."""
    if activity.type != PURCHASE or not activity.facts or activity.spend or activity.hold:
        return None
    return activity.facts.get(SUBSCRIPTION)


def let_pay(books: Books, item: Item) -> Mapping[str, int]:
    """What the member lets pay for this order, by currency; nothing of one with which nothing is paid any more."""
    if not books.subscribed:
        return {}
    subscription = subscription_of(item.submission.activity)
    said = books.subscribed.get((item.member.member_id, subscription or ""), {})
    return {currency: points for currency, points in said.items() if currency in item.compiled.spending}


def as_asked(basket: Activity, said: Mapping[str, int]) -> Activity:
    """The basket as if as many points of these were asked for as can pay."""
    return replace(basket, spend=dict.fromkeys(said, MOST)) if said else basket


def at_most_said(available: Mapping[str, int], said: Mapping[str, int]) -> Mapping[str, int]:
    """What is available, as far as the member lets it pay."""
    narrowed = dict(available)
    for currency, points in said.items():
        there = available.get(currency, 0)
        narrowed[currency] = min(points or there, there)
    return narrowed


def recall_said(books: Books, item: Item, answer: Answer) -> None:
    """What a member let pay when an order was decided, told again."""
    subscription = subscription_of(item.submission.activity)
    known = subscription is not None and answer.let_pay
    books.subscribed = {(item.member.member_id, subscription or ""): answer.let_pay} if known else {}

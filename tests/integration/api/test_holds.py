"""Points that pay, over HTTP: quoted, held, captured, released; only by a key that may."""

from datetime import timedelta
from typing import Any

import pytest
from tests.integration.api.conftest import NOON, PROGRAMME, Client

from tessera.access.scopes import Scope
from tessera.kit.clock import SetClock
from tessera.usecases.database import Database
from tessera.usecases.manage_keys import create_key
from tessera.usecases.publish_programme import publish_programme

pytestmark = pytest.mark.usefixtures("member", "terms")
SPENDING = PROGRAMME + "spend: {points: {at-most: {share: 50%}}}\n"
BASKET: dict[str, Any] = {
    "member": {"card": "ANN1"},
    "lines": [{"id": "milk", "amount": "6.00"}, {"id": "bread", "amount": "4.00"}],
}


@pytest.fixture
def terms(client: Client, database: Database, clock: SetClock) -> None:
    """From now on points pay for half of a basket."""
    with database.work() as connection:
        publish_programme(connection, SPENDING, effective_at=None, clock=clock)


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
        "code": None, "sentence": None, "value": None, "items": [],
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


def test_a_till_that_was_cut_off_asks_how_its_holds_stand(client: Client, clock: SetClock) -> None:
    """Open, captured and by which purchase, released, ended by itself; the answer of each stays what it was."""
    for key in ("h1", "h2", "h3"):
        hold(client, key, 100)
    assert client.get("/v1/holds/h1").json()["state"] == "open"
    pay(client, "o1", hold="h1")
    client.delete("/v1/holds/h2")
    clock.instant += timedelta(minutes=31)
    pay(client, "o3", hold="h3")  # too late: it is refused
    shown = [client.get(f"/v1/holds/{key}").json() for key in ("h1", "h2", "h3")]
    assert [(one["state"], one["captured_by"]) for one in shown] == [
        ("captured", "o1"),
        ("released", None),
        ("ended", None),
    ]
    assert [one["held"]["payments"][0]["points"] for one in shown] == [100, 100, 100]


def test_a_hold_is_told_to_its_own_source_alone(client: Client, database: Database) -> None:
    """Another till's key, and a key that names no hold, find nothing."""
    hold(client, "h1", 100)
    pay(client, "o1")
    assert client.get("/v1/holds/o1").status_code == 404
    with database.work() as connection:
        _, token = create_key(connection, source="till-2", scopes=list(Scope), now=NOON)
        _, weak = create_key(connection, source="till", scopes=[Scope.QUOTES_READ], now=NOON)
    other = client.get("/v1/holds/h1", headers={"Authorization": f"Bearer {token}"})
    assert (other.status_code, other.json()["code"]) == (404, "unknown_activity")
    refused = client.get("/v1/holds/h1", headers={"Authorization": f"Bearer {weak}"})
    assert refused.status_code == 403


def test_a_refused_hold_says_why_in_words(client: Client) -> None:
    """With a code for the till and a sentence for the cashier."""
    refused = hold(client, "h", 600, lines=[{"id": "wine", "amount": "90.00"}])
    assert refused.status_code == 201
    assert refused.json()["refusal"] == {
        "code": "insufficient_points",
        "sentence": "Only 500 points are available; 600 points cannot be spent.",
        "left": None,
        "until": None,
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


def test_points_are_spent_by_a_key_that_may_only(client: Client, database: Database) -> None:
    """Not by `spend`, nor out of a hold that another key of the same source placed, alone or in a batch."""
    with database.work() as connection:
        _, spender = create_key(connection, source="till-9", scopes=list(Scope), now=NOON)
        _, reporter = create_key(connection, source="till-9", scopes=[Scope.ACTIVITIES_WRITE], now=NOON)
    client.headers["Authorization"] = f"Bearer {spender}"
    assert hold(client, "h", 100).status_code == 201
    client.headers["Authorization"] = f"Bearer {reporter}"
    assert hold(client, "h2", 100).status_code == 403
    assert client.delete("/v1/holds/h").status_code == 403
    for how in ({"hold": "h"}, {"spend": {"points": 100}}):
        assert pay(client, "p", **how).status_code == 403
        batch = {"activities": [BASKET | {"type": "purchase", "key": "p"} | how]}
        (result,) = client.post("/v1/activities/batch", json=batch).json()["results"]
        assert result["status"] == 403
    assert pay(client, "p").status_code == 201


def test_what_points_pay_for_is_a_purchase_of_its_own(client: Client) -> None:
    """One that follows another could never be returned, and its points would be lost."""
    assert pay(client, "p").status_code == 201
    for how in ({"hold": "h"}, {"spend": {"points": 100}}):
        problem = pay(client, "p2", of="p", lines=[], amount="5.00", **how)
        assert (problem.status_code, problem.json()["errors"][0]["field"]) == (422, "of")


def test_the_history_adds_up_while_points_are_set_aside(client: Client, member: str) -> None:
    """What is available, pending and held after each posting, less what is owed, is what the member has."""
    hold(client, "h", 300)
    pay(client, "p", hold="h", spend={"points": 200})
    entries = client.get(f"/v1/members/{member}/history").json()["entries"]
    assert [
        [(one["kind"], one["amount"], one["available_after"], one["held_after"]) for one in entry["postings"]]
        for entry in entries
    ] == [
        [("redeemed", -200, 200, 100), ("unheld", 100, 300, 0), ("earned", 16, 300, 0)],
        [("held", 300, 200, 300)],
        [("earned", 500, 500, 0)],
    ]


def test_the_release_of_a_hold_with_the_longest_key_can_be_read(client: Client, member: str) -> None:
    """Its own key is longer than any that a source may choose."""
    longest = "h" * 200
    hold(client, longest, 300)
    released = client.delete(f"/v1/holds/{longest}").json()
    assert released["key"] == f"release:{longest}"
    assert client.get(f"/v1/activities/{released['key']}").json()["activity_id"] == released["activity_id"]
    assert client.get(f"/v1/activities/{'x' * 209}").status_code == 422

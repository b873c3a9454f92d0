"""Points that members give away, over HTTP: to each other and to causes; only by a key that may."""

from typing import Any

import pytest
from tests.integration.api.conftest import NOON, Client

from tessera.access.scopes import Scope
from tessera.usecases.database import Database
from tessera.usecases.manage_keys import create_key


@pytest.fixture
def bob(client: Client, member: str) -> str:
    """Bob's id; he has 500 points too, and so has Ann."""
    identities = [{"kind": "card", "value": "BOB1"}, {"kind": "phone", "value": "+37369123456"}]
    answer = client.post("/v1/members", json={"key": "bob", "name": "Bob", "identities": identities})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["member"]["id"])


def give(client: Client, key: str, points: int, **more: Any) -> Any:
    body = {
        "key": key,
        "from": {"card": "ANN1"},
        "to": {"card": "BOB1"},
        "currency": "points",
        "points": points,
    }
    return client.post("/v1/transfers", json=body | more)


def donate(client: Client, key: str, points: int, cause: str = "trees") -> Any:
    body = {"key": key, "member": {"card": "ANN1"}, "cause": cause, "points": points}
    return client.post("/v1/donations", json=body)


def test_a_transfer_is_made_once_and_tells_both_sides_by_ids(client: Client, member: str, bob: str) -> None:
    """The giver's balance is told, and the day on which the points expire; each history has its half."""
    first = give(client, "t1", 120, to={"phone": "+373 69 123 456"})
    assert first.status_code == 201
    body = first.json()
    assert (body["status"], body["from_id"], body["to_id"], body["points"]) == ("accepted", member, bob, 120)
    assert body["sent"] == [{"points": 120, "expires_at": "2027-06-06T00:00:00Z"}]
    assert body["balances"]["points"]["available"] == 380
    again = give(client, "t1", 120, to={"phone": "+373 69 123 456"})
    assert (again.status_code, again.json()) == (200, body)
    assert give(client, "t1", 121).json()["code"] == "key_conflict"
    for one, other, amount in ((member, bob, -120), (bob, member, 120)):
        entry = client.get(f"/v1/members/{one}/history?limit=1").json()["entries"][0]
        assert [(one["kind"], one["amount"]) for one in entry["postings"]] == [("transferred", amount)]
        assert entry["activity"]["other_member_id"] == other
        assert entry["told"]


@pytest.mark.usefixtures("bob")
def test_a_refusal_says_how_much_could_be_given_and_until_when(client: Client) -> None:
    """It is an answer, kept under its key like any other."""
    refused = give(client, "t1", 301)
    assert refused.status_code == 201
    assert refused.json()["status"] == "refused"
    assert refused.json()["refusal"] == {
        "code": "over_limit",
        "sentence": "Only 300 more can be given until 2026-07-01 00:00.",
        "left": 300,
        "until": "2026-07-01T00:00:00Z",
    }
    assert give(client, "t1", 301).status_code == 200
    assert give(client, "t2", 9).json()["refusal"]["code"] == "below_least"


@pytest.mark.usefixtures("bob")
@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"to": {"card": "NOBODY"}}, "unknown_member", "to"),
        ({"from": {"card": "NOBODY"}}, "unknown_member", "from"),
        ({"to": {}}, "invalid_value", "to"),
        ({"to": {"email": "bob"}}, "invalid_value", "to.email"),
        ({"points": 0}, "invalid_value", "points"),
        ({"points": 1.5}, "invalid_value", "points"),
        ({"note": "hello"}, "invalid_value", "note"),
    ],
)
def test_what_cannot_be_decided_names_its_field(
    client: Client, more: dict[str, Any], code: str, field: str
) -> None:
    """And nothing of it is kept: the key is free."""
    answer = client.post(
        "/v1/transfers",
        json={
            "key": "t1",
            "from": {"card": "ANN1"},
            "to": {"card": "BOB1"},
            "currency": "points",
            "points": 10,
        }
        | more,
    )
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["errors"][0]["field"] == field
    assert give(client, "t1", 10).status_code == 201


@pytest.mark.usefixtures("member")
def test_a_cause_tells_what_has_come_together(client: Client) -> None:
    """Refused gifts and retries count for nothing."""
    assert donate(client, "d1", 70).json()["balances"]["points"]["available"] == 430
    assert donate(client, "d1", 70).status_code == 200
    donate(client, "d2", 30)
    assert donate(client, "d3", 5000).json()["refusal"]["left"] == 400
    assert donate(client, "d4", 5, cause="whales").json()["refusal"]["code"] == "unknown_cause"
    (cause,) = client.get("/v1/causes").json()["causes"]
    assert cause == {
        "id": "trees", "name": {"en": "City trees", "ro": "Copaci"}, "about": None, "currency": "points",
        "at_least": 1, "goal": 1000, "from": None, "until": None, "open": True,
        "given": 100, "times": 2, "given_minor": 100,
    }  # fmt: skip


def test_the_sandbox_collects_for_itself(client: Client, database: Database) -> None:
    """What a sandbox's member gives is none of the real total, and the other way round."""
    with database.work() as connection:
        _, token = create_key(connection, source="app", scopes=list(Scope), now=NOON, sandbox=True)
    inside = {"Authorization": f"Bearer {token}"}
    toy = {"key": "toy", "name": "Toy", "identities": [{"kind": "card", "value": "TOY1"}]}
    client.post("/v1/members", json=toy, headers=inside)
    body = {"key": "d1", "member": {"card": "TOY1"}, "cause": "trees", "points": 40}
    assert client.post("/v1/donations", json=body, headers=inside).status_code == 201
    assert client.get("/v1/causes", headers=inside).json()["causes"][0]["given"] == 40
    assert client.get("/v1/causes").json()["causes"][0]["given"] == 0


@pytest.mark.usefixtures("bob")
def test_giving_takes_a_scope_of_its_own(client: Client, database: Database) -> None:
    """A till that reports purchases gives nobody's points away, nor by the types of activities."""
    with database.work() as connection:
        _, token = create_key(connection, source="till", scopes=[Scope.ACTIVITIES_WRITE], now=NOON)
    client.headers["Authorization"] = f"Bearer {token}"
    assert give(client, "t1", 10).status_code == 403
    assert donate(client, "d1", 10).status_code == 403
    for type_, call in (("transfer", "POST /v1/transfers"), ("donation", "POST /v1/donations")):
        body = {"type": type_, "key": "a1", "member": {"card": "ANN1"}}
        assert call in client.post("/v1/activities", json=body).json()["detail"]

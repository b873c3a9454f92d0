"""Correcting receipts over HTTP: by a manager's key, at once or when another approves; both members read it."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.integration.api.conftest import NOON, PROGRAMME, Client

from tessera.access.scopes import Scope
from tessera.kit.clock import SetClock
from tessera.usecases.database import Database
from tessera.usecases.manage_keys import create_key
from tessera.usecases.publish_programme import publish_programme

Headers = dict[str, str]
LIMITS = "adjustments: {approve-above: {points: 1000}}\n"


@pytest.fixture
def key_for(database: Database) -> Callable[..., Headers]:
    """The headers of another key."""

    def make(*scopes: Scope, source: str = "back-office") -> Headers:
        with database.work() as connection:
            _, token = create_key(connection, source=source, scopes=scopes, now=NOON)
        return {"Authorization": f"Bearer {token}"}

    return make


@pytest.fixture
def manager(key_for: Callable[..., Headers]) -> Headers:
    """A key that may correct receipts, and nothing else."""
    return key_for(Scope.RECEIPTS_CORRECT)


@pytest.fixture
def other(client: Client) -> str:
    """Another member."""
    enrolled = client.post(
        "/v1/members", json={"key": "e2", "name": "Bob", "identities": [{"kind": "card", "value": "BOB1"}]}
    )
    return str(enrolled.json()["member"]["id"])


def purchase(member: str, key: str = "p1", amount: str = "20.00") -> dict[str, Any]:
    return {"type": "purchase", "key": key, "member": {"id": member}, "amount": amount}


def correction(source: str, **more: str) -> dict[str, Any]:
    return {"key": "c1", "source": source, "of": "p1", "to": {"card": "BOB1"}, "reason": "wrong card"} | more


@pytest.fixture
def source(client: Client, member: str) -> str:
    """The source of a purchase that was recorded for the wrong member."""
    assert client.post("/v1/activities", json=purchase(member)).status_code == 201
    entries = client.get(f"/v1/members/{member}/history").json()["entries"]
    assert entries[0]["activity"]["key"] == "p1"
    return "till"


def test_a_manager_gives_a_receipt_to_whose_it_is(
    client: Client, manager: Headers, member: str, other: str, source: str
) -> None:
    """201 and what was taken back; sent again 200; both histories tell it, and name the receipt as the till does."""
    first, again = (
        client.post("/v1/corrections", json=correction(source), headers=manager) for _ in range(2)
    )
    assert (first.status_code, again.status_code, first.json()["state"]) == (201, 200, "done")
    assert first.json()["answer"]["taken_back"]
    assert first.json() == again.json()
    away = client.get(f"/v1/members/{member}/history").json()["entries"][0]
    assert (away["activity"]["type"], away["activity"]["of"], away["activity"]["note"]) == (
        "correction",
        "p1",
        "wrong card",
    )
    here = client.get(f"/v1/members/{other}/history").json()["entries"][0]
    assert (here["activity"]["type"], here["activity"]["key"]) == ("purchase", "p1")
    assert away["told"]
    assert here["told"]


def test_a_large_one_waits_for_another(  # noqa: PLR0917 - who does what with whose receipt
    client: Client,
    database: Database,
    clock: SetClock,
    key_for: Callable[..., Headers],
    manager: Headers,
    member: str,
    other: str,
) -> None:
    """202, listed, approved by somebody else; another one is refused, and who asked reads why."""
    with database.work() as connection:
        publish_programme(connection, PROGRAMME + LIMITS, effective_at=None, clock=clock)
    for key in ("p1", "p2"):
        client.post("/v1/activities", json=purchase(member, key, "2000.00"))
    waiting = [
        client.post("/v1/corrections", json=correction("till", key=f"c-{of}", of=of), headers=manager)
        for of in ("p1", "p2")
    ]
    assert [one.status_code for one in waiting] == [202, 202]
    office = key_for(Scope.POINTS_APPROVE, source="head-office")
    listed = client.get("/v1/corrections", params={"state": "pending"}, headers=office).json()["corrections"]
    assert [one["of"] for one in listed] == ["p2", "p1"]
    no, yes = (f"/v1/corrections/{one['request_id']}" for one in listed)
    approved = client.post(f"{yes}/approve", json={"by": "Mihai"}, headers=office).json()
    assert (approved["state"], approved["decided"]["by"], approved["answer"]["status"]) == (
        "approved",
        "Mihai",
        "accepted",
    )
    refused = client.post(f"{no}/refuse", json={"reason": "It is Ann's"}, headers=office).json()
    assert (refused["state"], refused["decided"]["reason"], refused["answer"]) == (
        "refused",
        "It is Ann's",
        None,
    )
    assert client.get("/v1/adjustments", headers=office).json() == {"adjustments": []}


@pytest.mark.parametrize("scope", [Scope.ACTIVITIES_WRITE, Scope.POINTS_ADJUST, Scope.POINTS_APPROVE])
def test_no_other_scope_suffices(
    client: Client, key_for: Callable[..., Headers], other: str, source: str, scope: Scope
) -> None:
    """A till's key corrects nothing, nor does one that adjusts."""
    headers = key_for(scope, source="elsewhere")
    assert client.post("/v1/corrections", json=correction(source), headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"of": "none"}, "unknown_purchase", "of"),
        ({"source": "web"}, "unknown_purchase", "of"),
        ({"to": {"card": "NOBODY"}}, "unknown_member", "to"),
        ({"source": "Not a source"}, "invalid_value", "source"),
    ],
)
def test_what_cannot_be_is_told_by_its_field(  # noqa: PLR0917 - what is sent and what comes
    client: Client, manager: Headers, other: str, source: str, more: Any, code: str, field: str
) -> None:
    """422, with a code of its own."""
    answer = client.post("/v1/corrections", json=correction(source) | more, headers=manager)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert [one["field"] for one in answer.json()["errors"]] == [field]


def test_nobody_sends_one_as_an_activity(client: Client, member: str) -> None:
    """What another scope guards does not come in by another door."""
    sent = client.post(
        "/v1/activities", json={"type": "correction", "key": "x", "member": {"id": member}, "of": "p1"}
    )
    assert (sent.status_code, "POST /v1/corrections" in sent.json()["detail"]) == (422, True)

"""Merging and undoing over HTTP."""

from uuid import uuid4

import pytest
from tests.integration.api.conftest import NOON, Client

from tessera.access.scopes import Scope
from tessera.usecases.database import Database
from tessera.usecases.manage_keys import create_key

WHY = {"reason": "Two cards, one person"}


@pytest.fixture
def other(client: Client) -> str:
    """Bob's id; he has the card BOB1 and 500 points of welcome."""
    bob = {"key": "bob", "name": "Bob", "identities": [{"kind": "card", "value": "BOB1"}]}
    return str(client.post("/v1/members", json=bob).json()["member"]["id"])


def test_a_merge_is_answered_with_what_went_over(client: Client, member: str, other: str) -> None:
    """201 and, sent again, 200 with the same body; both ids and both cards are the one member from now on."""
    body = WHY | {"member": other, "key": "m1"}
    first, again = (client.post(f"/v1/members/{member}/merges", json=body) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    answer = first.json()
    assert (answer["member_id"], answer["merged_id"], answer["undoes"]) == (member, other, None)
    assert [one["points"] for one in answer["moved"]] == [500]
    assert answer["balances"]["points"]["available"] == 1000
    assert client.get(f"/v1/members/{other}").json() == client.get(f"/v1/members/{member}").json()
    assert client.get("/v1/members", params={"card": "BOB1"}).json()["id"] == member
    assert client.get(f"/v1/members/{other}/balances").json()["balances"]["points"]["available"] == 1000
    entry = client.get(f"/v1/members/{other}/history").json()["entries"][0]
    assert {posting["kind"] for posting in entry["postings"]} == {"transferred"}
    assert entry["activity"]["note"] == WHY["reason"]


def test_the_old_id_can_be_changed_and_named(client: Client, member: str, other: str) -> None:
    """A trait, an identity, an adjustment, a purchase and a quote by Bob's id are Ann's."""
    client.post(f"/v1/members/{member}/merges", json=WHY | {"member": other, "key": "m1"})
    assert client.patch(f"/v1/members/{other}", json={"traits": {"age": "45-54"}}).json()["id"] == member
    phone = {"kind": "phone", "value": "+37322123456"}
    assert client.post(f"/v1/members/{other}/identities", json=phone).json()["id"] == member
    gift = {"currency": "points", "points": 5, "reason": "sorry", "key": "gift"}
    assert client.post(f"/v1/members/{other}/adjustments", json=gift).json()["member_id"] == member
    bought = {"type": "purchase", "key": "p", "amount": "1.00", "member": {"id": other}}
    for path in ("/v1/quotes", "/v1/activities"):
        assert client.post(path, json=bought).json()["member_id"] == member


def test_undoing_says_what_went_back_and_what_stays(client: Client, member: str, other: str) -> None:
    """Of 500 that came over 100 were spent: 400 go back, and the card."""
    client.post(f"/v1/members/{member}/merges", json=WHY | {"member": other, "key": "m1"})
    spent = {"currency": "points", "points": -600, "reason": "a gift", "key": "spent"}
    client.post(f"/v1/members/{member}/adjustments", json=spent)
    body = {"member": other, "key": "u1", "reason": "Twins"}
    undone = client.post(f"/v1/members/{member}/merges/undo", json=body)
    assert undone.status_code == 201
    assert [(one["points"], one["kept"]) for one in undone.json()["moved"]] == [(400, 100)]
    assert client.get("/v1/members", params={"card": "BOB1"}).json()["id"] == other
    assert client.get(f"/v1/members/{other}/balances").json()["balances"]["points"]["available"] == 400


def test_what_cannot_be_merged_is_a_problem_with_its_own_code(
    client: Client, member: str, other: str
) -> None:
    """409 with the code that says why; an unknown member is 422 in the body and 404 in the path."""
    path = f"/v1/members/{member}/merges"

    def problem(path: str, body: dict[str, str]) -> tuple[int, str]:
        answer = client.post(path, json=WHY | {"key": str(uuid4())} | body)
        return answer.status_code, answer.json()["code"]

    assert problem(path, {"member": member}) == (409, "same_member")
    assert problem(f"{path}/undo", {"member": other}) == (409, "not_merged")
    assert problem(path, {"member": str(uuid4())}) == (422, "unknown_member")
    assert problem(f"/v1/members/{uuid4()}/merges", {"member": other}) == (404, "unknown_member")
    assert problem(path, {"member": other, "reason": " "}) == (422, "invalid_value")
    assert problem(path, {"member": "BOB1"}) == (422, "invalid_value")
    client.post(path, json=WHY | {"member": other, "key": "m1"})
    assert problem(f"/v1/members/{uuid4()}/merges", {"member": other})[0] == 404
    third = client.post("/v1/members", json={"key": "kim", "name": "Kim"}).json()["member"]["id"]
    assert problem(f"/v1/members/{third}/merges", {"member": other}) == (409, "already_merged")
    answer = client.post(path, json=WHY | {"member": third, "key": "m1"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (409, "member")


def test_merging_must_be_allowed(client: Client, database: Database, member: str, other: str) -> None:
    """A key that may write members may not merge them, and no source reports a merge as an activity."""
    with database.work() as connection:
        _, token = create_key(connection, source="shop", scopes=[Scope.MEMBERS_WRITE], now=NOON)
    body = WHY | {"member": other, "key": "m1"}
    refused = client.post(
        f"/v1/members/{member}/merges", json=body, headers={"Authorization": f"Bearer {token}"}
    )
    assert (refused.status_code, refused.json()["code"]) == (403, "missing_scope")
    activity = {"type": "merge", "key": "m2", "member": {"id": member}}
    assert client.post("/v1/activities", json=activity).json()["errors"][0]["field"] == "type"


def test_nobody_is_merged_over_the_fence(client: Client, database: Database, member: str) -> None:
    """A sandbox member is nobody to a real key, and the other way round."""
    with database.work() as connection:
        _, token = create_key(connection, source="till", scopes=list(Scope), now=NOON, sandbox=True)
    sandbox = {"Authorization": f"Bearer {token}"}
    twin = client.post("/v1/members", json={"key": "t", "name": "T"}, headers=sandbox).json()["member"]["id"]
    body = WHY | {"member": twin, "key": "m1"}
    assert client.post(f"/v1/members/{member}/merges", json=body).status_code == 422
    across = WHY | {"member": member, "key": "m1"}
    assert client.post(f"/v1/members/{twin}/merges", json=across, headers=sandbox).status_code == 422

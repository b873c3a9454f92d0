"""Keys that begin with tsr_test_: whatever they do, no real member notices."""

import re
from typing import Any
from uuid import UUID

import httpx
import pytest
from tests.integration.api.conftest import NOON, Client

from tessera.access.scopes import Scope
from tessera.api.app import _ROUTES
from tessera.usecases.database import Database
from tessera.usecases.manage_keys import create_key
from tessera.usecases.programmes import Programmes
from tessera.usecases.verify_books import verify_books

CARD = {"card": "ANN1"}
PER_MEMBER = sorted(
    (method, path)
    for route in _ROUTES
    for path in route.paths
    if "{member_id" in path
    for method in route.http_methods
    if method in {"GET", "POST", "PUT", "PATCH", "DELETE"}
)
NOBODY = UUID(int=7)
BODIES: dict[str, Any] = {
    "/v1/households/{household_id:uuid}/members/{member_id:uuid}": {"by": CARD, "role": "child"},
    "/v1/members/{member_id:uuid}/subscriptions/{subscription:str}": {"spend": {"points": "most"}},
    "/v1/members/{member_id:uuid}": {"name": "Eve"},
    "/v1/members/{member_id:uuid}/identities": {"kind": "phone", "value": "+14155552671"},
    "/v1/members/{member_id:uuid}/merges": {"member": str(NOBODY), "reason": "x", "key": "mrg"},
    "/v1/members/{member_id:uuid}/merges/undo": {"member": str(NOBODY), "reason": "x", "key": "und"},
    "/v1/members/{member_id:uuid}/choices": {},
    "/v1/members/{member_id:uuid}/vouchers/{voucher_id:uuid}/spoken-code": {},
    "/v1/members/{member_id:uuid}/adjustments": {"currency": "points", "points": 5, "reason": "x", "key": "adj"},
    "/v1/members/{member_id:uuid}/adjustments/undo": {"of": "adj", "reason": "x", "key": "und-adj"},
}  # fmt: skip


@pytest.fixture
def sandbox(database: Database) -> dict[str, str]:
    """The headers of a sandbox key of the same source as the client's."""
    with database.work() as connection:
        _, token = create_key(connection, source="till", scopes=list(Scope), now=NOON, sandbox=True)
    assert token.startswith("tsr_test_")
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def twin(client: Client, member: str, sandbox: dict[str, str]) -> str:
    """A sandbox member with the same key, name and card as the real Ann."""
    answer = client.post(
        "/v1/members",
        json={"key": "ann", "name": "Ann", "identities": [{"kind": "card", "value": "ANN1"}]},
        headers=sandbox,
    )
    assert answer.status_code == 201, answer.text
    assert answer.json()["member"]["identities"] == [{"kind": "card", "value": "ANN1", "source": None}]
    return str(answer.json()["member"]["id"])


def call(client: Client, method: str, path: str, member: str, headers: dict[str, str]) -> httpx.Response:
    url = re.sub(r"{\w+:uuid}", str(NOBODY), path.replace("{member_id:uuid}", member)).replace(
        "{subscription:str}", "box"
    )
    if path.endswith("/identities") and method == "DELETE":
        url += "?card=ANN1"
    return client.request(
        method, url, json=BODIES.get(path) if method in {"POST", "PUT", "PATCH"} else None, headers=headers
    )


@pytest.mark.parametrize(("method", "path"), PER_MEMBER)
def test_neither_side_reaches_a_member_of_the_other_by_id(  # noqa: PLR0917 - fixtures
    client: Client, member: str, twin: str, sandbox: dict[str, str], method: str, path: str
) -> None:
    """On every path with a member in it, the other side's members are unknown; one's own are not."""
    assert call(client, method, path, member, sandbox).status_code == 404
    assert call(client, method, path, twin, {}).status_code == 404
    own = call(client, method, path, twin, sandbox)
    assert own.status_code in {200, 201, 422, 409} or own.json()["code"] in {
        "unknown_voucher",
        "unknown_household",
    }


@pytest.mark.parametrize("path", ["/v1/activities", "/v1/quotes"])
def test_neither_side_names_a_member_of_the_other_in_a_body(
    client: Client, member: str, twin: str, sandbox: dict[str, str], path: str
) -> None:
    """An id of the other side names nobody."""
    body = {"type": "purchase", "key": "p", "amount": "10.00"}
    assert client.post(path, json=body | {"member": {"id": member}}, headers=sandbox).status_code == 422
    assert client.post(path, json=body | {"member": {"id": twin}}).status_code == 422
    batch = {"activities": [body | {"member": {"id": member}}]}
    answer = client.post("/v1/activities/batch", json=batch, headers=sandbox)
    assert answer.json()["results"][0]["status"] == 422


def test_the_same_card_and_key_live_on_both_sides(
    client: Client, member: str, twin: str, sandbox: dict[str, str], database: Database
) -> None:
    """A card names the caller's own member; the same key is another purchase; the real balance never moves."""
    body = {"type": "purchase", "key": "p1", "member": CARD, "amount": "10.00"}
    tried = client.post("/v1/activities", json=body | {"amount": "99.00"}, headers=sandbox)
    real = client.post("/v1/activities", json=body)
    assert (tried.status_code, tried.json()["member_id"]) == (201, twin)
    assert (real.status_code, real.json()["member_id"]) == (201, member)
    assert client.get("/v1/activities/p1").json()["balances"]["points"]["pending"] == 20
    assert client.get("/v1/activities/p1", headers=sandbox).json()["balances"]["points"]["pending"] == 198
    assert client.get("/v1/members", params=CARD).json()["id"] == member
    assert client.get("/v1/members", params=CARD, headers=sandbox).json()["id"] == twin
    with database.work() as connection:
        assert verify_books(connection, Programmes(), progress=lambda *_: None).differences == []


def test_a_test_prefix_does_not_make_a_real_key_a_sandbox_key(
    client: Client, sandbox: dict[str, str]
) -> None:
    """The prefix only says what the key is: with another one, it is no key at all."""
    real = client.headers["Authorization"].replace("tsr_", "tsr_test_")
    assert client.get("/v1/programme", headers={"Authorization": real}).status_code == 401
    tried = sandbox["Authorization"].replace("tsr_test_", "tsr_")
    assert client.get("/v1/programme", headers={"Authorization": tried}).status_code == 401

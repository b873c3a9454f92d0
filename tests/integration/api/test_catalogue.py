"""The catalogue over HTTP: published whole and in parts, read in pages and languages, and by a member."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.integration.api.conftest import NOON, Client

from tessera.access.scopes import Scope
from tessera.api import catalogue_examples as examples
from tessera.usecases.database import Database
from tessera.usecases.manage_keys import create_key
from tessera.usecases.read_catalogue import LIMIT

Headers = dict[str, str]


@pytest.fixture
def key_for(database: Database) -> Callable[..., Headers]:
    """A key with one scope, as headers."""

    def key_for(scope: Scope, *, sandbox: bool = False) -> Headers:
        with database.work() as connection:
            _, token = create_key(connection, source="app", scopes=[scope], now=NOON, sandbox=sandbox)
        return {"Authorization": f"Bearer {token}"}

    return key_for


def published(client: Client, rewards: Any, *, whole: bool = True, **more: Any) -> Any:
    call = client.put if whole else client.patch
    return call("/v1/catalogue", json={"rewards": rewards, **more})


def test_the_catalogue_is_published_and_changed_and_read(client: Client, member: str) -> None:
    """Put whole, one made dearer and one taken away, then read: the offer, and what it is to the member."""
    whole = published(client, examples.WHOLE["rewards"])
    assert (whole.status_code, whole.json()["edition"], whole.json()["added"]) == (200, 1, 2)
    some = published(client, examples.SOME["rewards"], whole=False, note="summer")
    assert some.json() == {
        "edition": 2,
        "version": 3,
        "rewards": 1,
        "added": 0,
        "changed": 1,
        "removed": 1,
        "absent": [],
        "warnings": [],
    }
    page = client.get("/v1/catalogue", params={"lang": "ro"}).json()
    (coffee,) = page["rewards"]
    assert (page["edition"], page["lang"], coffee["name"]) == (2, "ro", "O cafea gratuită")
    assert (coffee["price"], coffee["left"]) == ("250 points", 500)
    own = client.get(f"/v1/members/{member}/rewards").json()["rewards"]
    assert [(one["offer"]["reward"], one["cost"]["points"], one["refusal"]) for one in own] == [
        ("coffee", 250, None)
    ]


def test_what_is_seldom_meant_is_published_and_told(client: Client) -> None:
    """A budget that does not pay for one: at its path, once, when it comes or changes."""
    five = {"name": "5.00 off", "price": {"points": 500}, "give": {"voucher": "5.00"}, "budget": "4.00"}
    first = published(client, {"five": five})
    assert first.status_code == 200
    assert first.json()["warnings"] == [
        {
            "field": "rewards.five.budget",
            "message": "Its budget does not pay for one, so nobody can have it. Raise `budget`.",
        }
    ]
    assert published(client, {"five": five}).json()["warnings"] == []
    assert published(client, {"five": five | {"budget": "40.00"}}).json()["warnings"] == []


def test_what_is_wrong_is_told_by_reward_and_key(client: Client) -> None:
    """One problem with all of it, each at its path; nothing is published."""
    bad = published(
        client, {"coffee": {"give": {"product": "C"}, "stok": 1}, "tea": {"price": {"points": 3}}}
    )
    assert (bad.status_code, bad.json()["code"]) == (422, "catalogue_has_errors")
    assert [error["field"] for error in bad.json()["errors"]] == ["rewards.coffee.stok", "rewards.tea"]
    assert client.get("/v1/catalogue").json()["edition"] == 0


def test_bad_forms_are_refused_in_words(client: Client) -> None:
    """No object, another edition than the one compared with, more nesting than sense, and a page of nothing."""
    assert published(client, []).json()["errors"][0]["field"] == "rewards"
    assert published(client, {}, after=7).json()["errors"][0]["field"] == "after"
    deep: Any = "x"
    for _ in range(40):
        deep = {"give": deep}
    assert published(client, {"deep": deep}).status_code == 422
    assert client.get("/v1/catalogue", params={"limit": LIMIT + 1}).status_code == 422
    assert client.get("/v1/catalogue", params={"lang": "xx"}).status_code == 422
    unknown = "/v1/members/01928f6e-7a52-7c31-8d0e-5b1f0c2a9d44/rewards"
    assert client.get(unknown).status_code == 404


def test_fractions_are_read_exactly(client: Client, member: str) -> None:
    """2.10 is two hundred and ten cents, whatever a float would make of it; 2.105 is refused."""
    body = b'{"rewards": {"a": {"price": {"points": 1, "money": 2.10}, "give": "access"}}}'
    assert client.put("/v1/catalogue", content=body).status_code == 200
    (own,) = client.get(f"/v1/members/{member}/rewards").json()["rewards"]
    assert own["cost"] == {"currency": "points", "points": 1, "money_minor": 210}
    assert client.put("/v1/catalogue", content=body.replace(b"2.10", b"2.105")).status_code == 422


def test_publishing_takes_a_key_of_its_own_and_never_one_of_the_sandbox(
    client: Client, key_for: Callable[..., Headers]
) -> None:
    """Who may read the programme may not change what it offers; nor may whoever only tries things out."""
    reader = key_for(Scope.PROGRAMME_READ)
    tester = key_for(Scope.CATALOGUE_WRITE, sandbox=True)
    for headers in (reader, tester):
        refused = client.put("/v1/catalogue", json={"rewards": {}}, headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (403, "missing_scope")
    assert client.get("/v1/catalogue", headers=reader).status_code == 200

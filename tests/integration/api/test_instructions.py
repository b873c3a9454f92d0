"""Standing instructions over HTTP: given, listed, stopped."""

from typing import Any

import pytest
from tests.integration.api.conftest import Client


def form(member: str, **more: Any) -> dict[str, Any]:
    return {"key": "i1", "member": {"id": member}, "cause": "trees", "points": 50, "on_day": 15} | more


def test_an_instruction_is_given_listed_and_stopped(client: Client, member: str) -> None:
    """201, then 200 for the same again; a stopped one stays in the list."""
    first, again = (client.post("/v1/instructions", json=form(member)) for _ in range(2))
    assert (first.status_code, again.status_code, first.json() == again.json()) == (201, 200, True)
    (listed,) = client.get(f"/v1/members/{member}/instructions").json()["instructions"]
    assert listed == first.json()
    stopped = client.post(f"/v1/instructions/{listed['instruction_id']}/stop")
    assert (stopped.status_code, stopped.json()["stopped_at"] is None) == (200, False)
    (listed,) = client.get(f"/v1/members/{member}/instructions").json()["instructions"]
    assert listed == stopped.json()


def test_all_above_a_number_is_named_instead_of_points(client: Client, member: str) -> None:
    """One of the two, never both."""
    told = client.post("/v1/instructions", json=form(member, points=None, above=500))
    assert (told.status_code, told.json()["points"], told.json()["above"]) == (201, None, 500)
    assert client.post("/v1/instructions", json=form(member, key="i2", above=500)).status_code == 422


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"cause": "bees"}, "invalid_value", "cause"),
        ({"on_day": 0}, "invalid_value", "on_day"),
        ({"points": 0}, "invalid_value", "points"),
        ({"member": {"card": "NOBODY"}}, "unknown_member", "member"),
    ],
)
def test_what_cannot_be_is_told_by_its_field(
    client: Client, member: str, more: dict[str, Any], code: str, field: str
) -> None:
    """422, with a code of its own."""
    told = client.post("/v1/instructions", json=form(member) | more)
    assert (told.status_code, told.json()["code"]) == (422, code)
    assert [one["field"] for one in told.json()["errors"]] == [field]


def test_one_that_does_not_exist_cannot_be_stopped(client: Client) -> None:
    """404."""
    told = client.post("/v1/instructions/01928f79-1d40-7b2c-9e11-4c5d6e7f8a90/stop")
    assert (told.status_code, told.json()["code"]) == (404, "unknown_instruction")

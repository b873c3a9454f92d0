"""Choices over HTTP: read, made, made again, refused."""

from datetime import timedelta

import pytest
from tests.integration.api.conftest import NOON, Client

from tessera.kit.clock import SetClock
from tessera.usecases.database import Database
from tessera.usecases.publish_programme import publish_programme

PROGRAMME = """
programme: {id: bank, name: Bank, money: USD, timezone: America/New_York}
currencies: {points: {name: {en: [point, points]}}}
choices:
  favourites: {of: {category: [COFFEE, FRUIT, DAIRY]}, up-to: 2, for: month, newcomers: wait}
earn:
  base: {on: purchase, give: {points: 1, per: 1.00}}
  favourite: {on: purchase, lines: {category: {chosen: favourites}}, give: {points: 5, per: 1.00}}
"""
CHOICE = {"key": "c1", "choice": "favourites", "values": ["COFFEE", "FRUIT"]}


@pytest.fixture
def path(client: Client, member: str, database: Database, clock: SetClock) -> str:
    """Where Ann's choices are, now that the programme lets her choose."""
    clock.instant = NOON + timedelta(hours=1)
    with database.work() as connection:
        publish_programme(connection, PROGRAMME, effective_at=None, clock=clock)
    return f"/v1/members/{member}/choices"


def test_a_member_reads_chooses_and_reads_again(client: Client, path: str, clock: SetClock) -> None:
    """What is chosen shows at once for the next period, and counts when that has begun."""
    (open_,) = client.get(path).json()["choices"]
    assert (open_["choice"], open_["up_to"], open_["choose_by"]) == ("favourites", 2, "2026-07-01T04:00:00Z")
    made = client.post(path, json=CHOICE)
    assert (made.status_code, made.json()["status"]) == (201, "accepted")
    (after,) = client.get(path).json()["choices"]
    assert after["current"]["values"] == []
    assert after["next"] == {"from_on": "2026-07-01", "until_on": "2026-08-01", "values": ["COFFEE", "FRUIT"]}
    clock.instant = NOON + timedelta(days=30)
    line = {"category": "COFFEE", "amount": "10.00"}
    purchase = {"type": "purchase", "key": "p1", "member": {"card": "ANN1"}, "lines": [line]}
    quoted = client.post("/v1/quotes", json={k: v for k, v in purchase.items() if k != "key"}).json()
    bought = client.post("/v1/activities", json=purchase).json()
    assert [granted["amount"] for granted in bought["granted"]] == [10, 50]
    assert [granted["amount"] for granted in quoted["granted"]] == [10, 50]


def test_the_same_key_is_the_same_choice(client: Client, path: str, clock: SetClock) -> None:
    """A retry, however late, gets the stored answer; another body is a conflict that names the field."""
    first = client.post(path, json=CHOICE)
    clock.instant = NOON + timedelta(days=40)
    again = client.post(path, json=CHOICE)
    assert (again.status_code, again.json()) == (200, first.json())
    conflict = client.post(path, json=CHOICE | {"values": ["DAIRY"]})
    assert (conflict.status_code, conflict.json()["code"]) == (409, "key_conflict")


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"period": "2026-06-30"}, "choice_too_late"),
        ({"period": "2026-09-01"}, "choice_too_early"),
        ({"values": ["COFFEE", "FRUIT", "DAIRY"]}, "too_many_chosen"),
        ({"values": ["CIGARS"]}, "not_to_choose"),
        ({"choice": "snacks"}, "unknown_choice"),
    ],
)
def test_what_cannot_be_chosen_is_refused_and_remembered(
    client: Client, path: str, change: dict[str, object], refusal: str
) -> None:
    """An answer with the code and a sentence, the same again under its key."""
    for status in (201, 200):
        answer = client.post(path, json=CHOICE | change)
        assert (answer.status_code, answer.json()["refusal"]["code"]) == (status, refusal)
    assert client.get(path).json()["choices"][0]["next"]["values"] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"values": []}, "values"),
        ({"period": "July"}, "period"),
        ({"choice": "Ü"}, "choice"),
        ({"x": 1}, "x"),
    ],
)
def test_what_is_no_choice_at_all_is_a_problem(
    client: Client, path: str, change: dict[str, object], field: str
) -> None:
    """Nothing is kept of it."""
    problem = client.post(path, json=CHOICE | change)
    assert problem.status_code == 422
    assert field in problem.text


@pytest.mark.parametrize("kind", ["choice", "birthday", "anniversary", "tier-review"])
def test_what_has_a_way_of_its_own_does_not_come_as_an_activity(client: Client, path: str, kind: str) -> None:
    """Neither a choice, which would dodge its form, nor what only the calendar brings."""
    activity = {"type": kind, "key": "k", "member": {"card": "ANN1"}}
    assert path
    problem = client.post("/v1/activities", json=activity)
    assert (problem.status_code, problem.json()["errors"][0]["field"]) == (422, "type")

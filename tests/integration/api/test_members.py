"""Members over HTTP."""

from datetime import timedelta
from uuid import uuid4

from tests.integration.api.conftest import Client

from tessera.kit.clock import SetClock

ANN = {
    "key": "signup-1",
    "name": "Ann Example",
    "traits": {"age": "45-54"},
    "identities": [
        {"kind": "card", "value": "4006 3812"},
        {"kind": "phone", "value": "+373 22 123 456"},
        {"kind": "email", "value": "Ann@Example.com"},
        {"kind": "external_id", "value": "7"},
    ],
}


def test_a_member_enrols_once_and_is_welcomed(client: Client) -> None:
    """201 with the points of the welcome; the retry gets the same member and answer as 200."""
    first, again = client.post("/v1/members", json=ANN), client.post("/v1/members", json=ANN)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["answer"]["balances"]["points"]["available"] == 500
    assert first.json()["member"]["identities"] == [
        {"kind": "card", "value": "40063812", "source": None},
        {"kind": "email", "value": "ann@example.com", "source": None},
        {"kind": "external_id", "value": "7", "source": "till"},
        {"kind": "phone", "value": "+37322123456", "source": None},
    ]


def test_a_member_is_found_by_every_identity_and_by_id(client: Client) -> None:
    """However the identity is written; exactly one must be given."""
    member = client.post("/v1/members", json=ANN).json()["member"]
    for by in (
        {"card": "4006-3812"},
        {"phone": "+37322123456"},
        {"email": "ANN@example.com"},
        {"external_id": "7"},
    ):
        assert client.get("/v1/members", params=by).json() == member
    assert client.get(f"/v1/members/{member['id']}").json() == member
    for wrong in ({}, {"card": "40063812", "email": "ann@example.com"}, {"name": "Ann"}):
        assert client.get("/v1/members", params=wrong).status_code == 422


def test_who_is_not_there_is_404_in_the_path_and_422_in_a_query(client: Client) -> None:
    """Both say unknown_member."""
    in_path = client.get(f"/v1/members/{uuid4()}")
    in_query = client.get("/v1/members", params={"card": "NOBODY"})
    assert (in_path.status_code, in_path.json()["code"]) == (404, "unknown_member")
    assert (in_query.status_code, in_query.json()["code"]) == (422, "unknown_member")


def test_a_taken_identity_is_a_conflict_and_nobody_is_added(client: Client, member: str) -> None:
    """409 names the kind; the free identity of the same enrolment stays free."""
    bob = {
        "key": "bob",
        "name": "Bob",
        "identities": [{"kind": "card", "value": c} for c in ("BOB1", "ANN1")],
    }
    problem = client.post("/v1/members", json=bob)
    assert (problem.status_code, problem.json()["code"]) == (409, "identity_taken")
    assert problem.json()["errors"][0]["field"] == "card"
    assert "ANN1" not in problem.text
    assert client.get("/v1/members", params={"card": "BOB1"}).status_code == 422


def test_a_change_sets_what_it_names(client: Client, member: str) -> None:
    """Null takes a trait away; null for a name is a mistake."""
    path = f"/v1/members/{member}"
    client.patch(path, json={"traits": {"age": "45-54", "kids": "1"}})
    changed = client.patch(path, json={"language": "ro", "traits": {"kids": None}}).json()
    assert (changed["name"], changed["language"], changed["traits"]) == ("Ann", "ro", {"age": "45-54"})
    for name in (None, "", "a\u0000b", "n" * 201):
        assert client.patch(path, json={"name": name}).json()["errors"][0]["field"] == "name"
    assert client.patch(path, json={"id": member}).json()["errors"][0]["field"] == "id"


def test_traits_are_told_as_of_an_instant(client: Client, member: str, clock: SetClock) -> None:
    """What was known then, though it has changed since; the future is not known."""
    path = f"/v1/members/{member}"
    client.patch(path, json={"traits": {"age": "45-54"}})
    then = clock.now()
    clock.instant += timedelta(days=1)
    client.patch(path, json={"traits": {"age": "55-64"}})
    assert client.get(path, params={"at": then.isoformat()}).json()["traits"] == {"age": "45-54"}
    assert client.get(path).json()["traits"] == {"age": "55-64"}
    tomorrow = (clock.now() + timedelta(days=1)).isoformat()
    assert client.get(path, params={"at": tomorrow}).status_code == 422
    assert client.patch(path, json={"traits": {"age": "a\u0000b"}}).status_code == 422


def test_every_change_of_a_trait_is_told(client: Client, member: str, clock: SetClock) -> None:
    """When, from what and to what, newest first; a page never tears one instant apart; nobody's of nobody."""
    path = f"/v1/members/{member}"
    instants = []
    for traits in (
        {"age": "45-54", "kids": "1"},
        {"kids": "2"},
        {"kids": "2"},
        {"age": "55-64", "kids": None},
    ):
        clock.instant += timedelta(days=1)
        instants.append(clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"))
        client.patch(path, json={"traits": traits})
    told = client.get(f"{path}/traits").json()
    first, second, _, last = instants
    assert told["traits"] == {"age": "55-64"}
    assert told["next"] is None
    changes = [(one["at"], one["trait"], one["before"], one["after"]) for one in told["changes"]]
    assert sorted(changes[:2]) == [(last, "age", "45-54", "55-64"), (last, "kids", "2", None)]
    assert changes[2] == (second, "kids", "1", "2")
    assert sorted(changes[3:]) == [(first, "age", None, "45-54"), (first, "kids", None, "1")]
    newest = client.get(f"{path}/traits", params={"limit": 1}).json()
    assert newest["changes"] == told["changes"][:2]
    older = client.get(f"{path}/traits", params={"limit": 1, "before": newest["next"]}).json()
    assert older["changes"] == told["changes"][2:3]
    for wrong in ({"limit": 0}, {"limit": "x"}, {"before": "x"}):
        assert client.get(f"{path}/traits", params=wrong).status_code == 422
    assert client.get(f"/v1/members/{uuid4()}/traits").status_code == 404


def test_identities_come_and_go(client: Client, member: str) -> None:
    """Added, found, removed, gone."""
    path = f"/v1/members/{member}/identities"
    assert client.post(path, json={"kind": "phone", "value": "+37322123456"}).status_code == 201
    assert client.get("/v1/members", params={"phone": "+37322123456"}).json()["id"] == member
    assert client.delete(path, params={"phone": "+37322123456"}).status_code == 200
    assert client.get("/v1/members", params={"phone": "+37322123456"}).status_code == 422
    assert client.delete(path, params={"phone": "+37322123456"}).status_code == 422


def test_a_parameter_that_is_none_is_told_beside_those_that_are(client: Client, member: str) -> None:
    """Whoever mistypes one need not look it up; the language of the answer may be asked for everywhere."""
    for given, advice in (
        ("crad", "Perhaps card is meant."),
        ("loyalty", "There are: card, phone, email, external_id."),
    ):
        problem = client.get("/v1/members", params={given: "ANN1"})
        assert problem.status_code == 422
        assert problem.json()["errors"] == [
            {"field": given, "message": f"This parameter is unknown. {advice}"}
        ]
    assert client.get("/v1/members", params={"card": "ANN1", "lang": "ru"}).json()["id"] == member

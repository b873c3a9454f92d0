"""Activities over HTTP, down to the database and back."""

from datetime import timedelta

from tests.integration.api.conftest import NOON, Client

from tessera.kit.clock import SetClock

PURCHASE = {"type": "purchase", "key": "p1", "member": {"card": "ANN1"}, "amount": "12.40"}


def test_a_purchase_is_answered_201_and_its_retry_200_with_the_same_body(client: Client, member: str) -> None:
    """The same key with the same body gives the stored answer, and the status says that it is one."""
    dated = PURCHASE | {"occurred_at": NOON.isoformat()}
    first, again = client.post("/v1/activities", json=dated), client.post("/v1/activities", json=dated)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.content == again.content
    body = first.json()
    assert body["status"] == "accepted"
    assert body["member_id"] == member
    assert [(granted["rule"], granted["amount"]) for granted in body["granted"]] == [("base", 24)]
    assert body["balances"]["points"] == {"available": 500, "pending": 24, "held": 0, "debt": 0}


def test_the_header_carries_the_key_and_the_answer_can_be_read_again(client: Client, member: str) -> None:
    """Idempotency-Key serves where the body has no key, also in the draft's quotes; slashes are fine in a key."""
    body = {name: value for name, value in PURCHASE.items() if name != "key"}
    first = client.post("/v1/activities", json=body, headers={"Idempotency-Key": '"till/3/991"'})
    assert first.status_code == 201
    assert client.get("/v1/activities/till/3/991").content == first.content


def test_another_body_under_the_same_key_is_a_conflict_that_names_the_field(
    client: Client, member: str
) -> None:
    """409, key_conflict, and the first field that differs."""
    client.post("/v1/activities", json=PURCHASE)
    problem = client.post("/v1/activities", json=PURCHASE | {"amount": "12.41"})
    assert problem.status_code == 409
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json()["code"] == "key_conflict"
    assert problem.json()["errors"][0]["field"] == "amount"
    assert "'amount'" in problem.json()["detail"]


def test_a_batch_answers_each_item_by_itself(client: Client, member: str) -> None:
    """An item that is wrong, unknown or repeated gets its own outcome, and the others are recorded."""
    items = [
        PURCHASE,
        PURCHASE | {"key": "p2", "amount": -1},
        PURCHASE | {"key": "p3", "member": {"card": "NOBODY"}},
        PURCHASE,
        {"type": "purchase", "member": {"card": "ANN1"}, "amount": 1},
        PURCHASE | {"key": "p4", "amout": 1},
    ]
    answer = client.post("/v1/activities/batch", json={"activities": items})
    assert answer.status_code == 200
    results = answer.json()["results"]
    assert [result["status"] for result in results] == [201, 422, 422, 200, 422, 422]
    assert results[0]["answer"] == results[3]["answer"]
    assert [result["problem"]["errors"][0]["field"] for result in results if "problem" in result] == [
        "amount",
        "member",
        "key",
        "amout",
    ]


def test_a_quote_is_what_the_purchase_then_earns_and_writes_nothing(client: Client, member: str) -> None:
    """Same grants and reasons; no id, no key, and the balance is as before."""
    quote = client.post("/v1/quotes", json={k: v for k, v in PURCHASE.items() if k != "key"})
    assert quote.status_code == 200
    assert quote.json()["activity_id"] is None
    assert quote.json()["balances"]["points"]["pending"] == 0
    purchase = client.post("/v1/activities", json=PURCHASE).json()
    assert quote.json()["granted"] == purchase["granted"]
    assert quote.json()["reasons"] == purchase["reasons"]


def test_a_return_takes_back_and_one_of_more_is_refused_with_a_sentence(client: Client, member: str) -> None:
    """A refusal is an answer with its own status, kept under its key; an unknown purchase is a problem."""
    client.post("/v1/activities", json=PURCHASE)
    back = {"type": "return", "key": "r1", "member": {"card": "ANN1"}, "of": "p1"}
    taken = client.post("/v1/activities", json=back).json()["taken_back"]
    assert [(one["amount"], one["from_pending"]) for one in taken] == [(24, 24)]
    refused = client.post("/v1/activities", json=back | {"key": "r2"})
    assert refused.status_code == 201
    assert refused.json()["status"] == "refused"
    assert refused.json()["refusal"]["code"] == "return_exceeds_purchase"
    assert refused.json()["refusal"]["sentence"].endswith(".")
    unknown = client.post("/v1/activities", json=back | {"key": "r3", "of": "nothing"})
    assert (unknown.status_code, unknown.json()["code"]) == (422, "unknown_purchase")


def test_what_follows_a_purchase_names_it_and_may_name_its_lines(client: Client, member: str) -> None:
    """A delivery of the whole, or of lines by id alone; before its purchase it is a problem, and may be sent again."""
    delivery = {"type": "delivery", "key": "d1", "member": {"card": "ANN1"}, "of": "p1"}
    early = client.post("/v1/activities", json=delivery)
    assert (early.status_code, early.json()["code"]) == (422, "unknown_purchase")
    client.post("/v1/activities", json=PURCHASE)
    assert client.post("/v1/activities", json=delivery).json()["status"] == "accepted"
    basket = {"amount": None, "lines": [{"amount": "8.00"}, {"id": "cup", "amount": "4.40"}]}
    client.post("/v1/activities", json=PURCHASE | basket | {"key": "p2"})
    some = delivery | {"key": "d2", "of": "p2", "lines": [{"id": "1"}, {"id": "cup"}]}
    assert client.post("/v1/activities", json=some).json()["status"] == "accepted"
    assert client.post("/v1/activities", json=some).status_code == 200
    for line in ({"amount": "1.00"}, {"id": "1", "quantity": 2}):
        wrong = client.post("/v1/activities", json=some | {"key": "d3", "lines": [{"id": "1"}, line]})
        assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "lines[1]")
    strange = client.post("/v1/activities", json=some | {"key": "d4", "lines": [{"id": "nine"}]}).json()
    assert (strange["status"], strange["refusal"]["code"]) == ("refused", "line_not_in_purchase")


def test_an_adjustment_or_an_enrolment_cannot_come_in_as_an_activity(client: Client, member: str) -> None:
    """What needs another scope has its own call."""
    for kind in ("adjustment", "enrolment"):
        problem = client.post("/v1/activities", json=PURCHASE | {"type": kind})
        assert (problem.status_code, problem.json()["errors"][0]["field"]) == (422, "type")


def test_an_adjustment_gives_and_takes_points_with_its_reason(client: Client, member: str) -> None:
    """Given points are there at once; taking more than there are is refused."""
    path = f"/v1/members/{member}/adjustments"
    given = client.post(
        path, json={"key": "a1", "currency": "points", "points": 100, "reason": "Late delivery"}
    )
    assert given.status_code == 201
    assert given.json()["answer"]["balances"]["points"]["available"] == 600
    problem = client.post(path, json={"key": "a2", "currency": "points", "points": 0, "reason": "None"})
    assert (problem.status_code, problem.json()["code"]) == (422, "invalid_value")


def test_an_answer_is_read_by_its_own_source_and_key_only(client: Client, member: str) -> None:
    """Another key is unknown, and what cannot be a key is refused."""
    unknown = client.get("/v1/activities/never")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_activity")
    assert client.get("/v1/activities/a%00b").status_code == 422


def test_a_retry_that_comes_later_is_the_same_activity_where_no_instant_was_given(
    client: Client, clock: SetClock, member: str
) -> None:
    """Without occurred_at, the instant of the first arrival stands, for an adjustment too."""
    gift = {"key": "a1", "currency": "points", "points": 5, "reason": "Late delivery"}
    calls = [("/v1/activities", PURCHASE), (f"/v1/members/{member}/adjustments", gift)]
    first = [client.post(path, json=body).content for path, body in calls]
    clock.instant = NOON + timedelta(minutes=1)
    for (path, body), answer in zip(calls, first, strict=True):
        again = client.post(path, json=body)
        assert (again.status_code, again.content) == (200, answer)

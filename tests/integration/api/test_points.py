"""Balances and history over HTTP."""

from datetime import timedelta

from tests.integration.api.conftest import NOON, Client

from tessera.kit.clock import SetClock


def buy(client: Client, key: str) -> None:
    purchase = {"type": "purchase", "key": key, "member": {"card": "ANN1"}, "amount": "10.00"}
    assert client.post("/v1/activities", json=purchase).status_code == 201


def test_balances_are_told_for_now_and_for_an_instant_that_has_passed(
    client: Client, clock: SetClock, member: str
) -> None:
    """Now settles what has matured, without a sweep; the past is as the books stood."""
    path = f"/v1/members/{member}/balances"
    clock.instant = NOON + timedelta(hours=1)
    buy(client, "p1")
    now = client.get(path).json()
    assert now["balances"]["points"] == {"available": 500, "pending": 20, "held": 0, "debt": 0}
    assert [(coming["currency"], coming["points"]) for coming in now["maturing"]] == [("points", 20)]
    before = client.get(path, params={"at": (NOON + timedelta(minutes=30)).isoformat()}).json()
    assert before["balances"]["points"] == {"available": 500, "pending": 0, "held": 0, "debt": 0}
    clock.instant = NOON + timedelta(days=20)
    assert client.get(path).json()["balances"]["points"]["available"] == 520


def test_an_instant_of_the_future_or_none_at_all_is_refused(client: Client, member: str) -> None:
    """The parameter is named."""
    for at in ((NOON + timedelta(days=1)).isoformat(), "2026-06-05T12:00:00", "yesterday"):
        problem = client.get(f"/v1/members/{member}/balances", params={"at": at})
        assert (problem.status_code, problem.json()["errors"][0]["field"]) == (422, "at")


def test_a_parameter_that_nobody_reads_is_refused_rather_than_passed_over(
    client: Client, member: str
) -> None:
    """Balances of today must not pass for those of the day that was asked for; nor does a call that takes none take one."""
    path = f"/v1/members/{member}"
    problem = client.get(f"{path}/balances", params={"as_of": NOON.isoformat()})
    assert (problem.status_code, problem.json()["errors"][0]["field"]) == (422, "as_of")
    assert "at, lang" in problem.json()["detail"]
    problem = client.patch(path, params={"at": NOON.isoformat()}, json={"name": "Eve"})
    assert (problem.status_code, problem.json()["detail"]) == (
        422,
        "This parameter is unknown. This call takes none.",
    )
    quote = {"type": "purchase", "member": {"card": "ANN1"}, "amount": "10.00"}
    assert client.post("/v1/quotes?dry_run=1", json=quote).status_code == 422


def test_the_history_goes_back_page_by_page_and_says_why(
    client: Client, clock: SetClock, member: str
) -> None:
    """Newest first, each activity once, with its postings, their rules and an adjustment's reason."""
    for minute in (1, 2, 3):
        clock.instant = NOON + timedelta(minutes=minute)
        buy(client, f"p{minute}")
    gift = {"key": "a1", "currency": "points", "points": 5, "reason": "Late delivery"}
    clock.instant = NOON + timedelta(minutes=4)
    assert client.post(f"/v1/members/{member}/adjustments", json=gift).status_code == 201
    seen, before = [], None
    while True:
        params = {"limit": "2"} | ({"before": before} if before else {})
        page = client.get(f"/v1/members/{member}/history", params=params).json()
        seen += page["entries"]
        before = page["next"]
        if before is None:
            break
    assert [entry["activity"]["key"] for entry in seen] == ["a1", "p3", "p2", "p1", "ann"]
    assert [[one["amount"] for one in entry["postings"]] for entry in seen] == [[5], [20], [20], [20], [500]]
    assert seen[0]["activity"]["note"] == "Late delivery"
    assert seen[1]["postings"][0]["rule"] == "base"


def test_a_page_that_cannot_be_is_refused(client: Client, member: str) -> None:
    """Limit and before are named."""
    for name, value in (
        ("limit", "0"),
        ("limit", "many"),
        ("limit", "100000"),
        ("before", "here"),
        ("before", "1.1.\0"),
    ):
        problem = client.get(f"/v1/members/{member}/history", params={name: value})
        assert (problem.status_code, problem.json()["errors"][0]["field"]) == (422, name)


def test_what_is_told_is_told_in_a_language_that_there_is(client: Client, member: str) -> None:
    """The member's own, or the one that is asked for; another one is refused."""
    for page in ("balances", "history"):
        for params in ({}, {"lang": "ro"}):
            assert client.get(f"/v1/members/{member}/{page}", params=params).status_code == 200
        problem = client.get(f"/v1/members/{member}/{page}", params={"lang": "de"})
        assert (problem.status_code, problem.json()["errors"][0]["field"]) == (422, "lang")

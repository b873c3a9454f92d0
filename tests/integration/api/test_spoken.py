"""Codes that people say aloud: they stand for the long ones in one shop, for an hour, and cannot be found by guessing."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from litestar.testing import TestClient
from tests.integration.api.conftest import NOON, SEAL, Client, DirectServices
from tests.integration.api.test_vouchers import REWARDING, redeem

from tessera.access.scopes import Scope
from tessera.access.tries import BY_KEY, BY_SOURCE, TooManyTries, take_try
from tessera.api.app import create_app
from tessera.catalogue.spoken import make_spoken
from tessera.kit.clock import SetClock
from tessera.kit.ids import new_id
from tessera.usecases.database import Database
from tessera.usecases.import_codes import import_codes
from tessera.usecases.manage_keys import create_key
from tessera.usecases.publish_programme import publish_programme

BASKET: dict[str, Any] = {"member": {"card": "ANN1"}, "lines": [{"id": "milk", "amount": "6.00"}]}


@pytest.fixture(autouse=True)
def _terms(client: Client, member: str, database: Database, clock: SetClock) -> None:
    """From now on there are rewards."""
    with database.work() as connection:
        publish_programme(connection, REWARDING, effective_at=None, clock=clock)


@pytest.fixture
def elsewhere(client: Client, database: Database, clock: SetClock) -> Iterator[Client]:
    """Another process of the same installation, that knows nothing of the first, with a key of another shop."""
    with database.work() as connection:
        _, token = create_key(connection, source="till-2", scopes=list(Scope), now=NOON)
    app = create_app(DirectServices(database, clock), clock=clock, new_id=new_id, seal=SEAL)
    with TestClient(app, raise_server_exceptions=False) as other:
        other.headers["Authorization"] = f"Bearer {token}"
        yield other


def speak(client: Client, member: str, key: str, reward: str, **body: str) -> str:
    """A spoken code of a voucher that was just taken."""
    taken = redeem(client, key, reward)["answer"]["activity_id"]
    spoken = client.post(f"/v1/members/{member}/vouchers/{taken}/spoken-code", json=body)
    assert spoken.status_code == 201, spoken.text
    return str(spoken.json()["code"])


def guess(nth: int) -> str:
    """A code that nobody has, with the right check digits."""
    return make_spoken(nth).replace(" ", "-")


def test_a_spoken_code_stands_for_the_voucher_at_the_till(client: Client, member: str) -> None:
    """In a quote, a hold and a purchase, and where something is handed over; however it is typed."""
    code = speak(client, member, "r1", "five")
    shown = client.get(f"/v1/vouchers/{code.replace(' ', '')}").json()
    assert (shown["reward"], shown["state"]) == ("five", "issued")
    body = BASKET | {"vouchers": [code]}
    assert client.post("/v1/quotes", json=body | {"type": "purchase"}).json()["due_minor"] == 100
    assert client.post("/v1/holds", json=body | {"key": "h1"}).json()["due_minor"] == 100
    client.delete("/v1/holds/h1")
    paid = client.post("/v1/activities", json=body | {"type": "purchase", "key": "o1"}).json()
    assert (paid["status"], paid["due_minor"]) == ("accepted", 100)
    tea = speak(client, member, "r2", "tea")
    used = client.post(f"/v1/vouchers/{tea}/use", json={"key": "bar-1"})
    assert (used.status_code, used.json()["voucher"]["state"]) == (201, "used")


def test_a_spoken_code_of_a_gift_card_pays(client: Client) -> None:
    """Whoever has the long code asks for one, for a shop."""
    long = client.post("/v1/gift-cards", json={"key": "sold-1", "amount": "5.00"}).json()["code"]
    code = client.post(f"/v1/gift-cards/{long}/spoken-code", json={}).json()["code"]
    assert client.get(f"/v1/gift-cards/{code}").json()["available_minor"] == 500
    body = BASKET | {"type": "purchase", "key": "o1", "gift_cards": [{"code": code}]}
    assert client.post("/v1/activities", json=body).json()["due_minor"] == 100


def test_it_counts_in_one_shop_for_an_hour_and_only_the_newest(
    client: Client, elsewhere: Client, member: str, clock: SetClock
) -> None:
    """Everywhere else, and afterwards, it means nothing."""
    first = speak(client, member, "r1", "tea", source="till-2")
    assert elsewhere.get(f"/v1/vouchers/{first}").status_code == 200
    assert client.get(f"/v1/vouchers/{first}").status_code == 404
    voucher = elsewhere.get(f"/v1/vouchers/{first}").json()["voucher_id"]
    again = elsewhere.post(f"/v1/members/{member}/vouchers/{voucher}/spoken-code", json={}).json()
    assert elsewhere.get(f"/v1/vouchers/{first}").status_code == 404
    assert elsewhere.get(f"/v1/vouchers/{again['code']}").status_code == 200
    clock.instant += timedelta(hours=1)
    assert elsewhere.get(f"/v1/vouchers/{again['code']}").status_code == 404
    fence = client.post(f"/v1/members/{member}/vouchers/{voucher}/spoken-code", json={"source": "test:a"})
    assert fence.status_code == 422
    nobody = client.post(f"/v1/members/{member}/vouchers/{voucher}/spoken-code", json={"source": "till-22"})
    assert nobody.json()["errors"] == [
        {"field": "source", "message": "No key has this source; there are: till, till-2."}
    ]


def test_in_the_sandbox_a_shop_is_named_as_it_is_outside(client: Client, database: Database) -> None:
    """The code counts at the sandbox's own till of that name, and at no real one."""
    with database.work() as connection:
        tokens = [
            create_key(connection, source=source, scopes=list(Scope), now=NOON, sandbox=True)[1]
            for source in ("app", "till-2")
        ]
    app, till = ({"Authorization": f"Bearer {token}"} for token in tokens)
    tess = {"key": "tess", "name": "Tess", "identities": [{"kind": "card", "value": "TESS"}]}
    member = client.post("/v1/members", json=tess, headers=app).json()["member"]["id"]
    tea = {"key": "r1", "member": {"card": "TESS"}, "reward": "tea"}
    voucher = client.post("/v1/redemptions", json=tea, headers=app).json()["answer"]["activity_id"]
    path = f"/v1/members/{member}/vouchers/{voucher}/spoken-code"
    said = client.post(path, json={"source": "till-2"}, headers=app).json()
    assert said["source"] == "till-2"
    assert client.get(f"/v1/vouchers/{said['code']}", headers=till).status_code == 200
    assert client.get(f"/v1/vouchers/{said['code']}").status_code == 404


PURCHASE = BASKET | {"type": "purchase"}
WAYS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "look": ("GET", "/v1/vouchers/{code}", {}),
    "card": ("GET", "/v1/gift-cards/{code}", {}),
    "use": ("POST", "/v1/vouchers/{code}/use", {}),
    "basket": ("POST", "/v1/activities", PURCHASE | {"say": ["vouchers"]}),
    "quote": ("POST", "/v1/quotes", PURCHASE | {"say": ["gift_cards"]}),
    "hold": ("POST", "/v1/holds", BASKET | {"say": ["vouchers"]}),
    "guest": ("POST", "/v1/gift-cards/payments", {"lines": BASKET["lines"], "say": ["gift_cards"]}),
    "batch": ("POST", "/v1/activities/batch", PURCHASE | {"say": ["vouchers"]}),
}
"""Where a code goes in; `say`: under which names of the body."""


@pytest.mark.parametrize("way", WAYS)
def test_whoever_guesses_is_stopped_wherever_a_code_goes_in(client: Client, member: str, way: str) -> None:
    """Ten wrong codes, then 429 with Retry-After; the right one is not looked for either until then."""
    right = speak(client, member, "r1", "tea")

    def ask(nth: int, code: str) -> Any:
        method, path, body = WAYS[way]
        said = {name: [{"code": code} if name == "gift_cards" else code] for name in body.get("say", ())}
        rest = {name: value for name, value in body.items() if name != "say"}
        sent = rest | said | {"key": f"o{nth}"}
        if way == "batch":
            sent = {"activities": [sent]}
        return client.request(method, path.format(code=code), json=sent if method == "POST" else None)

    tried = [ask(nth, guess(nth)) for nth in range(BY_KEY)]
    if way == "batch":
        assert {one.json()["results"][0]["status"] for one in tried} == {422}
        assert ask(11, right).json()["results"][0]["problem"]["code"] == "too_many_tries"
        return
    assert {one.status_code for one in tried} <= {404, 422}
    stopped = ask(11, right)
    assert (stopped.status_code, stopped.json()["code"]) == (429, "too_many_tries")
    assert 1 <= int(stopped.headers["Retry-After"]) <= 90


def test_right_codes_and_slips_of_the_tongue_are_no_guesses(client: Client, member: str) -> None:
    """Twice as many of them as guesses are allowed: the right one counts on; a wrong digit is told as one."""
    code = speak(client, member, "r1", "tea")
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    for _ in range(2 * BY_KEY):
        assert client.get(f"/v1/vouchers/{code}").status_code == 200
        assert client.get(f"/v1/vouchers/{wrong}").json()["code"] == "invalid_value"


def test_what_a_partner_made_of_twelve_digits_is_no_guess(
    client: Client, database: Database, clock: SetClock
) -> None:
    """It is found as it is, with right check digits by chance or without, however often."""
    cinema = REWARDING.replace(
        "gift-cards:", "  film: {price: {points: 10}, give: {code: cinema}}\ngift-cards:"
    )
    codes = [guess(7).replace("-", ""), "123456789012"]
    with database.work() as connection:
        publish_programme(connection, cinema, effective_at=None, clock=clock)
        import_codes(connection, "cinema", codes, seal=SEAL)
    assert [redeem(client, f"r{nth}", "film")["code"] for nth in range(2)] == codes
    for _ in range(BY_KEY + 1):
        assert [client.get(f"/v1/vouchers/{code}").status_code for code in codes] == [200, 200]


def test_tries_are_counted_by_source_too_come_back_with_time_and_outlive_a_process(
    client: Client, elsewhere: Client, database: Database, clock: SetClock
) -> None:
    """Another process and another key of the same shop go on where the first was; another shop has tries of its own."""
    with database.work() as connection:
        made = [create_key(connection, source="till", scopes=list(Scope), now=NOON) for _ in range(4)]
    statuses = []
    for _, token in made:
        headers = {"Authorization": f"Bearer {token}"}
        for nth in range(BY_KEY):
            asked = elsewhere.get(f"/v1/vouchers/{guess(nth)}", headers=headers)
            statuses.append(asked.status_code)
    assert statuses == [404] * BY_SOURCE + [429] * BY_KEY
    assert client.get(f"/v1/vouchers/{guess(1)}").status_code == 429
    assert elsewhere.get(f"/v1/vouchers/{guess(1)}").status_code == 404
    clock.instant += timedelta(minutes=15)
    assert client.get(f"/v1/vouchers/{guess(1)}").status_code == 404


def test_guesses_at_once_are_no_more_than_guesses_one_by_one(database: Database) -> None:
    """Forty at the same moment: ten are let through."""

    def try_once(_: int) -> bool:
        try:
            with database.work() as connection:
                take_try(connection, key_id="k", source="till", now=NOON)
        except TooManyTries:
            return False
        return True

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(try_once, range(40))) == BY_KEY

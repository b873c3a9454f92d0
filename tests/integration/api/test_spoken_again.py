"""A request with a spoken code that is sent again gets its stored answer, though the code is over or another by then."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from tests.integration.api.conftest import NOON, Client
from tests.integration.api.test_spoken import BASKET, PURCHASE, elsewhere, guess, speak
from tests.integration.api.test_vouchers import REWARDING

from tessera.access.scopes import Scope
from tessera.access.tries import BY_KEY
from tessera.kit.clock import SetClock
from tessera.usecases.database import Database
from tessera.usecases.manage_keys import create_key
from tessera.usecases.publish_programme import publish_programme

__all__ = ["elsewhere"]
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _terms(client: Client, member: str, database: Database, clock: SetClock) -> None:
    """From now on there are rewards, and guests pay with gift cards."""
    guests = REWARDING.replace("gift-cards: {", "gift-cards: {guests: true, ")
    with database.work() as connection:
        publish_programme(connection, guests, effective_at=None, clock=clock)


def by_body(path: str, body: dict[str, Any]) -> Callable[[Client, str, str], Any]:
    """A call that has a voucher's code in its body."""
    return lambda client, key, code: client.post(path, json=body | {"key": key, "vouchers": [code]})


def by_card(path: str, body: dict[str, Any]) -> Callable[[Client, str, str], Any]:
    """A call that is paid with a gift card."""
    return lambda client, key, code: client.post(
        path, json=body | {"key": key, "gift_cards": [{"code": code}]}
    )


def by_path(verb: str) -> Callable[[Client, str, str], Any]:
    """A call that has a voucher's code in its path."""
    return lambda client, key, code: client.post(f"/v1/vouchers/{code}/{verb}", json={"key": key})


def in_batch(client: Client, key: str, code: str) -> Any:
    items = [PURCHASE | {"key": key, "vouchers": [code]}]
    return client.post("/v1/activities/batch", json={"activities": items})


def as_lines(client: Client, key: str, code: str) -> Any:
    line = json.dumps(PURCHASE | {"key": key, "vouchers": [code]})
    headers = {"Content-Type": "application/x-ndjson"}
    return client.post("/v1/activities/batch", content=line, headers=headers)


VOUCHER_CALLS = {
    "purchase": ("five", by_body("/v1/activities", PURCHASE)),
    "hold": ("five", by_body("/v1/holds", BASKET)),
    "use": ("tea", by_path("use")),
    "cancel": ("tea", by_path("cancel")),
    "batch": ("five", in_batch),
    "lines": ("five", as_lines),
}
CARD_CALLS = {
    "purchase": by_card("/v1/activities", PURCHASE),
    "hold": by_card("/v1/holds", BASKET),
    "guest": by_card("/v1/gift-cards/payments", {"lines": BASKET["lines"]}),
}
pay = by_body("/v1/activities", PURCHASE)


def answer_of(sent: Any) -> Any:
    """What was answered: alone, or as the only one of a batch; and whether it is the stored one."""
    body = sent.json()
    one = body["results"][0] if "results" in body else body
    return one.get("answer", one), one["status"] if "answer" in one else sent.status_code


def voucher_of(client: Client, code: str) -> str:
    return str(client.get(f"/v1/vouchers/{code}").json()["voucher_id"])


def speak_again(client: Client, member: str, voucher: str) -> str:
    """A newer code of the same voucher: the one before is over."""
    path = f"/v1/members/{member}/vouchers/{voucher}/spoken-code"
    return str(client.post(path, json={}).json()["code"])


def sold(client: Client, key: str = "sold-1") -> str:
    """The long code of a card with 5.00."""
    return str(client.post("/v1/gift-cards", json={"key": key, "amount": "5.00"}).json()["code"])


def speak_card(client: Client, long: str) -> str:
    return str(client.post(f"/v1/gift-cards/{long}/spoken-code", json={}).json()["code"])


@pytest.mark.parametrize("how", VOUCHER_CALLS)
def test_with_a_voucher_s_code_that_is_over_the_stored_answer_is_given(
    client: Client, member: str, clock: SetClock, how: str
) -> None:
    """In every call that takes one with a key, however often, and however the digits are written then."""
    reward, call = VOUCHER_CALLS[how]
    code = speak(client, member, "r1", reward)
    first, status = answer_of(call(client, "k1", code))
    assert (status, first["status"]) == (201, "accepted")
    clock.instant += HOUR
    assert client.get(f"/v1/vouchers/{code}").status_code == 404
    for typed in (code, code.replace(" ", "-"), code.replace(" ", "")):
        assert answer_of(call(client, "k1", typed)) == (first, 200)


@pytest.mark.parametrize("how", VOUCHER_CALLS)
def test_so_it_is_with_one_that_a_newer_code_has_replaced(client: Client, member: str, how: str) -> None:
    """The newer one names the same voucher, and gets the same answer, then and when it is replaced itself."""
    reward, call = VOUCHER_CALLS[how]
    code = speak(client, member, "r1", reward)
    voucher = voucher_of(client, code)
    first, _ = answer_of(call(client, "k1", code))
    newer = speak_again(client, member, voucher)
    assert answer_of(call(client, "k1", code)) == (first, 200)
    assert answer_of(call(client, "k1", newer)) == (first, 200)
    speak_again(client, member, voucher)
    assert answer_of(call(client, "k1", newer)) == (first, 200)


@pytest.mark.parametrize("how", CARD_CALLS)
def test_so_it_is_with_a_gift_card_s_code(client: Client, clock: SetClock, how: str) -> None:
    """The card pays once; a hold is told as it was, though it has ended by itself."""
    call, long = CARD_CALLS[how], sold(client)
    code = speak_card(client, long)
    first = call(client, "k1", code)
    assert (first.status_code, first.json()["due_minor"]) == (201, 100)
    speak_card(client, long)
    replaced = call(client, "k1", code)
    assert client.get(f"/v1/gift-cards/{long}").json()["available_minor"] == 0
    clock.instant += HOUR
    over = call(client, "k1", code)
    assert [(one.status_code, one.json()) for one in (replaced, over)] == [(200, first.json())] * 2


def test_a_refusal_is_a_stored_answer_too(client: Client, member: str, clock: SetClock) -> None:
    """What was refused under a key is refused again in the same words."""
    code = speak(client, member, "r1", "tea")
    client.post(f"/v1/vouchers/{code}/use", json={"key": "bar-1"})
    refused = client.post(f"/v1/vouchers/{code}/use", json={"key": "bar-2"})
    assert refused.json()["refusal"]["code"] == "voucher_used"
    clock.instant += HOUR
    again = client.post(f"/v1/vouchers/{code}/use", json={"key": "bar-2"})
    assert (again.status_code, again.json()) == (200, refused.json())


def test_another_body_is_a_conflict_still(client: Client, member: str, clock: SetClock) -> None:
    """It names what differs; so does the key of another call."""
    code = speak(client, member, "r1", "five")
    assert pay(client, "k1", code).status_code == 201
    clock.instant += HOUR
    dearer = {"lines": [{"id": "milk", "amount": "7.00"}], "key": "k1", "vouchers": [code]}
    conflict = client.post("/v1/activities", json=PURCHASE | dearer)
    assert (conflict.status_code, conflict.json()["code"]) == (409, "key_conflict")
    assert conflict.json()["errors"][0]["field"] == "lines[0].amount"
    other = client.post(f"/v1/vouchers/{code}/use", json={"key": "k1"})
    assert (other.status_code, other.json()["code"]) == (409, "key_conflict")


def test_another_code_is_not_the_first(client: Client, member: str, clock: SetClock) -> None:
    """One that is live is another voucher: a conflict. One that is over was never said under this key, and means nothing."""
    code, other = (speak(client, member, key, "five") for key in ("r1", "r2"))
    assert pay(client, "k1", code).status_code == 201
    assert pay(client, "k1", other).json()["code"] == "key_conflict"
    assert pay(client, "k2", other).status_code == 201
    third = speak(client, member, "r3", "tea")
    clock.instant += HOUR
    assert (
        pay(client, "k1", other).json()["code"] == "key_conflict"
    )  # it was said under this key, of another voucher
    for never_said in (third, guess(7)):
        unknown = pay(client, "k1", never_said)
        assert (unknown.status_code, unknown.json()["code"]) == (422, "invalid_value")
        assert unknown.json()["errors"][0]["field"] == "vouchers[0]"


def test_under_a_key_without_an_answer_a_code_that_is_over_is_unknown(
    client: Client, member: str, clock: SetClock
) -> None:
    """Though it was said there while it counted: then nothing was decided, and by now nothing can be."""
    code = speak(client, member, "r1", "five")
    nobody = PURCHASE | {"member": {"card": "NOBODY"}, "key": "k1", "vouchers": [code]}
    assert client.post("/v1/activities", json=nobody).json()["code"] == "unknown_member"
    clock.instant += HOUR
    assert pay(client, "k1", code).json()["code"] == "invalid_value"
    assert pay(client, "k2", code).json()["code"] == "invalid_value"
    assert client.get(f"/v1/members/{member}/vouchers").json()["vouchers"][0]["state"] == "issued"


def test_a_guest_s_key_is_not_a_member_s(client: Client, member: str, clock: SetClock) -> None:
    """What was said under one is unknown under the other."""
    code = speak_card(client, sold(client))
    assert CARD_CALLS["guest"](client, "k1", code).status_code == 201
    assert client.post("/v1/activities", json=PURCHASE | {"key": "k1"}).status_code == 201
    clock.instant += HOUR
    assert CARD_CALLS["purchase"](client, "k1", code).json()["code"] == "invalid_value"
    assert CARD_CALLS["guest"](client, "k1", code).status_code == 200


def test_another_source_learns_nothing_from_a_key(
    client: Client, elsewhere: Client, member: str, clock: SetClock
) -> None:
    """There the code is unknown, with the key as without it; another key of the same source gets the answer."""
    code = speak(client, member, "r1", "five")
    assert pay(client, "k1", code).status_code == 201
    clock.instant += HOUR
    strangers = [pay(elsewhere, key, code).json() for key in ("k1", "k9")]
    assert strangers[0]["code"] == "invalid_value"
    assert [one["errors"] for one in strangers] == [strangers[0]["errors"]] * 2


def test_another_key_of_the_source_gets_the_answer(
    client: Client, database: Database, member: str, clock: SetClock
) -> None:
    """The till next to it may send what the first one could not finish."""
    code = speak(client, member, "r1", "five")
    first = pay(client, "k1", code).json()
    with database.work() as connection:
        _, token = create_key(connection, source="till", scopes=list(Scope), now=NOON)
    clock.instant += HOUR
    body = PURCHASE | {"key": "k1", "vouchers": [code]}
    again = client.post("/v1/activities", json=body, headers={"Authorization": f"Bearer {token}"})
    assert (again.status_code, again.json()) == (200, first)


def test_a_retry_is_no_guess_and_guesses_at_a_key_are_counted(
    client: Client, member: str, clock: SetClock
) -> None:
    """Any number of retries; but whoever tries codes at an answered key has as few tries as anywhere, and then none."""
    code = speak(client, member, "r1", "five")
    assert pay(client, "k1", code).status_code == 201
    clock.instant += HOUR
    assert [pay(client, "k1", code).status_code for _ in range(2 * BY_KEY)] == [200] * 2 * BY_KEY
    tried = {pay(client, "k1", guess(nth)).json()["code"] for nth in range(BY_KEY)}
    assert tried == {"invalid_value"}
    stopped = {pay(client, key, one).status_code for key in ("k1", "k9") for one in (code, guess(11))}
    assert stopped == {429}
    clock.instant += timedelta(minutes=15)
    assert pay(client, "k1", code).status_code == 200


def test_it_is_given_when_the_member_is_another_s_by_then(
    client: Client, member: str, clock: SetClock
) -> None:
    """After a merge the voucher is the other's, and the answer what it was."""
    bob = {"key": "bob", "name": "Bob", "identities": [{"kind": "card", "value": "BOB1"}]}
    kept = client.post("/v1/members", json=bob).json()["member"]["id"]
    basket, cup = (speak(client, member, key, reward) for key, reward in (("r1", "five"), ("r2", "tea")))
    paid, used = pay(client, "k1", basket), by_path("use")(client, "k2", cup)
    assert (paid.status_code, used.status_code) == (201, 201)
    merged = client.post(
        f"/v1/members/{kept}/merges", json={"key": "m1", "member": member, "reason": "Twins"}
    )
    assert merged.status_code == 201, merged.text
    clock.instant += HOUR
    assert (pay(client, "k1", basket).status_code, pay(client, "k1", basket).json()) == (200, paid.json())
    again = by_path("use")(client, "k2", cup)
    assert (again.status_code, again.json()["activity_id"]) == (200, used.json()["activity_id"])


def test_sent_three_times_at_once_it_is_decided_once(client: Client, member: str, clock: SetClock) -> None:
    """While the code counts, and when it is over: nobody waits for another in vain, and all hear the same."""
    code = speak(client, member, "r1", "five")
    with ThreadPoolExecutor(3) as pool:
        first = list(pool.map(lambda _: pay(client, "k1", code), range(3)))
        clock.instant += HOUR
        again = list(pool.map(lambda _: pay(client, "k1", code), range(3)))
    assert sorted(one.status_code for one in first) == [200, 200, 201]
    assert {one.status_code for one in again} == {200}
    assert all(one.json() == first[0].json() for one in first + again)

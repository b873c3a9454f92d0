"""Codes that are said aloud after the secret was lost: they need none, so everything that was issued can be used by them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from litestar.testing import TestClient
from tests.integration.api.conftest import NOON, Client, DirectServices
from tests.integration.api.test_spoken import speak
from tests.integration.api.test_spoken_again import (
    CARD_CALLS,
    VOUCHER_CALLS,
    answer_of,
    sold,
    speak_again,
    speak_card,
)
from tests.integration.api.test_vouchers import REWARDING

from tessera.access.scopes import Scope
from tessera.api.app import create_app
from tessera.catalogue.seal import Seal
from tessera.catalogue.seals import change_seal
from tessera.kit.clock import SetClock
from tessera.kit.ids import new_id
from tessera.usecases.database import Database
from tessera.usecases.manage_keys import create_key
from tessera.usecases.publish_programme import publish_programme

HOUR = timedelta(hours=1)
LATER = Seal(b"the secret after the one that was lost")


@pytest.fixture(autouse=True)
def _terms(client: Client, member: str, database: Database, clock: SetClock) -> None:
    """From now on there are rewards, and guests pay with gift cards."""
    guests = REWARDING.replace("gift-cards: {", "gift-cards: {guests: true, ")
    with database.work() as connection:
        publish_programme(connection, guests, effective_at=None, clock=clock)


@pytest.fixture
def later(client: Client, database: Database, clock: SetClock) -> Iterator[Client]:
    """The same shop's server as it goes on with another secret."""
    with database.work() as connection:
        change_seal(connection, LATER)
        _, token = create_key(connection, source="till", scopes=list(Scope), now=NOON)
    app = create_app(DirectServices(database, clock), clock=clock, new_id=new_id, seal=LATER)
    with TestClient(app, raise_server_exceptions=False) as later:
        later.headers["Authorization"] = f"Bearer {token}"
        yield later


@pytest.mark.parametrize("how", VOUCHER_CALLS)
def test_a_request_from_before_with_a_voucher_s_code_gets_its_stored_answer(
    client: Client, later: Client, member: str, clock: SetClock, how: str
) -> None:
    """While the code counts, and when it is over."""
    reward, call = VOUCHER_CALLS[how]
    code = speak(client, member, "r1", reward)
    first, _ = answer_of(call(client, "k1", code))
    assert answer_of(call(later, "k1", code)) == (first, 200)
    clock.instant += HOUR
    assert answer_of(call(later, "k1", code)) == (first, 200)


@pytest.mark.parametrize("how", CARD_CALLS)
def test_so_does_one_with_a_gift_card_s_code(
    client: Client, later: Client, clock: SetClock, how: str
) -> None:
    """The card pays once."""
    call, long = CARD_CALLS[how], sold(client)
    code = speak_card(client, long)
    first = call(client, "k1", code)
    clock.instant += HOUR
    again = call(later, "k1", code)
    assert (again.status_code, again.json()) == (200, first.json())


@pytest.mark.parametrize("how", VOUCHER_CALLS)
def test_a_voucher_from_before_is_used_by_a_new_code_that_is_said(
    client: Client, later: Client, member: str, how: str
) -> None:
    """Its long code works and cannot be shown; a spoken one is all that the member's app has."""
    reward, call = VOUCHER_CALLS[how]
    live = speak(client, member, "r1", reward)
    voucher = client.get(f"/v1/vouchers/{live}").json()["voucher_id"]
    listed: dict[str, Any] = later.get(f"/v1/members/{member}/vouchers").json()
    assert [one["code"] for one in listed["vouchers"]] == [None]
    assert later.get(f"/v1/vouchers/{live}").json()["voucher_id"] == voucher
    answer, status = answer_of(call(later, "k1", speak_again(later, member, voucher)))
    assert (status, answer["status"]) == (201, "accepted")


def test_a_gift_card_from_before_pays_by_a_new_code_that_is_said(client: Client, later: Client) -> None:
    """Whoever has the long code makes one, as ever."""
    code = speak_card(later, sold(client))
    assert later.get(f"/v1/gift-cards/{code}").json()["available_minor"] == 500
    assert CARD_CALLS["guest"](later, "k1", code).json()["due_minor"] == 100

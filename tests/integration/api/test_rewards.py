"""Rewards over HTTP: offered by a quote, set aside, taken with a purchase, redeemed for a voucher that is presented."""

from typing import Any

import pytest
from tests.integration.api.conftest import PROGRAMME, Client

from tessera.access.scopes import Scope
from tessera.kit.clock import SetClock
from tessera.usecases.database import Database
from tessera.usecases.manage_keys import create_key
from tessera.usecases.publish_programme import publish_programme

pytestmark = pytest.mark.usefixtures("member", "terms")
REWARDING = (
    PROGRAMME.replace("currencies:", "currencies:\n  tickets: {name: [ticket, tickets]}")
    + """\
spend: {points: {at-most: {share: 50%}}}
rewards:
  tenth: {give: {off: 10%}}
  milk: {price: {points: 100}, give: {product: MILK}, limit: {times: 1, per: day}}
  five: {price: {points: 200}, give: {voucher: 5.00}, valid: {days: 30}}
  gift: {price: {points: 50, money: 1.50}, give: sample}
  ticket: {price: {points: 50}, give: {earn: {tickets: 2}}}
"""
)
BASKET: dict[str, Any] = {
    "member": {"card": "ANN1"},
    "lines": [{"id": "milk", "product": "MILK", "amount": "6.00"}, {"id": "bread", "amount": "4.00"}],
}


@pytest.fixture
def terms(client: Client, database: Database, clock: SetClock) -> None:
    """From now on there are rewards."""
    with database.work() as connection:
        publish_programme(connection, REWARDING, effective_at=None, clock=clock)


def pay(client: Client, key: str, **more: Any) -> Any:
    return client.post("/v1/activities", json=BASKET | {"type": "purchase", "key": key} | more)


def redeem(client: Client, key: str, reward: str) -> Any:
    return client.post("/v1/redemptions", json={"key": key, "member": {"card": "ANN1"}, "reward": reward})


def test_a_checkout_with_rewards_from_the_quote_to_the_return(client: Client) -> None:
    """Each reward is told with its lines, to the cent; what is to be paid in money, and what is owed after a return."""
    quote = client.post(
        "/v1/quotes", json=BASKET | {"type": "purchase", "rewards": ["milk", "tenth", "gift"]}
    ).json()
    assert [(one["reward"], one["amount_minor"], one["code"]) for one in quote["offered"]] == [
        ("milk", 600, None),
        ("five", 500, None),
        ("tenth", 100, None),
    ]
    assert [one["reward"] for one in quote["redeemed"]] == ["gift", "milk"]
    assert quote["untaken"] == [
        {"reward": "tenth", "code": "better_discount", "sentence": "A better discount counts instead."}
    ]
    assert quote["due_minor"] == 400 + 150
    sent = BASKET | {"key": "basket-1", "rewards": ["milk"], "spend": {"points": 200}}
    held = client.post("/v1/holds", json=sent).json()
    assert (held["due_minor"], held["balances"]["points"]["held"]) == (200, 300)
    assert held["held"]["redeemed"][0]["lines"] == [{"line": 1, "amount_minor": 600}]
    bought = pay(client, "p1", hold="basket-1").json()
    assert (bought["due_minor"], bought["redeemed"]) == (200, held["held"]["redeemed"])
    limited = pay(client, "p2", rewards=["milk"]).json()["refusal"]
    assert (limited["code"], limited["left"], limited["until"]) == ("over_limit", 0, "2026-06-06T00:00:00Z")
    again = client.post("/v1/quotes", json=BASKET | {"type": "purchase"}).json()
    assert {one["reward"]: one["code"] for one in again["offered"]}["milk"] == "over_limit"
    back = {"type": "return", "key": "r1", "member": {"card": "ANN1"}, "of": "p1"}
    returned = client.post("/v1/activities", json=back).json()
    assert returned["owed_minor"] == 200
    assert returned["restored"] == [
        {"reward": "milk", "currency": "points", "points": 100, "to_lots": 100, "into_grace": 0, "gone": 0,
         "money_minor": 0}
    ]  # fmt: skip
    assert returned["balances"]["points"] == {"available": 500, "pending": 0, "held": 0, "debt": 0}


def test_points_that_a_reward_gives_at_once_need_no_code(client: Client) -> None:
    """A ticket of a draw is there with the answer: there is no voucher, so `code` is null; sent again it is the same."""
    answer = redeem(client, "t1", "ticket")
    assert (answer.status_code, answer.json()["code"]) == (201, None)
    assert answer.json()["answer"]["balances"]["tickets"]["available"] == 2
    again = redeem(client, "t1", "ticket")
    assert (again.status_code, again.json()) == (200, answer.json())


def test_a_redemption_gives_a_code_and_the_same_one_again(client: Client) -> None:
    """A retry shows it, the member's list shows it, a basket presents it; and no activity has it in its body."""
    first = redeem(client, "app-1", "five")
    assert first.status_code == 201
    code = first.json()["code"]
    again = redeem(client, "app-1", "five")
    assert (again.status_code, again.json()) == (200, first.json())
    member_id = first.json()["answer"]["member_id"]
    (own,) = client.get(f"/v1/members/{member_id}/vouchers").json()["vouchers"]
    assert (own["code"], own["voucher_id"]) == (code, first.json()["answer"]["activity_id"])
    quote = client.post("/v1/quotes", json=BASKET | {"type": "purchase", "vouchers": [code]}).json()
    bought = pay(client, "p1", vouchers=[code.lower().replace("-", "")]).json()
    assert quote["due_minor"] == bought["due_minor"] == 500
    assert bought["redeemed"][0]["voucher_id"] == own["voucher_id"]
    used = client.get(f"/v1/vouchers/{code}").json()
    assert used["state"] == "used"
    assert pay(client, "p2", vouchers=[code]).json()["refusal"]["code"] == "voucher_used"


def test_what_cannot_be_is_told_before_anything_is_recorded(client: Client) -> None:
    """An unknown code, the same one twice, a reward twice, rewards of a review, a hold of nothing."""
    unknown = pay(client, "p", vouchers=["0000-0000-0000-0000-0"])
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "vouchers[0]")
    code = redeem(client, "app-1", "five").json()["code"]
    twice = pay(client, "p", vouchers=[code, code])
    assert (twice.status_code, twice.json()["errors"][0]["field"]) == (422, "vouchers")
    double = pay(client, "p", rewards=["tenth", "tenth"])
    assert (double.status_code, double.json()["errors"][0]["field"]) == (422, "rewards")
    review = {"type": "review", "key": "v", "member": {"card": "ANN1"}, "rewards": ["tenth"]}
    assert client.post("/v1/activities", json=review).json()["errors"][0]["field"] == "rewards"
    assert client.post("/v1/holds", json=BASKET | {"key": "h"}).json()["errors"][0]["field"] == "spend"
    refused = redeem(client, "app-2", "moon").json()
    assert (refused["answer"]["refusal"]["code"], refused["code"]) == ("unknown_reward", None)
    assert pay(client, "p").status_code == 201


def test_only_a_key_that_may_spend_takes_rewards(client: Client, database: Database, clock: SetClock) -> None:
    """One that may report purchases reports them; it takes no reward of anybody's, alone or in a batch."""
    with database.work() as connection:
        scopes = [Scope.ACTIVITIES_WRITE, Scope.QUOTES_READ]
        _, key = create_key(connection, source="kiosk", scopes=scopes, now=clock.now())
    client.headers["Authorization"] = f"Bearer {key}"
    assert pay(client, "p", rewards=["tenth"]).status_code == 403
    assert redeem(client, "r", "five").status_code == 403
    batch = {"activities": [BASKET | {"type": "purchase", "key": "q", "rewards": ["tenth"]}]}
    (item,) = client.post("/v1/activities/batch", json=batch).json()["results"]
    assert item["status"] == 403
    assert (
        client.post("/v1/quotes", json=BASKET | {"type": "purchase", "rewards": ["tenth"]}).status_code == 200
    )


def test_points_pay_for_a_subscription_until_that_is_stopped(client: Client) -> None:
    """Said once, listed, changed and stopped; an order names it by a fact, and needs no key that may spend."""
    member_id = redeem(client, "r", "moon").json()["answer"]["member_id"]
    path = f"/v1/members/{member_id}/subscriptions"
    told = client.put(f"{path}/weekly-box", json={"spend": {"points": "most"}})
    assert told.json() == {"subscriptions": [{"subscription": "weekly-box", "spend": {"points": "most"}}]}
    assert client.put(f"{path}/weekly-box", json={"spend": {"points": 200}}).status_code == 200
    assert client.get(path).json()["subscriptions"][0]["spend"] == {"points": 200}
    order = pay(client, "o1", facts={"subscription": "weekly-box"}).json()
    assert (order["paid"][0]["points"], order["due_minor"]) == (200, 800)
    assert client.delete(f"{path}/weekly-box").json() == {"subscriptions": []}
    assert client.delete(f"{path}/weekly-box").status_code == 200
    assert pay(client, "o2", facts={"subscription": "weekly-box"}).json()["paid"] == []
    wrong = client.put(f"{path}/weekly-box", json={"spend": {"stars": 5}})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "spend")
    assert client.put(f"{path}/{'x' * 201}", json={"spend": {"points": 5}}).status_code == 422


def test_what_makes_a_basket_cheaper_is_not_handed_over_without_one(client: Client) -> None:
    """Five dollars off need a basket; a litre of milk does not."""
    five, milk = (redeem(client, reward, reward).json()["code"] for reward in ("five", "milk"))
    refused = client.post(f"/v1/vouchers/{five}/use", json={"key": "u1"}).json()
    assert (refused["refusal"]["code"], refused["voucher"]["state"]) == ("needs_basket", "issued")
    assert client.post(f"/v1/vouchers/{milk}/use", json={"key": "u2"}).json()["voucher"]["state"] == "used"

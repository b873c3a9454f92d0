"""Vouchers and gift cards over HTTP: found by their codes, shown to their owner, used once, paid with in part."""

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
    PROGRAMME
    + """\
rewards:
  tea: {name: {en: Tea, ro: Ceai}, price: {points: 100}, give: sample, valid: {days: 30}}
  five: {price: {points: 200}, give: {voucher: 5.00}, undo: never}
  present: {price: {points: 150}, give: {gift-card: 2.50}}
gift-cards: {valid: {months: 12}}
"""
)
BASKET: dict[str, Any] = {
    "member": {"card": "ANN1"},
    "lines": [{"id": "milk", "amount": "6.00"}, {"id": "bread", "amount": "4.00"}],
}


@pytest.fixture
def terms(client: Client, database: Database, clock: SetClock) -> None:
    """From now on there are rewards."""
    with database.work() as connection:
        publish_programme(connection, REWARDING, effective_at=None, clock=clock)


def redeem(client: Client, key: str, reward: str) -> Any:
    body = {"key": key, "member": {"card": "ANN1"}, "reward": reward}
    answer = client.post("/v1/redemptions", json=body)
    assert answer.status_code in {200, 201}, answer.text
    return answer.json()


def pay(client: Client, key: str, **more: Any) -> Any:
    return client.post("/v1/activities", json=BASKET | {"type": "purchase", "key": key} | more)


def test_a_redemption_sent_again_gives_the_same_code_and_the_member_s_app_shows_it(
    client: Client, member: str
) -> None:
    """The code is shown to the member, however often; whoever looks the voucher up by it is not told it again."""
    first, again = redeem(client, "r1", "tea"), redeem(client, "r1", "tea")
    assert first["code"] == again["code"]
    (own,) = client.get(f"/v1/members/{member}/vouchers").json()["vouchers"]
    assert (own["code"], own["state"], own["name"]) == (first["code"], "issued", {"en": "Tea", "ro": "Ceai"})
    found = client.get(f"/v1/vouchers/{first['code'].lower().replace('-', ' ')}").json()
    assert (found["voucher_id"], [one["step"] for one in found["steps"]]) == (own["voucher_id"], ["issued"])
    assert "code" not in found


def test_what_is_handed_over_is_handed_over_once(client: Client, member: str) -> None:
    """The same key is the same answer; another is refused, and says why."""
    code = redeem(client, "r1", "tea")["code"]
    first = client.post(f"/v1/vouchers/{code}/use", json={"key": "bar-1"})
    again = client.post(f"/v1/vouchers/{code}/use", json={"key": "bar-1"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert (first.json()["status"], first.json()["voucher"]["state"]) == ("accepted", "used")
    other = client.post(f"/v1/vouchers/{code}/use", json={"key": "bar-2"}).json()
    assert (other["status"], other["refusal"]["code"]) == ("refused", "voucher_used")
    entry = client.get(f"/v1/members/{member}/history?limit=2").json()["entries"]
    assert any(one["told"] for one in entry)


def test_a_voucher_s_days_are_over_by_themselves(client: Client, clock: SetClock) -> None:
    """Nobody sweeps; it is told as expired, and refused."""
    code = redeem(client, "r1", "tea")["code"]
    clock.instant = clock.instant.replace(month=9)
    assert client.get(f"/v1/vouchers/{code}").json()["state"] == "expired"
    refused = client.post(f"/v1/vouchers/{code}/use", json={"key": "bar-1"}).json()
    assert refused["refusal"]["code"] == "voucher_expired"


def test_what_is_not_used_can_be_given_back_where_the_programme_lets_it(client: Client) -> None:
    """The points are there again; what says `never` stays."""
    tea, five = redeem(client, "r1", "tea")["code"], redeem(client, "r2", "five")["code"]
    back = client.post(f"/v1/vouchers/{tea}/cancel", json={"key": "back-1"}).json()
    assert (back["status"], back["voucher"]["state"]) == ("accepted", "refunded")
    kept = client.post(f"/v1/vouchers/{five}/cancel", json={"key": "back-2"}).json()
    assert kept["status"] == "refused"
    assert client.post(f"/v1/vouchers/{tea}/use", json={"key": "bar-1"}).json()["status"] == "refused"


def test_a_typo_is_told_as_such_and_an_unknown_code_is_not_found(client: Client) -> None:
    """422 for what cannot be a code of ours, 404 for what could be."""
    code = redeem(client, "r1", "tea")["code"]
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    mistyped = client.get(f"/v1/vouchers/{wrong}")
    assert (mistyped.status_code, mistyped.json()["errors"][0]["field"]) == (422, "code")
    for path in ("/v1/vouchers/0000-0000-0000-00000", "/v1/gift-cards/0000-0000-0000-00000"):
        assert client.get(path).status_code == 404
    assert pay(client, "p1", vouchers=["0000-0000-0000-00000"]).status_code in {404, 422}


def test_the_qr_code_is_a_picture_for_its_owner_alone(client: Client, member: str) -> None:
    """It is an SVG that no cache keeps; another member's path does not show it."""
    voucher = redeem(client, "r1", "tea")["answer"]["activity_id"]
    picture = client.get(f"/v1/members/{member}/vouchers/{voucher}/qr.svg")
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert picture.headers["cache-control"] == "private, no-store"
    assert picture.content.startswith(b"<svg")
    other = client.post("/v1/members", json={"key": "bob", "name": "Bob"}).json()["member"]["id"]
    assert client.get(f"/v1/members/{other}/vouchers/{voucher}/qr.svg").status_code == 404


def test_a_member_s_vouchers_come_page_by_page(client: Client, member: str) -> None:
    """The newest first, each once."""
    made = [redeem(client, f"r{n}", "tea")["answer"]["activity_id"] for n in range(3)]
    found, next_ = [], ""
    while next_ is not None:
        page = client.get(f"/v1/members/{member}/vouchers?limit=2{next_ and '&before=' + next_}").json()
        found += [one["voucher_id"] for one in page["vouchers"]]
        next_ = page["next"]
    assert found == made[::-1]
    assert client.get(f"/v1/members/{member}/vouchers?before=x").status_code == 422


def test_a_gift_card_is_issued_once_and_pays_part_by_part(client: Client) -> None:
    """Two cards pay one basket; what is on each, and what became of the rest, is told by its code."""
    first = client.post("/v1/gift-cards", json={"key": "g1", "amount": "7.00"})
    again = client.post("/v1/gift-cards", json={"key": "g1", "amount": 7})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert client.post("/v1/gift-cards", json={"key": "g1", "amount": "8.00"}).status_code == 409
    one, two = (
        first.json()["code"],
        client.post("/v1/gift-cards", json={"key": "g2", "amount": "9.00"}).json()["code"],
    )
    cards = [{"code": one.lower()}, {"code": two, "amount": "2.00"}]
    quote = client.post("/v1/quotes", json=BASKET | {"type": "purchase", "gift_cards": cards}).json()
    assert ([card["amount_minor"] for card in quote["gift_cards"]], quote["due_minor"]) == ([700, 200], 100)
    held = client.post("/v1/holds", json=BASKET | {"key": "h1", "gift_cards": cards}).json()
    assert [card["kind"] for card in held["gift_cards"]] == ["held", "held"]
    bought = pay(client, "p1", hold="h1").json()
    assert (bought["status"], bought["due_minor"]) == ("accepted", 100)
    shown = client.get(f"/v1/gift-cards/{two}").json()
    assert (shown["balance_minor"], [entry["kind"] for entry in shown["entries"]]) == (
        700,
        ["used", "released", "held", "issued"],
    )
    back = client.post(
        "/v1/activities", json={"type": "return", "key": "b1", "of": "p1", "member": {"card": "ANN1"}}
    ).json()
    assert sorted(card["amount_minor"] for card in back["gift_cards"]) == [200, 700]
    assert back["owed_minor"] == 100


def test_a_gift_card_can_be_a_reward_and_its_code_is_shown_again(client: Client, member: str) -> None:
    """It is the member's to show and whoever's to use."""
    taken = redeem(client, "r1", "present")
    (own,) = client.get(f"/v1/members/{member}/gift-cards").json()["gift_cards"]
    assert (own["code"], own["available_minor"]) == (taken["code"], 250)
    assert redeem(client, "r1", "present")["code"] == taken["code"]


@pytest.mark.parametrize("cards", [[{"code": "X"}], [{"code": "0000-0000-0000-00000", "amount": "0"}]])
def test_a_card_that_cannot_pay_is_a_problem_of_its_field(client: Client, cards: list[Any]) -> None:
    """Unknown codes and amounts of nothing are told before anything is decided."""
    answer = pay(client, "p1", gift_cards=cards)
    assert answer.status_code in {404, 422}
    assert answer.json()["errors"][0]["field"].startswith("gift_cards")


def test_the_same_card_twice_in_a_basket_is_told(client: Client) -> None:
    """However it is typed."""
    code = client.post("/v1/gift-cards", json={"key": "g1", "amount": "7.00"}).json()["code"]
    answer = pay(client, "p1", gift_cards=[{"code": code}, {"code": code.lower()}])
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "gift_cards")


def test_the_sandbox_neither_finds_nor_issues_what_is_real(
    client: Client, database: Database, clock: SetClock
) -> None:
    """A test key finds no real voucher and no real card; a card that it issues pays for no real basket."""
    voucher = redeem(client, "r1", "tea")["code"]
    card = client.post("/v1/gift-cards", json={"key": "g1", "amount": "7.00"}).json()["code"]
    with database.work() as connection:
        _, token = create_key(connection, source="till", scopes=list(Scope), now=clock.now(), sandbox=True)
    theirs = {"Authorization": f"Bearer {token}"}
    assert client.get(f"/v1/vouchers/{voucher}", headers=theirs).status_code == 404
    assert client.get(f"/v1/gift-cards/{card}", headers=theirs).status_code == 404
    play = client.post("/v1/gift-cards", json={"key": "g1", "amount": "7.00"}, headers=theirs).json()["code"]
    assert pay(client, "p1", gift_cards=[{"code": play}]).status_code in {404, 422}


@pytest.mark.parametrize(
    ("scope", "call"),
    [
        (Scope.VOUCHERS_READ, "GET /v1/vouchers/0000-0000-0000-00000"),
        (Scope.VOUCHERS_USE, "POST /v1/vouchers/0000-0000-0000-00000/use"),
        (Scope.VOUCHERS_USE, "POST /v1/vouchers/0000-0000-0000-00000/cancel"),
        (Scope.GIFT_CARDS_ISSUE, "POST /v1/gift-cards"),
        (Scope.VOUCHERS_READ, "GET /v1/gift-cards/0000-0000-0000-00000"),
    ],
)
def test_each_call_asks_for_its_scope(
    client: Client, database: Database, clock: SetClock, scope: Scope, call: str
) -> None:
    """A key with everything else may not."""
    method, path = call.split()
    others = [one for one in Scope if one is not scope]
    with database.work() as connection:
        _, token = create_key(connection, source="other", scopes=others, now=clock.now())
    answer = client.request(method, path, json={"key": "k"}, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 403


def test_a_pool_of_a_partner_s_codes_is_brought_in_given_and_counted(
    client: Client, database: Database, clock: SetClock
) -> None:
    """The redemption tells the partner's own code; who runs the shop sees when few are left."""
    cinema = REWARDING.replace(
        "gift-cards:", "  film: {price: {points: 10}, give: {code: cinema}}\ngift-cards:"
    )
    with database.work() as connection:
        publish_programme(connection, cinema, effective_at=None, clock=clock)
    codes = {"codes": [f"CIN-{nth}" for nth in range(11)]}
    assert client.post("/v1/pools/cinema/codes", json=codes).json() == {
        "new": 11,
        "repeated": 0,
        "rewards": ["film"],
    }
    again = client.post("/v1/pools/cinema/codes", json=codes).json()
    assert (again["new"], again["repeated"]) == (0, 11)
    assert client.post("/v1/pools/opera/codes", json={"codes": ["O-1"]}).json()["rewards"] == []
    assert redeem(client, "r0", "film")["code"] == "CIN-0"
    assert client.get("/v1/vouchers/CIN-0").json()["reward"] == "film"
    assert client.get("/v1/pools").json()["pools"] == [
        {"pool": "cinema", "imported": 11, "left": 10, "few": False, "rewards": ["film"]},
        {"pool": "opera", "imported": 1, "left": 1, "few": False, "rewards": []},
    ]
    for nth in range(1, 10):
        redeem(client, f"r{nth}", "film")
    assert client.get("/v1/pools").json()["pools"][0] == {
        "pool": "cinema",
        "imported": 11,
        "left": 1,
        "few": True,
        "rewards": ["film"],
    }
    assert client.post("/v1/pools/Cinema/codes", json=codes).status_code == 422
    assert client.post("/v1/pools/cinema/codes", json={"codes": ["\n"]}).status_code == 422


def test_the_register_of_gift_cards_lists_and_voids_them_and_tells_no_code(client: Client) -> None:
    """By state and page; a voided card is refused with its reason, and a voiding may be sent again."""
    made = client.post("/v1/gift-cards", json={"key": "sold-1", "amount": "25.00"}).json()
    listed = client.get("/v1/gift-cards?state=usable")
    (card,) = listed.json()["gift_cards"]
    assert (card["card_id"], card["ends_with"], card["voided"]) == (made["card_id"], made["code"][-4:], None)
    assert made["code"] not in listed.text
    body = {"key": "v1", "reason": "stolen", "by": "Maria"}
    first = client.post(f"/v1/gift-cards/{made['card_id']}/void", json=body)
    again = client.post(f"/v1/gift-cards/{made['card_id']}/void", json=body)
    assert (first.status_code, again.status_code, first.json()) == (201, 200, again.json())
    assert (first.json()["state"], first.json()["voided"]["amount_minor"]) == ("voided", 2500)
    refused = pay(client, "o1", gift_cards=[{"code": made["code"]}]).json()
    assert refused["refusal"]["code"] == "gift_card_voided"
    other = client.post(f"/v1/gift-cards/{made['card_id']}/void", json=body | {"key": "v2"})
    assert (other.status_code, other.json()["code"]) == (409, "already_voided")
    assert client.get("/v1/gift-cards?state=lost").status_code == 422
    assert client.get("/v1/gift-cards?state=voided&limit=1").json()["next"] is None


def test_a_card_that_pays_nothing_is_told_with_its_reason(client: Client) -> None:
    """`unused`, and why."""
    code = client.post("/v1/gift-cards", json={"key": "sold-1", "amount": "10.00"}).json()["code"]
    pay(client, "o1", gift_cards=[{"code": code}])
    (told,) = pay(client, "o2", gift_cards=[{"code": code}]).json()["gift_cards"]
    assert (told["kind"], told["amount_minor"], told["code"]) == ("unused", 0, "gift_card_empty")


def test_a_guest_pays_with_a_gift_card_and_has_it_back(
    client: Client, database: Database, clock: SetClock
) -> None:
    """Only where the programme says so, and only with a key that may spend; part by part, and safe to send again."""
    code = client.post("/v1/gift-cards", json={"key": "sold-1", "amount": "8.00"}).json()["code"]
    body = {"key": "g1", "gift_cards": [{"code": code}], "lines": BASKET["lines"]}
    refused = client.post("/v1/gift-cards/payments", json=body).json()
    assert (refused["status"], refused["refusal"]["code"]) == ("refused", "members_only")
    russian = client.post("/v1/gift-cards/payments", json=body, params={"lang": "ru"}).json()
    assert russian["refusal"]["sentence"] == "Подарочными картами платят только участники."
    with database.work() as connection:
        publish_programme(
            connection,
            REWARDING.replace("gift-cards: {", "gift-cards: {guests: true, "),
            effective_at=None,
            clock=clock,
        )
        _, token = create_key(connection, source="till", scopes=[Scope.ACTIVITIES_WRITE], now=clock.now())
    first, again = (client.post("/v1/gift-cards/payments", json=body | {"key": "g2"}) for _ in range(2))
    assert (first.status_code, again.status_code, first.json()) == (201, 200, again.json())
    assert (first.json()["gift_cards"][0]["amount_minor"], first.json()["due_minor"]) == (800, 200)
    back = {"key": "b1", "of": "g2", "lines": [{"id": "bread"}]}
    returned = client.post("/v1/gift-cards/refunds", json=back).json()
    assert (returned["gift_cards"][0]["amount_minor"], returned["owed_minor"]) == (320, 80)
    assert client.get(f"/v1/gift-cards/{code}").json()["available_minor"] == 320
    weak = {"Authorization": f"Bearer {token}"}
    assert client.post("/v1/gift-cards/payments", json=body, headers=weak).status_code == 403
    assert client.post("/v1/gift-cards/refunds", json=back | {"of": "none", "key": "b2"}).status_code == 422
    unknown = body | {"key": "g3", "gift_cards": [{"code": "7KQD-2M9X-4TRA-W0BZ8"}]}
    assert client.post("/v1/gift-cards/payments", json=unknown).status_code == 422

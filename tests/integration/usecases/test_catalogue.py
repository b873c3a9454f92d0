"""The catalogue beside the document: editions that are versions, stored once, read when somebody asks."""

from datetime import timedelta
from typing import Any

import msgspec
import psycopg
import pytest
from tests.integration.usecases.shop import PROGRAMME, Shop

from tessera.engine.activity import Activity, Line
from tessera.kit.problems import InvalidValue, NoProgramme
from tessera.programme.nodes import Node
from tessera.programme.plain import node_of
from tessera.usecases.programmes import Programmes
from tessera.usecases.publish_catalogue import CatalogueHasErrors, Stocked, publish_catalogue
from tessera.usecases.publish_programme import publish_programme
from tessera.usecases.read_programme import read_history
from tessera.usecases.rollback_programme import rollback_programme
from tessera.versions.editions import read_items

COFFEE = {"price": {"points": 300}, "give": {"product": "COFFEE"}, "stock": 5}
TENTH = {"give": {"off": "10%", "lines": {"category": "MILK"}}, "traits": {"town": ["Orhei"]}}


def nodes(**rewards: Any) -> dict[str, Node | None]:
    return {id_: None if value is None else node_of(value) for id_, value in rewards.items()}


def put(shop: Shop, *, whole: bool = True, **rewards: Any) -> Stocked:
    """Publish these a minute later: all that there is, or beside the others."""
    shop.clock.instant += timedelta(minutes=1)
    return publish_catalogue(shop.connection, nodes(**rewards), whole=whole, clock=shop.clock)


def known(shop: Shop) -> Programmes:
    with shop.connection.transaction():
        shop.programmes.refresh(shop.connection)
    return shop.programmes


def test_a_doubt_that_the_document_allows_itself_is_not_told(dsn: str) -> None:
    """`check` in the document silences warnings of the rewards beside it too."""
    five = {"price": {"stars": 5}, "give": {"voucher": "5.00"}, "budget": "4.00"}
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = Shop(connection, programme=f"{PROGRAMME}check: {{allow: [never_applies]}}\n")
        assert put(shop, five=five).doubts == ()
        publish_programme(connection, PROGRAMME, effective_at=None, clock=shop.clock)
        (doubt,) = put(shop, five=five | {"stock": 5}).doubts
    assert (doubt.reward, doubt.key, doubt.finding.code) == ("five", "budget", "never_applies")


def test_an_edition_is_a_version_with_the_same_document(shop: Shop) -> None:
    """Its number is what postings will name; the edition before stays what it was."""
    first = put(shop, coffee=COFFEE)
    second = put(shop, whole=False, tenth=TENTH)
    assert first == Stocked(edition=1, version=2, rewards=1, added=1, changed=0, removed=0)
    assert second == Stocked(edition=2, version=3, rewards=2, added=1, changed=0, removed=0)
    assert {version.document for version in read_history(shop.connection)} == {PROGRAMME}
    programmes = known(shop)
    assert [list(programmes.numbered(number).rewards.by_id) for number in (1, 2, 3)] == [
        [],
        ["coffee"],
        ["coffee", "tenth"],
    ]


def test_what_did_not_change_is_not_stored_again(shop: Shop) -> None:
    """The whole once more with one price changed is one row; nothing changed at all is no edition."""
    put(shop, coffee=COFFEE, tenth=TENTH)
    dearer = put(shop, coffee=COFFEE | {"price": {"points": 400}}, tenth=TENTH)
    assert (dearer.added, dearer.changed, dearer.removed) == (0, 1, 0)
    assert [(item.reward_id, item.since, item.until) for item in read_items(shop.connection)] == [
        ("coffee", 1, 2),
        ("coffee", 2, None),
        ("tenth", 1, None),
    ]
    again = put(shop, coffee=COFFEE | {"price": {"points": "400"}}, tenth=TENTH)
    assert again == Stocked(edition=2, version=3, rewards=2, added=0, changed=0, removed=0)
    prices = [known(shop).numbered(number).rewards.by_id["coffee"].reward.price for number in (2, 3)]
    assert [price.points for price in prices if price] == [300, 400]


def test_what_goes_can_come_again(shop: Shop) -> None:
    """None takes a reward away; whoever took up the editions one by one has what a newcomer reads at once."""
    put(shop, coffee=COFFEE, tenth=TENTH)
    known(shop)
    gone = put(shop, whole=False, coffee=None, unknown=None)
    assert (gone.removed, gone.absent) == (1, ("unknown",))
    assert put(shop, whole=False, unknown=None).absent == ("unknown",)
    known(shop)
    put(shop, whole=False, coffee=COFFEE)
    newcomer = Programmes()
    with shop.connection.transaction():
        newcomer.refresh(shop.connection)
    for programmes in (known(shop), newcomer):
        assert [list(programmes.numbered(number).rewards.by_id) for number in (2, 3, 4)] == [
            ["coffee", "tenth"],
            ["tenth"],
            ["coffee", "tenth"],
        ]


def test_each_fault_names_its_reward_and_its_key(shop: Shop) -> None:
    """All faults of all rewards come together, and nothing is published."""
    with pytest.raises(CatalogueHasErrors) as refusal:
        put(
            shop,
            coffee=COFFEE | {"stok": 5},
            tea={"price": {"gems": 3}, "give": "access"},
            milk=[],
            a={"stock": 1},
        )
    assert [(fault.reward, fault.key, fault.finding.code) for fault in refusal.value.faults] == [
        ("coffee", "stok", "unknown_key"),
        ("tea", "price", "unknown_currency"),
        ("milk", "", "wrong_type"),
        ("a", "", "missing_key"),
    ]
    assert read_items(shop.connection) == []
    assert len(read_history(shop.connection)) == 1


def test_a_document_that_no_longer_fits_the_catalogue_is_refused(shop: Shop) -> None:
    """A level, a currency or an id that the catalogue rests on cannot go without it; a document that fits keeps it."""
    put(shop, vip={"price": {"points": 300, "for": {"oak": 100}}, "give": "access"})
    for text in (
        PROGRAMME.replace("id: oak", "id: elm") + "migrate: {levels: {oak: elm}}\n",
        PROGRAMME + "rewards: {vip: {give: access}}\n",
    ):
        with pytest.raises(CatalogueHasErrors):
            publish_programme(shop.connection, text, effective_at=None, clock=shop.clock)
    shop.publish(PROGRAMME.replace("Corner Club,", "Club,"))
    assert list(known(shop).numbered(3).rewards.by_id) == ["vip"]
    rollback_programme(shop.connection, 1, clock=shop.clock)
    assert list(known(shop).numbered(4).rewards.by_id) == ["vip"]


def test_an_edition_asks_for_a_programme(dsn: str) -> None:
    """Without a programme there is nothing to stand beside."""
    with psycopg.connect(dsn, autocommit=True) as connection, pytest.raises(NoProgramme):
        put(Shop(connection, programme=None), tea=COFFEE)


def test_an_edition_may_ask_to_follow_the_one_that_it_was_compared_with(shop: Shop) -> None:
    """Who compared with an older edition looks again."""
    put(shop, coffee=COFFEE)
    with pytest.raises(InvalidValue):
        publish_catalogue(shop.connection, nodes(tea=COFFEE), whole=True, clock=shop.clock, after=0)


def test_rules_are_decided_as_before_and_verify_finds_the_version(shop: Shop) -> None:
    """A purchase after an edition is decided by its version, and decided again by it."""
    shop.enrol("ann")
    put(shop, coffee=COFFEE)
    answer = shop.answer(shop.buy("ann", "p1", Line("1", 1000, product="COFFEE")))
    assert (answer.programme_version, [granted.amount for granted in answer.granted]) == (2, [20])


def test_twenty_thousand_rewards_are_taken_up_without_reading_them(shop: Shop) -> None:
    """A basket compiles only the rewards on its own goods: 3 of 3,000 here, found by their products."""
    many: dict[str, Any] = {
        f"item-{n}": {"give": {"off": "5%", "lines": {"product": f"P{n}"}}} for n in range(3_000)
    }
    put(shop, **many)
    compiled = known(shop).numbered(2)
    lines = tuple(Line(str(n), 1000, product=f"P{n}") for n in (7, 70, 700))
    basket = Activity("purchase", "q", shop.clock.now(), 3000, "USD", lines=lines)
    assert [reward.id for reward in compiled.rewards.for_basket(basket)] == ["item-7", "item-70", "item-700"]
    assert len(compiled.rewards.by_id) == 3_000
    assert len(compiled.rewards.by_id._compiled) == 3  # type: ignore[attr-defined]


def test_a_body_is_kept_as_it_was_written(shop: Shop) -> None:
    """Fractions never pass through a float: what is stored is the text."""
    body = msgspec.json.Decoder(float_hook=str).decode(
        b'{"price": {"points": 300, "money": 2.50}, "give": "access"}'
    )
    put(shop, door=body)
    (item,) = read_items(shop.connection)
    assert item.body == b'{"price":{"points":"300","money":"2.50"},"give":"access"}'

"""What is on offer, page by page and in each language; and what a member may have of it, with the reason where not."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.integration.usecases.shop import Shop

from tessera.kit.codes import ReasonCode, RefusalCode
from tessera.kit.problems import InvalidValue, UnknownMember
from tessera.programme.plain import node_of
from tessera.usecases.publish_catalogue import publish_catalogue
from tessera.usecases.read_catalogue import Catalogue, MemberRewards, read_catalogue, read_member_rewards

PROGRAMME = """\
programme: {id: corner-club, name: {en: Corner Club, ru: Клуб, ro: Clubul}, money: USD, timezone: America/New_York}
currencies:
  points: {name: {en: [point, points], ru: [балл, балла, баллов], ro: [punct, puncte, de puncte]}, worth: 0.01}
earn: {welcome: {on: enrolment, give: {points: 100}}}
rewards:
  mug: {name: {en: Mug, ru: Кружка, ro: Cană}, price: {points: 80}, give: {product: MUG}, stock: 3}
tiers: {qualify: {by: points-earned, within: calendar-year}, levels: [{id: seed}, {id: oak, at: 300}]}
"""
BESIDE: dict[str, Any] = {
    "coffee": {"price": {"points": 300}, "give": {"product": "COFFEE"}},
    "gala": {"give": "access", "tiers": ["oak"], "picture": "gala.jpg"},
    "late": {"give": "access", "during": {"from": "2027-01-01"}},
    "sale": {"give": {"off": "10%"}, "min-spend": "50.00", "limit": {"times": 1, "per": "month"}},
}


@pytest.fixture
def club(shop: Shop) -> Shop:
    shop.clock.instant += timedelta(minutes=1)
    shop.publish(PROGRAMME)
    shop.clock.instant += timedelta(minutes=1)
    beside = {id_: node_of(value) for id_, value in BESIDE.items()}
    publish_catalogue(shop.connection, beside, whole=True, clock=shop.clock)
    shop.clock.instant += timedelta(minutes=1)
    return shop


def page(shop: Shop, **asked: Any) -> Catalogue:
    with shop.connection.transaction():
        return read_catalogue(shop.connection, shop.programmes, clock=shop.clock, **asked)


def ask(shop: Shop, **asked: Any) -> MemberRewards:
    (member_id,) = shop.enrol("ann")
    with shop.connection.transaction():
        return read_member_rewards(shop.connection, shop.programmes, member_id, clock=shop.clock, **asked)


def test_document_and_catalogue_are_one_offer_in_pages(club: Shop) -> None:
    """By id, two at a time; the last page says that nothing follows."""
    first = page(club, limit=2)
    second = page(club, limit=2, after=first.next)
    third = page(club, limit=2, after=second.next)
    ids = [[one.reward for one in told.rewards] for told in (first, second, third)]
    assert ids == [["coffee", "gala"], ["late", "mug"], ["sale"]]
    assert (first.next, second.next, third.next) == ("gala", "mug", None)
    assert (first.edition, first.programme_version) == (1, 3)


def test_an_offer_is_told_in_the_language_that_is_asked_for(club: Shop) -> None:
    """Name, price and sentence; without a word, the programme's first language."""
    told = {lang: page(club, lang=lang, after="late", limit=1).rewards[0] for lang in ("en", "ru", "ro")}
    assert [(one.name, one.price) for one in told.values()] == [
        ("Mug", "80 points"),
        ("Кружка", "80 баллов"),
        ("Cană", "80 de puncte"),
    ]
    assert told["ru"].says.startswith("Кружка")
    assert page(club).lang == "en"
    with pytest.raises(InvalidValue):
        page(club, lang="xx")


def test_what_is_left_and_what_is_shown_stand_beside_it(club: Shop) -> None:
    """Pieces that anybody can have, the picture, the period."""
    told = {one.reward: one for one in page(club).rewards}
    assert (told["mug"].left, told["coffee"].left) == (3, None)
    assert told["gala"].picture == "gala.jpg"
    assert told["late"].from_at is not None


def test_each_reward_that_a_member_cannot_have_says_why(club: Shop) -> None:
    """100 points buy a mug and no coffee; the gala is the oaks', the other is not open yet; what a basket must be is asked
    there.
    """
    told = {one.offer.reward: (one.cost.points, one.refusal) for one in ask(club).rewards}
    assert told == {
        "coffee": (300, RefusalCode.INSUFFICIENT_POINTS),
        "gala": (0, ReasonCode.TIER_DIFFERS),
        "late": (0, ReasonCode.OUTSIDE_PERIOD),
        "mug": (80, None),
        "sale": (0, None),
    }


def test_a_reward_that_is_gone_says_so(club: Shop) -> None:
    """No piece left for anybody."""
    club.connection.execute("insert into tally (subject, taken) values ('pieces mug', 3)")
    told = {one.offer.reward: (one.offer.left, one.refusal) for one in ask(club).rewards}
    assert told["mug"] == (0, RefusalCode.OUT_OF_STOCK)
    club.connection.execute("delete from tally where subject = 'pieces mug'")


def test_nobody_has_rewards_without_being_a_member(club: Shop) -> None:
    """An unknown id, and a page of nothing."""
    with pytest.raises(UnknownMember), club.connection.transaction():
        read_member_rewards(club.connection, club.programmes, UUID(int=7), clock=club.clock)
    with pytest.raises(InvalidValue):
        page(club, limit=0)

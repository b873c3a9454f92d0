"""Enrolment: a member, an account, a welcome, in one transaction and under one key."""

import msgspec
import pytest
from tests.integration.usecases.shop import DAY, Shop

from tessera.engine.activity import Line
from tessera.kit.ids import new_id
from tessera.kit.problems import IdentityTaken, KeyConflict, NoProgramme
from tessera.usecases.answer_parts import Balance
from tessera.usecases.answers import Recorded
from tessera.usecases.enrol_members import Enrolment, enrol_members

pytestmark = pytest.mark.every_postgresql

ANN = Enrolment(
    "till", "ann", "Ann", "en", {"town": "Orhei"}, (("card", "ANN1"), ("email", "ann@example.org"))
)


def enrol(shop: Shop, *enrolments: Enrolment) -> list[Recorded]:
    with shop.connection.transaction():
        return enrol_members(shop.connection, shop.programmes, enrolments, clock=shop.clock, new_id=new_id)


def test_a_newcomer_is_welcomed_at_once(shop: Shop) -> None:
    """The answer carries the welcome; either identity then names the member."""
    (result,) = enrol(shop, ANN)
    assert isinstance(result, Recorded)
    assert result.answer.balances["points"] == Balance(available=100)
    assert shop.answer(shop.buy("ANN1", "p", Line("milk", 100))).member_id == result.answer.member_id


def test_an_enrolment_sent_again_adds_nobody(shop: Shop) -> None:
    """The same key and body: the same member, the same answer, even when the clock has moved on."""
    (first,) = enrol(shop, ANN)
    shop.clock.instant = shop.clock.instant.replace(hour=13)
    (again,) = enrol(shop, ANN)
    assert isinstance(first, Recorded)
    assert again == Recorded(first.answer, replayed=True)
    assert shop.connection.execute("select count(*) from member").fetchone() == (1,)


def test_an_enrolment_with_another_body_is_a_conflict(shop: Shop) -> None:
    """Another name under the same key is another person's, and refused; what differs is named, and told to nobody."""
    enrol(shop, ANN)
    other = Enrolment("till", "ann", "Anna", "en", ANN.traits, ANN.identities)
    with pytest.raises(KeyConflict) as problem:
        enrol(shop, other)
    assert problem.value.facts["field"] == "name"
    assert "Anna" not in problem.value.detail


def test_a_taken_identity_leaves_nothing_of_its_batch(shop: Shop) -> None:
    """Whose identity is another's is named by its place; nobody of the batch is added."""
    enrol(shop, ANN)
    bob = Enrolment("till", "bob", "Bob", "en", {}, (("card", "BOB1"),))
    thief = Enrolment("till", "eve", "Eve", "en", {}, (("card", "ANN1"),))
    with pytest.raises(IdentityTaken) as problem:
        enrol(shop, bob, thief)
    assert problem.value.facts["place"] == 1
    assert shop.connection.execute("select count(*) from member").fetchone() == (1,)


def test_who_joins_before_any_programme_is_not_half_a_member(shop: Shop) -> None:
    """Without an enrolment to record nobody is added, and the card stays free for the next try."""
    long_ago = shop.clock.now() - 900 * DAY
    with pytest.raises(NoProgramme):
        enrol(shop, msgspec.structs.replace(ANN, occurred_at=long_ago))
    assert shop.connection.execute("select count(*) from member").fetchone() == (0,)
    enrol(shop, ANN)


def test_no_personal_data_stands_in_the_ledger(shop: Shop) -> None:
    """Of name, traits and identities the enrolment's activity keeps marks only: erasing a member leaves none behind."""
    enrol(shop, ANN)
    rows = shop.connection.execute("select payload, outcome from activity").fetchall()
    for word in (b"Ann", b"ANN1", b"example.org"):
        assert not any(word in column for row in rows for column in row)

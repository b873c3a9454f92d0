"""A merge undone: what was the one's and is still there is the one's again, and nothing is made or lost on the way."""

import pytest
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.shop import DAY, Shop

from tessera.engine.activity import Line
from tessera.kit.codes import RefusalCode
from tessera.members.change import add_identity, change_member
from tessera.members.read import read_member
from tessera.usecases.answer_parts import Balance
from tessera.usecases.merge_members import AlreadyMerged
from tessera.usecases.read_history import read_history
from tessera.usecases.unmerge_members import NotMerged

MILK, TOY = Line("milk", 1000, department="dairy"), Line("toy", 4550, 2000)


@pytest.fixture
def desk(shop: Shop) -> Desk:
    return Desk(shop)


def test_undone_at_once_a_merge_has_never_been(shop: Shop, desk: Desk) -> None:
    """Balances, expiries, levels, identities and traits of both are as they were; and so is what their next visits give."""
    ann, bob = shop.enrol("ANN1", "BOB1")
    with shop.connection.transaction():
        change_member(shop.connection, bob, traits={"age": "45-54", "town": "Soroca"}, now=shop.clock.now())
    shop.record(shop.buy("BOB1", "b", TOY, MILK), shop.review("BOB1", "v"), shop.buy("ANN1", "a", MILK))
    shop.clock.instant += 3 * DAY
    before = [(desk.told(one), read_member(shop.connection, one)) for one in (ann, bob)]
    desk.merge(bob, ann)
    desk.undo(bob, ann)
    assert [(desk.told(one), read_member(shop.connection, one)) for one in (ann, bob)] == before
    assert {g.rule for g in shop.answer(shop.buy("BOB1", "b2", MILK)).granted} == {"base", "dairy"}
    assert shop.answer(shop.back("BOB1", "r", "b")).balances["points"] == Balance(120, 40)


def test_what_was_spent_meanwhile_stays_spent_and_is_told(shop: Shop, desk: Desk) -> None:
    """120 points came over and 50 of 220 were spent, those that expire first: the answer says lot by lot what goes back."""
    ann, bob = shop.enrol("ANN1", "BOB1")
    shop.clock.instant += DAY
    shop.record(shop.review("BOB1", "v"))
    desk.merge(bob, ann)
    shop.record(shop.adjust(ann, "spent", -150))
    answer = desk.undo(bob, ann)
    assert answer.transfer is not None
    moved = [(one.amount, one.kept) for one in answer.transfer.moved]
    assert (sum(amount for amount, _ in moved), sum(kept for _, kept in moved)) == (70, 50)
    assert (desk.points(ann), desk.points(bob)) == (Balance(0), Balance(70))


def test_what_was_earned_meanwhile_stays_where_it_was_earned(shop: Shop, desk: Desk) -> None:
    """By either's card: it is Ann's, and only Ann may return it; what Bob had bought before is Bob's to return again."""
    ann, bob = shop.enrol("ANN1", "BOB1")
    shop.record(shop.buy("BOB1", "before", MILK))
    desk.merge(bob, ann)
    shop.record(shop.buy("BOB1", "meanwhile", MILK))
    desk.undo(bob, ann)
    assert (desk.points(ann), desk.points(bob)) == (Balance(100, 40), Balance(100, 40))
    assert shop.answer(shop.back("BOB1", "r1", "meanwhile")).refusal == RefusalCode.OTHER_MEMBERS_PURCHASE
    assert shop.answer(shop.back("BOB1", "r2", "before")).balances["points"] == Balance(100)
    assert shop.answer(shop.back("ANN1", "r3", "meanwhile")).balances["points"] == Balance(100)


def test_points_that_came_back_expire_when_they_always_would_have(shop: Shop, desk: Desk) -> None:
    """Also when nobody had looked at the empty account meanwhile, and a sweep had forgotten it."""
    ann, bob = shop.enrol("ANN1", "BOB1")
    desk.merge(bob, ann)
    shop.clock.instant += 59 * DAY
    shop.sweep()
    desk.undo(bob, ann)
    assert desk.points(bob) == Balance(100)
    shop.clock.instant += 2 * DAY
    assert shop.sweep() == 2
    assert desk.points(bob) == Balance(0)


def test_a_debt_that_is_still_owed_goes_back(shop: Shop, desk: Desk) -> None:
    """As far as Ann's points have not repaid it."""
    ann, bob = shop.enrol("ANN1", "BOB1")
    shop.record(shop.adjust(ann, "empty", -100), shop.buy("BOB1", "p", TOY))
    shop.clock.instant += 20 * DAY
    shop.record(shop.adjust(bob, "spent", -191), shop.back("BOB1", "r", "p"))
    desk.merge(bob, ann)
    assert desk.points(ann) == Balance(debt=91)
    shop.record(shop.review("ANN1", "v"))
    answer = desk.undo(bob, ann)
    assert answer.transfer is not None
    assert answer.transfer.debts == {"points": 71}
    assert (desk.points(ann), desk.points(bob)) == (Balance(), Balance(debt=71))


def test_what_came_back_meanwhile_frees_no_cap_twice(shop: Shop, desk: Desk) -> None:
    """Of 20 dairy points each, Bob's were returned while merged: of 80 for both on that day 60 are left to give."""
    ann, bob = shop.enrol("ANN1", "BOB1")
    shop.record(shop.buy("BOB1", "b", MILK), shop.buy("ANN1", "a", MILK))
    desk.merge(bob, ann)
    shop.record(shop.back("BOB1", "r", "b"))
    desk.undo(bob, ann)
    big = Line("milk", 9000, department="dairy")
    given = {
        card: {g.rule: g.amount for g in shop.answer(shop.buy(card, f"{card}-big", big)).granted}["dairy"]
        for card in ("ANN1", "BOB1")
    }
    assert given["ANN1"] + given["BOB1"] == 80 - 20


def test_identities_and_traits_go_back_as_far_as_they_are_there(shop: Shop, desk: Desk) -> None:
    """What was added stays with Ann; a trait that Ann was lent goes, and one that Ann has told since stays."""
    ann, bob = shop.enrol("ANN1", "BOB1")
    then = shop.clock.now()
    with shop.connection.transaction():
        change_member(shop.connection, bob, traits={"age": "45-54", "kids": "2"}, now=then)
    shop.clock.instant += DAY
    desk.merge(bob, ann)
    member = read_member(shop.connection, bob)
    assert (member.member_id, member.traits) == (ann, {"town": "Orhei", "age": "45-54", "kids": "2"})
    assert ("card", "BOB1") in member.identities
    shop.clock.instant += DAY
    with shop.connection.transaction():
        change_member(shop.connection, bob, traits={"kids": "3"}, now=shop.clock.now())
        add_identity(shop.connection, bob, kind="phone", value="+37322123456", now=shop.clock.now())
    shop.clock.instant += DAY
    desk.undo(bob, ann)
    one, other = read_member(shop.connection, ann), read_member(shop.connection, bob)
    assert (one.traits, other.traits) == (
        {"town": "Orhei", "kids": "3"},
        {"town": "Orhei", "age": "45-54", "kids": "2"},
    )
    assert one.identities == (("card", "ANN1"), ("phone", "+37322123456"))
    assert other.identities == (("card", "BOB1"),)


def test_only_the_merge_that_stands_can_be_undone(shop: Shop, desk: Desk) -> None:
    """Not what was never merged, not with another, not twice; and the later merge of a chain first."""
    ann, bob, kim = shop.enrol("ANN1", "BOB1", "KIM1")
    with pytest.raises(NotMerged):
        desk.try_undo(bob, ann)
    desk.merge(bob, ann)
    with pytest.raises(NotMerged):
        desk.try_undo(bob, kim)
    desk.merge(ann, kim, key="merge2")
    with pytest.raises(AlreadyMerged) as refusal:
        desk.try_undo(bob, ann)
    assert refusal.value.facts["into"] == kim
    desk.undo(ann, kim, key="first")
    desk.undo(bob, ann)
    assert [desk.points(one).available for one in (ann, bob, kim)] == [100, 100, 100]
    with pytest.raises(NotMerged):
        desk.try_undo(bob, ann, key="again")


def test_the_history_keeps_both_steps_with_their_reasons(shop: Shop, desk: Desk) -> None:
    """Either account shows what went over and what came back, by which activity and why."""
    ann, bob = shop.enrol("ANN1", "BOB1")
    desk.merge(bob, ann)
    desk.undo(bob, ann)
    for one, signs in ((ann, [-100, 100]), (bob, [100, -100])):
        entries = read_history(shop.connection, shop.programmes, one, before=None, limit=50).entries
        transfers = [
            entry for entry in entries if any(posting.kind == "transferred" for posting in entry.postings)
        ]
        assert [posting.amount for entry in transfers for posting in entry.postings] == signs
        told = [(entry.activity.facts or {})["reason"] for entry in transfers if entry.activity]
        assert told == ["twins", "twice"]

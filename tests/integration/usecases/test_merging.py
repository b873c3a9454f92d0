"""Two members made one: what becomes of points, debts, cards, caps, levels, answers and returns."""

from uuid import UUID

import pytest
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.shop import DAY, PROGRAMME, Shop

from tessera.engine.activity import Activity, Line
from tessera.kit.codes import RefusalCode
from tessera.kit.problems import KeyConflict, UnknownMember
from tessera.usecases.answer_parts import Balance
from tessera.usecases.answers import Recorded, Submission
from tessera.usecases.merge_members import AlreadyMerged, SameMember
from tessera.usecases.quote_activities import quote_activities
from tessera.usecases.read_balances import read_balances
from tessera.usecases.read_history import Entry, read_history

MILK, TOY = Line("milk", 1000, department="dairy"), Line("toy", 4550, 2000)


@pytest.fixture
def desk(shop: Shop) -> Desk:
    return Desk(shop)


def test_every_point_goes_over_on_the_terms_that_it_had(shop: Shop, desk: Desk) -> None:
    """Usable points stay usable, pending ones mature on their day, and each lot expires on its own."""
    ann, bob = shop.enrol("ANN1", "BOB1")
    shop.record(shop.buy("BOB1", "b1", TOY))
    shop.clock.instant += 10 * DAY
    shop.record(shop.buy("BOB1", "b2", MILK))
    before, answer = desk.told(bob), desk.merge(bob, ann)
    assert answer.balances == {"points": Balance(200, 131), "stars": Balance()}
    after = desk.told(ann)
    assert after.maturing == before.maturing
    assert [(one.expires_at, one.points) for one in after.expiring[1:]] == [
        (one.expires_at, one.points) for one in before.expiring[1:]
    ]
    shop.clock.instant += 5 * DAY
    assert desk.points(ann) == Balance(291, 40)
    shop.clock.instant += 60 * DAY
    assert desk.points(ann) == Balance()


def test_debts_are_settled_against_what_the_other_has(shop: Shop, desk: Desk) -> None:
    """Either's debt: what Bob owes is paid with Ann's points, and what Ann owes with Kim's."""
    ann, bob, kim = shop.enrol("ANN1", "BOB1", "KIM1")
    shop.record(shop.buy("BOB1", "p", TOY))
    shop.clock.instant += 20 * DAY
    shop.record(shop.adjust(bob, "spent", -190), shop.back("BOB1", "r", "p"))
    assert desk.points(bob) == Balance(debt=90)
    assert desk.merge(bob, ann).balances["points"] == Balance(10)
    shop.record(shop.adjust(ann, "all", -10))
    shop.record(shop.buy("ANN1", "p2", TOY))
    shop.clock.instant += 20 * DAY
    shop.record(shop.adjust(ann, "spent2", -91), shop.back("ANN1", "r2", "p2"))
    assert desk.points(ann) == Balance(debt=91)
    assert desk.merge(ann, kim, key="merge2").balances["points"] == Balance(9)


def test_one_person_has_one_cap_and_one_count(shop: Shop, desk: Desk) -> None:
    """Two reviews by either leave none of three a month; two purchases by either make the next the fifth."""
    fifth = "  fifth: {on: purchase, give: {points: 7}, pending: none, nth: 5}\n"
    shop.publish(PROGRAMME.replace("  review:", fifth + "  review:"))
    ann, bob = shop.enrol("ANN1", "BOB1")
    for card in ("ANN1", "BOB1"):
        shop.record(*(shop.review(card, f"{card}-v{n}") for n in range(2)))
        shop.record(*(shop.buy(card, f"{card}-p{n}", MILK) for n in range(2)))
    desk.merge(bob, ann)
    assert shop.answer(shop.review("BOB1", "v5")).granted == ()
    granted = {one.rule: one.amount for one in shop.answer(shop.buy("BOB1", "p5", MILK)).granted}
    assert granted["fifth"] == 7
    assert "dairy" not in granted, "20 points of either are all that 40 a day allow"


def test_what_both_have_earned_counts_for_one_level(shop: Shop, desk: Desk) -> None:
    """Neither had 300 points in the year; together they have, and pay by it at once."""
    ann, bob = shop.enrol("ANN1", "BOB1")
    shop.record(shop.buy("ANN1", "a", TOY), shop.buy("BOB1", "b", MILK))
    assert {desk.told(ann).tiers[0].level, desk.told(bob).tiers[0].level} == {"seed"}
    desk.merge(bob, ann)
    assert desk.told(bob).tiers[0].level == "oak"
    assert "tiers:oak" in {one.rule for one in shop.answer(shop.buy("BOB1", "c", TOY)).granted}


def test_the_old_id_and_card_work_wherever_one_is_accepted(shop: Shop, desk: Desk) -> None:
    """Activities, quotes, balances and history by Bob's id or card are Ann's."""
    ann, bob = shop.enrol("ANN1", "BOB1")
    desk.merge(bob, ann)
    by_id = Submission("till", "id", str(bob), Activity("review", "v", shop.clock.now()))
    assert {shop.answer(by_id).member_id, shop.answer(shop.review("BOB1", "v2")).member_id} == {ann}
    assert shop.answer(shop.adjust(bob, "gift", 5)).member_id == ann
    (quoted,) = quote_activities(shop.connection, shop.programmes, [by_id], clock=shop.clock)
    assert not isinstance(quoted, Exception)
    assert quoted.member_id == ann
    assert desk.told(bob) == desk.told(ann)
    assert desk.told(ann).lifetime_earned == {"points": 240, "stars": 0}
    histories = [
        read_history(shop.connection, shop.programmes, one, before=None, limit=50) for one in (ann, bob)
    ]
    assert histories[0] == histories[1]
    postings = [posting for entry in histories[0].entries for posting in entry.postings]
    assert {posting.account_id for posting in postings if posting.rule_id == "welcome"} == {ann, bob}


def test_a_page_of_a_merged_history_goes_on_where_the_last_one_ended(shop: Shop, desk: Desk) -> None:
    """Though both accounts have postings of one instant and number."""
    ann, bob = shop.enrol("ANN1", "BOB1")
    shop.record(shop.buy("ANN1", "a", TOY), shop.buy("BOB1", "b", MILK))
    desk.merge(bob, ann)
    whole = read_history(shop.connection, shop.programmes, ann, before=None, limit=50).entries
    pages: list[Entry] = []
    before = None
    for _ in whole:
        page = read_history(shop.connection, shop.programmes, ann, before=before, limit=1)
        pages += page.entries
        before = page.next
    assert (tuple(pages), before) == (whole, None)


def test_what_was_answered_stays_answered(shop: Shop, desk: Desk) -> None:
    """A retry of what Bob did gets the stored answer, while merged and after undoing; another body is a conflict."""
    ann, bob = shop.enrol("ANN1", "BOB1")
    bought = shop.buy("BOB1", "p", TOY)
    answer = shop.answer(bought)
    desk.merge(bob, ann)
    assert shop.record(bought) == [Recorded(answer, replayed=True)]
    since = shop.review("BOB1", "v")
    answered = shop.answer(since)
    desk.undo(bob, ann)
    assert shop.record(bought, since) == [Recorded(answer, replayed=True), Recorded(answered, replayed=True)]
    (conflict,) = shop.record(shop.buy("BOB1", "p", MILK))
    assert isinstance(conflict, KeyConflict)


def test_a_return_takes_from_the_lots_that_came_over(shop: Shop, desk: Desk) -> None:
    """Half before the merge and half after it, line by line: in all exactly what was given, out of its own lot."""
    ann, bob = shop.enrol("ANN1", "BOB1")
    granted = shop.answer(shop.buy("BOB1", "p", MILK, TOY)).granted
    shop.record(shop.review("ANN1", "v"))
    taken = [shop.answer(shop.back("BOB1", "r1", "p", Line("toy", 0, 1000)))]
    desk.merge(bob, ann)
    taken.append(shop.answer(shop.back("BOB1", "r2", "p", Line("milk", 500, 0))))
    shop.clock.instant += 20 * DAY
    taken.append(shop.answer(shop.back("ANN1", "r3", "p")))
    for grant in granted:
        assert (
            sum(t.amount for answer in taken for t in answer.taken_back if t.rule == grant.rule)
            == grant.amount
        )
    assert all(t.into_debt == 0 for answer in taken for t in answer.taken_back)
    assert taken[-1].balances == {"points": Balance(220), "stars": Balance()}
    assert shop.answer(shop.back("BOB1", "r4", "p")).refusal == RefusalCode.RETURN_EXCEEDS_PURCHASE


def test_what_expired_before_the_merge_is_not_taken_twice(shop: Shop, desk: Desk) -> None:
    """A purchase whose points are gone since: its return takes nothing of Ann's, however many parts it comes in."""
    ann, bob = shop.enrol("ANN1", "BOB1")
    shop.record(shop.buy("BOB1", "p", MILK))
    shop.clock.instant += 70 * DAY
    shop.record(shop.review("ANN1", "v"))
    desk.merge(bob, ann)
    for key in ("r1", "r2"):
        answer = shop.answer(shop.back("BOB1", key, "p", Line("milk", 500, 0)))
        assert [(t.amount, t.expired, t.into_debt) for t in answer.taken_back] == [(10, 10, 0), (10, 10, 0)]
        assert answer.balances["points"] == Balance(20)
    newest = read_history(shop.connection, shop.programmes, ann, before=None, limit=1).entries[0]
    assert newest.activity is not None
    assert (newest.activity.key, len(newest.postings)) == ("r2", 4)


def test_what_was_spent_before_the_merge_is_owed(shop: Shop, desk: Desk) -> None:
    """Nothing of the purchase's lot came over, so Ann's oldest points pay, and the rest becomes a debt."""
    ann, bob = shop.enrol("ANN1", "BOB1")
    shop.record(shop.buy("BOB1", "p", TOY))
    shop.clock.instant += 20 * DAY
    shop.record(shop.adjust(bob, "spent", -191), shop.adjust(ann, "spent2", -60))
    desk.merge(bob, ann)
    (taken,) = shop.answer(shop.back("BOB1", "r", "p")).taken_back
    assert (taken.amount, taken.from_available, taken.into_debt) == (91, 40, 51)


def test_a_merge_of_one_who_was_merged_into_carries_everything_along(shop: Shop, desk: Desk) -> None:
    """Bob into Ann, Ann into Kim: Bob's card, id, points, answers and returns are Kim's."""
    ann, bob, kim = shop.enrol("ANN1", "BOB1", "KIM1")
    bought = shop.buy("BOB1", "p", MILK)
    answer = shop.answer(bought)
    desk.merge(bob, ann)
    desk.merge(ann, kim, key="merge2")
    assert desk.points(bob) == desk.points(kim) == Balance(300, 40)
    assert shop.record(bought) == [Recorded(answer, replayed=True)]
    back = shop.answer(shop.back("BOB1", "r", "p", Line("milk", 500, 0)))
    assert (back.member_id, [(t.rule, t.from_pending) for t in back.taken_back]) == (
        kim,
        [("base", 10), ("dairy", 10)],
    )
    assert desk.points(kim) == Balance(300, 20)


def test_merging_again_under_its_key_changes_nothing(shop: Shop, desk: Desk) -> None:
    """The same answer, also after it was undone; another body under the key is a conflict."""
    ann, bob, kim = shop.enrol("ANN1", "BOB1", "KIM1")
    answer = desk.merge(bob, ann)
    assert desk.try_merge(bob, ann) == Recorded(answer, replayed=True)
    with pytest.raises(KeyConflict):
        desk.try_merge(kim, ann)
    undone = desk.undo(bob, ann)
    assert desk.try_merge(bob, ann) == Recorded(answer, replayed=True)
    assert desk.try_undo(bob, ann) == Recorded(undone, replayed=True)
    assert desk.merge(bob, ann, key="once more").balances["points"] == Balance(200)


def test_what_cannot_be_merged_is_told_and_changes_nothing(shop: Shop, desk: Desk) -> None:
    """Oneself, a ring, who was merged before, nobody, and no reason."""
    ann, bob, kim = shop.enrol("ANN1", "BOB1", "KIM1")
    with pytest.raises(SameMember):
        desk.try_merge(ann, ann)
    desk.merge(bob, ann)
    before = desk.told(ann)
    with pytest.raises(SameMember):
        desk.try_merge(ann, bob, key="ring")
    with pytest.raises(AlreadyMerged) as refusal:
        desk.try_merge(bob, kim, key="elsewhere")
    assert refusal.value.facts["into"] == ann
    with pytest.raises(UnknownMember):
        desk.try_merge(UUID(int=7), ann, key="nobody")
    assert desk.told(ann) == before
    assert desk.merge(kim, bob, key="by an alias").member_id == ann


def test_balances_are_told_as_the_books_had_them(shop: Shop, desk: Desk) -> None:
    """Before the merge Bob's id is Bob's account, since then Ann's, and after the undoing Bob's again."""
    ann, bob = shop.enrol("ANN1", "BOB1")
    shop.record(shop.review("BOB1", "v"))
    instants = [shop.clock.now()]
    for step in (desk.merge, desk.undo):
        shop.clock.instant += DAY
        step(bob, ann)
        instants.append(shop.clock.now())
    shop.clock.instant += DAY
    told = [
        [
            read_balances(shop.connection, shop.programmes, one, at=at, clock=shop.clock)
            .balances["points"]
            .available
            for at in instants
        ]
        for one in (ann, bob)
    ]
    assert told == [[100, 220, 100], [120, 220, 120]]

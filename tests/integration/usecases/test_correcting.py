"""A receipt with the wrong member on it is given to the right one, whole, in one step."""

from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests.integration.usecases.correcting import Manager, answer_of
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.office import CLERK, LIMITS, MANAGER, Office
from tests.integration.usecases.shop import DAY, PROGRAMME, Shop

from tessera.approvals.staff import Staff
from tessera.engine.activity import Line
from tessera.kit.problems import InvalidValue, KeyConflict, Problem, UnknownMember, UnknownPurchase
from tessera.usecases.answer_parts import Balance
from tessera.usecases.answers import Answer
from tessera.usecases.decide_request import OwnRequest, UnknownRequest
from tessera.usecases.programmes import Programmes
from tessera.usecases.read_history import Entry, read_history
from tessera.usecases.verifying.corrections import compare_corrections
from tessera.usecases.verifying.requests import compare_requests

SPEND = "spend: {points: {}}\n"


@pytest.fixture
def office(shop: Shop) -> Office:
    return Office.open(shop)


@pytest.fixture
def manager(office: Office) -> Manager:
    return Manager(office)


@pytest.fixture
def ann(office: Office) -> UUID:
    (ann,) = office.shop.enrol("ANN1")
    return ann


@pytest.fixture
def bob(office: Office) -> UUID:
    (bob,) = office.shop.enrol("BOB1")
    return bob


def bought(shop: Shop, card: str, key: str = "p1", amount_minor: int = 2000) -> Answer:
    """A purchase of two lines; 2 points for each dollar, waiting 14 days."""
    lines = Line("1", amount_minor), Line("2", 1000)
    return shop.answer(shop.buy(card, key, *lines))


def points(shop: Shop, member_id: UUID) -> Balance:
    return Desk(shop).points(member_id)


def test_the_purchase_goes_back_from_one_and_is_the_others(manager: Manager, ann: UUID, bob: UUID) -> None:
    """Nothing is left of it with Ann, and Bob has what he would have had, as of when it occurred."""
    shop = manager.office.shop
    before = points(shop, ann)
    bought(shop, "ANN1")
    shop.clock.instant += DAY
    corrected = answer_of(manager.correct("p1", "BOB1"))
    assert (corrected.member_id, corrected.refusal) == (ann, None)
    assert [(one.rule, one.amount) for one in corrected.taken_back] == [("base", 60)]
    assert points(shop, ann) == before
    assert points(shop, bob) == Balance(available=100, pending=60)
    shop.clock.instant += 13 * DAY  # 14 days after the purchase, not after its correction
    assert points(shop, bob).available == 160


def test_it_earns_by_the_standing_of_whose_it_is(manager: Manager, ann: UUID, bob: UUID) -> None:
    """Bob is an oak, whose points are half as many again; and what counted for Ann's level no longer does."""
    shop = manager.office.shop
    bought(shop, "BOB1", "p0", 20_000)
    bought(shop, "ANN1")
    manager.correct("p1", "BOB1")
    assert points(shop, bob).pending == 420 + 90
    assert points(shop, ann).pending == 0


def test_a_return_finds_whose_it_is(manager: Manager, ann: UUID, bob: UUID) -> None:
    """By the key that the till knows, whichever of the two it names; a stranger's return is refused."""
    shop = manager.office.shop
    shop.enrol("CAT1")
    bought(shop, "ANN1")
    manager.correct("p1", "BOB1")
    first = shop.answer(shop.back("ANN1", "r1", "p1", Line("1", 2000, 0)))
    assert (first.member_id, [one.amount for one in first.taken_back]) == (bob, [40])
    again = shop.answer(shop.back("ANN1", "r1", "p1", Line("1", 2000, 0)))
    assert again == first
    second = shop.answer(shop.back("BOB1", "r2", "p1"))
    assert (second.member_id, [one.amount for one in second.taken_back]) == (bob, [20])
    assert shop.answer(shop.back("CAT1", "r3", "p1")).refusal == "other_members_purchase"
    assert points(shop, bob).pending == 0


def test_a_return_that_was_refused_before_stays_refused(manager: Manager, ann: UUID, bob: UUID) -> None:
    """The till that sends it again hears the same, though the purchase is another member's since."""
    shop = manager.office.shop
    bought(shop, "ANN1")
    too_much = shop.back("ANN1", "r1", "p1", Line("1", 3000, 0))
    refused = shop.answer(too_much)
    manager.correct("p1", "BOB1")
    assert (refused.refusal, shop.answer(too_much)) == ("return_exceeds_purchase", refused)


def test_the_till_that_sends_the_purchase_again_hears_what_it_heard(
    manager: Manager, ann: UUID, bob: UUID
) -> None:
    """One stored answer per key, for ever."""
    shop = manager.office.shop
    purchase = shop.buy("ANN1", "p1", Line("1", 2000))
    answer = shop.answer(purchase)
    manager.correct("p1", "BOB1")
    assert shop.answer(purchase) == answer


def test_a_correction_is_corrected_by_another(manager: Manager, ann: UUID, bob: UUID) -> None:
    """Back to Ann, and then to Cat: each time whole, and returns find the last one."""
    shop = manager.office.shop
    (cat,) = shop.enrol("CAT1")
    bought(shop, "ANN1")
    for number, card in enumerate(("BOB1", "ANN1", "CAT1")):
        assert answer_of(manager.correct("p1", card, key=f"c{number}")).refusal is None
    assert [points(shop, one).pending for one in (ann, bob, cat)] == [0, 0, 60]
    assert shop.answer(shop.back("ANN1", "r1", "p1")).member_id == cat


def test_asked_again_it_is_done_once(manager: Manager, ann: UUID, bob: UUID) -> None:
    """The same key and body: the same answer; another body is a conflict that names the field."""
    shop = manager.office.shop
    shop.enrol("CAT1")
    bought(shop, "ANN1")
    bought(shop, "ANN1", "p2")
    first, again = (manager.correct("p1", "BOB1") for _ in range(2))
    assert answer_of(first) == answer_of(again)
    assert again.recorded is not None
    assert again.recorded.replayed
    for of, to, reason, field in (
        ("p2", "BOB1", "wrong card", "of"),
        ("p1", "CAT1", "wrong card", "to"),
        ("p1", "BOB1", "another", "reason"),
    ):
        with pytest.raises(KeyConflict) as conflict:
            manager.correct(of, to, reason=reason)
        assert conflict.value.facts["field"] == field
    assert points(shop, bob).pending == 60


def test_what_cannot_be_corrected_is_refused_and_moves_nothing(
    manager: Manager, ann: UUID, bob: UUID
) -> None:
    """Ann's own for Ann, what came back in part, what came back whole, a review that is no purchase but stays possible."""
    shop = manager.office.shop
    for key in ("p1", "p2"):
        bought(shop, "ANN1", key)
    shop.answer(shop.back("ANN1", "r1", "p1", Line("1", 500, 0)))
    shop.answer(shop.back("ANN1", "r2", "p2"))
    before = points(shop, ann), points(shop, bob)
    refusals = [
        answer_of(manager.correct(of, to, key=f"c-{of}-{to}", staff=Staff("back-office", of + to))).refusal
        for of, to in (("p1", "ANN1"), ("p1", "BOB1"), ("p2", "BOB1"), ("enrol-ANN1", "BOB1"), ("r1", "BOB1"))
    ]
    assert refusals == [
        "already_theirs",
        "partly_returned",
        "partly_returned",
        "not_returnable",
        "not_returnable",
    ]
    assert (points(shop, ann), points(shop, bob)) == before


def test_what_points_have_paid_for_is_refused(shop: Shop) -> None:
    """The points are Ann's: it is returned and rung up again."""
    office = Office.open(shop, limits=LIMITS + SPEND)
    (ann, _) = shop.enrol("ANN1", "BOB1")
    office.ask(ann, "g1", 100)
    paid = shop.buy("ANN1", "p1", Line("1", 2000))
    spent = msgspec.structs.replace(paid.activity, spend={"points": 100})
    shop.answer(msgspec.structs.replace(paid, activity=spent))
    assert answer_of(Manager(office).correct("p1", "BOB1")).refusal == "paid_with_points"


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"of": "none"}, UnknownPurchase),
        ({"source": "web"}, UnknownPurchase),
        ({"source": "test:till"}, UnknownPurchase),
        ({"to": "NOBODY"}, UnknownMember),
        ({"reason": " "}, InvalidValue),
        ({"staff": Staff("test:back-office", "key-7")}, UnknownMember),
    ],
)
def test_what_cannot_be_asked_for_leaves_no_trail(
    manager: Manager, ann: UUID, bob: UUID, more: dict[str, Any], problem: type[Problem]
) -> None:
    """No such purchase, another source's, over the sandbox's fence, nobody, no reason."""
    bought(manager.office.shop, "ANN1")
    with pytest.raises(problem):
        manager.correct(**{"of": "p1", "to": "BOB1"} | more)
    assert answer_of(manager.correct("p1", "BOB1")).refusal is None


def test_large_ones_wait_for_a_second_person(manager: Manager, ann: UUID, bob: UUID) -> None:
    """101 points are more than one may move alone; nobody approves their own, and nothing moves until then."""
    shop = manager.office.shop
    bought(shop, "ANN1", amount_minor=4100)
    asked = manager.correct("p1", "BOB1")
    assert (asked.request.verdict, asked.recorded, points(shop, bob).pending) == (None, None, 0)
    with pytest.raises(OwnRequest):
        manager.approve(asked, staff=MANAGER)
    with pytest.raises(UnknownRequest):  # a correction is no adjustment
        manager.office.approve(asked.request.request_id, staff=CLERK)
    approved = manager.approve(asked)
    assert answer_of(approved).refusal is None
    assert (points(shop, ann).pending, points(shop, bob).pending) == (0, 102)
    assert answer_of(manager.correct("p1", "BOB1")) == answer_of(approved)


def test_the_day_of_a_hand_counts_them(manager: Manager, ann: UUID, bob: UUID) -> None:
    """Receipts of others are points too: 250 a day, whether given or corrected."""
    shop = manager.office.shop
    for number in range(4):
        bought(shop, "ANN1", f"p{number}", 2500)  # 70 points each
    done = [manager.correct(f"p{number}", "BOB1", key=f"c{number}") for number in range(4)]
    assert [one.request.verdict is not None for one in done] == [True, True, True, False]
    assert manager.office.ask(bob, "g1", 41, staff=MANAGER).request.verdict is None


def test_it_follows_members_who_were_merged(manager: Manager, ann: UUID, bob: UUID) -> None:
    """Ann becomes Cat, and Bob Dan: the receipt goes from Cat to Dan, and its return finds Dan."""
    shop = manager.office.shop
    cat, dan = shop.enrol("CAT1", "DAN1")
    bought(shop, "ANN1")
    Desk(shop).merge(ann, cat, key="m1")
    manager.correct("p1", "BOB1")
    assert (points(shop, cat).pending, points(shop, bob).pending) == (0, 60)
    Desk(shop).merge(bob, dan, key="m2")
    assert shop.answer(shop.back("ANN1", "r1", "p1")).member_id == dan
    assert points(shop, dan).pending == 0


def told(shop: Shop, member_id: UUID, lang: str) -> list[Entry]:
    page = read_history(shop.connection, Programmes(), member_id, before=None, limit=50, lang=lang)
    return [entry for entry in page.entries if entry.told]


@pytest.mark.parametrize(
    ("lang", "away", "here"),
    [
        (
            "en",
            "This purchase was another member's, so what it gave you was taken back.",
            "This purchase was first recorded for another member by mistake. Now it is yours.",
        ),
        (
            "ru",
            "Это была покупка другого участника, поэтому начисленное за неё мы сняли.",
            "Эту покупку сначала по ошибке записали на другого участника. Теперь она ваша.",
        ),
        (
            "ro",
            "Această cumpărătură era a altui membru, așa că am luat înapoi ce primiserăți pentru ea.",
            "Această cumpărătură a fost trecută din greșeală pe numele altui membru. Acum este a dumneavoastră.",
        ),
    ],
)
def test_both_histories_tell_it(  # noqa: PLR0917 - what is told to whom
    manager: Manager, ann: UUID, bob: UUID, lang: str, away: str, here: str
) -> None:
    """Neither learns who the other is."""
    shop = manager.office.shop
    bought(shop, "ANN1")
    manager.correct("p1", "BOB1")
    assert {entry.told for entry in told(shop, ann, lang)} == {(away,)}
    assert {entry.told for entry in told(shop, bob, lang)} == {(here,)}


@pytest.mark.parametrize(
    ("tampering", "check"),
    [
        ("delete from correction", "correction"),
        ("update correction set purchase_key = 'p1'", "correction"),
        ("update correction set to_id = from_id", "correction"),
        ("update correction set correction_id = gen_random_uuid()", "correction"),
        ('update request set asks = asks || \'{"of": "p2"}\'', "approval"),
    ],
)
def test_whoever_tampers_with_a_correction_is_found_out(
    manager: Manager, ann: UUID, bob: UUID, tampering: str, check: str
) -> None:
    """Of the trail, of what followed from it, and of whose the purchase is said to be."""
    shop = manager.office.shop
    bought(shop, "ANN1")
    bought(shop, "ANN1", "p2")
    manager.correct("p1", "BOB1")
    with shop.connection.transaction(force_rollback=True):
        shop.connection.execute(tampering)
        found = [*compare_requests(shop.connection), *compare_corrections(shop.connection)]
    assert check in {one.check for one in found}
    assert [*compare_requests(shop.connection), *compare_corrections(shop.connection)] == []


def test_a_programme_without_limits_lets_one_correct_alone(shop: Shop) -> None:
    """As with adjustments."""
    shop.publish(PROGRAMME)
    (_, bob) = shop.enrol("ANN1", "BOB1")
    bought(shop, "ANN1", amount_minor=1_000_000)
    assert answer_of(Manager(Office(shop)).correct("p1", "BOB1")).refusal is None
    assert points(shop, bob).pending == 20_020

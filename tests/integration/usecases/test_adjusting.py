"""Points by hand: within the limits at once, beyond them when somebody else approves; undone while there is time."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.office import CLERK, MANAGER, OTHER_CLERK, Office
from tests.integration.usecases.shop import DAY, Shop

from tessera.approvals.requests import Kind, State
from tessera.approvals.staff import Staff
from tessera.engine.activity import Line
from tessera.kit.problems import InvalidValue, KeyConflict, Problem, UnknownMember
from tessera.usecases.decide_request import AlreadyDecided, OwnRequest, RequestEnded, UnknownRequest
from tessera.usecases.deciding.carry_out import Handled
from tessera.usecases.read_requests import read_request, read_requests
from tessera.usecases.verifying.requests import compare_requests


@pytest.fixture
def ann(shop: Shop) -> UUID:
    """Ann, who has 100 points of welcome."""
    (ann,) = shop.enrol("ANN1")
    return ann


@pytest.fixture
def office(shop: Shop, ann: UUID) -> Office:
    return Office.open(shop)


def states(*adjusted: Handled) -> list[str]:
    """What became of each."""
    return [one.request.verdict.outcome if one.request.verdict else "pending" for one in adjusted]


def test_a_small_one_is_done_at_once_and_leaves_its_trail(office: Office, ann: UUID) -> None:
    """Who, when, how much and why is kept, and by which activity; sent again, the answer is the same."""
    done, again = (office.ask(ann, "g1", 100, note="Ticket 7") for _ in range(2))
    assert states(done, again) == ["done", "done"]
    assert done.recorded is not None
    assert again.recorded is not None
    assert (again.recorded.replayed, again.recorded.answer) == (True, done.recorded.answer)
    kept = read_request(office.connection, done.request.request_id, kind=Kind.ADJUSTMENT, source="desk")
    assert (kept.hand, kept.person, kept.asks["points"], kept.reason, kept.note) == (
        "key-1",
        "Clara",
        100,
        "goodwill",
        "Ticket 7",
    )
    assert kept.verdict is not None
    assert kept.verdict.activity_id == done.recorded.answer.activity_id
    assert office.points(ann) == 200


def test_more_waits_for_a_second_person_who_approves_it(office: Office, ann: UUID) -> None:
    """Nothing moves until then; then it is dated when it was approved, under the key with which it was asked."""
    asked = office.ask(ann, "g1", 101)
    assert (states(asked), asked.recorded, office.points(ann)) == (["pending"], None, 100)
    office.shop.clock.instant += DAY
    approved = office.approve(asked.request.request_id)
    assert (states(approved), office.points(ann)) == (["approved"], 201)
    retried = office.ask(ann, "g1", 101)
    assert retried.recorded is not None
    assert approved.recorded is not None
    assert retried.recorded.answer == approved.recorded.answer
    verdict = retried.request.verdict
    assert verdict is not None
    assert (verdict.hand, verdict.person, verdict.decided_at) == ("key-9", "Mara", office.shop.clock.now())


def test_taking_many_needs_a_second_person_too(office: Office, ann: UUID) -> None:
    """And where they are gone by then, that is decided and told; nothing is owed."""
    office.shop.record(office.shop.adjust(ann, "more", 400))
    asked = office.ask(ann, "t1", -101)
    assert states(asked, office.ask(ann, "t2", -400, staff=OTHER_CLERK)) == ["pending", "pending"]
    office.approve(asked.request.request_id)
    other = office.ask(ann, "t2", -400, staff=OTHER_CLERK)
    late = office.approve(other.request.request_id)
    assert late.recorded is not None
    assert late.recorded.answer.refusal == "insufficient_points"
    assert office.points(ann) == 399


def test_what_one_hand_gives_in_a_day_is_limited(office: Office, ann: UUID) -> None:
    """250 a day and key, in the programme's zone; another key, and the next day, have their own 250."""
    given = [office.ask(ann, f"g{number}", 100) for number in range(3)]
    assert states(*given, office.ask(ann, "g3", 50), office.ask(ann, "g4", 1)) == [
        "done", "done", "pending", "done", "pending",
    ]  # fmt: skip
    assert states(office.ask(ann, "h1", 100, staff=OTHER_CLERK)) == ["done"]
    office.approve(given[2].request.request_id)  # somebody answers for it: it is not of the clerk's own day
    assert states(office.ask(ann, "t1", -100)) == ["done"]
    office.shop.clock.instant += timedelta(hours=15, minutes=59)  # 23:59 in New York
    assert states(office.ask(ann, "g5", 1)) == ["pending"]
    office.shop.clock.instant += timedelta(minutes=1)
    assert states(office.ask(ann, "g6", 100)) == ["done"]


def test_undoing_makes_no_room_in_the_day(office: Office, ann: UUID) -> None:
    """Else giving and undoing in turn would never meet the limit; and what undoes is itself no gift."""
    for number in range(2):
        office.ask(ann, f"g{number}", 100)
    office.undo(ann, "u1", "g0")
    assert states(office.ask(ann, "g3", 100), office.ask(ann, "g4", 50)) == ["pending", "done"]


@pytest.mark.parametrize(
    "same",
    [CLERK, Staff("desk", "key-1", "Somebody"), Staff("back-office", "key-8", "clara")],
    ids=["the same", "the same key", "the same name"],
)
def test_nobody_approves_or_refuses_their_own(office: Office, ann: UUID, same: Staff) -> None:
    """Neither by the same key nor under the same name; the request goes on waiting."""
    request_id = office.ask(ann, "g1", 1000).request.request_id
    for act in (office.approve, office.refuse):
        with pytest.raises(OwnRequest):
            act(request_id, staff=same)
    assert states(office.approve(request_id, staff=OTHER_CLERK)) == ["approved"]


def test_a_request_is_decided_once(office: Office, ann: UUID) -> None:
    """Who said it may say it again and hears the same; anybody else hears that it is decided."""
    yes, no = (office.ask(ann, key, 1000).request.request_id for key in ("g1", "g2"))
    office.approve(yes)
    office.refuse(no, reason=" Not a complaint ")
    assert states(office.approve(yes), office.refuse(no)) == ["approved", "refused"]
    others: list[Callable[[], Handled]] = [
        lambda: office.refuse(yes),
        lambda: office.approve(no),
        lambda: office.approve(yes, staff=OTHER_CLERK),
    ]
    for other in others:
        with pytest.raises(AlreadyDecided):
            other()
    assert office.points(ann) == 1100
    refused = office.ask(ann, "g2", 1000)
    assert refused.request.verdict is not None
    assert (refused.recorded, refused.request.verdict.reason) == (None, "Not a complaint")


def test_a_request_ends_by_itself(office: Office, ann: UUID) -> None:
    """A week later nobody can decide it; it can be asked again under another key."""
    request = office.ask(ann, "g1", 1000).request
    office.shop.clock.instant += 7 * DAY
    for act in (office.approve, office.refuse):
        with pytest.raises(RequestEnded):
            act(request.request_id)
    assert office.ask(ann, "g1", 1000).request.state(office.shop.clock.now()) is State.ENDED
    assert states(office.ask(ann, "g2", 1000)) == ["pending"]
    assert office.points(ann) == 100


def test_what_waits_can_be_listed(office: Office, ann: UUID) -> None:
    """By state, newest first, page by page; the sandbox sees its own side only."""
    asked = [office.ask(ann, f"g{number}", 1000).request.request_id for number in range(4)]
    office.refuse(asked[0])

    def listed(
        state: State | None, *, source: str = "desk", before: UUID | None = None, limit: int = 2
    ) -> list[UUID]:
        page = read_requests(
            office.connection,
            kind=Kind.ADJUSTMENT,
            source=source,
            state=state,
            before=before,
            limit=limit,
            clock=office.shop.clock,
        )
        return [request.request_id for request in page]

    assert listed(State.PENDING) == [asked[3], asked[2]]
    assert listed(State.PENDING, before=asked[2]) == [asked[1]]
    assert listed(State.REFUSED) == [asked[0]]
    assert listed(None, limit=9) == asked[::-1]
    assert listed(None, source="test:desk") == []
    office.shop.clock.instant += 7 * DAY
    assert (listed(State.PENDING), listed(State.ENDED, limit=9)) == ([], asked[:0:-1])
    with pytest.raises(UnknownRequest):
        read_request(office.connection, asked[0], kind=Kind.ADJUSTMENT, source="test:desk")
    with pytest.raises(UnknownRequest):
        office.approve(asked[1], staff=Staff("test:desk", "key-7"))


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"points": 0}, InvalidValue),
        ({"points": 2_000_000_000}, InvalidValue),
        ({"reason": "birthday"}, InvalidValue),
        ({"reason": " "}, InvalidValue),
        ({"member_id": uuid4()}, UnknownMember),
    ],
)
def test_what_cannot_be_asked_for_leaves_no_trail(
    office: Office, ann: UUID, more: dict[str, object], problem: type[Problem]
) -> None:
    """Nothing, too much, a reason that the programme does not have, nobody."""
    with pytest.raises(problem):
        office.ask(**{"member_id": ann, "key": "g1", "points": 5} | more)  # type: ignore[arg-type]
    assert states(office.ask(ann, "g1", 5)) == ["done"]


def test_a_key_stands_for_one_request(office: Office, ann: UUID) -> None:
    """The same key for another sum, another reason or another currency is a conflict that names the field."""
    office.ask(ann, "g1", 1000)
    for more, field in (
        ({"points": 999}, "points"),
        ({"reason": "correction"}, "reason"),
        ({"currency": "stars"}, "currency"),
    ):
        with pytest.raises(KeyConflict) as conflict:
            office.ask(**{"member_id": ann, "key": "g1", "points": 1000} | more)  # type: ignore[arg-type]
        assert conflict.value.facts["field"] == field


def test_without_limits_and_reasons_everything_is_done_at_once(shop: Shop, ann: UUID) -> None:
    """A programme that says nothing of adjustments takes any sum and any reason."""
    office = Office.open(shop, limits="")
    assert states(office.ask(ann, "g1", 1_000_000, reason="a whim")) == ["done"]


def test_what_was_given_is_undone_from_its_own_lot(office: Office, ann: UUID) -> None:
    """The points of the welcome stay as they were, and are not taken in its place."""
    office.ask(ann, "g1", 80)
    undone, again = (office.undo(ann, "u1", "g1") for _ in range(2))
    assert states(undone, again) == ["done", "done"]
    assert undone.recorded is not None
    assert undone.recorded.answer.balances["points"].available == 100
    assert office.points(ann) == 100


def test_what_was_given_and_is_spent_is_owed(office: Office, ann: UUID) -> None:
    """As after a return."""
    office.ask(ann, "g1", 80)
    office.shop.record(office.shop.adjust(ann, "spent", -150))
    undone = office.undo(ann, "u1", "g1")
    assert undone.recorded is not None
    left = undone.recorded.answer.balances["points"]
    assert (left.available, left.debt) == (0, 50)


def test_what_was_taken_goes_back_where_it_came_from(office: Office, ann: UUID) -> None:
    """Into the same lots, with the expiries that they have: taking and undoing leaves every lot as it was."""

    def lots() -> list[tuple[object, ...]]:
        return office.connection.execute(
            "select lot_version, expires_at, remaining from lot order by 1"
        ).fetchall()

    office.shop.clock.instant += DAY
    office.ask(ann, "g1", 40)
    before = lots()
    office.ask(ann, "t1", -100)
    office.ask(ann, "t2", -40)
    assert lots() != before
    office.undo(ann, "u2", "t2")
    office.undo(ann, "u1", "t1")
    assert (lots(), office.points(ann)) == (before, 140)


def test_what_would_have_ended_meanwhile_ends_when_it_goes_back(office: Office, ann: UUID) -> None:
    """Points of the welcome last 60 days: taken on the last and given back on the next day, they are gone."""
    office.shop.clock.instant += timedelta(days=59, hours=12)
    office.ask(ann, "t1", -100)
    office.shop.clock.instant += timedelta(hours=36)
    assert office.points(ann) == 0
    undone = office.undo(ann, "u1", "t1")
    assert states(undone) == ["done"]
    assert office.points(ann) == 0
    assert ("expired", -100) in office.connection.execute("select kind, amount from posting").fetchall()


def refusal(adjusted: Handled) -> str | None:
    assert adjusted.recorded is not None
    return adjusted.recorded.answer.refusal


def test_an_adjustment_is_undone_once_and_in_time(office: Office, ann: UUID) -> None:
    """Not twice, not an undoing, not after two days, not one that was refused; each is told by a code of its own."""
    (bob,) = office.shop.enrol("BOB1")
    for key in ("g1", "g2"):
        office.ask(ann, key, 10)
    office.ask(ann, "none", -5000, currency="stars")
    office.undo(ann, "u1", "g1")
    assert refusal(office.undo(ann, "u2", "g1")) == "already_undone"
    assert refusal(office.undo(ann, "u3", "u1")) == "not_to_undo"
    assert refusal(office.undo(ann, "u4", "none")) == "not_to_undo"
    assert refusal(office.undo(bob, "u5", "g2")) == "not_to_undo"
    office.shop.clock.instant += 2 * DAY
    assert refusal(office.undo(ann, "u6", "g2")) == "too_late_to_undo"
    assert office.points(ann) == 110


def test_only_an_adjustment_of_ones_own_source_is_undone(office: Office, ann: UUID) -> None:
    """A purchase is returned, and another source's keys are its own."""
    office.ask(ann, "g1", 10)
    office.shop.record(office.shop.buy("ANN1", "p1", Line("1", 500)))
    for of, staff in (("p1", Staff("till", "key-3")), ("g1", MANAGER), ("none", CLERK)):
        with pytest.raises(InvalidValue):
            office.undo(ann, "u1", of, staff=staff)


def test_an_adjustment_that_went_over_in_a_merge_can_be_undone(office: Office, ann: UUID) -> None:
    """Given points are taken where they lie now; taken ones come back to the account that stays."""
    (bob,) = office.shop.enrol("BOB1")
    office.ask(bob, "g1", 30)
    office.ask(bob, "t1", -20)
    Desk(office.shop).merge(bob, ann)
    before = office.points(ann)
    office.undo(ann, "u1", "g1")
    assert office.points(ann) == before - 30
    office.undo(ann, "u2", "t1")
    assert office.points(ann) == before - 10


@pytest.mark.parametrize(
    ("tampering", "detail"),
    [
        (
            "update request set asks = asks || '{\"points\": 50}' where key = 'g2'",
            "something else was recorded than was asked for",
        ),
        (
            "update request set reason = 'correction'",
            "something else was recorded than was asked for",
        ),
        (
            "update verdict set hand = 'key-1' where outcome = 'approved'",
            "who asked for it has approved it",
        ),
        (
            "update verdict set person = 'CLARA' where outcome = 'approved'",
            "who asked for it has approved it",
        ),
        (
            "update verdict set activity_id = gen_random_uuid()",
            "what was recorded by it is not in the books",
        ),
    ],
)
def test_whoever_tampers_with_the_trail_is_found_out(
    office: Office, ann: UUID, tampering: str, detail: str
) -> None:
    """The trail is compared with the books, row by row; as it was, there is no difference."""
    office.ask(ann, "g1", 10)
    office.approve(office.ask(ann, "g2", 1000).request.request_id)
    office.undo(ann, "u1", "g1")
    assert list(compare_requests(office.connection)) == []
    with office.connection.transaction(force_rollback=True):
        office.connection.execute(tampering)
        differences = list(compare_requests(office.connection))
    assert {(one.check, one.detail.partition(": ")[2]) for one in differences} == {("approval", detail)}


def test_verify_tells_who_approved_their_own(office: Office, ann: UUID) -> None:
    """It is one of its checks."""
    rename = "update verdict set person = %s"
    office.approve(office.ask(ann, "g1", 1000).request.request_id)
    office.connection.execute(rename, ("Clara",))
    assert [one.check for one in office.shop.verify().differences] == ["approval"]
    office.connection.execute(rename, ("Mara",))

"""Members give points to each other and to causes; the books prove it in the end."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from tests.integration.usecases.giving import PROGRAMME, Givers
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.shop import DAY, NOON, Shop

from tessera.engine.activity import Line
from tessera.kit.codes import RefusalCode
from tessera.kit.ids import new_id
from tessera.kit.problems import InvalidValue, KeyConflict, UnknownMember
from tessera.ledger.lock import read_accounts, read_lots
from tessera.usecases.answer_parts import Balance, Limited
from tessera.usecases.answers import Answer
from tessera.usecases.enrol_members import Enrolment, enrol_members
from tessera.usecases.programmes import Programmes
from tessera.usecases.read_history import read_history
from tessera.usecases.transfer_points import Giving, transfer_points


class Club:
    """Ann with 60 and then 40 points that end on two days, Bob and Eve with nothing."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.givers = Givers(shop)
        self.desk = Desk(shop)
        self.ann, self.bob, self.eve = shop.enrol("ANN", "BOB", "EVE")
        shop.answer(shop.buy("ANN", "first", Line("1", 6000), at=NOON - 10 * DAY))
        shop.answer(shop.buy("ANN", "second", Line("1", 4000)))

    def points(self, member_id: UUID, currency: str = "points") -> Balance:
        return self.desk.told(member_id).balances.get(currency, Balance())

    def lots(self, member_id: UUID) -> list[tuple[int, datetime]]:
        """(Points left, gone at) of a member's lots, soonest first."""
        wallet = read_accounts(self.shop.connection, [member_id])[member_id]["points"]
        read_lots(self.shop.connection, [wallet])
        return sorted((lot.remaining, lot.expires_at) for lot in wallet.live_lots())


@pytest.fixture
def club(dsn: str) -> Iterator[Club]:
    """Whatever a test did to the books, they must still prove themselves."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        club = Club(Shop(connection, programme=PROGRAMME))
        yield club
        assert club.shop.verify().differences == []


def refusal_of(answer: Answer) -> tuple[str | None, Limited | None]:
    return answer.refusal, answer.limited


def test_points_go_over_with_the_day_on_which_they_end(club: Club) -> None:
    """Those that end first leave first, and a lot that is parted ends on the same day on either side."""
    (_, first), (_, second) = sorted(club.lots(club.ann), key=lambda lot: lot[1])
    answer = club.givers.give("ANN", "BOB", 70, key="t1")
    assert answer.balances["points"] == Balance(available=30)
    assert club.points(club.bob) == Balance(available=70)
    assert sorted(club.lots(club.bob)) == [(10, second), (60, first)]
    assert sorted(club.lots(club.ann)) == [(30, second)]
    club.shop.clock.instant = first + timedelta(seconds=1)
    club.shop.sweep()
    assert club.points(club.bob) == Balance(available=10)


def test_a_retry_gets_the_same_answer_and_another_body_is_a_conflict(club: Club) -> None:
    """Also a day later, and of a refusal too."""
    first = club.givers.give("ANN", "BOB", 20, key="t1")
    refused = club.givers.give("ANN", "BOB", 500, key="t2")
    club.shop.clock.instant += DAY
    assert club.givers.try_give("ANN", "BOB", 20, key="t1").answer == first
    again = club.givers.try_give("ANN", "BOB", 500, key="t2")
    assert (again.replayed, again.answer) == (True, refused)
    for giver, taker, points in [("ANN", "EVE", 20), ("ANN", "BOB", 21), ("BOB", "ANN", 20)]:
        with pytest.raises(KeyConflict):
            club.givers.try_give(giver, taker, points, key="t1")
    assert club.points(club.bob) == Balance(available=20)


@pytest.mark.parametrize(
    ("giver", "taker", "points", "currency", "code", "left"),
    [
        ("ANN", "BOB", 101, "points", RefusalCode.OVER_LIMIT, 100),
        ("BOB", "ANN", 50, "points", RefusalCode.INSUFFICIENT_POINTS, 0),
        ("ANN", "BOB", 9, "points", RefusalCode.BELOW_LEAST, None),
        ("ANN", "ANN", 20, "points", RefusalCode.TO_ONESELF, None),
        ("ANN", "BOB", 20, "coins", RefusalCode.NOT_TRANSFERABLE, None),
        ("ANN", "BOB", 20, "gold", RefusalCode.NOT_TRANSFERABLE, None),
        ("ANN", "BOB", 1, "stars", RefusalCode.TOO_SOON, 0),
    ],
)
def test_what_cannot_be_given_is_refused_and_remembered(  # noqa: PLR0917 - one refusal
    club: Club, giver: str, taker: str, points: int, currency: str, code: RefusalCode, left: int | None
) -> None:
    """With how much could be given; and nothing has moved."""
    before = [club.points(member) for member in (club.ann, club.bob)]
    answer = club.givers.give(giver, taker, points, key="t1", currency=currency)
    assert (answer.refusal, answer.limited and answer.limited.left) == (code, left)
    assert [club.points(member) for member in (club.ann, club.bob)] == before
    assert club.givers.try_give(giver, taker, points, key="t1", currency=currency).replayed


def test_a_cap_says_what_is_left_and_when_it_begins_anew(club: Club) -> None:
    """A hundred a month, three times a week: the one that leaves least is told, in the programme's own days."""
    july = datetime(2026, 7, 1, 4, tzinfo=UTC)
    monday = datetime(2026, 6, 8, 4, tzinfo=UTC)
    club.givers.give("ANN", "BOB", 60, key="t1")
    club.shop.answer(club.shop.buy("ANN", "more", Line("1", 20000)))
    assert refusal_of(club.givers.give("ANN", "BOB", 41, key="t2")) == ("over_limit", Limited(40, july))
    club.givers.give("ANN", "BOB", 10, key="t3")
    club.givers.give("ANN", "EVE", 10, key="t4")
    assert refusal_of(club.givers.give("ANN", "EVE", 10, key="t5")) == ("over_limit", Limited(0, monday))
    club.shop.clock.instant = monday
    assert club.givers.give("ANN", "EVE", 20, key="t6").refusal is None
    assert refusal_of(club.givers.give("ANN", "EVE", 10, key="t7")) == ("over_limit", Limited(0, july))
    club.shop.clock.instant = july
    assert club.givers.give("ANN", "EVE", 100, key="t8").refusal is None


def test_a_newcomer_waits_and_so_does_who_has_just_given(club: Club) -> None:
    """Until the midnight that the answer names; then it can be given."""
    club.shop.answer(club.shop.review("ANN", "r1"))
    ready = datetime(2026, 7, 5, 4, tzinfo=UTC)
    first = club.givers.give("ANN", "BOB", 4, key="t1", currency="stars")
    assert refusal_of(first) == ("too_soon", Limited(0, ready))
    club.shop.clock.instant = ready
    assert club.givers.give("ANN", "BOB", 4, key="t2", currency="stars").refusal is None
    again = club.givers.give("ANN", "BOB", 4, key="t3", currency="stars")
    assert refusal_of(again) == ("too_soon", Limited(0, ready + 7 * DAY))
    club.shop.clock.instant = ready + 7 * DAY
    assert club.givers.give("ANN", "BOB", 4, key="t4", currency="stars").refusal is None
    assert club.points(club.bob, "stars") == Balance(available=8)


def test_a_full_balance_takes_no_more(club: Club) -> None:
    """And the giver is not told how full it is."""
    club.shop.clock.instant += 40 * DAY
    for card in ("ANN", "BOB", "BOB", "BOB"):
        club.shop.answer(club.shop.review(card, f"r{new_id()}"))
    answer = club.givers.give("ANN", "BOB", 1, key="t1", currency="stars")
    assert refusal_of(answer) == ("taker_full", None)


def test_nobody_has_the_name_that_was_given(club: Club) -> None:
    """A problem, which nothing remembers: when they have joined, the same key is decided."""
    with pytest.raises(UnknownMember) as caught:
        club.givers.try_give("ANN", "ZOE", 20, key="t1")
    assert caught.value.facts["field"] == "to"
    with pytest.raises(UnknownMember) as caught:
        club.givers.try_give("ZOE", "ANN", 20, key="t1")
    assert caught.value.facts["field"] == "from"
    club.shop.enrol("ZOE")
    assert club.givers.give("ANN", "ZOE", 20, key="t1").refusal is None


def test_the_sandbox_gives_nothing_to_a_real_member(club: Club) -> None:
    """Nor does a real source reach into the sandbox."""
    shop = club.shop
    enrolment = Enrolment("test:till", "e", "Toy", "en", {}, (("test:card", "TOY"),))
    with shop.connection.transaction():
        enrol_members(shop.connection, shop.programmes, [enrolment], clock=shop.clock, new_id=new_id)
    for source, giver, taker in [
        ("test:app", ("test:card", "TOY"), ("card", "ANN")),
        ("app", ("card", "ANN"), ("test:card", "TOY")),
        ("test:app", ("card", "ANN"), ("card", "BOB")),
    ]:
        giving = Giving(source, "t1", giver, taker, "points", 20)
        with pytest.raises(UnknownMember):
            transfer_points(shop.connection, shop.programmes, giving, clock=shop.clock, new_id=new_id)


@pytest.mark.parametrize("points", [0, -5, 1_000_000_001])
def test_a_sum_that_is_none_is_no_question_to_decide(club: Club, points: int) -> None:
    """Nothing, less than nothing, or more than anybody has."""
    with pytest.raises(InvalidValue):
        club.givers.try_give("ANN", "BOB", points, key="t1")


def test_what_is_given_first_repays_what_the_taker_owes(club: Club) -> None:
    """A debt of a return, as later earnings would."""
    club.shop.answer(club.shop.buy("BOB", "bought", Line("1", 3000)))
    club.givers.give("BOB", "EVE", 30, key="t1")
    club.shop.answer(club.shop.back("BOB", "back", "bought"))
    assert club.points(club.bob) == Balance(debt=30)
    assert refusal_of(club.givers.give("BOB", "EVE", 10, key="t2")) == ("in_debt", Limited(0, None))
    club.givers.give("ANN", "BOB", 50, key="t3")
    assert club.points(club.bob) == Balance(available=20)


def test_a_return_of_what_was_given_away_is_owed_by_who_earned_it(club: Club) -> None:
    """The taker keeps the points; the giver has a debt that later earnings repay."""
    club.givers.give("ANN", "BOB", 100, key="t1")
    club.shop.answer(club.shop.back("ANN", "back", "second"))
    assert club.points(club.ann) == Balance(debt=40)
    assert club.points(club.bob) == Balance(available=100)
    club.shop.answer(club.shop.buy("ANN", "third", Line("1", 5000)))
    assert club.points(club.ann) == Balance(available=10)


def test_the_id_of_who_was_merged_leads_to_who_they_are_now(club: Club) -> None:
    """As giver and as taker; what was sent before under the old card is the same transfer still."""
    before = club.givers.give("ANN", "BOB", 20, key="t1")
    club.desk.merge(club.bob, club.eve)
    assert club.givers.try_give("ANN", "BOB", 20, key="t1").answer == before
    club.givers.give("ANN", "BOB", 20, key="t2")
    assert club.points(club.eve) == Balance(available=40)
    assert club.givers.give("BOB", "ANN", 15, key="t3").member_id == club.eve
    assert club.givers.give("BOB", "EVE", 15, key="t4").refusal == RefusalCode.TO_ONESELF


def test_who_gave_to_each_other_may_be_merged_and_parted(club: Club) -> None:
    """Both halves then lie in the books of one person, and use of caps is added up."""
    club.givers.give("ANN", "BOB", 60, key="t1")
    club.givers.give("BOB", "ANN", 30, key="t2")
    club.desk.merge(club.bob, club.ann)
    answer = club.givers.give("ANN", "EVE", 11, key="t3")
    assert refusal_of(answer) == ("over_limit", Limited(10, datetime(2026, 7, 1, 4, tzinfo=UTC)))
    club.desk.undo(club.bob, club.ann)
    assert club.givers.give("ANN", "EVE", 40, key="t4").refusal is None
    assert club.givers.give("BOB", "EVE", 30, key="t5").refusal is None
    assert club.points(club.eve) == Balance(available=70)


def test_either_history_knows_the_other_by_an_id_alone(club: Club) -> None:
    """Both halves are told; nothing of the other's name, card or balance is."""
    club.givers.give("ANN", "BOB", 20, key="t1")
    for member, other, amount, told in [
        (club.ann, club.bob, -20, "You gave 20 points to another member."),
        (club.bob, club.ann, 20, "Another member gave you 20 points."),
    ]:
        shop = club.shop
        history = read_history(shop.connection, Programmes(), member, before=None, limit=1, lang="en")
        (entry,) = history.entries
        (posting,) = entry.postings
        assert (posting.kind, posting.amount, entry.told) == ("transferred", amount, (told,))
        assert entry.activity is not None
        assert str(other) in (entry.activity.facts or {}).values()
        assert "BOB" not in repr(entry)
        assert "ANN" not in repr(entry)


def test_who_gave_to_somebody_and_became_one_with_them_reads_both_halves_in_one_entry(club: Club) -> None:
    """One event has one entry, though it stands in two accounts with a sentence each."""
    club.givers.give("ANN", "BOB", 20, key="t1")
    club.desk.merge(club.bob, club.ann)
    history = read_history(club.shop.connection, Programmes(), club.ann, before=None, limit=50, lang="en")
    (entry,) = (one for one in history.entries if one.activity is not None and one.activity.key == "t1")
    assert sorted(posting.amount for posting in entry.postings) == [-20, 20]
    assert set(entry.told) == {"You gave 20 points to another member.", "Another member gave you 20 points."}


def test_points_go_to_a_cause_within_its_time(club: Club) -> None:
    """Those that end first; below the least, too many, unknown or closed causes are refused."""
    assert club.givers.donate("ANN", "trees", 70, key="d1").balances["points"] == Balance(available=30)
    for cause, points, code in [
        ("trees", 4, RefusalCode.BELOW_LEAST),
        ("trees", 31, RefusalCode.INSUFFICIENT_POINTS),
        ("whales", 10, RefusalCode.UNKNOWN_CAUSE),
        ("shelter", 1, RefusalCode.CAUSE_CLOSED),
    ]:
        assert club.givers.donate("ANN", cause, points, key=f"d-{cause}-{points}").refusal == code
    club.shop.answer(club.shop.review("ANN", "r1"))
    club.shop.clock.instant = datetime(2026, 7, 1, 4, tzinfo=UTC)
    assert club.givers.donate("ANN", "shelter", 7, key="d2").refusal is None
    assert club.points(club.ann, "stars") == Balance(available=3)

"""What became of levels is told, each thing once and as of its own instant."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from tests.integration.usecases.shop import DAY, Shop

from tessera.engine.activity import Line
from tessera.kit.ids import new_id
from tessera.members.reviews import Looked, write_reviews
from tessera.usecases.recording.codec import read_activity, read_answer
from tessera.usecases.review_levels import START, review_due, review_versions
from tessera.usecases.update_member import update_member

PROGRAMME = """\
programme: {id: corner-club, name: Corner Club, money: USD, timezone: America/New_York}
currencies:
  points: {name: {en: [point, points]}, worth: 0.01}
earn:
  base: {on: purchase, give: {points: 1, per: 1.00}}
tiers:
  qualify: {by: points-earned, of: points, within: calendar-year}
  keep: {until: end-of-next-window, then: step-down}
  levels: [{id: seed}, {id: sprout, at: 100}, {id: oak, at: 300}, {id: guest, given: {traits: {card: black}}}]
"""
SPRING = datetime(2024, 3, 5, 12, tzinfo=UTC)


@pytest.fixture
def club(dsn: str) -> Iterator[Shop]:
    """A shop with levels, and Ann. Its books prove themselves."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        club = Shop(connection, programme=PROGRAMME, now=SPRING)
        club.enrol("ann")
        review(club)
        yield club
        assert club.verify().differences == []


def review(shop: Shop, *, limit: int = 500) -> int:
    """Review until there is nothing more, as a tick does; how many reviews had something to tell."""
    recorded, after = 0, START
    for work in (review_versions, review_due):
        more = True
        while more:
            place = {} if work is review_versions else {"after": after}
            with shop.connection.transaction():
                batch = work(
                    shop.connection, shop.programmes, clock=shop.clock, new_id=new_id, limit=limit, **place
                )
            assert batch.failed == ()
            recorded, more, after = recorded + batch.recorded, batch.more, batch.after
    return recorded


def told(shop: Shop) -> list[tuple[str, datetime, str, str, date | None]]:
    """(By what, when, what became of it, the level, until when) in the order of the books."""
    rows = shop.connection.execute("select payload, outcome from activity order by standing_version")
    return [
        (activity.type, activity.occurred_at, change.code, change.level, change.until_on)
        for payload, outcome in rows
        for activity in [read_activity(payload)]
        for change in read_answer(outcome).levels
    ]


def buy(shop: Shop, key: str, points: int, *, at: datetime | None = None) -> None:
    """A purchase by Ann that brings so many points."""
    assert shop.answer(shop.buy("ann", key, Line("1", points * 100), at=at)).refusal is None


def midnight(year: int) -> datetime:
    """The midnight that begins a year in New York."""
    return datetime(year, 1, 1, 5, tzinfo=UTC)


REACHED = ("purchase", SPRING, "reached", "oak", date(2026, 1, 1))


def test_a_purchase_tells_the_level_that_it_brings_and_no_other_one(club: Shop) -> None:
    """Reached once; buying on says nothing, and no review finds anything while the level stands."""
    buy(club, "one", 300)
    buy(club, "two", 50)
    assert review(club) == 0
    assert told(club) == [REACHED]


def test_a_level_ends_by_itself_step_by_step_at_the_local_midnight(club: Shop) -> None:
    """Not a moment before, once however often it is looked at, and each step as of its own instant."""
    buy(club, "one", 300)
    club.clock.instant = midnight(2026) - timedelta(microseconds=1)
    assert review(club) == 0
    club.clock.instant = midnight(2026)
    assert review(club) == 1
    assert review(club) == 0
    club.clock.instant = midnight(2029)
    assert review(club) == 1
    assert told(club) == [
        REACHED,
        ("tier-review", midnight(2026), "lowered", "sprout", date(2027, 1, 1)),
        ("tier-review", midnight(2027), "ended", "seed", None),
    ]


def test_a_level_that_was_earned_again_is_kept_when_its_time_is_up(club: Shop) -> None:
    """The review says so, and until when."""
    buy(club, "one", 300)
    club.clock.instant = SPRING + 366 * DAY
    buy(club, "two", 300)
    club.clock.instant = midnight(2026)
    assert review(club) == 1
    assert told(club) == [REACHED, ("tier-review", midnight(2026), "kept", "oak", date(2027, 1, 1))]


def test_what_was_due_comes_before_what_happens_though_nothing_ran_for_years(club: Shop) -> None:
    """A purchase after a long stop finds the level as it is, and the books tell both steps in order."""
    buy(club, "one", 300)
    club.clock.instant = midnight(2028) + DAY
    buy(club, "two", 100)
    assert review(club) == 0
    assert told(club) == [
        REACHED,
        ("tier-review", midnight(2026), "lowered", "sprout", date(2027, 1, 1)),
        ("tier-review", midnight(2027), "ended", "seed", None),
        ("purchase", midnight(2028) + DAY, "reached", "sprout", date(2030, 1, 1)),
    ]


def test_what_is_reported_late_may_bring_a_level_back(club: Shop) -> None:
    """It is told as of the purchase, after the review that could not know of it."""
    buy(club, "one", 100)
    club.clock.instant = midnight(2026) + DAY
    assert review(club) == 1
    buy(club, "late", 100, at=midnight(2026) - DAY)
    assert [(code, level, until) for _, _, code, level, until in told(club)] == [
        ("reached", "sprout", date(2026, 1, 1)),
        ("ended", "seed", None),
        ("reached", "sprout", date(2027, 1, 1)),
    ]


def test_a_new_version_tells_everybody_what_it_did_to_their_level_at_its_own_instant(club: Shop) -> None:
    """Also months later, after what was due before it, and to those who were never on a level."""
    club.enrol("bob")
    buy(club, "one", 300)
    club.answer(club.buy("bob", "bob", Line("1", 5000)))
    begins = midnight(2026) + 40 * DAY
    club.publish(PROGRAMME.replace("at: 100", "at: 40").replace("at: 300", "at: 200"), effective_at=begins)
    club.clock.instant = begins + 200 * DAY
    assert review(club, limit=1) == 1
    assert told(club)[1:] == [("tier-review", midnight(2026), "lowered", "sprout", date(2027, 1, 1))]
    club.answer(club.buy("bob", "bob-2", Line("1", 5000)))
    assert told(club)[-1][:4] == ("purchase", club.clock.instant, "reached", "sprout")


def test_a_version_that_begins_at_once_raises_those_who_have_enough_for_it(club: Shop) -> None:
    """Nobody need buy for it; a version that leaves levels alone looks at nobody."""
    buy(club, "one", 150)
    club.clock.instant = SPRING + DAY
    lower = PROGRAMME.replace("at: 300", "at: 120")
    club.publish(lower)
    club.publish(lower.replace("points: 1,", "points: 2,"))
    assert review(club) == 1
    assert told(club)[-1] == ("tier-review", SPRING + DAY, "reached", "oak", date(2025, 1, 1))
    assert review(club) == 0


def test_a_trait_that_gives_a_level_and_takes_it_again_is_told_as_of_the_change(club: Shop) -> None:
    """Without any purchase; a trait that no level asks for tells nothing."""
    (member_id,) = only(club)
    for day, card in enumerate(["black", None, "blue"], start=1):
        club.clock.instant = SPRING + day * DAY
        update_member(club.connection, member_id, traits={"card": card}, now=club.clock.now())
        review(club)
    assert told(club) == [
        ("tier-review", SPRING + DAY, "reached", "guest", None),
        ("tier-review", SPRING + 2 * DAY, "ended", "seed", None),
    ]


def test_a_return_that_takes_its_level_along_is_told_as_of_the_return(club: Shop) -> None:
    """Where the document says that it does."""
    club.publish(PROGRAMME.replace("then: step-down}", "then: step-down}\n  on-return: recount"))
    review(club)
    buy(club, "one", 300)
    club.clock.instant = SPRING + DAY
    club.answer(club.back("ann", "back", "one", Line("1", 25000)))
    assert review(club) == 1
    assert told(club) == [REACHED, ("tier-review", SPRING + DAY, "ended", "seed", None)]


def test_levels_by_years_of_membership_are_told_on_the_anniversary(club: Shop) -> None:
    """By themselves, also for who joined on February 29."""
    club.publish(
        PROGRAMME.replace(
            "by: points-earned, of: points, within: calendar-year", "by: membership-years, within: lifetime"
        )
        .replace("  keep: {until: end-of-next-window, then: step-down}\n", "")
        .replace("at: 100", "at: 1")
        .replace("at: 300", "at: 4")
    )
    club.clock.instant = datetime(2024, 2, 29, 23, tzinfo=UTC)
    club.enrol("leap")
    club.clock.instant = datetime(2028, 2, 29, 4, 59, tzinfo=UTC)
    review(club)
    club.clock.instant = datetime(2028, 3, 1, tzinfo=UTC)
    review(club)
    assert [(at, code, level) for _, at, code, level, _ in told(club) if at.month == 2] == [
        (datetime(2025, 2, 28, 5, tzinfo=UTC), "reached", "sprout"),
        (datetime(2028, 2, 29, 5, tzinfo=UTC), "reached", "oak"),
    ]


def only(shop: Shop) -> list[UUID]:
    """The members' ids."""
    return [row[0] for row in shop.connection.execute("select member_id from member order by member_id")]


@pytest.mark.parametrize(
    ("zone", "keep", "reached", "ends"),
    [
        ("Europe/Chisinau", "{months: 1}", (2024, 1, 31), datetime(2024, 2, 29, 22, tzinfo=UTC)),
        ("Europe/Chisinau", "{months: 1}", (2025, 1, 29), datetime(2025, 2, 28, 22, tzinfo=UTC)),
        ("Europe/Chisinau", "{years: 1}", (2024, 2, 29), datetime(2025, 2, 28, 22, tzinfo=UTC)),
        ("Europe/Chisinau", "{years: 1, on: 02-29}", (2027, 5, 31), datetime(2028, 2, 29, 22, tzinfo=UTC)),
        ("Asia/Beirut", "{days: 30}", (2024, 2, 29), datetime(2024, 3, 30, 22, tzinfo=UTC)),
        ("America/Sao_Paulo", "{days: 30}", (2018, 10, 4), datetime(2018, 11, 4, 3, tzinfo=UTC)),
    ],
)
def test_a_level_ends_with_its_last_local_day(
    dsn: str, zone: str, keep: str, reached: tuple[int, int, int], ends: datetime
) -> None:
    """On the 29th to 31st, on leap days, and where the clocks go forward at midnight: the first instant after it."""
    text = (
        PROGRAMME.replace("America/New_York", zone)
        .replace("{until: end-of-next-window, then: step-down}", keep)
        .replace("calendar-year", "{rolling: {days: 2}}")
    )
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = Shop(connection, programme=text, now=datetime(*reached, 12, tzinfo=UTC))
        shop.enrol("ann")
        buy(shop, "one", 300)
        shop.clock.instant = ends - timedelta(microseconds=1)
        assert review(shop) == 0
        shop.clock.instant = ends
        assert review(shop) == 1
        assert told(shop)[-1][:4] == ("tier-review", ends, "ended", "seed")
        assert shop.verify().ok


def test_batches_are_bounded_and_damaged_books_hold_nobody_up(club: Shop) -> None:
    """Everybody is looked at, in order; whose standing cannot be read is named, and is tried again the next time."""
    names = [f"bob{place}" for place in range(5)]
    members = club.enrol(*names)
    club.record(*(club.buy(name, f"p-{name}", Line("1", 30_000)) for name in names))
    damaged = members[2]
    state = club.connection.execute("select state from standing where member_id = %s", (damaged,)).fetchone()
    assert state is not None
    club.connection.execute("update standing set state = '\\xc1' where member_id = %s", (damaged,))
    club.clock.instant = midnight(2026)
    for recorded in (4, 0):
        place, told_of = START, 0
        failed: tuple[str, ...] = ()
        while True:
            with club.connection.transaction():
                batch = review_due(
                    club.connection, club.programmes, clock=club.clock, new_id=new_id, after=place, limit=2
                )
            told_of, place = told_of + batch.recorded, batch.after
            failed += batch.failed
            if not batch.more:
                break
        assert told_of == recorded
        assert len(failed) == 1
        assert failed[0].startswith(f"tier-review of member {damaged}: ")
    club.connection.execute("update standing set state = %s where member_id = %s", (state[0], damaged))
    assert review(club) == 1


def test_a_review_that_is_called_for_while_another_is_made_is_not_lost(club: Shop) -> None:
    """A trait that changes between the look and its writing down is looked at the next time."""
    (member_id,) = only(club)
    buy(club, "one", 100)
    club.clock.instant = midnight(2026)
    with club.connection.transaction():
        review_due(club.connection, club.programmes, clock=club.clock, new_id=new_id)
    looked = club.connection.execute("select review_at from standing").fetchone()
    assert looked == (None,)
    update_member(club.connection, member_id, traits={"card": "black"}, now=club.clock.now())
    write_reviews(club.connection, [Looked(member_id, member_id, None, midnight(2030))])
    assert club.connection.execute("select review_at from standing").fetchone() == (club.clock.now(),)
    assert review(club) == 1
    assert told(club)[-1][:4] == ("tier-review", midnight(2026), "reached", "guest")

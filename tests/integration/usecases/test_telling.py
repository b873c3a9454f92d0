"""A member's history says whatever happened, in the member's language."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.shop import DAY, Shop

from tessera.engine.activity import Activity, Line
from tessera.kit.ids import new_id
from tessera.kit.problems import InvalidValue
from tessera.usecases.answers import Submission
from tessera.usecases.make_choice import make_choice
from tessera.usecases.read_history import Entry, read_history
from tessera.usecases.review_levels import review_due
from tessera.usecases.update_member import update_member

PROGRAMME = """\
programme: {id: corner-club, name: Corner Club, money: USD, timezone: Europe/Chisinau}
currencies:
  points: {name: {en: [point, points]}, worth: 0.01}
earn:
  base: {on: purchase, give: {points: 1, per: 1.00}}
  favourite: {on: purchase, lines: {category: {chosen: favourites}}, give: {points: 5, per: 1.00}, phase: bonus}
choices:
  favourites: {of: {category: [COFFEE, FRUIT, DAIRY]}, up-to: 2, for: month}
tiers:
  qualify: {by: points-earned, within: calendar-year}
  levels: [{id: seed}, {id: oak, at: 100, name: {en: Oak, ru: Дуб, ro: Stejar}}]
words:
  COFFEE: {en: coffee, ru: кофе, ro: cafea}
  FRUIT: {en: fruit, ru: фрукты, ro: fructe}
"""


@pytest.fixture
def club(dsn: str) -> Iterator[Shop]:
    """A shop with levels and choices. Its books prove themselves."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        club = Shop(connection, programme=PROGRAMME, now=datetime(2026, 6, 5, 9, tzinfo=UTC))
        yield club
        assert club.verify().differences == []


def history(shop: Shop, member_id: UUID, *, lang: str | None = None) -> list[Entry]:
    """The whole history, read two entries at a time, oldest first."""
    entries: list[Entry] = []
    before = None
    while True:
        page = read_history(shop.connection, shop.programmes, member_id, before=before, limit=2, lang=lang)
        entries += page.entries
        before = page.next
        if before is None:
            return entries[::-1]


def told(shop: Shop, member_id: UUID, *, lang: str | None = None) -> list[str]:
    """All that is said beside the points, in order."""
    return [sentence for entry in history(shop, member_id, lang=lang) for sentence in entry.told]


def test_levels_and_choices_are_told_in_three_languages(club: Shop) -> None:
    """The member's own one, unless another is asked for; each thing once, when it happened."""
    (ann,) = club.enrol("ann")
    choice = make_choice(
        source="app", key="c", member_id=ann, choice="favourites", values=["COFFEE", "FRUIT"],
        period_on=None, occurred_at=club.clock.now(),
    )  # fmt: skip
    assert club.answer(choice).refusal is None
    club.clock.instant += DAY
    club.answer(club.buy("ann", "p", Line("1", 10_000)))
    club.clock.instant = datetime(2026, 12, 31, 22, tzinfo=UTC)
    with club.connection.transaction():
        assert review_due(club.connection, club.programmes, clock=club.clock, new_id=new_id).recorded == 1
    assert told(club, ann) == [
        "You chose coffee and fruit. Your choice counts in June 2026.",
        "You have reached Oak. It is yours to December 31, 2026.",
        "Oak has ended. Your level is now Seed.",
    ]
    assert told(club, ann, lang="ru") == [
        "Вы выбрали кофе и фрукты. Выбор действует в июне 2026 года.",
        "Вы достигли уровня «Дуб». Он ваш по 31 декабря 2026 года включительно.",
        "Срок уровня «Дуб» закончился. Теперь ваш уровень — «Seed».",
    ]
    update_member(club.connection, ann, language="ro", now=club.clock.now())
    assert told(club, ann) == [
        "Ați ales cafea și fructe. Alegerea este valabilă în iunie 2026.",
        "Ați atins nivelul Stejar. Îl aveți până pe 31 decembrie 2026 inclusiv.",
        "Nivelul Stejar s-a încheiat. Acum aveți nivelul Seed.",
    ]
    with pytest.raises(InvalidValue):
        told(club, ann, lang="de")


def test_a_visit_that_earned_nothing_and_a_refusal_are_there_without_figures(club: Shop) -> None:
    """Whatever was reported and decided, in order; postings are as they were."""
    (ann,) = club.enrol("ann")
    visit = Submission("till", "card", "ann", Activity("visit", "v", club.clock.now()))
    club.record(visit, club.buy("ann", "p", Line("1", 500)), club.back("ann", "b", "p", Line("1", 900)))
    seen = {
        one.activity.key: ([posting.amount for posting in one.postings], one.refusal)
        for one in history(club, ann)
        if one.activity
    }
    assert seen == {
        "enrol-ann": ([], None),
        "v": ([], None),
        "p": ([5], None),
        "b": ([], "return_exceeds_purchase"),
    }


def test_a_merge_without_points_is_told_once_and_its_undoing_too(club: Shop) -> None:
    """Though it stands under both accounts; the level that both together have is told after it."""
    ann, bob = club.enrol("ann", "bob")
    desk = Desk(club)
    desk.merge(bob, ann)
    assert told(club, bob) == told(club, ann) == ["Two of your memberships have become one."]
    club.clock.instant += DAY
    desk.undo(bob, ann)
    assert told(club, ann, lang="ru") == [
        "Два ваших участия в программе стали одним.",
        "Объединённое участие в программе снова разделено на два.",
    ]


def test_a_merge_may_bring_a_level_and_its_undoing_take_it(club: Shop) -> None:
    """A review tells both as of the instants of the merge and of the undoing."""
    ann, bob = club.enrol("ann", "bob")
    club.record(club.buy("ann", "a", Line("1", 6_000)), club.buy("bob", "b", Line("1", 6_000)))
    desk = Desk(club)
    for change in (desk.merge, desk.undo):
        club.clock.instant += DAY
        change(bob, ann)
        with club.connection.transaction():
            review_due(club.connection, club.programmes, clock=club.clock, new_id=new_id)
        due = club.connection.execute(
            "select count(*) from standing where review_at <= %s", (club.clock.now(),)
        )
        assert due.fetchone() == (0,)
    codes = [(change.code, one.effective_at) for one in history(club, ann) for change in one.levels]
    assert codes == [("reached", club.clock.now() - DAY), ("ended", club.clock.now())]

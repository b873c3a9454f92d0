"""What a new version changes and for whom, told before it is published."""

import psycopg
import pytest
from tests.integration.usecases import paying, sharing
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.paying import BREAD, Checkout
from tests.integration.usecases.paying import MILK as MILK_CARTON
from tests.integration.usecases.sharing import Home
from tests.integration.usecases.shop import DAY, PROGRAMME, Shop

from tessera.engine.activity import Line
from tessera.engine.vocabulary import VOCABULARY
from tessera.kit.problems import NoProgramme
from tessera.programme.load import load
from tessera.usecases.preview_programme import LevelMove, Preview, RuleTouched, preview_programme
from tessera.usecases.recount_history import RecountedCurrency

MILK = Line("milk", 1000, department="dairy")
TELLY = Line("telly", 20_000)
OAK = "{id: oak, at: 300, perks: [{multiply: 1.5}]}"


def preview(shop: Shop, text: str, *, days: int = 0) -> Preview:
    programme = load(text, vocabulary=VOCABULARY).programme
    assert programme is not None
    with shop.connection.transaction():
        return preview_programme(shop.connection, programme, clock=shop.clock, days=days)


def year(shop: Shop) -> None:
    """Two members and a year of purchases: caps that trim, a level that multiplies, returns."""
    shop.enrol("ANN1", "BOB2")
    for number in range(8):
        shop.clock.instant += 5 * DAY
        cards = ("ANN1", "BOB2") if number % 2 else ("ANN1",)
        for card in cards:
            shop.record(
                shop.buy(
                    card, f"{card}-{number}", MILK, Line("toy", 6_000), Line("m2", 1000, department="dairy")
                )
            )
        shop.record(shop.review("ANN1", f"review-{number}"))
    shop.record(shop.back("ANN1", "back-1", "ANN1-3", Line("toy", 0)), shop.back("BOB2", "back-2", "BOB2-5"))


def test_the_same_document_changes_nothing_for_anybody(shop: Shop) -> None:
    """And decided again from the first day on, all that happened comes to what it came to."""
    year(shop)
    told = preview(shop, PROGRAMME, days=366)
    assert (told.against, told.members) == (1, 2)
    assert [*told.changes, *told.obstacles, *told.moves, *told.currencies, *told.rules] == []
    assert told.recount is not None
    assert (told.recount.accounts, told.recount.activities) == (2, 24)
    assert [one.currency for one in told.recount.currencies] == ["points", "stars"]
    for one in told.recount.currencies:
        assert one.earned == one.would_earn > 0
        assert (one.accounts_with_more, one.accounts_with_less) == (0, 0)


def test_members_who_change_level_are_counted(shop: Shop) -> None:
    """By structure, from one level to the other; what forbids the version stands beside it, and nothing is published."""
    shop.enrol("ANN1", "BOB2", "EVE3")
    shop.record(shop.buy("ANN1", "p", TELLY), shop.buy("EVE3", "q", TELLY))
    higher = PROGRAMME.replace(OAK, "{id: elm, at: 450}, {id: ash, at: 2000}")
    told = preview(shop, higher)
    assert told.moves == [LevelMove("tiers", "oak", "elm", 2)]
    assert [obstacle.code for obstacle in told.obstacles] == ["level_held"]
    told = preview(shop, higher + "migrate: {levels: {oak: ash}}\n")
    assert (told.members, told.moves, told.obstacles) == (3, [LevelMove("tiers", "oak", "ash", 2)], ())
    gone = PROGRAMME[: PROGRAMME.index("tiers:")] + "migrate: {levels: {oak: none}}\n"
    assert preview(shop, gone).moves == [
        LevelMove("tiers", "oak", None, 2),
        LevelMove("tiers", "seed", None, 1),
    ]


def test_what_is_held_in_a_currency_that_changes_is_told_with_its_worth(shop: Shop) -> None:
    """5 stars at 0.05 are 25 cents; at 0.20 they are a dollar. Points keep theirs, and are not mentioned."""
    shop.enrol("ANN1", "BOB2")
    shop.record(shop.buy("ANN1", "p", Line("toy", 6_000)))
    (stars,) = preview(
        shop, PROGRAMME.replace("worth: 0.05}", "worth: 0.20, expire: {months: 6}}")
    ).currencies
    assert (stars.currency, stars.differs, stars.accounts, stars.points) == (
        "stars",
        ("worth", "expire"),
        1,
        5,
    )
    assert (stars.owed_before_minor, stars.owed_after_minor) == (25, 100)


def test_rules_that_change_say_who_earned_by_them(shop: Shop) -> None:
    """Within the last year; a new rule has nobody yet."""
    shop.enrol("ANN1", "BOB2")
    shop.record(shop.review("ANN1", "a"), shop.review("BOB2", "b"), shop.review("BOB2", "c"))
    changed = PROGRAMME.replace("points: 20}, pending: none", "points: 30}, pending: none")
    changed = changed.replace("  welcome: {on: enrolment", "  hello: {on: enrolment")
    touched = {one.rule: one for one in preview(shop, changed).rules}
    assert touched == {
        "review": RuleTouched("review", touched["review"].kind, 2, 3),
        "welcome": RuleTouched("welcome", touched["welcome"].kind, 2, 2),
        "hello": RuleTouched("hello", touched["hello"].kind, 0, 0),
    }
    assert [one.kind for one in touched.values()] == ["removed", "changed", "added"]
    shop.clock.instant += 400 * DAY
    assert {one.times for one in preview(shop, changed).rules} == {0}


def test_the_days_asked_for_are_decided_by_the_new_version_and_those_before_by_their_own(shop: Shop) -> None:
    """3 points for 1.00 instead of 2: 30 for the purchase of these days, and for a return of an older one the 20 that it
    was given. A welcome of long ago does not count.
    """
    shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "old", Line("a", 1000)), shop.buy("ANN1", "kept", Line("a", 1000)))
    shop.clock.instant += 30 * DAY
    shop.record(shop.buy("ANN1", "new", Line("a", 1000)), shop.back("ANN1", "back", "old"))
    text = PROGRAMME.replace("points: 2, per: 1.00", "points: 3, per: 1.00")
    recount = preview(shop, text, days=10).recount
    assert recount is not None
    assert recount.activities == 2
    assert recount.currencies == [RecountedCurrency("points", 20 - 20, 30 - 20, 1, 0)]


def test_what_goes_on_in_another_account_is_decided_again_as_one_story(dsn: str) -> None:
    """Bob buys alone, joins, brings it back, buys for the household, leaves, brings that back, and turns out to be Eve: what
    returns take and caps keep is found in whichever account it was, so the same document changes nothing.
    """
    with psycopg.connect(dsn, autocommit=True) as connection:
        home = Home(connection)
        bob, eve = home.enrol("BOB1", "EVE1")
        home.answer(home.buy("BOB1", "b1", TELLY))
        for number in range(3):
            home.answer(home.review("BOB1", f"r{number}"))
        household_id = home.found()
        home.let_in("BOB1", household_id)
        home.answer(home.review("BOB1", "one-too-many"))
        home.answer(home.back("BOB1", "back-1", "b1"))
        home.answer(home.buy("BOB1", "b2", TELLY))
        home.leave("BOB1", household_id)
        home.answer(home.back("BOB1", "back-2", "b2"))
        home.answer(home.buy("BOB1", "b3", TELLY))
        home.wait(DAY)
        Desk(home).merge(bob, eve)
        home.answer(home.back("EVE1", "back-3", "b3"))
        recount = preview(home, sharing.PROGRAMME, days=30).recount
        assert recount is not None
        assert recount.currencies == [RecountedCurrency("points", 60, 60, 0, 0)]


def test_before_anything_is_published_nothing_can_be_compared(shop: Shop) -> None:
    """The problem says so."""
    shop.connection.execute("delete from programme_version")
    with pytest.raises(NoProgramme, match="Nothing is published"):
        preview(shop, PROGRAMME)


def test_who_holds_points_that_will_pay_otherwise_is_told(dsn: str) -> None:
    """A smaller share concerns everybody who has points; another rule does not."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        till = Checkout(connection)
        (points,) = preview(till, paying.PROGRAMME.replace("share: 50%", "share: 30%")).currencies
        assert (points.currency, points.differs, points.accounts, points.points) == (
            "points",
            ("spend",),
            1,
            1000,
        )
        assert preview(till, paying.PROGRAMME.replace("points: 20", "points: 30")).currencies == []


def test_what_points_paid_is_decided_again_by_the_terms_of_the_new_version(dsn: str) -> None:
    """Of 15.00 points pay 7.00, so 8 were earned; gross, it would be 15. When the milk comes back, 3 are left."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        till = Checkout(connection)
        till.answer(till.pay("p", MILK_CARTON, BREAD, spend={"points": 700}))
        for terms, would in (("", 8), (", earns: gross", 15)):
            recount = preview(
                till, paying.PROGRAMME.replace("30}}\nearn", f"30}}{terms}}}\nearn"), days=30
            ).recount
            assert recount is not None
            assert recount.currencies == [RecountedCurrency("points", 8, would, int(would > 8), 0)]
        till.record(till.back("ANN1", "r", "p", Line("milk", 0)))
        recount = preview(till, paying.PROGRAMME, days=30).recount
        assert recount is not None
        assert [(one.earned, one.would_earn) for one in recount.currencies] == [(3, 3)]

"""Rewards that nobody has to ask for: stamps that become a voucher as soon as there are enough."""

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from tests.integration.usecases.giving import Givers
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.sharing import Home
from tests.integration.usecases.shop import DAY, NOON, Shop

from tessera.catalogue.voucher import State
from tessera.catalogue.vouchers import read_vouchers
from tessera.engine.activity import Activity, Line
from tessera.kit.codes import RefusalCode
from tessera.usecases.answer_parts import Balance
from tessera.usecases.answers import Answer, Submission
from tessera.usecases.read_history import read_history

PROGRAMME = """\
programme: {id: corner-cafe, name: Corner Cafe, money: USD, timezone: UTC}
currencies:
  stamps: {name: {en: [stamp, stamps], ru: [штамп, штампа, штампов], ro: [ștampilă, ștampile, de ștampile]}}
  leaves: {name: {en: [leaf, leaves]}, pending: {days: 3}}
earn:
  visit: {on: purchase, give: {stamps: 1}}
  crowd: {on: party, give: {stamps: 12}}
  tea: {on: tea, give: {leaves: 2}}
rewards:
  fifth: {price: {stamps: 5}, give: {product: ESPRESSO}, issue: at-once, valid: {days: 30}, limit: {times: 3, per: month}}
  pot: {price: {leaves: 4}, give: sample, issue: at-once, stock: 2}
"""
CAKE = Line("cake", 400)
CUP = Line("cup", 300, product="ESPRESSO")


class Cafe(Shop):
    """A café with stamp cards."""

    def visit(self, key: str, *lines: Line, card: str = "ANN1", vouchers: tuple[object, ...] = ()) -> Answer:
        """One purchase, one stamp."""
        sent = self.buy(card, key, *(lines or (CAKE,)))
        if vouchers:
            activity = Activity("purchase", key, self.clock.now(), 300, "USD", lines=lines, vouchers=vouchers)  # type: ignore[arg-type]
            sent = Submission("till", "card", card, activity)
        return self.answer(sent)

    def does(self, what: str, key: str, card: str = "ANN1") -> Answer:
        """Something else that is worth stamps, or leaves."""
        return self.answer(Submission("till", "card", card, Activity(what, key, self.clock.now())))

    def states(self, answer: Answer) -> list[State]:
        """How the vouchers stand that came with an answer."""
        ids = [one.voucher_id for one in answer.issued]
        known = read_vouchers(self.connection, ids)
        return [known[id_].state_at(self.clock.now()) for id_ in ids]


def homely(connection: psycopg.Connection) -> Home:
    """The café for households, where Ann and Bob are not in one yet."""
    households = "households: {members: 3, roles: {parent: {manages: true}, guest: {spends: nothing}}}\n"
    points = "  points: {name: {en: [point, points]}}\n  stamps:"
    programme = PROGRAMME.replace("earn:", "earn:\n  points: {on: never, give: {points: 1}}")
    home = Home(connection, programme=programme.replace("  stamps:", points) + households)
    home.enrol("BOB1")
    return home


@pytest.fixture
def cafe(dsn: str) -> Iterator[Cafe]:
    """A café whose books must prove themselves at the end, and a year later."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        cafe = Cafe(connection, programme=PROGRAMME)
        cafe.enrol("ANN1", "BOB1")
        yield cafe
        assert cafe.verify().differences == []
        cafe.clock.instant += 400 * DAY
        cafe.sweep()
        assert cafe.verify().differences == []


def test_the_fifth_visit_brings_a_voucher_and_says_so(cafe: Cafe) -> None:
    """The stamps are gone at once; the same key sent again has the same answer, and no second voucher."""
    for number in range(4):
        assert cafe.visit(f"v{number}").issued == ()
    sent = cafe.buy("ANN1", "v4", CAKE)
    answer = cafe.answer(sent)
    (one,) = answer.issued
    assert (one.reward, one.currency, one.points) == ("fifth", "stamps", 5)
    assert one.usable_until == NOON.replace(hour=0) + 31 * DAY
    assert answer.balances["stamps"] == Balance()
    assert cafe.answer(sent) == answer
    assert cafe.states(answer) == [State.ISSUED]
    used = cafe.visit("v5", CUP, vouchers=(one.voucher_id,))
    assert (used.due_minor, used.balances["stamps"].available) == (0, 1)
    assert cafe.states(answer) == [State.USED]


def test_the_history_tells_it_in_the_members_language(cafe: Cafe) -> None:
    """As what became of the stamps, with the last day of the voucher; nobody took anything."""
    for number in range(5):
        answer = cafe.visit(f"v{number}")
    told = {
        lang: [
            sentence
            for entry in read_history(
                cafe.connection, cafe.programmes, answer.member_id, before=None, limit=50, lang=lang
            ).entries
            for sentence in entry.told
        ]
        for lang in ("en", "ru", "ro")
    }
    assert told["en"] == ["5 stamps became Fifth.", "Use it by July 5, 2026."]
    assert told["ru"] == [
        "За 5 штампов вы получили: Fifth.",
        "Воспользуйтесь до 5 июля 2026 года включительно.",
    ]
    assert told["ro"] == [
        "În schimbul a 5 ștampile ați primit: Fifth.",
        "Valabil până la 5 iulie 2026 inclusiv.",
    ]


def test_many_at_once_are_several_vouchers_and_the_limit_leaves_the_rest_for_later(cafe: Cafe) -> None:
    """Twelve stamps are two vouchers and two stamps; the fourth voucher of a month waits for the next one."""
    assert len(cafe.does("party", "p1").issued) == 2
    answer = cafe.does("party", "p2")
    assert len(answer.issued) == 1
    assert answer.balances["stamps"] == Balance(available=9)
    assert cafe.visit("v1").issued == ()
    cafe.clock.instant += 30 * DAY
    answer = cafe.visit("v2")
    assert (len(answer.issued), answer.balances["stamps"].available) == (2, 1)


def test_points_that_wait_bring_the_reward_when_they_can_be_used(cafe: Cafe) -> None:
    """The sweep that lets them be used takes it, for everybody, while there is any; doing it again changes nothing."""
    for card in ("ANN1", "BOB1"):
        cafe.does("tea", f"{card}-1", card)
        assert cafe.does("tea", f"{card}-2", card).issued == ()
    cafe.clock.instant += 3 * DAY
    cafe.sweep()
    cafe.sweep()
    rows = cafe.connection.execute("select reward, count(*) from voucher group by 1").fetchall()
    assert rows == [("pot", 2)]
    cafe.does("tea", "ANN1-3")
    cafe.does("tea", "ANN1-4")
    cafe.clock.instant += 3 * DAY
    cafe.sweep()
    answer = cafe.visit("v1")
    assert answer.issued == ()
    assert answer.balances["leaves"] == Balance(available=4), "there were two pots only"


def test_a_stamp_that_comes_back_is_owed_and_the_next_one_repays_it(cafe: Cafe) -> None:
    """The voucher stands, used or not; five more stamps are not enough for the next."""
    for number in range(5):
        answer = cafe.visit(f"v{number}")
    back = cafe.answer(cafe.back("ANN1", "b", "v0"))
    assert back.balances["stamps"] == Balance(debt=1)
    assert cafe.states(answer) == [State.ISSUED]
    for number in range(5):
        assert cafe.visit(f"w{number}").issued == ()
    assert len(cafe.visit("w5").issued) == 1


def test_it_cannot_be_given_back_for_its_stamps(cafe: Cafe) -> None:
    """They would become it again."""
    for number in range(5):
        answer = cafe.visit(f"v{number}")
    facts = {"voucher": str(answer.issued[0].voucher_id)}
    sent = Submission("till", "card", "ANN1", Activity("cancellation", "c", cafe.clock.now(), facts=facts))
    assert cafe.answer(sent).refusal == RefusalCode.TOO_LATE_TO_UNDO


def test_whatever_was_in_one_batch_it_comes_once_and_in_its_place(cafe: Cafe) -> None:
    """Eleven visits of two members in one batch: each answer tells what came because of it."""
    sent = [cafe.buy("ANN1" if number % 2 else "BOB1", f"v{number}", CAKE) for number in range(11)]
    answers = [result.answer for result in cafe.record(*sent)]  # type: ignore[union-attr]
    assert [len(answer.issued) for answer in answers] == [0] * 8 + [1, 1, 0]


def test_what_happened_under_an_earlier_version_brings_nothing_until_something_happens_now(
    cafe: Cafe,
) -> None:
    """A voucher is issued by the terms of its own day: a late report is counted, and the next activity brings it."""
    for number in range(4):
        cafe.visit(f"v{number}")
    before = cafe.clock.now()
    cafe.clock.instant += timedelta(hours=1)
    cafe.publish(PROGRAMME.replace("days: 30", "days: 60"))
    cafe.clock.instant += timedelta(hours=1)
    late = cafe.answer(cafe.buy("ANN1", "late", CAKE, at=before))
    assert (late.issued, late.balances["stamps"].available) == ((), 5)
    (one,) = cafe.visit("now").issued
    assert one.usable_until == NOON.replace(hour=0) + 61 * DAY


def test_stamps_that_come_by_a_merge_bring_the_voucher_with_the_next_activity(cafe: Cafe) -> None:
    """A merge that is undone before has taken nobody's stamps; after, the voucher stays with the member who remained."""
    ann, bob = (cafe.visit(f"{card}-0", card=card).member_id for card in ("ANN1", "BOB1"))
    for number in range(2):
        cafe.visit(f"a{number}")
        cafe.visit(f"b{number}", card="BOB1")
    desk = Desk(cafe)
    desk.merge(bob, ann, key="mistaken")
    undone = desk.undo(bob, ann, key="sorry")
    assert undone.transfer is not None
    assert [(one.currency, one.amount) for one in undone.transfer.moved] == [("stamps", 1)] * 3
    desk.merge(bob, ann)
    assert cafe.connection.execute("select count(*) from voucher").fetchone() == (0,)
    answer = cafe.visit("c", card="BOB1")
    assert (len(answer.issued), answer.balances["stamps"].available) == (1, 2)
    assert cafe.connection.execute("select member_id from voucher").fetchall() == [(ann,)]
    desk.undo(bob, ann)


def test_stamps_that_somebody_gives_bring_the_taker_the_voucher(cafe: Cafe) -> None:
    """At once, and once; what is refused, or does not suffice, brings none."""
    cafe.publish(PROGRAMME + "transfers: {stamps: {at-least: 2}}\n")
    for number in range(4):
        cafe.visit(f"a{number}")
        cafe.visit(f"b{number}", card="BOB1")
    giving = Givers(cafe)
    assert giving.give("ANN1", "BOB1", 1, key="t1", currency="stamps").refusal == RefusalCode.BELOW_LEAST
    assert cafe.connection.execute("select count(*) from voucher").fetchone() == (0,)
    first = giving.try_give("ANN1", "BOB1", 2, key="t2", currency="stamps")
    again = giving.try_give("ANN1", "BOB1", 2, key="t2", currency="stamps")
    assert (first.answer, again.replayed) == (again.answer, True)
    assert first.answer.issued == ()  # it is not the giver's to know
    bob = cafe.visit("b4", card="BOB1")
    assert (bob.issued, bob.balances["stamps"].available) == ((), 2)
    assert cafe.connection.execute("select member_id from voucher").fetchall() == [(bob.member_id,)]
    entries = read_history(cafe.connection, cafe.programmes, bob.member_id, before=None, limit=20).entries
    (taken,) = [one.activity for one in entries if one.activity is not None and one.activity.rewards]
    assert taken.facts == {"reached_by": str(first.answer.activity_id)}


@pytest.mark.parametrize(("role", "vouchers"), [("parent", 1), ("guest", 0)])
def test_stamps_that_come_into_a_household_bring_it_the_voucher(dsn: str, role: str, vouchers: int) -> None:
    """Three of Ann's and two that Bob brings along; where his role spends nothing, Ann's next visit does."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        home = homely(connection)
        household = home.found()
        for number in range(3):
            home.answer(home.buy("ANN1", f"a{number}", CAKE))
        for number in range(2):
            home.answer(home.buy("BOB1", f"b{number}", CAKE))
        home.let_in("BOB1", household, role)
        assert connection.execute("select count(*) from voucher").fetchone() == (vouchers,)
        later = home.answer(home.buy("ANN1", "c", CAKE))
        assert (len(later.issued), later.balances["stamps"].available) == (1 - vouchers, 1)
        assert home.verify().differences == []


@pytest.mark.parametrize(("role", "issued"), [("parent", 1), ("guest", 0)])
def test_in_a_household_whoever_may_spend_brings_the_shared_voucher(dsn: str, role: str, issued: int) -> None:
    """Four stamps of Ann and one of Bob's are five; a guest's stamp counts, and the voucher comes with Ann's next visit."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        home = homely(connection)
        household = home.found()
        home.let_in("BOB1", household, role)
        for number in range(4):
            home.answer(home.buy("ANN1", f"a{number}", CAKE))
        fifth = home.answer(home.buy("BOB1", "b", CAKE))
        assert len(fifth.issued) == issued
        sixth = home.answer(home.buy("ANN1", "c", CAKE))
        assert len(sixth.issued) == 1 - issued
        assert sixth.balances["stamps"].available == 1
        assert home.verify().differences == []

"""Prize draws through the books: announced, closed, drawn, each once; and proved against the ledger."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

import psycopg
import pytest
from tests.integration.usecases.drawing import CLOSING, DOCUMENT, OPEN_BOOKS, SALT, SEED, START, Fair
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.shop import DAY

from tessera.catalogue.draws import UnknownDraw, read_draw
from tessera.engine.activity import Activity, Line
from tessera.engine.draw import pseudonym_of, recheck, seed_digest
from tessera.kit.ids import new_id
from tessera.kit.problems import InvalidValue
from tessera.usecases.adjust_points import adjustment
from tessera.usecases.answers import Submission
from tessera.usecases.close_draw import close_draw
from tessera.usecases.commit_draw import commit_draw
from tessera.usecases.drawing.states import DrawnOtherwise, DrawNotReady, DrawState, DrawTooLate
from tessera.usecases.enrol_members import Enrolment, enrol_members
from tessera.usecases.read_balances import read_balances
from tessera.usecases.read_draws import (
    read_announced,
    read_announced_draw,
    read_draw_winners,
    read_own_draws,
)

SECOND, HOUR, MOMENT = timedelta(seconds=1), timedelta(hours=1), timedelta(microseconds=1)


@pytest.fixture
def fair(dsn: str) -> Iterator[Fair]:
    """A shop with a draw. Its books, draws included, must prove themselves in the end."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        fair = Fair(connection)
        yield fair
        assert fair.verify().differences == []


def entries(fair: Fair) -> dict[UUID, int]:
    """What each account took part with, found again by the salt."""
    _, record = read_announced_draw(fair.connection, "july")
    assert record is not None
    by_name = dict(record.closing.entries)
    accounts = [account for (account,) in fair.connection.execute("select account_id from draw_entry")]
    return {
        account: by_name[name]
        for account in accounts
        if (name := pseudonym_of(account, salt=SALT)) in by_name
    }


def test_a_draw_goes_from_its_announcement_to_its_winners(fair: Fair) -> None:
    """The seed's hash is known from the start, the seed only in the end; the record checks itself."""
    ann, bob = fair.enrol("ANN1", "BOB1")
    fair.happen("visit", "ANN1", "a")
    fair.happen("visit", "BOB1", "b")
    (announced,) = read_announced(fair.connection)
    assert (announced.state, announced.seed_sha256) == (DrawState.ANNOUNCED, seed_digest(SEED))
    fair.clock.instant = OPEN_BOOKS
    closed = fair.close()
    assert closed.result is None
    assert SEED.hex() not in str(closed)
    assert entries(fair) == {ann: 1, bob: 1}
    fair.clock.instant = OPEN_BOOKS + 5 * DAY
    record = fair.run()
    assert record.result is not None
    assert record.closing == closed.closing
    assert [won.prize for won in record.result.winners] == ["bike", "mug"]  # and nobody for the second mug
    assert all(check.ok for check in recheck(record, published=closed.closing_sha256))
    winners = read_draw_winners(fair.connection, "july")
    assert {one.member_id for one in winners} == {ann, bob}
    assert [one.winner for one in winners] == [one.winner for one in record.result.winners]
    (own,) = read_own_draws(fair.connection, ann)
    assert own.pseudonym == pseudonym_of(ann, salt=SALT)
    assert len(own.prizes) == 1


def test_what_can_be_used_right_before_the_closing_counts(fair: Fair) -> None:
    """Whole tickets, also those that end with that midnight; not what waits, what is spent, or what comes later."""
    cards = ("ANN1", "BOB1", "CID1", "DAN1")
    ann, bob, cid, _ = fair.enrol(*cards)
    fair.happen("visit", "ANN1", "a1")
    fair.happen("review", "ANN1", "a2")  # half a ticket more: 1.5
    fair.happen("review", "CID1", "c1")
    fair.happen("review", "CID1", "c2")  # two halves are one
    fair.happen("order", "BOB1", "b1")  # ready two days later, and nobody looks then
    fair.happen("review", "DAN1", "d1")  # half a ticket is none
    fair.clock.instant = CLOSING - DAY
    fair.happen("order", "DAN1", "d2")  # waits beyond the closing
    fair.clock.instant = CLOSING
    fair.happen("visit", "DAN1", "d3", at=CLOSING - DAY)  # reported too late
    fair.clock.instant = CLOSING + 20 * DAY
    fair.happen("visit", "ANN1", "a9")  # the books have gone on: what was, counts
    fair.close()
    assert entries(fair) == {ann: 1, bob: 1, cid: 1}


def test_it_is_all_the_same_when_the_draw_is_closed(dsn: str) -> None:
    """A minute or a year later, looked at meanwhile or not: the same entries, so the same hash but for the instant."""
    found = []
    with psycopg.connect(dsn, autocommit=True) as connection:
        fair = Fair(connection)
        fair.enrol("ANN1", "BOB1")
        fair.happen("order", "ANN1", "a1")
        fair.happen("visit", "BOB1", "b1")
        for later in (timedelta(minutes=1), DAY, 400 * DAY):
            fair.clock.instant = CLOSING + later
            if later > DAY:
                fair.happen("visit", "BOB1", "b2")
            fair.sweep()
            with connection.transaction(force_rollback=True):
                record = close_draw(connection, fair.programmes, "july", clock=fair.clock)
            found.append(record.closing.entries)
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == 2


@pytest.mark.parametrize("seed", range(3))
def test_entries_are_what_members_could_use_a_moment_before(dsn: str, seed: int) -> None:
    """Whatever happens before and after: balances told right before the closing are the entries fixed long after it."""
    chance = Random(seed)  # noqa: S311 - nothing secret
    cards = [f"C{n}" for n in range(6)]
    with psycopg.connect(dsn, autocommit=True) as connection:
        fair = Fair(connection)
        members = fair.enrol(*cards)

        def live(until: datetime) -> None:
            """Some activities, each later than the one before; now and then a sweep, or points by hand."""
            while fair.clock.instant < until:
                card, key = chance.choice(cards), str(new_id())
                match chance.randrange(6):
                    case 0:
                        fair.sweep()
                    case 1:
                        taken = adjustment(
                            source="desk", key=key, member_id=str(chance.choice(members)), currency="tickets",
                            points=chance.choice([-15, -10, 20]), reason="by hand", occurred_at=fair.clock.now(),
                        )  # fmt: skip
                        fair.answer(taken)
                    case _:
                        late = fair.clock.now() - chance.choice([0, 0, 1, 3]) * DAY
                        fair.happen(chance.choice(["visit", "review", "order"]), card, key, at=late)
                fair.clock.instant = min(until, fair.clock.instant + chance.randrange(1, 40) * HOUR)

        live(CLOSING - MOMENT)
        had = {}
        for member_id in members:
            told = read_balances(connection, fair.programmes, member_id, at=None, clock=fair.clock).balances
            if "tickets" in told and (whole := told["tickets"].available // 10):
                had[member_id] = whole
        fair.clock.instant = CLOSING
        live(CLOSING + 20 * DAY)
        fair.close()
        assert entries(fair) == had
        assert fair.verify().differences == []


def test_nobody_is_admitted_before_time_has_brought_everything(fair: Fair) -> None:
    """Not before the closing, not within the minute after it, not while a maturity has not been posted."""
    fair.enrol("ANN1")
    fair.happen("order", "ANN1", "a1")
    for instant in (CLOSING - DAY, CLOSING, OPEN_BOOKS - SECOND):
        fair.clock.instant = instant
        with pytest.raises(DrawNotReady, match="2026-08-01T04:01:00Z"), fair.connection.transaction():
            close_draw(fair.connection, fair.programmes, "july", clock=fair.clock)
    fair.clock.instant = OPEN_BOOKS
    with pytest.raises(DrawNotReady, match="tessera tick"), fair.connection.transaction():
        close_draw(fair.connection, fair.programmes, "july", clock=fair.clock)
    assert len(fair.close().closing.entries) == 1


def test_each_step_is_taken_once_and_told_again(fair: Fair) -> None:
    """A second announcement keeps the seed, a second closing the entries, a second drawing the winners."""
    fair.enrol("ANN1", "BOB1")
    fair.happen("visit", "ANN1", "a")
    with fair.connection.transaction():
        again = commit_draw(
            fair.connection, fair.programmes, "july", seed=bytes(32), salt=bytes(1), clock=fair.clock
        )
    assert (again.seed, again.salt) == (SEED, SALT)
    with pytest.raises(DrawNotReady, match="close the draw first"):
        fair.run()
    fair.clock.instant = OPEN_BOOKS
    closed = fair.close()
    fair.clock.instant = OPEN_BOOKS + DAY
    assert fair.close() == closed
    drawn = fair.run("4-8-15")
    fair.clock.instant = OPEN_BOOKS + 2 * DAY
    assert fair.run(" 4-8-15 ") == drawn
    with pytest.raises(DrawnOtherwise, match="4-8-15"):
        fair.run("16-23-42")
    assert fair.close() == drawn


@pytest.mark.parametrize("value", ["", "  ", "a\nb", "x" * 201, "\x00"])
def test_a_public_value_is_asked_for(fair: Fair, value: str) -> None:
    """Without one nothing is drawn."""
    fair.clock.instant = OPEN_BOOKS
    fair.close()
    with pytest.raises(InvalidValue):
        fair.run(value)
    assert read_draw(fair.connection, "july").drawn_at is None


def test_a_draw_without_entries_has_no_winner(fair: Fair) -> None:
    """It is drawn all the same, and its record says that nobody took part."""
    fair.enrol("ANN1")
    fair.clock.instant = OPEN_BOOKS
    assert fair.close().closing.entries == ()
    record = fair.run()
    assert record.result is not None
    assert record.result.winners == ()
    assert all(check.ok for check in recheck(record))
    assert read_draw_winners(fair.connection, "july") == []


def test_only_a_draw_of_the_programme_can_be_announced_and_only_in_time(fair: Fair) -> None:
    """A seed that is chosen after the closing would prove nothing."""
    with pytest.raises(UnknownDraw, match="july"), fair.connection.transaction():
        commit_draw(fair.connection, fair.programmes, "june", seed=SEED, salt=SALT, clock=fair.clock)
    fair.publish(DOCUMENT.replace("july:", "august:"))
    fair.clock.instant = CLOSING
    with pytest.raises(DrawTooLate), fair.connection.transaction():
        commit_draw(fair.connection, fair.programmes, "august", seed=SEED, salt=SALT, clock=fair.clock)
    with pytest.raises(UnknownDraw):
        read_announced_draw(fair.connection, "august")


def test_what_was_announced_stays(fair: Fair) -> None:
    """A new version that gives other prizes, or has no draw any more, changes nothing of it."""
    fair.enrol("ANN1")
    fair.happen("visit", "ANN1", "a")
    fair.publish(DOCUMENT.partition("draws:")[0])
    fair.clock.instant = OPEN_BOOKS
    fair.close()
    record = fair.run()
    assert record.result is not None
    assert [won.prize for won in record.result.winners] == ["bike"]


def test_a_draw_may_be_for_some_only(dsn: str) -> None:
    """By level and trait; who does not take part is kept apart, so that the ledger can still be compared."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        fair = Fair(connection, document=DOCUMENT + "    for: {tiers: oak, traits: {town: Orhei}}\n")
        ann, bob = fair.enrol("ANN1", "BOB1")
        other = Enrolment("till", "enrol-CID1", "Cid", "en", {"town": "Soroca"}, (("card", "CID1"),))
        with connection.transaction():
            enrol_members(connection, fair.programmes, [other], clock=fair.clock, new_id=new_id)
        for card in ("ANN1", "BOB1", "CID1"):
            fair.happen("visit", card, f"v{card}")
        for card in ("ANN1", "CID1"):
            fair.answer(fair.buy(card, f"p{card}", Line("1", 10000)))
        fair.clock.instant = OPEN_BOOKS
        fair.close()
        assert entries(fair) == {ann: 1}
        _, record = read_announced_draw(connection, "july")
        assert record is not None
        assert (record.closing.levels, record.closing.traits) == (("oak",), {"town": ("Orhei",)})
        (own,) = read_own_draws(connection, bob)
        assert (own.entries, own.takes_part) == (1, False)
        assert fair.verify().differences == []


def test_the_sandbox_wins_nothing(fair: Fair) -> None:
    """Members for trying things out are in no draw."""
    trial = Enrolment("test:till", "t", "Tess", "en", {}, (("test:card", "TESS1"),))
    with fair.connection.transaction():
        enrol_members(fair.connection, fair.programmes, [trial], clock=fair.clock, new_id=new_id)
    fair.answer(Submission("test:till", "test:card", "TESS1", Activity("visit", "v", START)))
    fair.clock.instant = OPEN_BOOKS
    assert fair.close().closing.entries == ()


def test_a_winner_who_was_merged_is_found(dsn: str) -> None:
    """The prize belongs to whoever they are by now; and they see their old part."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        fair = Fair(connection)
        ann, bob = fair.enrol("ANN1", "BOB1")
        fair.happen("visit", "BOB1", "b")
        fair.clock.instant = OPEN_BOOKS
        fair.close()
        desk = Desk(fair)
        desk.merge(bob, ann)
        fair.run()
        assert [one.member_id for one in read_draw_winners(connection, "july")] == [ann]
        (own,) = read_own_draws(connection, ann)
        assert own.prizes == ["bike"]
        assert fair.verify().differences == []


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("update draw_entry set entries = entries + 1", "but the ledger had"),
        ("delete from draw_entry", "but the ledger had"),
        ("update draw_entry set pseudonym = 'f' || substr(pseudonym, 2)", "is not this account's pseudonym"),
        ("update draw_entry set takes_part = false", "closing"),
        ("update draw set public = 'other'", "result|winners"),
        ("update draw set seed = '\\x00'", "seed|closing"),
        ("update draw_winner set prize = 'mug'", "winners"),
    ],
)
def test_verify_finds_a_draw_that_was_tampered_with(dsn: str, tampering: str, found: str) -> None:
    """Whoever can write to the tables cannot make somebody win: the ledger and the record disagree."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        fair = Fair(connection)
        cards = [
            f"M{place}" for place in range(60)
        ]  # so many that another draw has other winners, but for one in thousands
        fair.enrol(*cards)
        for card in cards:
            fair.happen("visit", card, card)
        fair.clock.instant = OPEN_BOOKS
        fair.close()
        fair.run()
        assert fair.verify().differences == []
        connection.execute(tampering)
        told = [one.detail for one in fair.verify().differences if one.check == "draw"]
        assert any(word in detail for detail in told for word in found.split("|")), told

"""What all members share is looked at while a batch is decided, and held only when it is written."""

from collections.abc import Callable
from uuid import UUID

import pytest
from tests.integration.usecases.rewarding import MILK
from tests.integration.usecases.test_budget_races import BREAD, club
from tests.integration.usecases.test_rewarding_races import crowd
from tests.integration.usecases.test_rewarding_races import wave as recorded_by

from tessera.catalogue.tallies import read_tallies
from tessera.kit.codes import ReasonCode, RefusalCode
from tessera.kit.ids import new_id
from tessera.ledger.lock import lock_accounts
from tessera.members.resolve import resolve_members
from tessera.usecases.answers import Recorded
from tessera.usecases.record_activities import record_activities, record_item
from tessera.usecases.recording.gather import open_books
from tessera.usecases.recording.item import item_of
from tessera.usecases.recording.write import write_books, write_if_they_stand


def once(meanwhile: Callable[[], None]) -> Callable[[], UUID]:
    """Ids for activities; as the first is asked for, in the middle of a decision, something else happens."""
    begun: list[bool] = []

    def ids() -> UUID:
        if not begun:
            begun.append(True)
            meanwhile()
        return new_id()

    return ids


def test_nobody_waits_for_pieces_while_another_decides(dsn: str) -> None:
    """A whole purchase takes one of five boxes while another is being decided that takes one too: both have theirs."""
    with crowd(dsn) as (kiosk, database, cards):
        ann, bob = (kiosk.take(f"p-{card}", MILK, rewards=("box",), card=card) for card in cards[:2])

        def meanwhile() -> None:
            (answer,) = database.insist(recorded_by(kiosk, [bob]))
            assert answer.refusal is None

        with database.work() as connection:
            connection.execute("set local lock_timeout = '5s'")
            (result,) = record_activities(
                connection, kiosk.programmes, [ann], clock=kiosk.clock, new_id=once(meanwhile)
            )
        assert isinstance(result, Recorded)
        assert result.answer.refusal is None
        assert read_tallies(kiosk.connection, ["pieces box"]) == {"pieces box": 2}


def test_what_was_there_when_it_was_looked_at_and_has_gone_since_is_refused(dsn: str) -> None:
    """Five boxes are there when a purchase begins, four are held and one is bought while it is decided: it gets none."""
    with crowd(dsn) as (kiosk, database, cards):
        ann, *others = (kiosk.take(f"p-{card}", MILK, rewards=("box",), card=card) for card in cards[:2])
        others += [kiosk.aside(f"h-{card}", MILK, rewards=("box",), card=card) for card in cards[2:6]]

        def meanwhile() -> None:
            answers = database.insist(recorded_by(kiosk, others))
            assert [answer.refusal for answer in answers] == [None] * 5

        with database.work() as connection:
            (result,) = record_activities(
                connection, kiosk.programmes, [ann], clock=kiosk.clock, new_id=once(meanwhile)
            )
        assert isinstance(result, Recorded)
        assert result.answer.refusal == RefusalCode.OUT_OF_STOCK
        assert read_tallies(kiosk.connection, ["pieces box"]) == {"pieces box": 1}


def test_a_rule_gives_what_is_left_of_its_budget_once_it_is_held(dsn: str) -> None:
    """700 points for bread, 30 each: 23 loaves are bought while one is decided, and it gets none of the 10 that are left."""
    with club(dsn) as (shop, database):
        mine, *others = (shop.buy(f"m{n}", f"p{n}", BREAD) for n in range(24))

        def meanwhile() -> None:
            with database.work() as connection:
                record_activities(connection, shop.programmes, others, clock=shop.clock, new_id=new_id)

        with database.work() as connection:
            (result,) = record_activities(
                connection, shop.programmes, [mine], clock=shop.clock, new_id=once(meanwhile)
            )
        assert isinstance(result, Recorded)
        assert [one.rule for one in result.answer.granted] == ["base"]
        assert ReasonCode.BUDGET_SPENT in {reason.code for reason in result.answer.reasons}


def test_what_was_only_looked_at_is_never_written_as_if_it_were_held(dsn: str) -> None:
    """A purchase that takes a box is decided by a look: it is written once the box is held, not as what cannot fail."""
    with crowd(dsn) as (kiosk, database, cards):
        ann, now = kiosk.take("p", MILK, rewards=("box",), card=cards[0]), kiosk.clock.now()
        compiled = kiosk.programmes.at(now)
        with database.work() as connection:
            (member,) = resolve_members(connection, [(ann.kind, ann.value)]).values()
            wallets = lock_accounts(connection, [member.account_id], compiled.programme.currencies)
            item = item_of(ann, member, compiled, now)
            books = open_books(connection, kiosk.programmes, [item], wallets, firmly=False)
            record_item(books, kiosk.programmes, item, new_id=new_id)
            with pytest.raises(AssertionError, match="only looked at"):
                write_books(connection, books)
            assert write_if_they_stand(connection, books)
        assert read_tallies(kiosk.connection, ["pieces box"]) == {"pieces box": 1}

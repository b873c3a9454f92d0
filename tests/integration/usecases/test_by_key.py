"""Whoever serves finds rows by their keys, however young a table is: no plan that is kept walks over what others wrote."""

import psycopg
import pytest
from psycopg import Connection
from tests.integration.usecases.rewarding import MILK
from tests.integration.usecases.test_redeeming import Kiosk
from tests.integration.usecases.test_rewarding_races import PLENTY

from tessera.kit.ids import new_id
from tessera.usecases.answers import Recorded, Submission
from tessera.usecases.database import Database
from tessera.usecases.programmes import Programmes
from tessera.usecases.quote_activities import quote_activities
from tessera.usecases.record_activities import record_activities

CARDS = [f"M{place}" for place in range(40)]
GROWING = {
    *("account", "activity", "activity_key", "allocation", "hold", "identity", "lot", "member", "posting"),
    *("reservation", "standing", "voucher"),
}
"""Tables that grow with members and with what they do. Those of versions and tallies have a handful of rows."""


def scanned(connection: Connection) -> set[str]:
    """The growing tables that this transaction has walked over from end to end."""
    rows = connection.execute("select relname from pg_stat_xact_user_tables where seq_scan > 0").fetchall()
    return GROWING & {name for (name,) in rows}


def checkout(kiosk: Kiosk, n: int) -> list[list[Submission]]:
    """Batches, one after the other: what is quoted, set aside, captured, and bought without more."""
    quoted = [kiosk.take(f"q-{n}-{card}", MILK, rewards=("box",), card=card) for card in CARDS[:4]]
    aside = [
        kiosk.aside(f"h-{n}-{card}", MILK, rewards=("box",), spend={"points": 100}, card=card)
        for card in CARDS[:4]
    ]
    captured = [kiosk.take(f"c-{n}-{card}", MILK, hold=f"h-{n}-{card}", card=card) for card in CARDS[:4]]
    plain = [kiosk.take(f"p-{n}-{card}", MILK, card=card) for card in CARDS[4:8]]
    return [quoted, aside, captured, plain]


@pytest.mark.every_postgresql
@pytest.mark.parametrize("by_key", [True, False])
def test_a_batch_walks_over_no_table(dsn: str, *, by_key: bool) -> None:
    """Tables that hold little and were never analysed: left alone, the planner scans some of them, and keeps the plan."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        kiosk = Kiosk(connection, programme=PLENTY)
        members = kiosk.enrol(*CARDS)
        kiosk.record(*[kiosk.adjust(member, f"start-{member}", 2000) for member in members])
        walked = set[str]()
        with Database(dsn, size=1, by_key=by_key) as database:
            programmes = Programmes()
            for n in range(4):
                quoted, *recorded = checkout(kiosk, n)
                with database.work() as own:
                    quote_activities(own, programmes, quoted, clock=kiosk.clock)
                    walked |= scanned(own)
                for batch in recorded:
                    with database.work() as own:
                        answers = record_activities(own, programmes, batch, clock=kiosk.clock, new_id=new_id)
                        walked |= scanned(own)
                    assert all(isinstance(one, Recorded) for one in answers)
        assert bool(walked) is not by_key, walked

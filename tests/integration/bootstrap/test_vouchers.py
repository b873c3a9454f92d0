"""What the demo's members have in their pockets."""

import psycopg
from tests.integration.usecases.shop import NOON

from tessera.bootstrap.replay.enrol import enrol_households
from tessera.bootstrap.replay.vouchers import take_vouchers
from tessera.bootstrap.replay.year import settle_year
from tessera.catalogue.vouchers import count_vouchers
from tessera.connect.complete_journey import read_households
from tessera.kit.clock import SetClock
from tessera.kit.ids import new_id
from tessera.usecases.database import Database
from tessera.usecases.programmes import Programmes
from tessera.usecases.verify_books import verify_books


def test_every_seventh_household_has_a_voucher_if_it_has_the_points_and_one_only(dsn: str) -> None:
    """The greeting pays for all but the dearest; a second run finds its work done. Three months later they have expired."""
    clock, said = SetClock(NOON), list[str]()
    households = list(read_households())[:700]
    with Database(dsn, size=1) as database:
        with database.work() as connection:
            settle_year(connection, moved=True, clock=clock)
        enrol_households(database, Programmes(), households, at=NOON, clock=clock, new_id=new_id)
        some = [one.id for one in households if one.id % 7 == 0]
        for _ in range(2):
            take_vouchers(dsn, households=some, clock=clock, new_id=new_id, say=said.append)
    affordable = [id_ for id_ in some if id_ // 7 % 4 != 3]
    assert said == [
        f"Invented: {len(affordable)} households have taken a reward in the app, and have a voucher for it."
    ]
    with psycopg.connect(dsn) as connection:
        assert count_vouchers(connection, NOON) == {"issued": len(affordable)}
        assert count_vouchers(connection, NOON.replace(month=12)) == {"expired": len(affordable)}
    with psycopg.connect(dsn) as connection:
        verified = verify_books(connection, Programmes(), progress=lambda *_: None)
    assert verified.differences == []

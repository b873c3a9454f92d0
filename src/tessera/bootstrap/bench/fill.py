"""Fill a ledger with so many postings that its indexes are as deep as those of a shop that has run for years."""

from datetime import datetime, timedelta

import psycopg

from tessera.bootstrap.bench import _sql_fill
from tessera.bootstrap.progress import show_progress
from tessera.bootstrap.replay.year import example_text
from tessera.engine.standing import Standing
from tessera.engine.vocabulary import VOCABULARY
from tessera.kit.clock import Clock
from tessera.programme.load import load
from tessera.usecases.publish_programme import publish_programme
from tessera.usecases.recording.codec import encode

POSTINGS_A_PURCHASE = 2
LEFT_OUT = (
    "lines of the activities before, and their answers: each of the two is one byte instead of a thousand"
)
COUNTED = 100
"""Purchases that each member is taken to have made, however many are filled in: so the same ones follow, with the same
points, in a small ledger and in a large one."""
_TABLES = ("member", "identity", "standing", "account", "due", "activity", "activity_key", "posting", "lot")
_AGE = timedelta(days=300)
_LIFE = timedelta(days=400)


def fill_ledger(dsn: str, *, accounts: int, purchases: int, clock: Clock) -> None:
    """Publish the example programme and fill in `purchases` of each of `accounts`, with two postings each."""
    now = clock.now()
    with psycopg.connect(dsn, autocommit=True) as connection:
        publish_programme(connection, example_text(), effective_at=now - _AGE, clock=clock)
        connection.execute("set synchronous_commit = off")  # what is filled in need not outlive a crash
        connection.execute("set jit = off")
        facts = _facts(now, accounts=accounts, purchases=purchases)
        for statement in _sql_fill.OPEN:
            connection.execute(statement, facts)
        total = POSTINGS_A_PURCHASE * accounts * purchases
        with show_progress("Filling the ledger", total=total, unit="postings") as shown:
            for round_ in range(purchases):
                for statement in _sql_fill.BUY:
                    connection.execute(statement, facts | {"round": round_})
                shown.advance(POSTINGS_A_PURCHASE * accounts)
        for table in _TABLES:
            connection.execute(f"vacuum analyze {table}")
        connection.execute("checkpoint")


def member_card(number: int) -> str:
    """The card of a member that was filled in, from 1."""
    return f"GROWTH{number:09d}"


def _facts(now: datetime, *, accounts: int, purchases: int) -> dict[str, object]:
    programme = load(example_text(), vocabulary=VOCABULARY).programme
    assert programme is not None  # noqa: S101 - the example loads, or its tests fail
    main, other = list(programme.currencies)[:2]
    standing = Standing(purchases, {"enrolment": 1, "purchase": COUNTED})
    return {
        "accounts": accounts,
        "purchases": purchases,
        "begins": now - _AGE,
        "expires": now + _LIFE,
        "currency": main,
        "other": other,
        "traits": encode({}),
        "standing": encode(standing),
        "payload": encode(None),
    }

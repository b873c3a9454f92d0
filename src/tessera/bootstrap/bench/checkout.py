"""How many complete checkouts a second a real server does, with live rewards: quote, hold, and the capturing purchase."""

import msgspec
from psycopg import Connection

from tessera.bootstrap.bench.load import CONNECTIONS, PURCHASE, Order, Step
from tessera.bootstrap.bench.quotes import Quotes, race_quotes
from tessera.bootstrap.bench.report import Baseline, Report, at_least, at_most, make_report
from tessera.bootstrap.bench.rewards import FEW, MANY, TAKEN, live_rewards
from tessera.bootstrap.bench.serving import (
    SOURCE,
    Measured,
    Say,
    figures,
    loading,
    measure,
    percentile,
    primed,
    prove,
    rate,
    serving,
)
from tessera.bootstrap.replay.enrol import card_of
from tessera.bootstrap.settings import Settings
from tessera.connect.complete_journey import read_households
from tessera.kit.clock import Clock, SystemClock
from tessera.kit.ids import new_id
from tessera.programme.spending import Spending
from tessera.usecases.adjust_points import adjustment
from tessera.usecases.database import Database
from tessera.usecases.programmes import Programmes
from tessera.usecases.publish_catalogue import publish_catalogue
from tessera.usecases.record_activities import record_activities

HISTORY = 5_000
POINTS = 10_000_000  # given to every member, so that none runs out of them
CURRENCY = "points"
BATCH = 500
RATE, QUOTE_MS = 500, 50
_PLAIN = Step("/v1/activities", "plain", PURCHASE)


def bench_checkout(settings: Settings, *, seconds: float, say: Say) -> Report:
    """Checkouts that take two of ten rewards each, then the same baskets as purchases without points as the baseline, over
    64 connections; then quotes with the ten and with thousands.
    """
    clock = SystemClock()
    with primed(settings, history=HISTORY, clock=clock, say=say) as (scratch, token):
        with Database(scratch.dsn, size=1) as database, database.work() as connection:
            terms = _give_points(connection, clock)
            publish_catalogue(connection, live_rewards(), whole=True, clock=clock)
        with serving(scratch) as (server, port), loading() as (load, orders):
            measured = {}
            for name, steps in (("checkouts", _steps(terms)), ("purchases", (_PLAIN,))):
                say(f"{name.capitalize()}: {CONNECTIONS} connections for {seconds:g} s.")
                order = Order(port, steps, token, seconds, payable=True)
                measured[name] = measure(orders, order, pids={"load": load, "server": server})
        say("Verifying the books.")
        lost, differences = prove(scratch.dsn, measured["checkouts"][0])
        say(f"Quoting with {FEW} rewards and with {MANY:,}, in turns.")
        with Database(scratch.dsn, size=1, by_key=True) as database:
            quotes = race_quotes(database, clock=clock)
    return _report(measured, quotes, lost=lost, differences=differences)


def _steps(terms: Spending) -> tuple[Step, ...]:
    named = ",".join(f'"{reward}"' for reward in TAKEN)
    spend = f'"spend":{{"{terms.currency}":{terms.least}}},"rewards":[{named}],'
    return (
        Step("/v1/quotes", "quote", PURCHASE + spend),
        Step("/v1/holds", "hold", spend),
        Step("/v1/activities", SOURCE, PURCHASE + '"hold":"hold-%d",'),
    )


def _give_points(connection: Connection, clock: Clock) -> Spending:
    """Enough points for everybody; how they pay."""
    programmes = Programmes()
    gifts = [
        msgspec.structs.replace(
            adjustment(
                source=SOURCE,
                key=f"gift-{household.id}",
                member_id="",
                currency=CURRENCY,
                points=POINTS,
                reason="to be spent",
                occurred_at=clock.now(),
            ),
            kind="card",
            value=card_of(household.id),
        )
        for household in read_households()
    ]
    for start in range(0, len(gifts), BATCH):
        record_activities(connection, programmes, gifts[start : start + BATCH], clock=clock, new_id=new_id)
    return programmes.at(clock.now()).programme.spending[CURRENCY]


def _report(measured: dict[str, Measured], quotes: Quotes, *, lost: int, differences: int) -> Report:
    (checkouts, cores), (purchases, plain_cores) = measured["checkouts"], measured["purchases"]
    return make_report(
        "checkout",
        value=rate(checkouts),
        unit="checkouts/s",
        baseline=Baseline("purchases without points over the same connections, a second", rate(purchases)),
        checks=[
            at_least("checkouts a second", rate(checkouts), RATE),
            at_most("quotes, p99 in ms", percentile(checkouts, 99), QUOTE_MS),
            quotes.check(),
            at_most("errors", sum(checkouts.errors.values()) + sum(purchases.errors.values()), 0),
            at_most("acknowledged checkouts that are not in the books", lost, 0),
            at_most("differences that verify finds", differences, 0),
        ],
        details={
            **{
                name: figures(checkouts, cores, step=step)
                for step, name in enumerate(("quotes", "holds", "captures"))
            },
            "purchases": figures(purchases, plain_cores),
            "few_and_many_rewards": msgspec.to_builtins(quotes),
        },
    )

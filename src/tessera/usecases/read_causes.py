"""What members may give points to, and what has come together."""

from psycopg import Connection

from tessera.kit.clock import Clock
from tessera.kit.record import Record
from tessera.kit.sandbox import in_sandbox
from tessera.ledger.census import sum_donations
from tessera.programme.cause import Cause
from tessera.programme.document import Currency
from tessera.usecases.programmes import Programmes


class Supported(Record, frozen=True):
    """A cause, whether it is open now, and what it was given: points in smallest units, in so many gifts.

    `given_minor`: what these are worth in the programme's money, rounded down to minor units; None without worth.
    """

    cause: Cause
    is_open: bool
    given: int
    times: int
    given_minor: int | None


def read_causes(
    connection: Connection, programmes: Programmes, *, source: str, clock: Clock
) -> list[Supported]:
    """The causes of the programme in force, in the document's order, as this source sees them: the sandbox has its own
    totals. Raises NoProgramme.
    """
    programmes.refresh(connection)
    now = clock.now()
    programme = programmes.at(now).programme
    totals = sum_donations(connection, sandbox=in_sandbox(source))
    supported = []
    for cause in programme.causes.values():
        given, times = totals.get((cause.id, cause.currency), (0, 0))
        minor = _minor(programme.currencies[cause.currency], given, programme.money_digits)
        supported.append(Supported(cause, cause.is_open(now), given, times, minor))
    return supported


def _minor(currency: Currency, units: int, money_digits: int) -> int | None:
    if currency.is_money:
        return units
    if currency.worth is None:
        return None
    return int((currency.worth * units).scaleb(money_digits - currency.scale))

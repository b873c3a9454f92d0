"""What a programme has come to: members by tier, points by what became of them, what is owed, the rules that gave most."""

from datetime import datetime
from decimal import Decimal

from psycopg import Connection

from tessera.catalogue.draws import StoredDraw, list_draws
from tessera.catalogue.vouchers import count_vouchers
from tessera.engine.compile import Compiled
from tessera.kit.clock import Clock
from tessera.kit.record import Record
from tessera.ledger.queries import sum_accounts, sum_kinds, sum_rules
from tessera.ledger.tickets import sum_tickets
from tessera.members.standings import read_all_standings
from tessera.programme.document import Programme
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.codec import read_standing
from tessera.usecases.recording.traits import own_traits_of

RULES_SHOWN = 10
_EXPIRED = ("expired", "lapsed", "restored")  # the last with the other sign: it was brought back


class CurrencySummary(Record, frozen=True):
    """One currency, in its smallest unit: points, or tenths of them (`scale`: digits after the point), or minor units.

    `expired` and `reversed` are what members lost, `converted` what came out of other currencies, or (below zero) went into
    them, `redeemed` what was spent and did not come back. `held` is set aside for baskets. `liability_minor`: available,
    pending and held at the currency's worth, in minor units of the programme's money, rounded down; None for a currency
    without worth.
    """

    currency: str
    is_money: bool
    earned: int
    pending: int
    available: int
    expired: int
    reversed: int
    adjusted: int
    debt: int
    liability_minor: int | None
    scale: int = 0
    converted: int = 0
    held: int = 0
    redeemed: int = 0


class RuleSummary(Record, frozen=True):
    """What one rule gave."""

    rule: str
    currency: str
    points: int
    times: int


class DrawSummary(Record, frozen=True):
    """A draw that was announced and has not closed: how many accounts have so many entries by now."""

    draw: str
    closes_at: datetime
    accounts: int
    entries: int


class Summary(Record, frozen=True):
    """A programme in figures, as of the accounts' last settlement. `money_digits`: of its money, after the point.

    `vouchers`: how many stand how, of those that were ever issued.
    """

    programme: str
    version: int
    money: str
    money_digits: int
    members: int
    tiers: dict[str, dict[str, int]]
    currencies: list[CurrencySummary]
    top_rules: list[RuleSummary]
    vouchers: dict[str, int] = {}
    draws: list[DrawSummary] = []


def summarise_programme(connection: Connection, programmes: Programmes, *, clock: Clock) -> Summary:
    """Add the whole programme up. Sweep what is due first, to see it as of now. Raises NoProgramme."""
    programmes.refresh(connection)
    compiled = programmes.at(clock.now())
    programme = compiled.programme
    today = clock.now().astimezone(compiled.zone).date().toordinal()
    members, tiers = _count_levels(connection, compiled, today)
    return Summary(
        programme=programme.id,
        version=compiled.number,
        money=programme.money,
        money_digits=programme.money_digits,
        members=members,
        tiers=tiers,
        currencies=_sum_currencies(connection, programme),
        top_rules=[RuleSummary(*row) for row in sum_rules(connection, limit=RULES_SHOWN)],
        vouchers=count_vouchers(connection, clock.now()),
        draws=[
            _summarise_draw(connection, draw) for draw in list_draws(connection) if draw.closed_at is None
        ],
    )


def _count_levels(
    connection: Connection, compiled: Compiled, today: int
) -> tuple[int, dict[str, dict[str, int]]]:
    """How many members there are, and how many on each level of each ladder; `today` is a day's ordinal."""
    tiers = {
        structure.id: dict.fromkeys((level.id for level in structure.levels), 0)
        for structure in compiled.programme.tiers
    }
    members = 0
    for member, state in read_all_standings(connection):
        members += 1
        own = {} if state is None else read_standing(state).tiers
        traits = own_traits_of(member, compiled)
        for structure in compiled.tiers:
            tiers[structure.id][structure.level_on(own.get(structure.id), today, traits)] += 1
    return members, tiers


def _sum_currencies(connection: Connection, programme: Programme) -> list[CurrencySummary]:
    """What has become of the points of each currency."""
    order = {currency: place for place, currency in enumerate(programme.currencies)}

    def in_order(row: tuple[str, int, int, int, int, int]) -> tuple[int, str]:
        """The document's order; a currency that it no longer has comes last."""
        return order.get(row[0], len(order)), row[0]

    kinds = {(currency, kind): amount for currency, kind, amount in sum_kinds(connection)}
    return [
        CurrencySummary(
            currency=currency,
            is_money=currency in programme.currencies and programme.currencies[currency].is_money,
            earned=kinds.get((currency, "earned"), 0),
            pending=pending,
            available=available,
            expired=-sum(kinds.get((currency, kind), 0) for kind in _EXPIRED),
            reversed=-kinds.get((currency, "reversed"), 0),
            adjusted=kinds.get((currency, "adjusted"), 0),
            debt=debt,
            liability_minor=_liability(programme, currency, available + pending + held),
            scale=programme.currencies[currency].scale if currency in programme.currencies else 0,
            converted=kinds.get((currency, "converted"), 0),
            held=held,
            redeemed=-sum(kinds.get((currency, kind), 0) for kind in ("redeemed", "refunded")),
        )
        for currency, available, pending, held, debt, _ in sorted(sum_accounts(connection), key=in_order)
    ]


def _summarise_draw(connection: Connection, draw: StoredDraw) -> DrawSummary:
    """Who would take part by what they have; whom it is for is looked up when it closes."""
    terms = draw.terms
    return DrawSummary(
        draw.draw_id, terms.closes_at, *sum_tickets(connection, terms.currency, unit=terms.unit)
    )


def _liability(programme: Programme, currency: str, points: int) -> int | None:
    """What `points`, in their smallest unit, are worth in minor units of money; None where they have no worth."""
    own = programme.currencies.get(currency)
    if own is None:
        return None
    if own.is_money:
        return points
    if own.worth is None:
        return None
    whole_points = Decimal(points).scaleb(-own.scale)
    return int(whole_points * own.worth * 10**programme.money_digits)

"""What a member has: now, or as the books stood at an instant; and what expires next."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from tessera.engine.standing import Standing
from tessera.kit.clock import Clock
from tessera.kit.problems import InvalidValue, UnknownMember
from tessera.kit.record import Record
from tessera.ledger.lock import read_accounts, read_lots
from tessera.ledger.queries import read_balances_as_of, read_expiries
from tessera.members.merges import find_then, list_aliases
from tessera.members.resolve import resolve_members
from tessera.members.standings import read_standings
from tessera.usecases.answers import Balance
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.codec import read_standing

EXPIRIES_SHOWN = 12


class Expiring(Record, frozen=True):
    """Points that are gone from `expires_at` on, unless they are spent."""

    currency: str
    expires_at: datetime
    points: int


class Maturing(Record, frozen=True):
    """Points that can be used from `available_at` on."""

    currency: str
    available_at: datetime
    points: int


class Tier(Record, frozen=True):
    """The member's level in a structure, and what is missing to the next (None at the top)."""

    structure: str
    level: str
    next_level: str | None
    missing: int | None


class Balances(Record, frozen=True):
    """An account's points at an instant. For the past only `balances` is told."""

    at: datetime
    balances: dict[str, Balance]
    lifetime_earned: dict[str, int] = {}
    maturing: tuple[Maturing, ...] = ()
    expiring: tuple[Expiring, ...] = ()
    tiers: tuple[Tier, ...] = ()


def read_balances(
    connection: Connection, programmes: Programmes, member_id: UUID, *, at: datetime | None, clock: Clock
) -> Balances:
    """The member's balances. Raises UnknownMember; InvalidValue for an instant in the future.

    `at` asks the books by the time of recording, for whomever the id stood for then. Without it, what has matured or
    expired by now is settled first.
    """
    now = clock.now()
    if at is not None and at > now:
        raise InvalidValue("Balances of the future are not known yet.", field="at")
    programmes.refresh(connection)
    if at is not None:
        rows = read_balances_as_of(connection, find_then(connection, member_id, at=at).account_id, at)
        return Balances(at=at, balances={currency: Balance(*row) for currency, row in rows.items()})
    found = resolve_members(connection, [("id", str(member_id))]).get(("id", str(member_id)))
    if found is None:
        raise UnknownMember("No member has this id.", field="member_id")
    aliases = [one.account_id for one in list_aliases(connection, found.member_id)]
    accounts = read_accounts(connection, [found.account_id, *aliases])
    wallets = accounts[found.account_id]
    read_lots(connection, [wallet for wallet in wallets.values() if wallet.needs_lots(now)])
    for wallet in wallets.values():
        wallet.settle(now)
    state = read_standings(connection, [found.account_id]).get(found.member_id)
    standing = Standing() if state is None else read_standing(state[1])
    expiries = read_expiries(connection, found.account_id, after=now, limit=EXPIRIES_SHOWN)
    return Balances(
        at=now,
        balances={c: Balance(w.available, w.pending, w.held, w.debt) for c, w in wallets.items()},
        lifetime_earned={
            currency: sum(own[currency].lifetime_earned for own in accounts.values() if currency in own)
            for currency in wallets
        },
        maturing=tuple(Maturing(c, due, points) for c, w in wallets.items() for due, points in w.maturing),
        expiring=tuple(Expiring(currency, expires_at, points) for currency, expires_at, points in expiries),
        tiers=_tiers(programmes, standing, now),
    )


def _tiers(programmes: Programmes, standing: Standing, now: datetime) -> tuple[Tier, ...]:
    compiled = programmes.at(now)
    today = now.astimezone(compiled.zone).date().toordinal()
    tiers = []
    for structure in compiled.tiers:
        own = standing.tiers.get(structure.id)
        next_level, missing = structure.missing(own, today) or (None, None)
        tiers.append(Tier(structure.id, structure.level_on(own, today), next_level, missing))
    return tuple(tiers)

"""What a member has: now, or as the books stood at an instant; and what expires next."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from tessera.engine.compile import Compiled
from tessera.engine.standing import Standing, TierStanding
from tessera.engine.tiers import CompiledTiers
from tessera.kit.clock import NEVER, Clock
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
from tessera.usecases.recording.post import own_traits_of

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
    """The member's level in a structure, and what is missing to the next (None at the top).

    `missing_by_counter` names what is counted, in its smallest unit (points', minor units, thousandths of a measure):
    `any_of` it suffices, else all of it is needed. `missing` is the figure where only one thing counts.
    """

    structure: str
    level: str
    next_level: str | None
    missing: int | None
    missing_by_counter: dict[str, int] = {}
    any_of: bool = False


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
    compiled = programmes.at(now)
    stored = read_standings(connection, [found.account_id]).get(found.member_id)
    standing = Standing() if stored is None else read_standing(stored.state)
    expiries = read_expiries(connection, found.account_id, after=now, limit=EXPIRIES_SHOWN)
    return Balances(
        at=now,
        balances={c: Balance(w.available, w.pending, w.held, w.debt) for c, w in wallets.items()},
        lifetime_earned={
            currency: sum(own[currency].lifetime_earned for own in accounts.values() if currency in own)
            for currency in wallets
        },
        maturing=tuple(
            Maturing(c, due, points) for c, w in wallets.items() for due, points in w.maturing if due < NEVER
        ),
        expiring=tuple(Expiring(currency, expires_at, points) for currency, expires_at, points in expiries),
        tiers=_tiers(compiled, standing, own_traits_of(found, compiled), now),
    )


def _tiers(
    compiled: Compiled, standing: Standing, traits: Mapping[str, str], now: datetime
) -> tuple[Tier, ...]:
    today = now.astimezone(compiled.zone).date().toordinal()
    return tuple(_tier(tiers, standing.tiers.get(tiers.id), today, traits) for tiers in compiled.tiers)


def _tier(tiers: CompiledTiers, own: TierStanding | None, today: int, traits: Mapping[str, str]) -> Tier:
    level, ahead = tiers.level_on(own, today, traits), tiers.missing(own, today, traits)
    if ahead is None:
        return Tier(tiers.id, level, None, None)
    figures = list(ahead.by_counter.values())
    only = figures[0] if len(figures) == 1 else None
    return Tier(tiers.id, level, ahead.level, only, dict(ahead.by_counter), ahead.any_of)

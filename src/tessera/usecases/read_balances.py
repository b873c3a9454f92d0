"""What a member has: now, or as the books stood at an instant; and what expires next."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg import Connection

from tessera.engine.compile import Compiled
from tessera.engine.standing import Standing
from tessera.engine.tiers.ahead import Ahead, Wanted, look_ahead
from tessera.engine.tiers.ladder import counter_names
from tessera.engine.windows import midnight
from tessera.kit.clock import NEVER, Clock
from tessera.kit.problems import InvalidValue, UnknownMember
from tessera.kit.record import Record
from tessera.ledger.lock import read_settled
from tessera.ledger.queries import read_balances_as_of, read_expiries
from tessera.members.households import find_sources
from tessera.members.merges import find_then
from tessera.members.resolve import resolve_members
from tessera.members.standings import read_standings
from tessera.programme.ladder import TierStructure
from tessera.programme.sentences import progress
from tessera.programme.sentences.progress import tell_progress
from tessera.programme.speak import Speaker
from tessera.usecases.address_member import speaker_for
from tessera.usecases.answer_parts import Balance
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.codec import read_standing
from tessera.usecases.recording.traits import own_traits_of

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


class Missing(Record, frozen=True):
    """What is missing to a level, by what is counted, in its smallest unit (points', minor units, thousandths of a
    measure): `any_of` it suffices, else all of it is needed. `by`: from then on it is too late; None where no end is set.
    """

    by_counter: dict[str, int]
    any_of: bool = False
    by: datetime | None = None


class Tier(Record, frozen=True):
    """The member's level in a structure, the instant at which it ends if nothing more happens (None: it stays), what would
    keep it longer (None: nothing is needed, or nothing would yet), and what the next one takes (None at the top).

    `told`: the same in sentences.
    """

    structure: str
    level: str
    until: datetime | None = None
    keep: Missing | None = None
    next_level: str | None = None
    next: Missing | None = None
    told: tuple[str, ...] = ()


class Balances(Record, frozen=True):
    """An account's points at an instant. For the past only `balances` is told."""

    at: datetime
    balances: dict[str, Balance]
    lifetime_earned: dict[str, int] = {}
    maturing: tuple[Maturing, ...] = ()
    expiring: tuple[Expiring, ...] = ()
    tiers: tuple[Tier, ...] = ()


def read_balances(  # noqa: PLR0913 - what is asked, each by name
    connection: Connection,
    programmes: Programmes,
    member_id: UUID,
    *,
    at: datetime | None,
    clock: Clock,
    lang: str | None = None,
) -> Balances:
    """The member's balances. Raises UnknownMember; InvalidValue for an instant in the future, or a language without words.

    `at` asks the books by the time of recording, for whomever the id stood for then. Without it, what has matured or
    expired by now is settled first. Levels are told in `lang`; None is the member's own.
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
    accounts = read_settled(connection, find_sources(connection, found.account_id), now)
    wallets = accounts[found.account_id]
    compiled = programmes.at(now)
    stored = read_standings(connection, [found.account_id], of={found.member_id: found.account_id}).get(
        found.member_id
    )
    standing = Standing() if stored is None else read_standing(stored.state)
    told = speaker_for(connection, compiled.programme, found.member_id, lang=lang)
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
        tiers=_tiers(compiled, standing, own_traits_of(found, compiled), now, told),
    )


def _tiers(
    compiled: Compiled, standing: Standing, traits: Mapping[str, str], now: datetime, told: Speaker
) -> tuple[Tier, ...]:
    today = now.astimezone(compiled.zone).date().toordinal()
    return tuple(
        _tier(ladder.structure, look_ahead(ladder, standing.tiers.get(ladder.id), today, traits), told)
        for ladder in compiled.tiers
    )


def _tier(structure: TierStructure, ahead: Ahead, told: Speaker) -> Tier:
    zone = told.programme.timezone
    return Tier(
        structure=structure.id,
        level=ahead.level,
        until=None if ahead.until is None else midnight(date.fromordinal(ahead.until), zone),
        keep=_missing(structure, ahead.keep, zone),
        next_level=None if ahead.next is None else ahead.next.level,
        next=_missing(structure, ahead.next, zone),
        told=tuple(
            tell_progress(
                structure,
                ahead.level,
                told,
                until_on=None if ahead.until is None else date.fromordinal(ahead.until),
                keep=_wanted(ahead.keep),
                following=_wanted(ahead.next),
            )
        ),
    )


def _missing(structure: TierStructure, wanted: Wanted | None, zone: ZoneInfo) -> Missing | None:
    """By the counters' names, or by what is counted where there is but one."""
    if wanted is None:
        return None
    names = counter_names(structure)
    by = None if wanted.by is None else midnight(date.fromordinal(wanted.by), zone)
    return Missing({names[name]: units for name, units in wanted.missing.items()}, wanted.any_of, by)


def _wanted(wanted: Wanted | None) -> progress.Missing | None:
    if wanted is None:
        return None
    by_on = None if wanted.by is None else date.fromordinal(wanted.by)
    return progress.Missing(wanted.level, wanted.missing, wanted.any_of, by_on)

"""What a new version would change, and for whom, before it is published: over the members there are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import timedelta
from decimal import Decimal

from psycopg import Connection

from tessera.engine.compile import Compiled
from tessera.kit.clock import Clock
from tessera.kit.problems import NoProgramme
from tessera.kit.record import Record
from tessera.ledger.census import Holders, count_earners, count_holders
from tessera.members.standings import read_all_standings
from tessera.programme.diff import Change, Kind, diff
from tessera.programme.document import Currency, Programme
from tessera.programme.succession import Obstacle
from tessera.usecases.recording.codec import read_standing
from tessera.usecases.recording.traits import own_traits_of
from tessera.usecases.recount_history import Progress, Recount, recount_history
from tessera.usecases.succeed_version import find_obstacles, programme_of
from tessera.versions.read import read_versions

A_YEAR = timedelta(days=365)
_RULES = "earn."


class LevelMove(Record, frozen=True):
    """So many members are on another level of a structure; `after` is None where the structure is gone."""

    structure: str
    before: str
    after: str | None
    members: int


class CurrencyTouched(Record, frozen=True):
    """A currency that changes, and what is held in it (smallest units). `differs`: what of it is said otherwise; `spend`
    among them, where it is how it pays.

    `owed_before_minor`, `owed_after_minor`: what is held is worth so much; None without a worth.
    """

    currency: str
    kind: Kind
    differs: tuple[str, ...]
    accounts: int
    points: int
    owed_before_minor: int | None
    owed_after_minor: int | None


class RuleTouched(Record, frozen=True):
    """A rule that comes, goes or changes: the accounts that earned by it within a year, and how many times."""

    rule: str
    kind: Kind
    accounts: int
    times: int


class Preview(Record, frozen=True):
    """A document beside the newest version, number `against`. With `obstacles` it cannot be published as it is."""

    against: int
    changes: tuple[Change, ...]
    obstacles: tuple[Obstacle, ...]
    members: int
    moves: list[LevelMove]
    currencies: list[CurrencyTouched]
    rules: list[RuleTouched]
    recount: Recount | None = None


def preview_programme(  # noqa: PLR0913 - what is asked, each by name
    connection: Connection,
    new: Programme,
    *,
    clock: Clock,
    lang: str = "en",
    days: int = 0,
    progress: Progress = lambda _stage, _done, _of: None,
) -> Preview:
    """Compare `new` with the newest version, as if it took effect now; decide the last `days` again, when there are any.

    Must be the first in its transaction: it asks for a snapshot, so that all figures are of one instant. Raises
    NoProgramme while nothing is published, and UnknownLanguage.
    """
    connection.execute("set transaction isolation level repeatable read, read only")
    versions, now = read_versions(connection), clock.now()
    if not versions:
        raise NoProgramme("Nothing is published yet, so nothing changes for anybody.")
    compiled = {
        version.number: Compiled(programme_of(version), number=version.number) for version in versions
    }
    old, draft = compiled[versions[-1].number], Compiled(new, number=versions[-1].number + 1)
    changes = diff(old.programme, new, lang=lang)
    today = now.astimezone(draft.zone).date().toordinal()
    members, moves = _moves(connection, old, draft, today)
    return Preview(
        against=old.number,
        changes=changes,
        obstacles=find_obstacles(connection, versions, new, later=False, now=now),
        members=members,
        moves=moves,
        currencies=_currencies(old.programme, new, count_holders(connection)),
        rules=_rules(connection, changes, clock),
        recount=recount_history(
            connection, compiled, draft, since=now - timedelta(days=days), progress=progress
        )
        if days
        else None,
    )


def _moves(connection: Connection, old: Compiled, draft: Compiled, today: int) -> tuple[int, list[LevelMove]]:
    """How many members there are, and which of them stand elsewhere in `draft`."""
    after = {structure.id: structure for structure in draft.tiers}
    counted: Counter[tuple[str, str, str | None]] = Counter()
    members = 0
    for member, state in read_all_standings(connection):
        members += 1
        own = {} if state is None else read_standing(state).tiers
        had, has = own_traits_of(member, old), own_traits_of(member, draft)
        for structure in old.tiers:
            standing, heir = own.get(structure.id), after.get(structure.id)
            stood = structure.level_on(standing, today, had)
            stands = None if heir is None else heir.level_on(standing, today, has)
            counted[structure.id, stood, stands] += stood != stands
    return members, [LevelMove(*move, count) for move, count in sorted(counted.items(), key=str) if count]


def _currencies(old: Programme, new: Programme, holders: Mapping[str, Holders]) -> list[CurrencyTouched]:
    touched = []
    for id_, before in old.currencies.items():
        after = new.currencies.get(id_)
        terms = ("spend",) if old.spending.get(id_) != new.spending.get(id_) else ()
        if before == after and not terms:
            continue
        held = holders.get(id_, Holders(0, 0, used=False))
        differs = () if after is None else (*_differing(before, after), *terms)
        touched.append(
            CurrencyTouched(
                currency=id_,
                kind=Kind.REMOVED if after is None else Kind.CHANGED,
                differs=differs,
                accounts=held.accounts,
                points=held.points,
                owed_before_minor=_owed(before, held.points, old),
                owed_after_minor=None if after is None else _owed(after, held.points, new),
            )
        )
    return touched


def _differing(before: Currency, after: Currency) -> tuple[str, ...]:
    """The parts of a currency that differ."""
    return tuple(
        part.name for part in fields(before) if getattr(before, part.name) != getattr(after, part.name)
    )


def _owed(currency: Currency, points: int, programme: Programme) -> int | None:
    """What points are worth, in minor units, rounded down."""
    if currency.is_money:
        return points
    if currency.worth is None:
        return None
    return int(Decimal(points).scaleb(-currency.scale) * currency.worth * 10**programme.money_digits)


def _rules(connection: Connection, changes: Sequence[Change], clock: Clock) -> list[RuleTouched]:
    touched = {
        change.path.removeprefix(_RULES): change.kind for change in changes if change.path.startswith(_RULES)
    }
    earners = count_earners(connection, touched, since=clock.now() - A_YEAR)
    return [RuleTouched(rule, kind, *earners.get(rule, (0, 0))) for rule, kind in touched.items()]

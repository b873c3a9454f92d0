"""May a new version follow those before it? What members hold must have a place in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tessera.programme.document import Programme

Held = tuple[str, str]
"""A level, by (structure, level)."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a version cannot be published as it is: `code` for machines, `path` as in the document, what to do instead."""

    code: str
    path: str
    message: str
    advice: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message} {self.advice}"


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """What a version has no place for: currencies that it lacks, or counts in another unit; levels without an heir; roles in
    households.
    """

    currencies: tuple[str, ...] = ()
    recounted: tuple[str, ...] = ()
    levels: tuple[Held, ...] = ()
    roles: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.currencies or self.recounted or self.levels or self.roles)


@dataclass(frozen=True, slots=True)
class Holdings:
    """What members hold: accounts with points and these points, by currency; members, by (structure, level).

    `used`: currencies in which anything was ever posted. `roles`: members of households, by role.
    """

    points: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    used: frozenset[str] = frozenset()
    levels: Mapping[Held, int] = field(default_factory=dict)
    roles: Mapping[str, int] = field(default_factory=dict)


def left_behind(before: Sequence[Programme], new: Programme) -> LeftBehind:
    """What the versions `before` (the newest last) had, and `new` has no place for. Nothing, for a first version."""
    if not before:
        return LeftBehind()
    newest = before[-1]
    units = {
        (currency.id, currency.scale, currency.is_money, old.money if currency.is_money else "")
        for old in before
        for currency in old.currencies.values()
    }
    return LeftBehind(
        currencies=tuple(id_ for id_ in newest.currencies if id_ not in new.currencies),
        recounted=tuple(
            own.id
            for own in new.currencies.values()
            if any(
                id_ == own.id and unit != (own.scale, own.is_money, new.money if own.is_money else "")
                for id_, *rest in units
                for unit in [tuple(rest)]
            )
        ),
        levels=tuple(held for held in _known(newest) if not _has_place(held, new)),
        roles=tuple(role for role in _roles(newest) if role not in _roles(new)),
    )


def obstacles(left: LeftBehind, held: Holdings, *, later: bool) -> Iterator[Obstacle]:
    """What forbids the version. When it begins `later`, members may come to hold until then what they do not hold yet."""
    for currency in left.currencies:
        accounts, points = held.points.get(currency, (0, 0))
        if accounts or later:
            owed = f"{_has(accounts, 'account')} points of it, or a debt in it ({points} in all)"
            holds = owed if accounts else _UNTIL_THEN
            yield Obstacle(
                "currency_held",
                f"currencies.{currency}",
                f"The currency is gone, but {holds}.",
                "Keep it, without rules that give it, until nobody holds any of it.",
            )
    for currency in left.recounted:
        if currency in held.used or later:
            yield Obstacle(
                "currency_recounted",
                f"currencies.{currency}",
                "What is in the books was counted in another unit (`scale`, `unit` or the programme's money).",
                "Leave these as they were, and declare a new currency for what is counted otherwise.",
            )
    for structure, level in left.levels:
        members = held.levels.get((structure, level), 0)
        if members or later:
            holds = f"{_has(members, 'member')} it" if members else _UNTIL_THEN
            yield Obstacle(
                "level_held",
                f"{structure}.levels.{level}",
                f"The level is gone, but {holds}.",
                f"Say in the document what they hold instead: `migrate: {{levels: {{{level}: …}}}}`, a level of"
                f" `{structure}`, or none.",
            )

    for role in left.roles:
        members = held.roles.get(role, 0)
        if members or later:
            holds = f"{_has(members, 'member')} it" if members else "members may be given it until then"
            yield Obstacle(
                "role_held",
                f"households.roles.{role}",
                f"The role is gone, but {holds}.",
                "Keep it until they have another role, or have left their households.",
            )


_UNTIL_THEN = "members may reach it before this version begins"


def _has(count: int, noun: str) -> str:
    return f"1 {noun} has" if count == 1 else f"{count} {noun}s have"


def _roles(programme: Programme) -> tuple[str, ...]:
    return () if programme.households is None else tuple(programme.households.roles)


def _known(programme: Programme) -> Iterator[Held]:
    """Every level that a standing may name, and that means more there than the first one does."""
    for tiers in programme.tiers:
        upper = [level.id for level in tiers.levels[1:]]
        yield from ((tiers.id, level) for level in upper)
        yield from ((tiers.id, gone) for gone, heir in programme.migration.levels.items() if heir in upper)


def _has_place(held: Held, new: Programme) -> bool:
    structure, level = held
    own = {level.id for tiers in new.tiers if tiers.id == structure for level in tiers.levels}
    heirs = new.migration.levels
    return level in own or (level in heirs and (heirs[level] is None or heirs[level] in own))

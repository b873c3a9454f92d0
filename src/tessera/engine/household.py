"""What a member may spend of a balance that several share: as much as the role's limits leave, window by window."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from tessera.engine.caps import CompiledCap, compile_caps, use_caps
from tessera.engine.standing import Standing
from tessera.engine.windows import clock_of, midnight
from tessera.kit.codes import RefusalCode
from tessera.kit.refused import Refused
from tessera.programme.household import Households

ROLE: Final = "@role"
"""A trait that no one sets: what the member is in a household; of whoever is limited in spending, and then only."""

Limits = Mapping[str, tuple[CompiledCap, ...]]
"""What a role may spend, by currency; nothing of a currency that is missing."""

NOTHING: Limits = {}
"""Those of a role that the version in force does not know."""


class RoleRefused(Refused):
    """What a role may not spend. `left` could be spent now."""


class _Room(NamedTuple):
    left: int
    until: date | None


def compile_roles(households: Households | None) -> dict[str, Limits | None]:
    """The limits of every role; None for one that spends as it likes."""
    if households is None:
        return {}
    return {
        role.id: None
        if role.limits is None
        else {currency: compile_caps(name_of(currency), caps) for currency, caps in role.limits.items()}
        for role in households.roles.values()
    }


def name_of(currency: str) -> str:
    """Under which name a standing remembers what of a currency was spent within limits."""
    return f"household:{currency}"


def room_for(
    limits: Limits, standing: Standing, currency: str, *, set_aside: int, day: date
) -> tuple[int, date | None]:
    """(How much a member may still spend on a day, the first day on which that is another figure).

    What the member has `set_aside` already counts. In smallest units.
    """
    rooms = list(_rooms(limits.get(currency, ()), standing, currency, day))
    if not rooms:
        return 0, None
    least = min(rooms, key=lambda room: (room.left, -(room.until or date.max).toordinal()))
    return max(0, least.left - set_aside), least.until


def refuse_beyond(  # noqa: PLR0913 - who would spend how much of what, and when
    limits: Limits,
    standing: Standing,
    currency: str,
    points: int,
    *,
    set_aside: int,
    day: date,
    zone: ZoneInfo,
) -> None:
    """Raise RoleRefused where a member would spend more than the role may."""
    if currency not in limits:
        detail = f"Who has this role in a household spends no {currency}."
        raise RoleRefused(RefusalCode.ROLE_SPENDS_NOTHING, detail, left=0, until=None)
    left, until_on = room_for(limits, standing, currency, set_aside=set_aside, day=day)
    if points <= left:
        return
    until = None if until_on is None else midnight(until_on, zone)
    detail = f"Only {left} more can be spent in this role" if left else "No more can be spent in this role"
    if until is not None:
        detail += f" until {clock_of(until, zone)}"
    raise RoleRefused(RefusalCode.OVER_ROLE_LIMIT, f"{detail}.", left=left, until=until)


def spend_within(
    limits: Limits, standing: Standing, points: Mapping[str, int], *, spent_on: date, today: date
) -> Standing:
    """The same standing after so much more was spent, by currency; below zero: came back of what was `spent_on` a day."""
    caps = dict(standing.caps)
    for currency, units in points.items():
        own = limits.get(currency, ())
        windows = [cap.key(spent_on) for cap in own]
        used = caps.get(name_of(currency), {})
        after = use_caps(own, points=units, times=0, used=used, windows=windows, today=today.toordinal())
        if after:
            caps[name_of(currency)] = after
    return msgspec.structs.replace(standing, caps=caps)


def _rooms(caps: Sequence[CompiledCap], standing: Standing, currency: str, day: date) -> Iterator[_Room]:
    used = standing.caps.get(name_of(currency), {})
    for cap in caps:
        window = cap.key(day)
        yield _Room(cap.limit - used.get(window, 0), cap.ends_on(window))

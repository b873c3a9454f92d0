"""What a member may give away: to another member within the currency's terms, to a cause while it is open."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

import msgspec

from tessera.engine.caps import CompiledCap, use_caps
from tessera.engine.compile import Compiled
from tessera.engine.standing import Standing
from tessera.engine.windows import clock_of, midnight
from tessera.kit.activities import TRANSFER
from tessera.kit.codes import RefusalCode
from tessera.kit.refused import Refused
from tessera.programme.cause import Cause
from tessera.programme.document import Span

TO: Final = "to"
FROM: Final = "from"
"""Facts of a transfer: the taker's id in the giver's half, the giver's in the taker's."""

ABOVE: Final = "above"
"""The fact of a donation that gives all points above so many, in smallest units, and names no number itself."""


class GivingRefused(Refused):
    """What cannot be given. `left` can be given now."""


class _Room(NamedTuple):
    """What a cap still lets be given, and the first day of its next window."""

    cap: CompiledCap
    left: int
    until: date | None


def give_to_member(  # noqa: PLR0913 - who gives how much of what, and when
    compiled: Compiled, standing: Standing, currency: str, points: int, *, at: datetime, joined: date
) -> Standing:
    """The giver's standing after a transfer. Raises GivingRefused; what is available is not looked at here."""
    terms = compiled.programme.transfers.get(currency)
    if terms is None:
        detail = f"Members of this programme do not give {currency!r} to each other."
        raise GivingRefused(RefusalCode.NOT_TRANSFERABLE, detail)
    refuse_little(points, terms.least)
    day = at.astimezone(compiled.zone).date()
    first = joined + timedelta(days=terms.wait_days)
    if day < first:
        _refuse_soon(first, compiled)
    caps, name = compiled.transfer_caps[currency], f"{TRANSFER}:{currency}"
    used = standing.caps.get(name, {})
    windows = [cap.own_key(day, joined=joined, used=used) for cap in caps]
    _refuse_over(points, list(_rooms(caps, windows, standing, name)), compiled)
    after = use_caps(caps, points=points, times=1, used=used, windows=windows, today=day.toordinal())
    return msgspec.structs.replace(
        standing,
        version=standing.version + 1,
        caps={**standing.caps, name: after} if after else standing.caps,
    )


def open_cause(compiled: Compiled, cause_id: str, *, at: datetime) -> Cause:
    """The cause that points are given to. Raises GivingRefused unless there is one, and it is open."""
    cause = compiled.programme.causes.get(cause_id)
    if cause is None:
        raise GivingRefused(RefusalCode.UNKNOWN_CAUSE, f"The programme has no cause {cause_id!r}.")
    if not cause.is_open(at):
        until = cause.from_at if cause.from_at and at < cause.from_at else None
        detail = f"Nothing is collected for {cause_id!r} " + (
            f"until {clock_of(until, compiled.zone)}." if until else "any more."
        )
        raise GivingRefused(RefusalCode.CAUSE_CLOSED, detail, left=0, until=until)
    return cause


def refuse_little(points: int, least: int) -> None:
    """Raise GivingRefused for less than can be given at once."""
    if points < least:
        raise GivingRefused(RefusalCode.BELOW_LEAST, f"At least {least} can be given at once.")


def _refuse_soon(first: date, compiled: Compiled) -> None:
    until = midnight(first, compiled.zone)
    detail = f"Nothing can be given until {clock_of(until, compiled.zone)}."
    raise GivingRefused(RefusalCode.TOO_SOON, detail, left=0, until=until)


def _refuse_over(points: int, rooms: list[_Room], compiled: Compiled) -> None:
    """Refuse what is over any cap, and tell of the one that leaves least; of several such, of the one that lasts longest."""
    over = [room for room in rooms if room.left < points]
    if not over:
        return
    cap, left, until = min(over, key=lambda room: (room.left, -(room.until or date.max).toordinal()))
    if until is not None and cap.span is Span.PERSONAL and cap.by_times and cap.limit == 1:
        _refuse_soon(until, compiled)
    ends_at = None if until is None else midnight(until, compiled.zone)
    detail = f"Only {left} more can be given" if left else "No more can be given"
    if ends_at is not None:
        detail += f" until {clock_of(ends_at, compiled.zone)}"
    raise GivingRefused(RefusalCode.OVER_LIMIT, f"{detail}.", left=left, until=ends_at)


def _rooms(
    caps: tuple[CompiledCap, ...], windows: list[int], standing: Standing, name: str
) -> Iterator[_Room]:
    """What each cap leaves: any number of points, or none, where it counts times."""
    used = standing.caps.get(name, {})
    for cap, window in zip(caps, windows, strict=True):
        left = cap.limit - (used.get(window, 0) if cap.lasts else 0)
        if not cap.by_times:
            yield _Room(cap, max(0, left), cap.ends_on(window))
        elif left < 1:
            yield _Room(cap, 0, cap.ends_on(window))

"""Is this the same activity again? The key says so; the body must agree."""

from collections.abc import Collection, Mapping
from typing import Final

from tessera.engine.activity import Activity, Line
from tessera.engine.choices import CHOICE
from tessera.kit.activities import (
    ADJUSTMENT,
    CANCELLATION,
    DONATION,
    ENROLMENT,
    HOLD,
    HOUSEHOLD_JOIN,
    HOUSEHOLD_LEAVE,
    MERGE,
    REDEMPTION,
    RELEASE,
    TRANSFER,
    UNMERGE,
    USE,
)
from tessera.kit.problems import KeyConflict

_BY_CALLS_OF_THEIR_OWN: Final[Mapping[str, Mapping[str, str]]] = {
    ADJUSTMENT: {},
    CANCELLATION: {"voucher": "code"},
    CHOICE: {},
    DONATION: {},
    ENROLMENT: {},
    HOLD: {},
    HOUSEHOLD_JOIN: {"invitation": "code"},
    HOUSEHOLD_LEAVE: {"household": "household_id"},
    MERGE: {"into": "member_id"},
    REDEMPTION: {"rewards": "reward"},
    RELEASE: {},
    TRANSFER: {"member": "from"},
    UNMERGE: {"into": "member_id"},
    USE: {"voucher": "code"},
}
"""Facts and measures of these are fields of the call that records them; some fields are called otherwise there."""


def refuse_other_body(activity: Activity, stored: Activity, *, same_member: bool) -> None:
    """Raise KeyConflict, naming the first field that differs as the caller wrote it, unless `activity` is what was stored
    under its key.
    """
    own_names = _BY_CALLS_OF_THEIR_OWN.get(activity.type)
    if activity.type != stored.type and (own_names is not None or stored.type in _BY_CALLS_OF_THEIR_OWN):
        raise KeyConflict(
            f"The key {activity.key!r} was used before for another call. Choose a new key.", field="key"
        )
    field = "member" if not same_member else differing_field(activity, stored)
    if field is None:
        return
    if own_names is not None:
        field = field.removeprefix("facts.").removeprefix("measures.")
        field = own_names.get(field, field)
    raise other_value(activity.key, field)


def other_value(key: str, field: str) -> KeyConflict:
    """The conflict of a key that came before with another value of this field."""
    return KeyConflict(
        f"The key {key!r} was used before, with another value of {field!r}. "
        "Send the same body to get the same answer, or choose a new key.",
        field=field,
    )


def differing_field(activity: Activity, stored: Activity) -> str | None:
    """The first field in which two activities differ, by its path; None: they are the same.

    The sum of lines is nobody's field: where they differ, one of them is named; without lines it is the amount.
    """
    summed = activity.lines and stored.lines and activity.lines != stored.lines
    of_lines = {"amount_minor"} if summed else set[str]()
    field = _differing(activity, stored, but=of_lines)
    if field != "lines" or len(activity.lines) != len(stored.lines):
        return field
    pairs = enumerate(zip(activity.lines, stored.lines, strict=True))
    return next(f"lines[{place}].{_differing(*pair, but=())}" for place, pair in pairs if pair[0] != pair[1])


def _differing(one: Activity | Line, other: Activity | Line, *, but: Collection[str]) -> str | None:
    """The first field that differs, but for some; of what is by name, its name too."""
    for field in one.__struct_fields__:
        mine, theirs = getattr(one, field), getattr(other, field)
        if mine == theirs or field in but:
            continue
        if isinstance(mine, dict) and isinstance(theirs, dict):
            return f"{field}.{min(name for name, _ in mine.items() ^ theirs.items())}"
        return field
    return None

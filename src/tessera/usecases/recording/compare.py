"""Is this the same activity again? The key says so; the body must agree."""

from tessera.engine.activity import Activity
from tessera.kit.problems import KeyConflict


def refuse_other_body(activity: Activity, stored: Activity, *, same_member: bool) -> None:
    """Raise KeyConflict, naming the first field that differs, unless `activity` is what was stored under its key."""
    field = "member" if not same_member else _differing(activity, stored)
    if field is not None:
        raise KeyConflict(
            f"The key {activity.key!r} was used before, with another value of {field!r}. "
            "Send the same body to get the same answer, or choose a new key.",
            field=field,
        )


def _differing(activity: Activity, stored: Activity) -> str | None:
    for field in activity.__struct_fields__:
        mine, theirs = getattr(activity, field), getattr(stored, field)
        if mine == theirs:
            continue
        if field == "lines" and len(mine) == len(theirs):
            place = next(i for i, pair in enumerate(zip(mine, theirs, strict=True)) if pair[0] != pair[1])
            inner = next(
                f
                for f in mine[place].__struct_fields__
                if getattr(mine[place], f) != getattr(theirs[place], f)
            )
            return f"lines[{place}].{inner}"
        if isinstance(mine, dict) and isinstance(theirs, dict):
            return f"{field}.{min(name for name, _ in mine.items() ^ theirs.items())}"
        return field
    return None

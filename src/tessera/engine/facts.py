"""What gates and amounts may ask about the activity at hand, worked out once for each activity."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from tessera.engine.activity import Activity
from tessera.engine.standing import Standing


class Facts:
    """One activity with what the programme derives from it. `local` is in the programme's time zone.

    `nth`: this activity's place among the member's activities of its type (1 is the first).
    `levels`: the member's level in each tier structure, before this activity.
    """

    __slots__ = ("activity", "levels", "local", "nth", "standing", "traits")

    def __init__(  # noqa: PLR0913, PLR0917 - one value for each slot
        self,
        activity: Activity,
        local: datetime,
        standing: Standing,
        traits: Mapping[str, str],
        levels: Mapping[str, str],
        nth: int,
    ) -> None:
        self.activity = activity
        self.local = local
        self.standing = standing
        self.traits = traits
        self.levels = levels
        self.nth = nth


ENROLLED_AT = "@enrolled_at"
"""A trait that no one sets: the instant at which the member joined, as ISO 8601."""

SOURCE = "@source"
"""A trait that no one sets: who reports the activity, as their key names them."""


def enrolled_on(traits: Mapping[str, str], zone: ZoneInfo) -> date | None:
    """The local day on which the member joined; None when it is not known."""
    at = traits.get(ENROLLED_AT)
    return None if at is None else datetime.fromisoformat(at).astimezone(zone).date()


Gate = Callable[[Facts, int, int], bool]
"""Does a condition hold? Arguments: the facts; the amount (minor units) and the quantity (thousandths) of the
rule's own lines, exclusions taken out."""

Amount = Callable[[Facts, int, int], tuple[int, int]]
"""How much a benefit gives before rounding, as (numerator, denominator), from the same three arguments."""

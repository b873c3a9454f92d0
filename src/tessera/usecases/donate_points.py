"""Give points to a cause."""

from datetime import datetime

from tessera.engine.activity import Activity
from tessera.kit.activities import DONATION
from tessera.kit.problems import InvalidValue
from tessera.members.resolve import Ref
from tessera.usecases.adjust_points import LIMIT_POINTS
from tessera.usecases.answers import Submission


def donation(  # noqa: PLR0913 - the parts of a donation, each by name
    *, source: str, key: str, member: Ref, cause: str, points: int, occurred_at: datetime
) -> Submission:
    """A donation as a submission, to be recorded like any activity. Raises InvalidValue for a sum that is none."""
    if not 0 < points <= LIMIT_POINTS:
        raise InvalidValue(f"points must be a whole number from 1 to {LIMIT_POINTS:,}.", field="points")
    activity = Activity(
        type=DONATION,
        key=key,
        occurred_at=occurred_at,
        facts={"cause": cause},
        measures={"points": points * 1000},
    )
    return Submission(source, *member, activity, dated=False)

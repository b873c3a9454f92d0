"""Give points to a cause."""

from datetime import datetime

from tessera.engine.activity import Activity
from tessera.engine.give import ABOVE
from tessera.kit.activities import DONATION
from tessera.kit.problems import InvalidValue
from tessera.members.resolve import Ref
from tessera.usecases.adjust_points import LIMIT_POINTS
from tessera.usecases.answers import Answer, Submission


def donation(  # noqa: PLR0913 - the parts of a donation, each by name
    *, source: str, key: str, member: Ref, cause: str, points: int, occurred_at: datetime
) -> Submission:
    """A donation as a submission, to be recorded like any activity. Raises InvalidValue for a sum that is none."""
    if not 0 < points <= LIMIT_POINTS:
        raise InvalidValue(f"points must be a whole number from 1 to {LIMIT_POINTS:,}.", field="points")
    measures = {"points": points * 1000}
    activity = Activity(DONATION, key, occurred_at, facts={"cause": cause}, measures=measures)
    return Submission(source, *member, activity, dated=False)


def donation_above(  # noqa: PLR0913 - as above
    *, source: str, key: str, member: Ref, cause: str, above: int, occurred_at: datetime
) -> Submission:
    """A donation of all points above so many; how many that are, it says when it is recorded."""
    activity = Activity(DONATION, key, occurred_at, facts={"cause": cause, ABOVE: str(above)})
    return Submission(source, *member, activity, dated=False)


def donated_by(activity: Activity, answer: Answer) -> int:
    """What a donation gave, in smallest units."""
    return (activity.measures or {})["points"] // 1000 if answer.donated is None else answer.donated

"""Give or take points by hand, with a reason."""

from datetime import datetime

from tessera.engine.activity import Activity
from tessera.kit.activities import ADJUSTMENT
from tessera.kit.problems import InvalidValue
from tessera.usecases.answers import Submission

LIMIT_POINTS = 1_000_000_000


def adjustment(  # noqa: PLR0913 - the parts of an adjustment, each by name
    *,
    source: str,
    key: str,
    member_id: str,
    currency: str,
    points: int,
    reason: str,
    occurred_at: datetime,
    of: str | None = None,
) -> Submission:
    """An adjustment as a submission, to be recorded like any activity; `of`: the key of the one that it undoes.

    Raises InvalidValue for no points or no reason.
    """
    if not points or abs(points) > LIMIT_POINTS:
        raise InvalidValue(f"points must be a whole number, not 0, at most {LIMIT_POINTS:,}.", field="points")
    if not reason.strip():
        raise InvalidValue("An adjustment needs a reason that the member can read.", field="reason")
    return Submission(
        source=source,
        kind="id",
        value=member_id,
        activity=Activity(
            type=ADJUSTMENT,
            key=key,
            occurred_at=occurred_at,
            of=of,
            facts={"currency": currency, "reason": reason.strip()},
            measures={"points": points * 1000},
        ),
    )

"""A member chooses for a period: goods that earn more, as far as the programme lets them."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from tessera.engine.activity import Activity
from tessera.engine.choices import CHOICE, choice_facts
from tessera.usecases.answers import Submission


def make_choice(  # noqa: PLR0913 - the parts of a choice, each by name
    *,
    source: str,
    key: str,
    member_id: UUID,
    choice: str,
    values: Sequence[str],
    period_on: date | None,
    occurred_at: datetime,
) -> Submission:
    """A choice as a submission, to be recorded like any activity; it is refused when it comes too late.

    `period_on` is any day of the period; None is the first period that is open.
    """
    return Submission(
        source=source,
        kind="id",
        value=str(member_id),
        activity=Activity(
            type=CHOICE,
            key=key,
            occurred_at=occurred_at,
            facts=choice_facts(choice, values, period_on=period_on),
        ),
        dated=False,
    )

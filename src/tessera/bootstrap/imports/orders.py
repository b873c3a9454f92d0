"""What a row asks for: the body that the API would get, read as the API reads it."""

from datetime import datetime
from typing import Any

import msgspec

from tessera.api.forms import ActivityForm, EnrolmentForm
from tessera.api.identities import to_identities
from tessera.api.reading import convert_form
from tessera.api.translate import to_submission
from tessera.usecases.answers import Submission
from tessera.usecases.enrol_members import Enrolment


def to_enrolment(body: dict[str, Any], *, source: str, as_of_then: bool) -> Enrolment:
    """A member's row. Raises InvalidValue."""
    enrolled_at: datetime | None = body.get("enrolled_at")
    form = convert_form(EnrolmentForm, {name: value for name, value in body.items() if name != "enrolled_at"})
    return Enrolment(
        source=source,
        key=form.key or "",  # a row without one is none
        name=form.name,
        language=form.language,
        traits=form.traits,
        identities=to_identities(form.identities, source=source),
        occurred_at=enrolled_at,
        received_at=enrolled_at if as_of_then else None,
    )


def to_report(
    body: dict[str, Any], *, source: str, as_of_then: bool, now: datetime, money: tuple[str, int]
) -> Submission:
    """An activity's rows. `money` is the programme's, with its digits. Raises InvalidValue."""
    form = convert_form(ActivityForm, body)
    submission = to_submission(form, source=source, key=form.key or "", now=now, money=money)
    if not as_of_then:
        return submission
    return msgspec.structs.replace(submission, received_at=submission.activity.occurred_at)

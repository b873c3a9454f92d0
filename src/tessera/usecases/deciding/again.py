"""A request that comes again: the same body is the same request."""

from typing import Any
from uuid import UUID

from tessera.approvals.requests import Kind, Request
from tessera.kit.problems import KeyConflict
from tessera.usecases.recording.compare import other_value


def refuse_other_request(  # noqa: PLR0913 - what a request is, each by name
    before: Request,
    *,
    kind: Kind,
    member_id: UUID,
    member_field: str,
    asks: dict[str, Any],
    reason: str,
) -> None:
    """Raise KeyConflict unless the same was asked under the key before. It names the field: the member's is called
    otherwise in every call.
    """
    if kind != before.kind:
        raise KeyConflict(
            f"The key {before.key!r} was used before for another call. Choose a new key.", field="key"
        )
    mine = {member_field: member_id, **asks, "reason": reason.strip()}
    theirs = {member_field: before.member_id, **before.asks, "reason": before.reason}
    for field, value in mine.items():
        if theirs.get(field) != value:
            raise other_value(before.key, field)

"""A request that comes again: the same body is the same request."""

from typing import Any
from uuid import UUID

from tessera.approvals.requests import Kind, Request
from tessera.kit.problems import KeyConflict


def refuse_other_request(
    before: Request, *, kind: Kind, member_id: UUID, asks: dict[str, Any], reason: str
) -> None:
    """Raise KeyConflict, naming the field, unless the same was asked under the key before."""
    mine = {"kind": kind, "member": member_id, **asks, "reason": reason.strip()}
    theirs = {"kind": before.kind, "member": before.member_id, **before.asks, "reason": before.reason}
    for field, value in mine.items():
        if theirs.get(field) != value:
            raise KeyConflict(
                f"The key {before.key!r} was used before, with another value of {field!r}. "
                "Send the same body to get the same answer, or choose a new key.",
                field=field,
            )

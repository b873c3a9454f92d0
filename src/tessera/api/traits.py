"""A member's traits, and how they came to be what they are."""

from datetime import datetime
from uuid import UUID

from litestar import get
from litestar.params import FromPath

from tessera.access.scopes import Scope
from tessera.api.body import Body
from tessera.api.desk import Call, caller_of, desk_of, instant_of, limit_of
from tessera.api.operation import OPT, Operation, Query
from tessera.api.reply import Reply, reply
from tessera.kit.problems import InvalidValue, UnknownMember
from tessera.usecases.read_member import CHANGES_MOST, read_traits

_PAGE = 100
_EXAMPLE = {
    "traits": {"home_ownership": "Homeowner"},
    "changes": [
        {"at": "2026-06-05T14:42:10Z", "trait": "home_ownership", "before": "Renter", "after": "Homeowner"},
        {"at": "2026-06-05T14:42:10Z", "trait": "kids_count", "before": "1", "after": None},
    ],
    "next": None,
}


class TraitChangeBody(Body, frozen=True):
    """A trait was `before` until that instant, and `after` from it on; null is no such trait."""

    at: datetime
    trait: str
    before: str | None
    after: str | None


class TraitsBody(Body, frozen=True):
    """What is known now, and a page of what changed, newest first. `next` goes into `before`; null at the end."""

    traits: dict[str, str]
    changes: list[TraitChangeBody]
    next: datetime | None


@get(
    "/v1/members/{member_id:uuid}/traits",
    opt={
        OPT: Operation(
            id="readTraits",
            summary="A member's traits, and how they changed",
            description="Whatever was changed, newest first; changes of one instant stand on one page.",
            tag="Members",
            scope=Scope.MEMBERS_READ,
            queries=(
                Query("before", "Only changes before this.", {"type": "string", "format": "date-time"}),
                Query(
                    "limit",
                    "How many.",
                    {"type": "integer", "default": _PAGE, "minimum": 1, "maximum": CHANGES_MOST},
                ),
            ),
            answer=TraitsBody,
            answers={200: "The traits and their changes."},
            example=_EXAMPLE,
            problems=(InvalidValue, UnknownMember),
        )
    },
)
async def traits(request: Call, member_id: FromPath[UUID]) -> Reply:
    await caller_of(request, Scope.MEMBERS_READ)
    limit = limit_of(request, default=_PAGE)
    before = instant_of(request, "before")
    member, changes = await desk_of(request).services.run(read_traits, member_id, before=before, limit=limit)
    told = [TraitChangeBody(one.changed_at, one.trait, one.before, one.after) for one in changes]
    return reply(TraitsBody(member.traits, told, told[-1].at if len(told) >= limit else None))

"""What a member has claimed, as the member may read it: what became of it and why, and not who of the shop said so."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from litestar import get
from litestar.params import FromPath

from tessera.access.scopes import Scope
from tessera.api import receipt_examples as examples
from tessera.api.body import Body
from tessera.api.deciding import A_PAGE, PAGES, before_of
from tessera.api.desk import Call, caller_of, desk_of, limit_of
from tessera.api.operation import OPT, Operation
from tessera.api.reply import Reply, reply
from tessera.approvals.requests import Request
from tessera.kit.problems import InvalidValue, UnknownMember
from tessera.usecases.claiming.asked import missing_of
from tessera.usecases.read_claims import read_claims


class ClaimedBody(Body, frozen=True):
    """A purchase that the member claimed; `state` is that of the claim. `decided_at`: when that was said, `reason`: why it
    was refused, `refusal`: the code of why it could earn nothing.
    """

    request_id: UUID
    source: str
    receipt: str
    occurred_at: datetime
    store: str | None
    amount_minor: int
    money: str | None
    state: str
    claimed_at: datetime
    ends_at: datetime
    decided_at: datetime | None
    reason: str | None
    refusal: str | None


class MemberClaimsBody(Body, frozen=True):
    """A page of them, newest first; for the next page send the last one's `request_id` as `before`."""

    claims: list[ClaimedBody]


@get(
    "/v1/members/{member_id:uuid}/claims",
    opt={
        OPT: Operation(
            id="listMemberClaims",
            summary="What a member has claimed",
            description="With a receipt, and what became of it by now: for the member to read. What a claim gave is in the "
            "history. Those of whoever was merged into the member are among them.",
            tag="Members",
            scope=Scope.MEMBERS_READ,
            queries=PAGES,
            answer=MemberClaimsBody,
            answers={200: "A page of claims."},
            example={"claims": [examples.CLAIMED]},
            problems=(InvalidValue, UnknownMember),
        )
    },
)
async def member_claims(request: Call, member_id: FromPath[UUID]) -> Reply:
    await caller_of(request, Scope.MEMBERS_READ)
    desk = desk_of(request)
    found: Sequence[Request] = await desk.services.run(
        read_claims, member_id, before=before_of(request), limit=limit_of(request, default=A_PAGE)
    )
    return reply(MemberClaimsBody([_body(one, now=desk.clock.now()) for one in found]))


def _body(request: Request, *, now: datetime) -> ClaimedBody:
    missing, said = missing_of(request), request.verdict
    bought = missing.purchase
    return ClaimedBody(
        request_id=request.request_id,
        source=missing.source,
        receipt=missing.receipt,
        occurred_at=bought.occurred_at,
        store=bought.store,
        amount_minor=bought.amount_minor,
        money=bought.money,
        state=request.state(now),
        claimed_at=request.asked_at,
        ends_at=request.ends_at,
        decided_at=None if said is None else said.decided_at,
        reason=None if said is None else said.reason,
        refusal=None if said is None else said.refusal,
    )

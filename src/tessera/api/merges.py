"""Merge members who are one person, and undo it."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import post
from litestar.params import FromPath

from tessera.access.scopes import Scope
from tessera.api import examples
from tessera.api.bodies import BalanceBody, balance_bodies
from tessera.api.body import Body
from tessera.api.desk import Call, caller_of, desk_of, key_of
from tessera.api.forms import MergeForm
from tessera.api.operation import OPT, Operation
from tessera.api.reading import read_form
from tessera.api.reply import Reply, reply
from tessera.kit.problems import InvalidValue, KeyConflict, NoProgramme, UnknownMember
from tessera.usecases.answers import Recorded
from tessera.usecases.merge_members import AlreadyMerged, InHousehold, Merging, PointsHeld, SameMember
from tessera.usecases.unmerge_members import HouseholdSince, NotMerged, Unmerging

_form = msgspec.json.Decoder(MergeForm)


class MovedBody(Body, frozen=True):
    """Points that changed accounts and kept their terms. `kept`, of an undoing: what had been spent or had expired since."""

    currency: str
    points: int
    available_at: datetime
    expires_at: datetime | None
    kept: int


class MergeBody(Body, frozen=True):
    """What a merge or its undoing did. `member_id` is who stays, with these balances; `undoes` the merge that was undone."""

    activity_id: UUID | None
    key: str
    member_id: UUID
    merged_id: UUID
    undoes: UUID | None
    moved: list[MovedBody]
    debts: dict[str, int]
    balances: dict[str, BalanceBody]


@post(
    "/v1/members/{member_id:uuid}/merges",
    opt={
        OPT: Operation(
            id="mergeMembers",
            summary="Merge another member into this one",
            description="For one person with two memberships. Points, debts, identities, levels and the use of caps go "
            "over; the other's id stays an alias of this one. Safe to send again.",
            tag="Members",
            scope=Scope.MEMBERS_MERGE,
            form=MergeForm,
            form_examples={"two cards": examples.MERGE},
            answer=MergeBody,
            answers={201: "Merged now.", 200: "Merged before under this key."},
            example=examples.MERGED,
            problems=(
                InvalidValue,
                UnknownMember,
                NoProgramme,
                KeyConflict,
                SameMember,
                AlreadyMerged,
                InHousehold,
                PointsHeld,
            ),
        )
    },
)
async def merge(request: Call, member_id: FromPath[UUID]) -> Reply:
    caller = await caller_of(request, Scope.MEMBERS_MERGE)
    form = read_form(_form, await request.body())
    key = key_of(request, form.key)
    merging = Merging(caller.source, key, form.member, member_id, form.reason)
    return _reply(await desk_of(request).services.merge(merging), key=key)


@post(
    "/v1/members/{member_id:uuid}/merges/undo",
    opt={
        OPT: Operation(
            id="undoMerge",
            summary="Undo a merge",
            description="What came with the other member and is still there goes back, on its old terms; what was spent "
            "or has expired since stays where it is, as does what was earned since. Identities go back.",
            tag="Members",
            scope=Scope.MEMBERS_MERGE,
            form=MergeForm,
            form_examples={"twins": examples.UNMERGE},
            answer=MergeBody,
            answers={201: "Undone now.", 200: "Undone before under this key."},
            example=examples.UNMERGED,
            problems=(
                InvalidValue,
                UnknownMember,
                NoProgramme,
                KeyConflict,
                NotMerged,
                AlreadyMerged,
                HouseholdSince,
            ),
        )
    },
)
async def undo(request: Call, member_id: FromPath[UUID]) -> Reply:
    caller = await caller_of(request, Scope.MEMBERS_MERGE)
    form = read_form(_form, await request.body())
    key = key_of(request, form.key)
    unmerging = Unmerging(caller.source, key, form.member, member_id, form.reason)
    return _reply(await desk_of(request).services.unmerge(unmerging), key=key)


def _reply(recorded: Recorded, *, key: str) -> Reply:
    answer = recorded.answer
    made = answer.transfer
    assert made is not None  # noqa: S101 - this kind of answer has one
    body = MergeBody(
        activity_id=answer.activity_id,
        key=key,
        member_id=made.into_id,
        merged_id=made.member_id,
        undoes=made.undoes,
        moved=[
            MovedBody(one.currency, one.amount, one.available_at, one.expires_at, one.kept)
            for one in made.moved
        ],
        debts=made.debts,
        balances=balance_bodies(answer.balances),
    )
    return reply(body, status=200 if recorded.replayed else 201)

"""Members: enrol, find, read, change, and their identities."""

from uuid import UUID

import msgspec
from litestar import delete, get, patch, post
from litestar.params import FromPath

from tessera.access.scopes import Scope
from tessera.api import examples
from tessera.api.bodies import answer_body
from tessera.api.desk import Call, caller_of, desk_of, instant_of, key_of
from tessera.api.forms import EnrolmentForm, IdentityForm, MemberChangeForm, MemberForm
from tessera.api.identities import to_identities, to_identity, to_ref
from tessera.api.member_bodies import EnrolledBody, MemberBody, member_body
from tessera.api.operation import OPT, Operation, Query
from tessera.api.reading import read_form
from tessera.api.reply import Reply, reply
from tessera.kit.problems import IdentityTaken, InvalidValue, KeyConflict, NoProgramme, UnknownMember
from tessera.usecases import update_member
from tessera.usecases.enrol_members import Enrolment
from tessera.usecases.read_member import find_member, read_member

_enrolment = msgspec.json.Decoder(EnrolmentForm)
_change = msgspec.json.Decoder(MemberChangeForm)
_identity = msgspec.json.Decoder(IdentityForm)

_TEXT = {"type": "string"}
_BY = (
    Query("card", "A card's number.", _TEXT, "400638120017"),
    Query("phone", "A phone number with + and country code (as %2B).", _TEXT),
    Query("email", "An e-mail address.", _TEXT),
    Query("external_id", "The calling source's own id of the member.", _TEXT),
)


@post(
    "/v1/members",
    opt={
        OPT: Operation(
            id="enrolMember",
            summary="Enrol a member",
            description="Adds a member and records the enrolment, which may earn points. Safe to send again.",
            tag="Members",
            scope=Scope.MEMBERS_WRITE,
            form=EnrolmentForm,
            form_examples={"enrolment": examples.ENROLMENT},
            answer=EnrolledBody,
            answers={201: "Enrolled now.", 200: "Enrolled before under this key."},
            example={"member": examples.MEMBER, "answer": examples.ANSWER | {"key": "signup-88121"}},
            problems=(InvalidValue, NoProgramme, IdentityTaken, KeyConflict),
        )
    },
)
async def enrol(request: Call) -> Reply:
    caller = await caller_of(request, Scope.MEMBERS_WRITE)
    services = desk_of(request).services
    form = read_form(_enrolment, await request.body())
    key = key_of(request, form.key)
    enrolled = await services.enrol(
        Enrolment(
            source=caller.source,
            key=key,
            name=form.name,
            language=form.language,
            traits=form.traits,
            identities=to_identities(form.identities, source=caller.source),
        )
    )
    member = await services.run(read_member, enrolled.answer.member_id)
    body = EnrolledBody(member_body(member), answer_body(enrolled.answer, key=key))
    return reply(body, status=200 if enrolled.replayed else 201)


@get(
    "/v1/members",
    opt={
        OPT: Operation(
            id="findMember",
            summary="Find a member by an identity",
            description="Give exactly one of the parameters.",
            tag="Members",
            scope=Scope.MEMBERS_READ,
            queries=_BY,
            answer=MemberBody,
            answers={200: "The member."},
            example=examples.MEMBER,
            problems=(InvalidValue, UnknownMember),
        )
    },
)
async def find(request: Call) -> Reply:
    caller = await caller_of(request, Scope.MEMBERS_READ)
    kind, value = _identity_in_query(request, source=caller.source)
    return reply(member_body(await desk_of(request).services.run(find_member, kind=kind, value=value)))


@get(
    "/v1/members/{member_id:uuid}",
    opt={
        OPT: Operation(
            id="readMember",
            summary="Read a member",
            description="The member with this id; with `at`, as the traits were at that instant.",
            tag="Members",
            scope=Scope.MEMBERS_READ,
            queries=(Query("at", "An instant that has passed.", {"type": "string", "format": "date-time"}),),
            answer=MemberBody,
            answers={200: "The member."},
            example=examples.MEMBER,
            problems=(InvalidValue, UnknownMember),
        )
    },
)
async def read(request: Call, member_id: FromPath[UUID]) -> Reply:
    await caller_of(request, Scope.MEMBERS_READ)
    desk = desk_of(request)
    at = instant_of(request, "at")
    if at is not None and at > desk.clock.now():
        raise InvalidValue("The future is not known yet.", field="at")
    return reply(member_body(await desk.services.run(read_member, member_id, at=at)))


@patch(
    "/v1/members/{member_id:uuid}",
    opt={
        OPT: Operation(
            id="changeMember",
            summary="Change a member",
            description="Sets what is given and leaves the rest. A trait of null is taken away.",
            tag="Members",
            scope=Scope.MEMBERS_WRITE,
            form=MemberChangeForm,
            form_examples={"moved house": {"traits": {"home_ownership": "Homeowner", "kids_count": None}}},
            answer=MemberBody,
            answers={200: "The member as changed."},
            example=examples.MEMBER,
            problems=(InvalidValue, UnknownMember),
        )
    },
)
async def change(request: Call, member_id: FromPath[UUID]) -> Reply:
    await caller_of(request, Scope.MEMBERS_WRITE)
    desk = desk_of(request)
    form = read_form(_change, await request.body())
    given = {
        name: value for name, value in msgspec.structs.asdict(form).items() if value is not msgspec.UNSET
    }
    return reply(
        member_body(
            await desk.services.run(update_member.update_member, member_id, **given, now=desk.clock.now())
        )
    )


@post(
    "/v1/members/{member_id:uuid}/identities",
    opt={
        OPT: Operation(
            id="addIdentity",
            summary="Add an identity",
            description="One that the member has already stays as it is.",
            tag="Members",
            scope=Scope.MEMBERS_WRITE,
            form=IdentityForm,
            form_examples={"phone": {"kind": "phone", "value": "+1 415 555 2671"}},
            answer=MemberBody,
            answers={201: "The member with the identity."},
            example=examples.MEMBER,
            problems=(InvalidValue, UnknownMember, IdentityTaken),
        )
    },
)
async def add_identity(request: Call, member_id: FromPath[UUID]) -> Reply:
    caller = await caller_of(request, Scope.MEMBERS_WRITE)
    desk = desk_of(request)
    form = read_form(_identity, await request.body())
    kind, value = to_identity(form.kind, form.value, source=caller.source, field="value")
    member = await desk.services.run(
        update_member.add_identity, member_id, kind=kind, value=value, now=desk.clock.now()
    )
    return reply(member_body(member), status=201)


@delete(
    "/v1/members/{member_id:uuid}/identities",
    status_code=200,
    opt={
        OPT: Operation(
            id="removeIdentity",
            summary="Remove an identity",
            description="Give exactly one of the parameters. Another member may have the identity afterwards.",
            tag="Members",
            scope=Scope.MEMBERS_WRITE,
            queries=_BY,
            answer=MemberBody,
            answers={200: "The member without the identity."},
            example=examples.MEMBER,
            problems=(InvalidValue, UnknownMember),
        )
    },
)
async def remove_identity(request: Call, member_id: FromPath[UUID]) -> Reply:
    caller = await caller_of(request, Scope.MEMBERS_WRITE)
    kind, value = _identity_in_query(request, source=caller.source)
    services = desk_of(request).services
    return reply(
        member_body(await services.run(update_member.remove_identity, member_id, kind=kind, value=value))
    )


def _identity_in_query(request: Call, *, source: str) -> tuple[str, str]:
    given = {query.name: value for query in _BY if (value := request.query_params.get(query.name))}
    return to_ref(MemberForm(**given), source=source, field="query")

"""The catalogue: what is on offer, what a member may have of it, and editions of what stands beside the document."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import get, patch, put
from litestar.params import FromPath
from msgspec import Meta

from tessera.access.check import MissingScope
from tessera.access.scopes import Scope
from tessera.api import catalogue_examples as examples
from tessera.api.catalogue_bodies import (
    CatalogueBody,
    EditionBody,
    MemberRewardsBody,
    catalogue_body,
    edition_body,
    member_rewards_body,
)
from tessera.api.desk import Call, caller_of, desk_of, limit_of
from tessera.api.language import asked
from tessera.api.operation import OPT, Operation, Query
from tessera.api.reading import read_form
from tessera.api.reply import Reply, reply
from tessera.kit.problems import InvalidValue, NoProgramme, UnknownMember
from tessera.kit.sandbox import in_sandbox
from tessera.programme.languages import LOCALES
from tessera.programme.nodes import Node
from tessera.programme.plain import TooDeep, node_of
from tessera.usecases.publish_catalogue import (
    MOST_ITEMS,
    CatalogueHasErrors,
    Changes,
    publish_catalogue,
)
from tessera.usecases.read_catalogue import (
    LIMIT,
    read_catalogue,
    read_member_rewards,
)

CATALOGUE_MOST_BYTES = 16_000_000
_PAGE = 50
_PAGES = (
    Query("after", "The `next` of a page, for the one after it.", {"type": "string"}),
    Query("limit", "How many.", {"type": "integer", "default": _PAGE, "minimum": 1, "maximum": LIMIT}),
)
_LANGS = {"enum": list(LOCALES)}

Note = Annotated[str, Meta(max_length=500, description="Why, for whoever reads the history.")]
Edition = Annotated[
    int, Meta(ge=0, description="Only if this is still the newest edition: the one you compared with.")
]
Written = Annotated[
    dict[str, Any], Meta(description="A reward as the document would have it, below `rewards`.")
]


class WholeForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that is to stand beside the document, by id."""

    rewards: Annotated[dict[str, Written], Meta(max_length=MOST_ITEMS)]
    note: Note = ""
    after: Edition | None = None


class SomeForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Some rewards by id, new or another; null takes one away."""

    rewards: Annotated[dict[str, Written | None], Meta(max_length=MOST_ITEMS)]
    note: Note = ""
    after: Edition | None = None


# Fractions stay text, as they were written: no float ever stands between a price and its value.
_whole = msgspec.json.Decoder(WholeForm, float_hook=str)
_some = msgspec.json.Decoder(SomeForm, float_hook=str)


@get(
    "/v1/catalogue",
    opt={
        OPT: Operation(
            id="readCatalogue",
            summary="What is on offer",
            description="All rewards of the version in force, those of the document and those beside it, by id.",
            tag="Rewards",
            scope=Scope.PROGRAMME_READ,
            queries=(
                *_PAGES,
                Query("lang", "In which language; the programme's first if left out.", _LANGS, "ro"),
            ),
            answer=CatalogueBody,
            answers={200: "A page of the catalogue."},
            example=examples.CATALOGUE,
            problems=(InvalidValue, NoProgramme),
        )
    },
)
async def catalogue(request: Call) -> Reply:
    await caller_of(request, Scope.PROGRAMME_READ)
    desk = desk_of(request)
    found = await desk.services.perform(
        read_catalogue,
        clock=desk.clock,
        lang=asked(request),
        after=request.query_params.get("after"),
        limit=limit_of(request, default=_PAGE),
    )
    return reply(catalogue_body(found))


@put(
    "/v1/catalogue",
    request_max_body_size=CATALOGUE_MOST_BYTES,
    opt={
        OPT: Operation(
            id="publishCatalogue",
            summary="Publish the whole catalogue",
            description=(
                "These rewards and no others stand beside the document from now on: a new edition, with a programme "
                "version of its own. The same once more changes nothing. Thousands take some seconds: send what "
                "changed by PATCH."
            ),
            tag="Rewards",
            scope=Scope.CATALOGUE_WRITE,
            form=WholeForm,
            form_examples={"two rewards": examples.WHOLE},
            answer=EditionBody,
            answers={200: "The edition that is in force now."},
            example=examples.EDITION,
            problems=(InvalidValue, CatalogueHasErrors, NoProgramme),
        )
    },
)
async def publish_whole(request: Call) -> Reply:
    await _publisher_of(request)
    form = read_form(_whole, await request.body())
    return await _publish(request, _changes(form.rewards), form, whole=True)


@patch(
    "/v1/catalogue",
    request_max_body_size=CATALOGUE_MOST_BYTES,
    opt={
        OPT: Operation(
            id="changeCatalogue",
            summary="Publish some changes of the catalogue",
            description="These rewards are new, another, or (null) gone; all others stay. Together they are one edition.",
            tag="Rewards",
            scope=Scope.CATALOGUE_WRITE,
            form=SomeForm,
            form_examples={"one dearer, one gone": examples.SOME},
            answer=EditionBody,
            answers={200: "The edition that is in force now."},
            example=examples.EDITION,
            problems=(InvalidValue, CatalogueHasErrors, NoProgramme),
        )
    },
)
async def publish_some(request: Call) -> Reply:
    await _publisher_of(request)
    form = read_form(_some, await request.body())
    return await _publish(request, _changes(form.rewards), form, whole=False)


@get(
    "/v1/members/{member_id:uuid}/rewards",
    opt={
        OPT: Operation(
            id="readMemberRewards",
            summary="What a member may have now",
            description=(
                "Every reward with what it costs the member and, where it cannot be taken now, why. What a reward asks of a "
                "basket is asked when it is used there; a quote tells what fits one."
            ),
            tag="Rewards",
            scope=Scope.MEMBERS_READ,
            queries=(
                *_PAGES,
                Query("lang", "In which language; the member's own if left out.", _LANGS, "ro"),
            ),
            answer=MemberRewardsBody,
            answers={200: "A page of the rewards."},
            example=examples.MEMBER_REWARDS,
            problems=(InvalidValue, UnknownMember, NoProgramme),
        )
    },
)
async def member_rewards(request: Call, member_id: FromPath[UUID]) -> Reply:
    await caller_of(request, Scope.MEMBERS_READ)
    desk = desk_of(request)
    found = await desk.services.perform(
        read_member_rewards,
        member_id,
        clock=desk.clock,
        lang=asked(request),
        after=request.query_params.get("after"),
        limit=limit_of(request, default=_PAGE),
    )
    return reply(member_rewards_body(found))


async def _publisher_of(request: Call) -> None:
    """Raises MissingScope, also for a key of the sandbox: the programme is everybody's."""
    caller = await caller_of(request, Scope.CATALOGUE_WRITE)
    if in_sandbox(caller.source):
        raise MissingScope("A key of the sandbox publishes nothing.", scope=str(Scope.CATALOGUE_WRITE))


async def _publish(request: Call, changes: Changes, form: WholeForm | SomeForm, *, whole: bool) -> Reply:
    desk = desk_of(request)
    stocked = await desk.services.run(
        publish_catalogue, changes, whole=whole, clock=desk.clock, note=form.note, after=form.after
    )
    return reply(edition_body(stocked))


def _changes(rewards: dict[str, Any]) -> dict[str, Node | None]:
    """The rewards as the language reads them. Raises InvalidValue."""
    changes: dict[str, Node | None] = {}
    for id_, value in rewards.items():
        try:
            changes[id_] = None if value is None else node_of(value)
        except TooDeep:
            raise InvalidValue("More is nested than anything in the language is.", field="rewards") from None
    return changes

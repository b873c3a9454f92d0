"""The programme: its version in force, and its rules in plain words."""

from datetime import datetime
from typing import Literal

from litestar import Response, get

from tessera.access.scopes import Scope
from tessera.api import examples
from tessera.api.body import Body
from tessera.api.desk import Call, caller_of, desk_of
from tessera.api.operation import OPT, Operation, Query
from tessera.api.reply import Reply, reply
from tessera.kit.problems import InvalidValue, NoProgramme
from tessera.programme.languages import LOCALES
from tessera.usecases.explain_programme import explain_programme
from tessera.usecases.read_programme import read_programme
from tessera.versions.read import Version

_FORMS: dict[str, Literal["long", "short"]] = {"long": "long", "short": "short"}


class ProgrammeBody(Body, frozen=True):
    """The version in force, with its document."""

    version: int
    id: str
    effective_at: datetime
    published_at: datetime
    note: str
    rollback_of: int | None
    document: str


@get(
    "/v1/programme",
    opt={
        OPT: Operation(
            id="readProgramme",
            summary="The programme in force",
            description="The version that decides what happens now, with its document.",
            tag="Programme",
            scope=Scope.PROGRAMME_READ,
            answer=ProgrammeBody,
            answers={200: "The version in force."},
            example=examples.PROGRAMME,
            problems=(NoProgramme,),
        )
    },
)
async def programme(request: Call) -> Reply:
    await caller_of(request, Scope.PROGRAMME_READ)
    desk = desk_of(request)
    version = await desk.services.run(read_programme, at=desk.clock.now())
    return reply(_body(version))


@get(
    "/v1/programme/text",
    opt={
        OPT: Operation(
            id="explainProgramme",
            summary="The programme in plain words",
            description="The rules as a member may read them, made from the document.",
            tag="Programme",
            scope=Scope.PROGRAMME_READ,
            queries=(
                Query("lang", "Language; en if left out.", {"enum": list(LOCALES), "default": "en"}, "en"),
                Query("form", "How much to say.", {"enum": list(_FORMS), "default": "long"}, "long"),
            ),
            answer=str,
            answers={200: "The text."},
            example="You earn 2 points for every $1 you spend.",
            problems=(InvalidValue, NoProgramme),
            media_type="text/plain",
        )
    },
)
async def programme_text(request: Call) -> Response[str]:
    await caller_of(request, Scope.PROGRAMME_READ)
    desk = desk_of(request)
    form = _FORMS.get(request.query_params.get("form", "long"))
    if form is None:
        raise InvalidValue("Write long or short.", field="form")
    lang = request.query_params.get("lang", "en")
    text = await desk.services.run(explain_programme, at=desk.clock.now(), lang=lang, form=form)
    return Response(text, media_type="text/plain")


def _body(version: Version) -> ProgrammeBody:
    """A version as it goes out."""
    return ProgrammeBody(
        version.number,
        version.programme_id,
        version.effective_at,
        version.published_at,
        version.note,
        version.rollback_of,
        version.document,
    )

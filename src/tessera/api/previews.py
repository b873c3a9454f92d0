"""What a document would change, and for whom, before it is published."""

from typing import Any

import msgspec
from litestar import post
from psycopg import Connection

from tessera.access.scopes import Scope
from tessera.api.body import Body
from tessera.api.desk import Call, caller_of, desk_of
from tessera.api.operation import OPT, Operation
from tessera.api.reading import read_form
from tessera.api.reply import Reply, reply
from tessera.engine.vocabulary import VOCABULARY
from tessera.kit.clock import Clock
from tessera.kit.problems import InvalidValue, NoProgramme
from tessera.programme.diff import Change
from tessera.programme.finding import Finding
from tessera.programme.load import load
from tessera.programme.succession import Obstacle
from tessera.usecases.preview_programme import CurrencyTouched, LevelMove, RuleTouched, preview_programme


class PreviewForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A document that may become the next version; its changes are told in `lang`."""

    document: str
    lang: str = "en"


class PreviewBody(Body, frozen=True):
    """The document beside the newest version, number `against`. With errors nothing else is told."""

    can_be_published: bool
    errors: tuple[Finding, ...] = ()
    against: int | None = None
    changes: tuple[Change, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    members: int = 0
    moves: tuple[LevelMove, ...] = ()
    currencies: tuple[CurrencyTouched, ...] = ()
    rules: tuple[RuleTouched, ...] = ()


_form = msgspec.json.Decoder(PreviewForm)

_EXAMPLE: dict[str, Any] = {
    "can_be_published": False,
    "errors": [],
    "against": 3,
    "changes": [
        {
            "kind": "removed",
            "path": "tiers.levels.oak",
            "before": "You reach Oak with 6,000 points.",
            "after": "",
        }
    ],
    "obstacles": [
        {
            "code": "level_held",
            "path": "tiers.levels.oak",
            "message": "The level is gone, but 214 members have it.",
            "advice": "Say in the document what they hold instead: `migrate: {levels: {oak: …}}`, a level of `tiers`,"
            " or none.",
        }
    ],
    "members": 2469,
    "moves": [{"structure": "tiers", "before": "oak", "after": "sprout", "members": 214}],
    "currencies": [],
    "rules": [],
}


@post(
    "/v1/programme/preview",
    status_code=200,
    opt={
        OPT: Operation(
            id="previewProgramme",
            summary="What would this document change, and for whom?",
            description=(
                "Compares a document with the newest version over the members there are: how many change level, whose "
                "points are touched, who earned within a year by the rules that change, and what keeps it from being "
                "published. Nothing is written."
            ),
            tag="Programme",
            scope=Scope.PROGRAMME_READ,
            form=PreviewForm,
            form_examples={"document": {"document": "programme:\n  id: harvest-club\n", "lang": "en"}},
            answer=PreviewBody,
            answers={200: "What would change, or the document's errors."},
            example=_EXAMPLE,
            problems=(InvalidValue, NoProgramme),
        )
    },
)
async def preview(request: Call) -> Reply:
    await caller_of(request, Scope.PROGRAMME_READ)
    desk = desk_of(request)
    form = read_form(_form, await request.body())
    return reply(await desk.services.run(_preview, form, clock=desk.clock))


def _preview(connection: Connection, form: PreviewForm, *, clock: Clock) -> PreviewBody:
    loaded = load(form.document, vocabulary=VOCABULARY, file="document")
    if loaded.programme is None:
        return PreviewBody(can_be_published=False, errors=loaded.errors)
    told = preview_programme(connection, loaded.programme, clock=clock, lang=form.lang)
    return PreviewBody(
        can_be_published=not told.obstacles,
        against=told.against,
        changes=told.changes,
        obstacles=told.obstacles,
        members=told.members,
        moves=tuple(told.moves),
        currencies=tuple(told.currencies),
        rules=tuple(told.rules),
    )

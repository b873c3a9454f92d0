"""A member's points: balances, now or as they were; the history behind them."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath

from tessera.access.scopes import Scope
from tessera.api import examples
from tessera.api.desk import Call, caller_of, desk_of, instant_of, limit_of
from tessera.api.language import asked
from tessera.api.operation import OPT, Operation, Query
from tessera.api.reply import Reply, reply
from tessera.api.statements import BalancesBody, HistoryBody, balances_body, history_body
from tessera.kit.problems import InvalidValue, NoProgramme, UnknownMember
from tessera.programme.languages import LOCALES
from tessera.usecases.read_history import LIMIT

_PAGE = 50
_LANG = Query(
    "lang", "In which language to tell it; the member's own if left out.", {"enum": list(LOCALES)}, "ro"
)


@get(
    "/v1/members/{member_id:uuid}/balances",
    opt={
        OPT: Operation(
            id="readBalances",
            summary="A member's balances",
            description="Now, with what matures and expires next; or as the books stood at an instant.",
            tag="Points",
            scope=Scope.MEMBERS_READ,
            queries=(
                Query("at", "An instant that has passed.", {"type": "string", "format": "date-time"}),
                _LANG,
            ),
            answer=BalancesBody,
            answers={200: "The balances."},
            example=examples.STATEMENT,
            problems=(InvalidValue, UnknownMember, NoProgramme),
        )
    },
)
async def balances(request: Call, member_id: FromPath[UUID]) -> Reply:
    await caller_of(request, Scope.MEMBERS_READ)
    at = instant_of(request, "at")
    told = await desk_of(request).services.balances(member_id, at=at, lang=asked(request))
    return reply(balances_body(told))


@get(
    "/v1/members/{member_id:uuid}/history",
    opt={
        OPT: Operation(
            id="readHistory",
            summary="A member's history",
            description="Every change of the points, newest first: what caused it, by which rule, and why not more; and"
            " whatever else happened: levels, choices, merges.",
            tag="Points",
            scope=Scope.MEMBERS_READ,
            queries=(
                Query("before", "The `next` of a page, for the one after it.", {"type": "string"}),
                Query(
                    "limit",
                    "How many.",
                    {"type": "integer", "default": _PAGE, "minimum": 1, "maximum": LIMIT},
                ),
                _LANG,
            ),
            answer=HistoryBody,
            answers={200: "A page of the history."},
            example=examples.HISTORY,
            problems=(InvalidValue, UnknownMember),
        )
    },
)
async def history(request: Call, member_id: FromPath[UUID]) -> Reply:
    await caller_of(request, Scope.MEMBERS_READ)
    limit = limit_of(request, default=_PAGE)
    before = request.query_params.get("before")
    if before is not None and not before.isprintable():
        raise InvalidValue("Write the `next` of a page of this history.", field="before")
    services = desk_of(request).services
    page = await services.history(member_id, before=before, limit=limit, lang=asked(request))
    return reply(history_body(page))

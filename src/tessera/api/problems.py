"""Problems as RFC 9457 problem details: one shape for whatever goes wrong, with a stable code."""

import traceback
from http import HTTPStatus
from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap

from tessera.access.check import InvalidKey, MissingScope
from tessera.access.limits import TooManyRequests
from tessera.access.tries import TooManyTries
from tessera.api.stream import NDJSON, LineTooLong
from tessera.catalogue.draws import UnknownDraw
from tessera.catalogue.gift_cards import UnknownGiftCard
from tessera.catalogue.vouchers import UnknownVoucher
from tessera.kit.problems import (
    IdentityTaken,
    InvalidValue,
    KeyConflict,
    NoProgramme,
    Problem,
    Unavailable,
    UnknownHold,
    UnknownMember,
    UnknownPurchase,
)
from tessera.members.households import UnknownHousehold
from tessera.usecases.claiming.asked import AlreadyClaimed, AlreadyReported, ClaimTooLate, NoClaims
from tessera.usecases.decide_request import AlreadyDecided, OwnRequest, RequestEnded, UnknownRequest
from tessera.usecases.merge_members import AlreadyMerged, InHousehold, PointsHeld, SameMember
from tessera.usecases.publish_catalogue import CatalogueHasErrors
from tessera.usecases.read_answer import UnknownActivity
from tessera.usecases.sharing.problems import (
    HouseholdFull,
    InvitationOver,
    LastManager,
    NoHouseholds,
    NotInHousehold,
    OwesPoints,
    RoleMayNot,
    UnknownInvitation,
    UnknownRole,
)
from tessera.usecases.stop_instruction import UnknownInstruction
from tessera.usecases.unmerge_members import HouseholdSince, NotMerged
from tessera.usecases.void_gift_card import AlreadyVoided

_log = structlog.get_logger("tessera.api")


class BrokenJson(Problem):
    """The body cannot be read as JSON."""

    code = "broken_json"
    title = "Broken JSON"


# An unknown member is 422 where a body names one, and 404 where the path does (`in_path`).
STATUS: dict[type[Problem], HTTPStatus] = {
    BrokenJson: HTTPStatus.BAD_REQUEST,
    InvalidKey: HTTPStatus.UNAUTHORIZED,
    MissingScope: HTTPStatus.FORBIDDEN,
    UnknownActivity: HTTPStatus.NOT_FOUND,
    UnknownDraw: HTTPStatus.NOT_FOUND,
    UnknownVoucher: HTTPStatus.NOT_FOUND,
    UnknownGiftCard: HTTPStatus.NOT_FOUND,
    AlreadyVoided: HTTPStatus.CONFLICT,
    KeyConflict: HTTPStatus.CONFLICT,
    IdentityTaken: HTTPStatus.CONFLICT,
    SameMember: HTTPStatus.CONFLICT,
    AlreadyMerged: HTTPStatus.CONFLICT,
    NotMerged: HTTPStatus.CONFLICT,
    UnknownInstruction: HTTPStatus.NOT_FOUND,
    UnknownRequest: HTTPStatus.NOT_FOUND,
    NoClaims: HTTPStatus.CONFLICT,
    ClaimTooLate: HTTPStatus.UNPROCESSABLE_ENTITY,
    AlreadyReported: HTTPStatus.CONFLICT,
    AlreadyClaimed: HTTPStatus.CONFLICT,
    OwnRequest: HTTPStatus.FORBIDDEN,
    AlreadyDecided: HTTPStatus.CONFLICT,
    RequestEnded: HTTPStatus.CONFLICT,
    PointsHeld: HTTPStatus.CONFLICT,
    InHousehold: HTTPStatus.CONFLICT,
    HouseholdSince: HTTPStatus.CONFLICT,
    UnknownHousehold: HTTPStatus.NOT_FOUND,
    NoHouseholds: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotInHousehold: HTTPStatus.CONFLICT,
    HouseholdFull: HTTPStatus.CONFLICT,
    UnknownInvitation: HTTPStatus.NOT_FOUND,
    InvitationOver: HTTPStatus.CONFLICT,
    RoleMayNot: HTTPStatus.FORBIDDEN,
    UnknownRole: HTTPStatus.UNPROCESSABLE_ENTITY,
    LastManager: HTTPStatus.CONFLICT,
    OwesPoints: HTTPStatus.CONFLICT,
    UnknownMember: HTTPStatus.UNPROCESSABLE_ENTITY,
    UnknownPurchase: HTTPStatus.UNPROCESSABLE_ENTITY,
    UnknownHold: HTTPStatus.UNPROCESSABLE_ENTITY,
    InvalidValue: HTTPStatus.UNPROCESSABLE_ENTITY,
    NoProgramme: HTTPStatus.UNPROCESSABLE_ENTITY,
    CatalogueHasErrors: HTTPStatus.UNPROCESSABLE_ENTITY,
    LineTooLong: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    TooManyRequests: HTTPStatus.TOO_MANY_REQUESTS,
    TooManyTries: HTTPStatus.TOO_MANY_REQUESTS,
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}

BODY_MOST_BYTES = 2_000_000

# What the web's own refusals are called; any other is an error of ours.
_CODES = {
    HTTPStatus.BAD_REQUEST: ("bad_request", "Bad request"),
    HTTPStatus.NOT_FOUND: ("not_found", "There is nothing at this path"),
    HTTPStatus.METHOD_NOT_ALLOWED: ("method_not_allowed", "This path does not take this method"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("body_too_large", "The body is too large"),
}

# A conflict is found among the engine's fields; the caller knows them by the wire's names.
_WIRE_NAMES = (("amount_minor", "amount"), ("quantity_milli", "quantity"))


class FieldErrorBody(msgspec.Struct, frozen=True):
    """What is wrong with one field, named by its path: `lines[2].amount`."""

    field: str
    message: str


class ProblemBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """RFC 9457 problem details. `code` is stable, and the last part of `type`."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldErrorBody] = []


def problem_body(problem: Problem, *, in_path: bool = False) -> ProblemBody:
    """A problem as it goes out. `in_path`: the path names a member, who is the unknown one unless the body named another."""
    status = int(_status(problem))
    if in_path and isinstance(problem, UnknownMember) and problem.facts.get("field") != "member":
        status = 404
    detail, field = problem.detail, str(problem.facts.get("field") or problem.facts.get("kind") or "")
    for ours, theirs in _WIRE_NAMES:
        detail, field = detail.replace(ours, theirs), field.replace(ours, theirs)
    return ProblemBody(
        type=f"/problems/{problem.code}",
        title=problem.title,
        status=status,
        detail=detail,
        code=problem.code,
        errors=[FieldErrorBody(*error) for error in problem.facts.get("errors", ())]
        or ([FieldErrorBody(field, detail)] if field else []),
    )


def _status(problem: Problem) -> HTTPStatus:
    """A problem's own status, or that of the kind of which it is a special case."""
    kinds = (kind for kind in type(problem).__mro__ if kind in STATUS)
    return STATUS.get(next(kinds, Problem), HTTPStatus.INTERNAL_SERVER_ERROR)


def problem_response(body: ProblemBody, headers: dict[str, str] | None = None) -> Response[bytes]:
    """A problem as a response."""
    return Response(
        msgspec.json.encode(body),
        status_code=body.status,
        media_type="application/problem+json",
        headers=headers,
    )


def _tell_problem(request: Request[Any, Any, Any], problem: Problem) -> Response[bytes]:
    headers = {}
    if isinstance(problem, InvalidKey):
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(problem, Unavailable):
        log_cause(request, problem)
    if (seconds := problem.facts.get("retry_after_seconds")) is not None:
        headers["Retry-After"] = str(seconds)
    if isinstance(problem, TooManyRequests):
        request.scope["tessera.allowance"] = problem.facts["allowance"]  # type: ignore[typeddict-unknown-key]
    in_path = "member_id" in request.path_params
    return problem_response(problem_body(problem, in_path=in_path), headers)


def log_cause(request: Request[Any, Any, Any], problem: Unavailable) -> None:
    """What the caller need not know: why the database cannot be worked with."""
    request_id = request.scope.get("tessera.request_id")
    _log.error(problem.code, request_id=request_id, cause=problem.facts.get("cause"))


def _tell_http(_: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    status = HTTPStatus(error.status_code)
    code, title = _CODES.get(
        status, ("bad_request" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "error", status.phrase)
    )
    detail = f"{title}."
    if status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        detail = f"A body has at most {BODY_MOST_BYTES:,} bytes. Send it in parts, or activities line by line as {NDJSON}."
    headers = dict(error.headers or {})
    return problem_response(ProblemBody(f"/problems/{code}", title, int(status), detail, code), headers)


def _tell_error(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """A fault of ours: the log has the place, the caller only learns that trying again is safe.

    The place alone: an exception's message or locals may hold what a member's card is.
    """
    _log.error(
        "request failed",
        request_id=request.scope.get("tessera.request_id"),
        error=type(error).__qualname__,
        trace="".join(traceback.format_tb(error.__traceback__)),
    )
    detail = "This is our mistake. Trying again with the same key is safe."
    return problem_response(ProblemBody("/problems/error", "Internal error", 500, detail, "error"))


def tell(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Whatever was raised, as a response."""
    if isinstance(error, Problem):
        return _tell_problem(request, error)
    if isinstance(error, HTTPException):
        return _tell_http(request, error)
    return _tell_error(request, error)


HANDLERS: ExceptionHandlersMap = {
    Problem: _tell_problem,
    HTTPException: _tell_http,
    Exception: _tell_error,
}

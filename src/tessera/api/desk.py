"""What every handler needs: who calls, the services, the key."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

import msgspec
from litestar import Request

from tessera.access.check import Caller, InvalidKey
from tessera.access.keyring import Keyring
from tessera.access.limits import Limits
from tessera.access.scopes import Scope
from tessera.api.fields import Instant
from tessera.api.header import header_of
from tessera.api.language import listen
from tessera.api.metrics import Metrics
from tessera.api.parameters import check_parameters
from tessera.api.services import Services
from tessera.catalogue.seal import Seal
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.problems import InvalidValue, UnknownMember
from tessera.kit.sandbox import crosses

Call = Request[Any, Any, Any]

LONGEST_KEY: Final = 200
RELEASE_KEY: Final = "release:"
"""What the key of a hold's release begins with; the hold's own follows."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One application's services, keys, clock, figures, ids, and the seal of codes."""

    services: Services
    keyring: Keyring
    clock: Clock
    metrics: Metrics
    limits: Limits
    new_id: Ids
    seal: Seal


def desk_of(request: Call) -> Desk:
    """The desk of the application that got the request."""
    return cast("Desk", request.app.state.desk)


async def caller_of(request: Call, scope: Scope) -> Caller:
    """Who calls, with a key that has `scope`; from then on sentences are in the call's language.

    Raises InvalidKey, MissingScope, TooManyRequests, UnknownLanguage, and InvalidValue for a parameter that is unknown.
    A member in the path is one of the caller's side of the sandbox's fence: else UnknownMember.
    """
    kind, _, token = (header_of(request, b"authorization") or "").partition(" ")
    if kind.lower() != "bearer" or not token:
        raise InvalidKey("Send a key as: Authorization: Bearer tsr_...")
    caller = await desk_of(request).keyring.caller(token.strip())
    request.scope["tessera.source"] = caller.source  # type: ignore[typeddict-unknown-key]
    request.scope["tessera.allowance"] = desk_of(request).limits.take(caller.key_id)  # type: ignore[typeddict-unknown-key]
    caller.need(scope)
    check_parameters(request)
    listen(request)
    _keep_apart(caller, request)
    return caller


def _keep_apart(caller: Caller, request: Call) -> None:
    """A path that names a member of the other side of the sandbox's fence names nobody."""
    member_id = request.path_params.get("member_id")
    if isinstance(member_id, UUID) and crosses(caller.source, member_id):
        raise UnknownMember("No member has this id.", field="member_id")


def key_of(request: Call, in_body: str | None) -> str:
    """The idempotency key: of the body, or else of the Idempotency-Key header. Raises InvalidValue."""
    # A structured-field string (the draft's form) has quotes around it; many clients send it bare.
    given = header_of(request, b"idempotency-key") or ""
    in_header = given.strip().removeprefix('"').removesuffix('"')
    if in_body and in_header and in_body != in_header:
        raise InvalidValue("The body and the Idempotency-Key header name different keys.", field="key")
    key = in_body or in_header
    if not key:
        raise InvalidValue("Give a key, here or as the Idempotency-Key header.", field="key")
    return checked_key(key)


def checked_key(key: str, *, longest: int = LONGEST_KEY) -> str:
    """A key that can be one. Raises InvalidValue."""
    if len(key) > longest or not key.isascii() or not key.isprintable() or " " in key:
        raise InvalidValue("A key is 1 to 200 visible ASCII characters.", field="key")
    return key


def instant_of(request: Call, name: str) -> datetime | None:
    """An instant in the query string; None if it is not there. Raises InvalidValue."""
    given = request.query_params.get(name)
    if given is None:
        return None
    try:
        # A plus that was not escaped arrives as a space.
        return msgspec.convert(given.replace(" ", "+"), Instant)
    except msgspec.ValidationError:
        raise InvalidValue(
            "Write an instant with its offset, like 2026-06-05T12:00:00Z.", field=name
        ) from None


def limit_of(request: Call, *, default: int) -> int:
    """How many of a list the query string asks for. Raises InvalidValue for what is no whole number."""
    given = request.query_params.get("limit", str(default))
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        raise InvalidValue("Write a whole number.", field="limit")
    return int(given)

"""The application: its routes, and one log line and one figure for each request."""

import re
import time
from collections.abc import Callable
from typing import Any, cast

import msgspec
import structlog
from litestar import Litestar
from litestar.datastructures import State
from litestar.types import Message

from tessera.access.check import Caller
from tessera.access.keyring import Keyring
from tessera.access.limits import CALLS_A_MINUTE, Limits
from tessera.api import (
    activities,
    adjustments,
    approvals,
    card_register,
    catalogue,
    choices,
    claimed,
    claims,
    corrections,
    draws,
    gift_cards,
    giving,
    guests,
    health,
    holds,
    households,
    instructions,
    invitations,
    members,
    merges,
    points,
    pools,
    previews,
    problems,
    programme,
    quotes,
    redemptions,
    reference,
    segment,
    spoken,
    subscriptions,
    traits,
    vouchers,
)
from tessera.api.allowances import limit_headers
from tessera.api.desk import Desk
from tessera.api.express import Express
from tessera.api.metrics import Metrics
from tessera.api.openapi import openapi
from tessera.api.services import Services
from tessera.catalogue.seal import Seal
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.usecases.manage_keys import check_key

_log = structlog.get_logger("tessera.api")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_ROUTES = (
    activities.record_activity,
    activities.record_batch,
    activities.read_activity,
    segment.record_event,
    quotes.quote,
    holds.place_hold,
    holds.hold,
    holds.release_hold,
    members.enrol,
    members.find,
    members.read,
    members.change,
    members.add_identity,
    members.remove_identity,
    traits.traits,
    merges.merge,
    merges.undo,
    redemptions.redeem,
    subscriptions.pay,
    subscriptions.stop,
    subscriptions.subscriptions,
    households.found,
    households.join,
    households.leave,
    households.household,
    invitations.invite,
    invitations.withdraw,
    households.give_role,
    catalogue.catalogue,
    catalogue.publish_whole,
    catalogue.publish_some,
    catalogue.member_rewards,
    choices.choices,
    choices.choose,
    points.balances,
    points.history,
    draws.draws,
    draws.draw,
    draws.own_draws,
    adjustments.adjust,
    adjustments.undo,
    approvals.adjustments,
    approvals.adjustment,
    approvals.approve,
    approvals.refuse,
    vouchers.own_vouchers,
    vouchers.own_code,
    vouchers.voucher,
    vouchers.use,
    claims.claim,
    claims.claims,
    claims.approve,
    claims.refuse,
    claimed.member_claims,
    vouchers.cancel,
    gift_cards.issue,
    gift_cards.card,
    gift_cards.own_cards,
    card_register.cards,
    card_register.void,
    spoken.voucher,
    spoken.gift_card,
    guests.pay,
    guests.refund,
    pools.pools,
    pools.import_pool,
    corrections.correct,
    corrections.corrections,
    corrections.approve,
    corrections.refuse,
    giving.transfer,
    giving.donate,
    instructions.instruct,
    instructions.stop,
    instructions.instructions,
    giving.causes,
    programme.programme,
    programme.programme_text,
    previews.preview,
    health.healthz,
    health.readyz,
    health.metrics,
    *reference.ROUTES,
)
_AWAITED_AT_TILLS = ("/v1/activities", "/v1/quotes", "/v1/holds")


class Api(Litestar):
    """Litestar with an eye on every request, also those that no route takes, and a quicker way for a till's calls."""

    def __init__(self, **words: Any) -> None:
        super().__init__(**words)
        self.express = Express(self, _AWAITED_AT_TILLS)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        started = time.perf_counter()
        request_id = _request_id(scope, self.state.new_id)
        scope["tessera.request_id"] = request_id
        status = 500

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    *message["headers"],
                    (b"x-request-id", request_id.encode()),
                    *limit_headers(scope.get("tessera.allowance")),
                ]
            await send(message)

        desk = cast("Desk", self.state.desk)
        try:
            if self.express.takes(scope):
                await self.express.answer(scope, receive, watch)
            else:
                await super().__call__(scope, receive, watch)
        finally:
            seconds = time.perf_counter() - started
            route = scope.get("path_template") or "none"
            desk.metrics.observe_request(method=scope["method"], route=route, status=status, seconds=seconds)
            # Never the path or the query: they may hold identities.
            _log.info(
                "request",
                request_id=request_id,
                method=scope["method"],
                route=route,
                status=status,
                ms=round(seconds * 1000, 1),
                source=scope.get("tessera.source"),
            )


def create_app(  # noqa: PLR0913 - what it is made of, each by name
    services: Services,
    *,
    clock: Clock,
    new_id: Ids,
    seal: Seal,
    metrics: Metrics | None = None,
    calls_a_minute: int = CALLS_A_MINUTE,
    on_shutdown: Callable[[], None] | None = None,
) -> Litestar:
    """The API over these services. `metrics` is shared with whoever forms the batches; `calls_a_minute` is each key's."""

    async def look_up(token: str) -> Caller:
        return await services.run(check_key, token)

    desk = Desk(services, Keyring(look_up), clock, metrics or Metrics(), Limits(calls_a_minute), new_id, seal)
    return Api(
        route_handlers=list(_ROUTES),
        openapi_config=None,
        exception_handlers=problems.HANDLERS,
        request_max_body_size=problems.BODY_MOST_BYTES,
        state=State({"desk": desk, "new_id": new_id, "openapi": openapi_json()}),
        logging_config=None,
        on_shutdown=[on_shutdown] if on_shutdown else [],
    )


def openapi_json() -> bytes:
    """The OpenAPI document as it is served and as it is committed."""
    return msgspec.json.format(msgspec.json.encode(openapi(_ROUTES)), indent=2) + b"\n"


def _request_id(scope: Any, new_id: Ids) -> str:
    """The caller's X-Request-ID where it is harmless, else a new one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            given = value.decode("latin-1")
            return given if _REQUEST_ID.fullmatch(given) else str(new_id())
    return str(new_id())

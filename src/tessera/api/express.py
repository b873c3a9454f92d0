"""The express lane: calls that a till waits for reach their handler without Litestar's routing and injection.

Those cost as much as deciding the basket does. What comes out is the same: the same handler, the same problems.
"""

from collections.abc import Sequence
from typing import Any, cast

from litestar import Litestar, Request
from litestar.types import Receive, Scope, Send

from tessera.api.problems import tell
from tessera.api.reply import Reply


class Express:
    """Answers the POST calls of some paths of `app`; their handlers take the request and nothing else."""

    def __init__(self, app: Litestar, paths: Sequence[str]) -> None:
        self._app = app
        self._handlers: dict[str, Any] = {
            path: app.asgi_router.handle_routing(path=path, method="POST")[1] for path in paths
        }

    def takes(self, scope: Scope) -> bool:
        """Is this one of its calls?"""
        return scope["path"] in self._handlers and scope["method"] == "POST"  # type: ignore[typeddict-item]

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the handler, and send what it answers or the problem that it raises."""
        handler = self._handlers[scope["path"]]
        scope["app"] = scope["litestar_app"] = self._app
        scope["route_handler"] = handler
        scope["path_template"] = scope["path"]
        scope["path_params"] = {}
        scope.setdefault("state", {})
        request: Request[Any, Any, Any] = Request(scope, receive, send)
        try:
            reply = cast("Reply", await handler.fn(request))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told
            await tell(request, error).to_asgi_response(None, request)(scope, receive, send)
            return
        await reply(scope, receive, send)

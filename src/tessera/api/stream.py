"""Bodies of any length, line by line (NDJSON), in bounded memory: a line is answered when it is committed."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any, NamedTuple

from litestar.types import Receive, Scope, Send

from tessera.api.reply import Outgoing
from tessera.kit.problems import Problem

NDJSON = "application/x-ndjson"
LINE_MOST_BYTES = 256_000
LINES_AT_ONCE = 200
PATIENCE_SECONDS = 30


class LineTooLong(Problem):
    """The line is longer than 256,000 bytes; it was passed over."""

    code = "line_too_long"
    title = "The line is too long"


class Cut(NamedTuple):
    """A line that was too long to be held."""


Line = bytes | Cut
Answer = Callable[[list[Line]], Any]
"""Takes some lines and answers them, in order, as NDJSON (a coroutine)."""


class GoneAway(Exception):  # noqa: N818 - it names what happened
    """The caller hung up, or does not take the answers."""


class Stream(Outgoing):
    """A response that grows while the request is still coming in. Callers must read while they write."""

    def __init__(self, answer: Answer, tell: Callable[[Exception], object]) -> None:
        self._answer = answer
        self._tell = tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's form
        headers = [(b"content-type", NDJSON.encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        try:
            async for lines in read_lines(receive):
                for start in range(0, len(lines), LINES_AT_ONCE):
                    await _say(send, await self._answer(lines[start : start + LINES_AT_ONCE]), more=True)
            await _say(send, b"", more=False)
        except GoneAway:
            return
        except Exception as error:  # noqa: BLE001 - the status is out: what is left is to stop short, which is seen
            self._tell(error)


async def read_lines(receive: Receive) -> AsyncIterator[list[Line]]:
    """The lines that each part of the body completes, without blank ones. Raises GoneAway."""
    begun, cut = bytearray(), False
    async for part, last in _parts(receive):
        ended = part.split(b"\n")
        rest = b"" if last else ended.pop()
        lines: list[Line] = []
        for piece in ended:
            whole = begun + piece
            if cut or len(whole) > LINE_MOST_BYTES:
                lines.append(Cut())
            elif whole.strip():
                lines.append(bytes(whole))
            begun, cut = bytearray(), False
        begun += rest
        if len(begun) > LINE_MOST_BYTES:
            begun, cut = bytearray(), True
        if lines:
            yield lines


async def _parts(receive: Receive) -> AsyncIterator[tuple[bytes, bool]]:
    """Each part of the body, and whether it is the last."""
    last = False
    while not last:
        message = await receive()
        if message["type"] != "http.request":
            raise GoneAway
        last = not message.get("more_body", False)
        yield message.get("body", b""), last


async def _say(send: Send, body: bytes, *, more: bool) -> None:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await send({"type": "http.response.body", "body": body, "more_body": more})
    except TimeoutError:
        raise GoneAway from None

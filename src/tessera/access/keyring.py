"""Keys remembered for a moment: a busy till costs one look-up every two seconds, not one a call."""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable

from tessera.access.check import Caller, InvalidKey

REMEMBERED_SECONDS = 2.0
_MOST = 10_000  # a flood of invented keys must not fill the memory


class Keyring:
    """Asks `look_up(token)` for what it has not seen within two seconds; a revocation counts that soon.

    Refusals are remembered too. Tokens themselves are not kept, only their SHA-256.
    """

    def __init__(
        self, look_up: Callable[[str], Awaitable[Caller]], *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._look_up = look_up
        self._monotonic = monotonic
        self._known: dict[bytes, tuple[float, Caller | InvalidKey]] = {}
        self._asking: dict[bytes, asyncio.Task[Caller | InvalidKey]] = {}

    async def caller(self, token: str) -> Caller:
        """The caller behind a token. Raises InvalidKey, and whatever the look-up raises.

        Calls that come together share one look-up; a key in use is looked up anew before it is forgotten, so that
        nobody waits for it.
        """
        known_by, now = hashlib.sha256(token.encode()).digest(), self._monotonic()
        until, answer = self._known.get(known_by, (now, None))
        if answer is None or until <= now:
            answer = await asyncio.shield(self._asked(known_by, token, now))
        elif until - now < REMEMBERED_SECONDS / 2:
            self._asked(known_by, token, now)
        if isinstance(answer, InvalidKey):
            raise InvalidKey(answer.detail)
        return answer

    def _asked(self, known_by: bytes, token: str, now: float) -> "asyncio.Task[Caller | InvalidKey]":
        """The look-up that is under way for this key, or a new one."""
        task = self._asking.get(known_by)
        if task is None:
            task = self._asking[known_by] = asyncio.ensure_future(self._ask(known_by, token, now))
            task.add_done_callback(lambda done: self._forget(known_by, done))
        return task

    async def _ask(self, known_by: bytes, token: str, now: float) -> Caller | InvalidKey:
        answer: Caller | InvalidKey
        try:
            answer = await self._look_up(token)
        except InvalidKey as refusal:
            answer = refusal
        if len(self._known) >= _MOST:
            self._known.clear()
        # Counted from before the look-up: one that was slow must not make a revoked key live longer.
        self._known[known_by] = (now + REMEMBERED_SECONDS, answer)
        return answer

    def _forget(self, known_by: bytes, done: "asyncio.Task[Caller | InvalidKey]") -> None:
        self._asking.pop(known_by, None)
        if not done.cancelled():
            done.exception()  # whoever waits has it; of one that nobody waits for, the next call hears

"""Keys remembered for a moment: a busy till costs one look-up every two seconds, not one a call."""

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

    async def caller(self, token: str) -> Caller:
        """The caller behind a token. Raises InvalidKey, and whatever the look-up raises."""
        known_by, now = hashlib.sha256(token.encode()).digest(), self._monotonic()
        until, answer = self._known.get(known_by, (now, None))
        if answer is None or until <= now:
            # Counted from before the look-up: one that was slow must not make a revoked key live longer.
            answer = await self._ask(token)
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[known_by] = (now + REMEMBERED_SECONDS, answer)
        if isinstance(answer, InvalidKey):
            raise InvalidKey(answer.detail)
        return answer

    async def _ask(self, token: str) -> Caller | InvalidKey:
        try:
            return await self._look_up(token)
        except InvalidKey as refusal:
            return refusal

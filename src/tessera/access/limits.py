"""How often a key may call: a bucket for each, in this process's memory."""

import math
import time
from collections.abc import Callable
from typing import ClassVar, NamedTuple

from tessera.kit.problems import Problem

WINDOW_SECONDS = 60
CALLS_A_MINUTE = 600_000
"""Unless told otherwise: no till or shop comes near, a loop gone wild does."""
_MOST = 10_000  # keys remembered


class TooManyRequests(Problem):
    """The key has called too often; nothing was done. Wait `retry_after_seconds` and send the same again."""

    code: ClassVar[str] = "too_many_requests"
    title: ClassVar[str] = "Too many requests"


class Allowance(NamedTuple):
    """What a key may still do: `quota` a minute, `left` of it now, all of it again after `reset_seconds`."""

    quota: int
    left: int
    reset_seconds: int


class Limits:
    """At most `quota` calls a minute for each key, evenly refilled; a minute's worth may come at once.

    Kept as one instant a key: when its bucket would be full again (GCRA, ITU-T I.371).
    """

    def __init__(self, quota: int, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._quota = quota
        self._seconds_each = WINDOW_SECONDS / quota
        self._monotonic = monotonic
        self._full_at: dict[str, float] = {}

    def take(self, key_id: str) -> Allowance:
        """Count one call. Raises TooManyRequests, which does not count."""
        now = self._monotonic()
        full_at = max(self._full_at.get(key_id, now), now) + self._seconds_each
        over = full_at - now - WINDOW_SECONDS
        if over > 1e-6:  # less is the arithmetic's own
            raise TooManyRequests(
                f"A key may call {self._quota:,} times a minute.",
                retry_after_seconds=math.ceil(over),
                allowance=Allowance(self._quota, 0, WINDOW_SECONDS),
            )
        if len(self._full_at) >= _MOST and key_id not in self._full_at:
            self._full_at = {key: at for key, at in self._full_at.items() if at > now}
        self._full_at[key_id] = full_at
        left = int((WINDOW_SECONDS - (full_at - now)) / self._seconds_each + 1e-6)
        return Allowance(self._quota, left, math.ceil(full_at - now))

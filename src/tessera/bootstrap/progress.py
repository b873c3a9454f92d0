"""How far long work has come: a bar with rate and time left on a terminal, plain lines elsewhere."""

import queue
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing.queues import Queue
from typing import Protocol, TextIO

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

SECONDS_A_LINE = 5.0
SECONDS_A_LOOK = 0.1


class Shown(Protocol):
    """Something that shows progress."""

    def advance(self, count: int) -> None: ...


@contextmanager
def show_progress(  # noqa: PLR0913 - each by its name
    label: str,
    *,
    total: int,
    unit: str,
    done: int = 0,
    stream: TextIO | None = None,
    now: Callable[[], float] = time.monotonic,
) -> Iterator[Shown]:
    """Show the progress of `total` units, `done` of which an earlier run did; they do not count for the rate.

    `stream` is where to, standard error unless told; `now` tells seconds.
    """
    stream = stream or sys.stderr
    if not stream.isatty():
        lines = _Lines(label, total=total, unit=unit, done=done, stream=stream, now=now)
        yield lines
        lines.say()
        return
    with _bar(stream, unit, now) as bar:
        task = bar.add_task(label, total=total, completed=done)
        yield _Bar(bar, task)


@contextmanager
def show_stages(*, unit: str) -> Iterator[Callable[[str, int, int], None]]:
    """Show work of several stages, one after the other; told (stage, done, of all)."""
    with ExitStack() as shown:
        stages: dict[str, Shown] = {}
        reached: dict[str, int] = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in stages:
                shown.pop_all().close()
                stages[stage] = shown.enter_context(show_progress(stage, total=total, unit=unit))
            stages[stage].advance(done - reached.get(stage, 0))
            reached[stage] = done

        yield tell


def follow(shown: Shown, counts: "Queue[int]", *, running: Callable[[], bool]) -> None:
    """Show what worker processes report through `counts`, until none is running and all is read.

    A worker that dies without a word cannot keep this waiting.
    """
    while True:
        still = running()  # asked first: what was reported before the end is then read for certain
        try:
            shown.advance(counts.get(timeout=SECONDS_A_LOOK if still else 0))
        except queue.Empty:
            if not still:
                return


class _Lines:
    """A line every few seconds, for logs."""

    def __init__(  # noqa: PLR0913 - each by its name
        self, label: str, *, total: int, unit: str, done: int, stream: TextIO, now: Callable[[], float]
    ) -> None:
        self._label, self._total, self._unit, self._stream, self._now = label, total, unit, stream, now
        self._before = self._done = done
        self._begun = self._said = now()

    def advance(self, count: int) -> None:
        self._done += count
        if self._now() - self._said >= SECONDS_A_LINE:
            self.say()

    def say(self) -> None:
        self._said = self._now()
        rate = (self._done - self._before) / max(self._said - self._begun, 1e-9)
        left = (self._total - self._done) / rate if rate else 0
        line = f"{self._label}: {self._done:,} of {self._total:,} {self._unit}, {rate:,.0f}/s"
        print(f"{line}, {left:.0f} s left" if left > 0 else line, file=self._stream, flush=True)


class _Bar:
    def __init__(self, bar: Progress, task: TaskID) -> None:
        self._bar, self._task = bar, task

    def advance(self, count: int) -> None:
        self._bar.advance(self._task, count)


class _Rate(ProgressColumn):
    """Units a second."""

    def __init__(self, unit: str) -> None:
        super().__init__()
        self._unit = unit

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f} {self._unit}/s" if speed else "")


def _bar(stream: TextIO, unit: str, now: Callable[[], float]) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(unit),
        TimeRemainingColumn(),
        console=Console(file=stream),
        get_time=now,
    )

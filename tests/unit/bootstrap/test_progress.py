"""Progress of long work."""

import io
import multiprocessing
from multiprocessing.queues import Queue

from tessera.bootstrap.progress import follow, show_progress


class Watch:
    """A stopwatch that the test sets."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_log_gets_a_line_now_and_then() -> None:
    """Without a terminal: a line every five seconds and one at the end, with rate and time left."""
    stream, watch = io.StringIO(), Watch()
    with show_progress("Replay", total=3_000, unit="baskets", stream=stream, now=watch) as shown:
        for _ in range(10):
            watch.seconds += 1
            shown.advance(200)
        watch.seconds += 1
        shown.advance(1_000)
    assert stream.getvalue().splitlines() == [
        "Replay: 1,000 of 3,000 baskets, 200/s, 10 s left",
        "Replay: 2,000 of 3,000 baskets, 200/s, 5 s left",
        "Replay: 3,000 of 3,000 baskets, 273/s",
    ]


def test_what_an_earlier_run_did_is_no_merit_of_this_one() -> None:
    """Work resumed at 2,000 shows 2,000, but its rate counts what is done now."""
    stream, watch = io.StringIO(), Watch()
    with show_progress("Replay", total=3_000, unit="baskets", done=2_000, stream=stream, now=watch) as shown:
        watch.seconds += 10
        shown.advance(100)
    assert stream.getvalue().splitlines()[0] == "Replay: 2,100 of 3,000 baskets, 10/s, 90 s left"


def test_a_terminal_gets_a_bar() -> None:
    """On a terminal the count stands beside a bar."""
    stream = Terminal()
    with show_progress("Replay", total=3, unit="baskets", stream=stream) as shown:
        shown.advance(3)
    assert "Replay" in stream.getvalue()
    assert "3/3" in stream.getvalue()


def report(counts: "Queue[int]", times: int) -> None:
    for _ in range(times):
        counts.put(10)


def test_the_counts_of_several_processes_add_up() -> None:
    """Two workers report through one queue; all of it arrives, and the wait ends with the workers."""
    context = multiprocessing.get_context("spawn")
    counts: Queue[int] = context.Queue()
    workers = [context.Process(target=report, args=(counts, times)) for times in (5, 7)]
    for worker in workers:
        worker.start()
    stream = io.StringIO()
    with show_progress("Replay", total=120, unit="baskets", stream=stream) as shown:
        follow(shown, counts, running=lambda: any(worker.is_alive() for worker in workers))
    assert "120 of 120" in stream.getvalue().splitlines()[-1]
    counts.close()

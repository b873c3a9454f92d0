"""The supervisor: one process owns the server and takes it down with itself; the others connect to it."""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import psycopg

from tessera.bootstrap.embedded.place import EmbeddedUnavailable, Place, find_place
from tessera.bootstrap.embedded.remains import end_remains
from tessera.bootstrap.owner import dies_with_owner

SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "512MB",
    "max_wal_size": "4GB",
    "max_connections": "60",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
PATIENCE_SECONDS = 600  # a crash recovery may have gigabytes of log to read
PAUSE_SECONDS = 0.02
ENVIRONMENT = {"LC_ALL": "C", "PATH": os.defpath}


class Embedded:
    """The embedded PostgreSQL of one home folder.

    Whoever comes first owns the server: it runs as that process's child and stops with it, cleanly, even when
    the owner is killed. A later process finds it running and is its guest: an owner that is done waits for its guests,
    and who comes while it stops waits for that. Who serves is no guest, and waits for none: `keep_running` takes the
    server over when the owner leaves. Start it from the main thread: on Linux the server dies with the *thread* that
    started it.
    """

    def __init__(self, home: Path, *, settings: Mapping[str, str] | None = None) -> None:
        self._home = home
        self._settings = SETTINGS | dict(settings or {})
        self._server: subprocess.Popen[bytes] | None = None
        self._lock: IO[bytes] | None = None
        self._visit: IO[bytes] | None = None
        self._serves = False
        self._leaving = threading.Event()
        self.notice: str | None = None

    def start(self) -> str:
        """Start the server, or find it started; returns its conninfo. Raises EmbeddedUnavailable.

        Afterwards `notice` holds a sentence for the operator when the files are not under the home folder.
        """
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError("The embedded server must be started from the main thread.")
        place = find_place(self._home)
        self.notice = place.notice
        dsn = _conninfo(place)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if self._own(place):
                self._launch(place, dsn, deadline)
                return dsn
            if self._is_welcome(place):
                if _answers(dsn):
                    return dsn
                self._part()
            time.sleep(PAUSE_SECONDS)
        raise EmbeddedUnavailable(f"Another process holds {place.lock} but its server does not answer.")

    def revive(self) -> bool:
        """Start the server again if it has ended and no other process owns it; False if there was nothing to do.

        For a thread that lasts as long as the process. Raises EmbeddedUnavailable.
        """
        if self._server is not None and self._server.poll() is None:
            return False
        place = find_place(self._home)
        if self._lock is None and not self._own(place):
            return False
        if self._server is not None:
            place.log.replace(place.log.with_suffix(".log.before"))  # it may say why
        self._launch(place, _conninfo(place), time.monotonic() + PATIENCE_SECONDS)
        return True

    def serve(self) -> None:
        """Be no guest, and wait for none: this process serves, and starts the server again should it end."""
        self._serves = True
        self._part()

    def leave(self) -> None:
        """Let a start that is under way in another thread be given up."""
        self._leaving.set()

    def stop(self) -> None:
        """Stop the server if this process owns it, once its guests are done. Once more does nothing."""
        self._part()
        with self._without_guests() if self._server is not None else contextlib.nullcontext():
            if self._server is not None:
                self._server.send_signal(
                    signal.SIGINT
                )  # a "fast" shutdown: clean, without waiting for clients
                self._server.wait()
                self._server = None
            if self._lock is not None:
                self._lock.close()
                self._lock = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _own(self, place: Place) -> bool:
        """Take the lock that the owner holds for as long as it lives."""
        lock = place.lock.open("ab")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        self._lock = lock
        return True

    def _is_welcome(self, place: Place) -> bool:
        """Become a guest, unless the owner is stopping the server."""
        if self._serves or self._visit is not None:
            return True
        visit = place.guests.open("ab")
        try:
            fcntl.flock(visit, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            visit.close()
            return False
        self._visit = visit
        return True

    def _part(self) -> None:
        """Be a guest no longer."""
        if self._visit is not None:
            self._visit.close()
            self._visit = None

    @contextlib.contextmanager
    def _without_guests(self) -> Iterator[None]:
        """While this lasts there are none, and none come. A second Ctrl-C, or the end of what served, waits for nobody."""
        with find_place(self._home).guests.open("ab") as guests:
            if not self._serves:
                with contextlib.suppress(KeyboardInterrupt):
                    fcntl.flock(guests, fcntl.LOCK_EX)
            yield

    def _launch(self, place: Place, dsn: str, deadline: float) -> None:
        try:
            end_remains(place, deadline)
            _initialise(place)
            while not self._try_launch(place, dsn, deadline):
                time.sleep(PAUSE_SECONDS)
        except BaseException:
            self.stop()
            raise

    def _try_launch(self, place: Place, dsn: str, deadline: float) -> bool:
        """Start the server once, wait until it answers; False when a killed one's memory is still in use."""
        options = [word for name, value in self._settings.items() for word in ("-c", f"{name}={value}")]
        with place.log.open("wb") as log:
            self._server = subprocess.Popen(  # noqa: S603 - our own binary, our own arguments
                [place.binaries / "postgres", "-D", place.data, "-k", place.socket, *options],
                cwd=place.root,
                env=ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # a Ctrl-C at the terminal is the owner's to answer
                preexec_fn=dies_with_owner(signal.SIGINT),  # noqa: PLW1509 - one looked-up C call, no locks
                **place.account.spawn(),
            )
        while self._server.poll() is None:
            if _answers(dsn):
                return True
            if time.monotonic() > deadline or self._leaving.is_set():
                raise EmbeddedUnavailable(f"The embedded PostgreSQL does not answer; its log is {place.log}.")
            time.sleep(PAUSE_SECONDS)
        self._server = None
        said = place.log.read_text(errors="replace")
        if "is still in use" in said and time.monotonic() < deadline:
            return False
        raise EmbeddedUnavailable(
            f"The embedded PostgreSQL did not start; its log is {place.log}.\n{said.strip()}"
        )


def _conninfo(place: Place) -> str:
    return f"host={place.socket} user=postgres dbname=postgres"


def _initialise(place: Place) -> None:
    """Make the data folder, once; an interrupted attempt leaves nothing that could pass for one."""
    mark = place.data / "PG_VERSION"
    if mark.exists():
        if (found := mark.read_text().strip()) != "18":
            raise EmbeddedUnavailable(
                f"{place.data} was made by PostgreSQL {found}, this is 18. Choose another folder with "
                f"TESSERA_HOME, or move the data with {found}'s pg_dump.",
            )
        return
    unfinished = place.root / "unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    words = ["-U", "postgres", "--encoding=UTF8", "--auth=trust", "--no-instructions"]
    words += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "-D", str(unfinished)]
    made = subprocess.run(  # noqa: S603 - our own binary, our own arguments
        [place.binaries / "initdb", *words],
        cwd=place.root,
        env=ENVIRONMENT,
        check=False,
        capture_output=True,
        text=True,
        **place.account.spawn(),
    )
    if made.returncode != 0:
        raise EmbeddedUnavailable(
            f"The embedded PostgreSQL could not make its data folder. {made.stderr.strip()}"
        )
    unfinished.rename(place.data)


def _answers(dsn: str) -> bool:
    with contextlib.suppress(psycopg.OperationalError), psycopg.connect(dsn, connect_timeout=5):
        return True
    return False

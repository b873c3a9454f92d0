"""A connection that breaks on purpose: a proxy on the loopback that understands just enough of PostgreSQL's protocol.

It knows where a client's request ends, so it can break the connection at every boundary: before the server has seen the
n-th request, or after the server has carried it out and before the client hears of it. What it cuts is a real socket.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from threading import Lock, Thread
from typing import BinaryIO, Self

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

SOCKET_NAME = ".s.PGSQL.5432"
HEADER_BYTES = 5  # a letter, and a length that counts itself
READY, COPY_IN, BACKEND_KEY = b"Z", b"G", b"K"
ENDS_A_REQUEST = (b"Q", b"S", b"c")  # Query, Sync, CopyDone
ANSWERS_A_REQUEST = (READY, COPY_IN)


class Cut(StrEnum):
    """How the connection ends. `TERMINATED`: the server itself says goodbye, as when an operator ends its process."""

    BEFORE = "before"
    AFTER = "after"
    TERMINATED = "terminated"


class Wire:
    """The proxy, one thread for each direction of each connection. Close it when done."""

    def __init__(self, dsn: str) -> None:
        known = conninfo_to_dict(dsn)
        self._direct = dsn
        self._server = str(Path(str(known["host"])) / SOCKET_NAME)
        self._listener = socket.create_server(("127.0.0.1", 0))
        port = self._listener.getsockname()[1]
        self.dsn = make_conninfo(
            dsn,
            host="127.0.0.1",
            port=port,
            sslmode="disable",
            gssencmode="disable",
            channel_binding="disable",
        )
        self._guard = Lock()
        self._how, self._left = Cut.BEFORE, 0
        self.requests = 0
        self.cut = False
        self._threads: list[Thread] = []
        self._sockets: list[socket.socket] = []
        self._accepting = Thread(target=self._accept, name="wire")
        self._accepting.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._accepting.join()
        for end in self._sockets:
            _hang_up(end)
        for thread in self._threads:
            thread.join()

    @contextmanager
    def broken_at(self, number: int, how: Cut) -> Iterator[None]:
        """Break the connection that makes the `number`-th request from now on; `cut` tells whether there was one."""
        with self._guard:
            self._how, self._left, self.cut = how, number, False
        yield
        with self._guard:
            self._left = 0

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else each message waits 40 ms
                server = socket.socket(socket.AF_UNIX)
                server.connect(self._server)
                self._sockets += [client, server]
                line = _Line(self, client, server)
                self._threads += [Thread(target=line.up), Thread(target=line.down)]
                for thread in self._threads[-2:]:
                    thread.start()

    def count(self) -> Cut | None:
        """One more request: how it shall be broken, or None."""
        with self._guard:
            self.requests += 1
            if not self._left:
                return None
            self._left -= 1
            self.cut = self._left == 0
            return self._how if self.cut else None

    def terminate(self, backend: int) -> None:
        """Let the server end one of its processes, and wait until it has."""
        with psycopg.connect(self._direct, autocommit=True) as operator:
            operator.execute("select pg_terminate_backend(%s, 10000)", (backend,))


class _Line:
    """One connection through the proxy."""

    def __init__(self, wire: Wire, client: socket.socket, server: socket.socket) -> None:
        self._wire, self._client, self._server = wire, client, server
        self._backend = 0
        self._deaf = False

    def up(self) -> None:
        """Client to server, a whole request at a time."""
        with suppress(OSError, EOFError), self._client.makefile("rb") as stream:
            length = _exactly(stream, 4)
            self._server.sendall(length + _exactly(stream, int.from_bytes(length) - 4))
            request = b""
            while True:
                kind, message = _message(stream)
                request += message
                if kind not in ENDS_A_REQUEST:
                    continue
                how = self._wire.count()
                if how is Cut.BEFORE:
                    break
                if how is Cut.TERMINATED:
                    self._wire.terminate(self._backend)
                self._deaf = how is Cut.AFTER
                self._server.sendall(request)
                request = b""
        _hang_up(self._server)

    def down(self) -> None:
        """Server to client, a message at a time, until the answer that the client shall not hear."""
        with suppress(OSError, EOFError), self._server.makefile("rb") as stream:
            while True:
                kind, message = _message(stream)
                if kind == BACKEND_KEY:
                    self._backend = int.from_bytes(message[HEADER_BYTES : HEADER_BYTES + 4])
                if not self._deaf:
                    self._client.sendall(message)
                elif kind in ANSWERS_A_REQUEST:
                    break
        _hang_up(self._client)
        _hang_up(self._server)


def _message(stream: BinaryIO) -> tuple[bytes, bytes]:
    """A message: its letter, and all of its bytes."""
    header = _exactly(stream, HEADER_BYTES)
    return header[:1], header + _exactly(stream, int.from_bytes(header[1:]) - 4)


def _exactly(stream: BinaryIO, count: int) -> bytes:
    found = stream.read(count)
    if len(found) < count:
        raise EOFError
    return found


def _hang_up(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()

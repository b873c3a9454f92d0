"""The load: keep-alive connections, each of which sends its next request when it has its answer. A process of its own.

As lean as it can be, since it shares the machine with what it measures.
"""

import asyncio
import time
from array import array
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import cast

import msgspec
import uvloop

from tessera.bootstrap.replay.enrol import card_of
from tessera.connect.complete_journey import read_year
from tessera.engine.activity import Activity
from tessera.kit.record import Record

CONNECTIONS = 64
BASKETS = 20_000
STRIDE = 7  # every seventh basket of the year: all seasons and households
PATIENCE_SECONDS = 30

Request = Callable[[int], bytes]
"""The bytes of the n-th request."""


class Order(Record, frozen=True):
    """What to send for how long: `path` gets real baskets by POST with the key `bench-<n>`, or a bare GET."""

    port: int
    path: str
    token: str
    seconds: float
    baskets: bool


class Outcome(Record, frozen=True):
    """What came of it. `latencies` are seconds; `acknowledged` the numbers of the requests that got a 2xx."""

    seconds: float
    latencies: "array[float]"
    acknowledged: "array[int]"
    errors: dict[int, int]


def send_load(orders: "Connection[Outcome | None, Order | None]") -> None:
    """Say None when ready; then carry out orders, one after the other, until None comes."""
    bodies = _bodies()
    orders.send(None)
    while (order := orders.recv()) is not None:
        request = _baskets(order, bodies) if order.baskets else _bare(order)
        orders.send(uvloop.run(_run(order, request)))


async def _run(order: Order, request: Request) -> Outcome:
    loop = asyncio.get_running_loop()
    load = _Load(request, loop)
    started = time.perf_counter()
    load.until = started + order.seconds
    for _ in range(CONNECTIONS):
        await loop.create_connection(lambda: _Caller(load), "127.0.0.1", order.port)
    await asyncio.wait_for(load.done, order.seconds + PATIENCE_SECONDS)
    return Outcome(load.ended - started, load.latencies, load.acknowledged, load.errors)


class _Load:
    """What the connections share."""

    def __init__(self, request: Request, loop: asyncio.AbstractEventLoop) -> None:
        self.request = request
        self.until = self.ended = 0.0
        self.sent = 0
        self.open = CONNECTIONS
        self.latencies = array("d")
        self.acknowledged = array("q")
        self.errors: dict[int, int] = {}
        self.done: asyncio.Future[None] = loop.create_future()

    def leave(self) -> None:
        """One connection has nothing more to do."""
        self.open -= 1
        self.ended = time.perf_counter()
        if not self.open:
            self.done.set_result(None)


class _Caller(asyncio.Protocol):
    """One connection: request, answer, next request."""

    def __init__(self, load: _Load) -> None:
        self._load = load
        self._got = b""
        self._wanted = self._number = 0
        self._sent_at = 0.0
        self._finished = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._send()

    def data_received(self, data: bytes) -> None:
        self._got = self._got + data if self._got else data
        if not self._wanted:
            head = self._got.find(b"\r\n\r\n")
            if head < 0:
                return
            place = self._got.find(b"content-length: ") + 16
            self._wanted = head + 4 + int(self._got[place : self._got.find(b"\r", place)])
        if len(self._got) >= self._wanted:
            self._count(int(self._got[9:12]))
            self._send()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        if not self._finished:
            self._load.errors[0] = self._load.errors.get(0, 0) + 1
            self._load.leave()

    def _count(self, status: int) -> None:
        load = self._load
        load.latencies.append(time.perf_counter() - self._sent_at)
        if 200 <= status < 300:
            load.acknowledged.append(self._number)
        else:
            load.errors[status] = load.errors.get(status, 0) + 1
        self._got, self._wanted = b"", 0

    def _send(self) -> None:
        load, self._sent_at = self._load, time.perf_counter()
        if self._sent_at >= load.until:
            self._finished = True
            self._transport.close()
            load.leave()
            return
        self._number = load.sent
        load.sent += 1
        self._transport.write(load.request(self._number))


def _bare(order: Order) -> Request:
    request = f"GET {order.path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    return lambda _: request


def _baskets(order: Order, bodies: list[bytes]) -> Request:
    head = (
        f"POST {order.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {order.token}\r\n"
        "Content-Type: application/json\r\n"
    ).encode()

    def request(number: int) -> bytes:
        body = bodies[number % len(bodies)]
        return b"%sIdempotency-Key: bench-%d\r\nContent-Length: %d\r\n\r\n%s" % (
            head,
            number,
            len(body),
            body,
        )

    return request


def _bodies() -> list[bytes]:
    bodies: list[bytes] = []
    for place, (household, purchase) in enumerate(read_year()):
        if place % STRIDE == 0:
            bodies.append(msgspec.json.encode(_body(household, purchase)))
        if len(bodies) == BASKETS:
            break
    return bodies


def _body(household: int, purchase: Activity) -> dict[str, object]:
    """A purchase as a till sends it; it happens when it arrives."""
    return {
        "type": purchase.type,
        "member": {"card": card_of(household)},
        "money": purchase.money,
        "amount": _decimal(purchase.amount_minor, 2),
        "channel": purchase.channel,
        "store": purchase.store,
        "lines": [
            {
                name: value
                for name, value in (
                    ("product", line.product),
                    ("category", line.category),
                    ("brand", line.brand),
                    ("department", line.department),
                    ("quantity", _decimal(line.quantity_milli, 3)),
                    ("amount", _decimal(line.amount_minor, 2)),
                )
                if value is not None
            }
            for line in purchase.lines
        ],
    }


def _decimal(whole: int, digits: int) -> msgspec.Raw:
    """A number with its point, written exactly."""
    return msgspec.Raw(b"%d.%0*d" % (whole // 10**digits, digits, whole % 10**digits))

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
from tessera.bootstrap.replay.year import example
from tessera.connect.complete_journey import read_year
from tessera.engine.activity import Activity
from tessera.engine.spend import allow
from tessera.kit.record import Record

CONNECTIONS = 64
BASKETS = 20_000
STRIDE = 7  # every seventh basket of the year: all seasons and households
PATIENCE_SECONDS = 30
ENOUGH = {"points": 1_000_000_000}

REFUSED = -1  # among the errors' statuses: decided, but not as the bench means it

Request = Callable[[int], bytes]
"""The bytes of the n-th request."""


class Step(Record, frozen=True):
    """A call that gets the n-th real basket by POST, with the key `<key>-<n>`; without a key, a bare GET.

    `more`: what stands in the body before the basket; `%d` in it is n.
    """

    path: str
    key: str = ""
    more: str = ""


PURCHASE = '"type":"purchase",'
"""What makes a basket a purchase."""


class Order(Record, frozen=True):
    """What to send for how long: all of `steps` for one basket, then for the next; perhaps only what points can pay."""

    port: int
    steps: tuple[Step, ...]
    token: str
    seconds: float
    payable: bool = False


class Outcome(Record, frozen=True):
    """What came of it. `latencies` are seconds, by step; `acknowledged` the numbers whose last step was accepted."""

    seconds: float
    latencies: "tuple[array[float], ...]"
    acknowledged: "array[int]"
    errors: dict[int, int]


def send_load(orders: "Connection[Outcome | None, Order | None]") -> None:
    """Say None when ready; then carry out orders, one after the other, until None comes."""
    bodies = _bodies()
    orders.send(None)
    while (order := orders.recv()) is not None:
        baskets = [body for payable, body in bodies if payable or not order.payable]
        requests = [_posts(order, step, baskets) if step.key else _bare(step) for step in order.steps]
        orders.send(uvloop.run(_run(order, requests)))


async def _run(order: Order, requests: list[Request]) -> Outcome:
    loop = asyncio.get_running_loop()
    load = _Load(requests, loop)
    started = time.perf_counter()
    load.until = started + order.seconds
    for _ in range(CONNECTIONS):
        await loop.create_connection(lambda: _Caller(load), "127.0.0.1", order.port)
    await asyncio.wait_for(load.done, order.seconds + PATIENCE_SECONDS)
    return Outcome(load.ended - started, tuple(load.latencies), load.acknowledged, load.errors)


class _Load:
    """What the connections share."""

    def __init__(self, requests: list[Request], loop: asyncio.AbstractEventLoop) -> None:
        self.requests = requests
        self.last = len(requests) - 1
        self.until = self.ended = 0.0
        self.sent = 0
        self.open = CONNECTIONS
        self.latencies = [array("d") for _ in requests]
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
    """One connection: step by step, each when the one before it is answered, then the next basket."""

    def __init__(self, load: _Load) -> None:
        self._load = load
        self._got = b""
        self._wanted = self._number = 0
        self._step = load.last  # so that the first one begins with a new basket
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
        load.latencies[self._step].append(time.perf_counter() - self._sent_at)
        if b'"status":"refused"' in self._got:
            status = REFUSED
        if not 200 <= status < 300:
            load.errors[status] = load.errors.get(status, 0) + 1
            self._step = load.last  # nothing more of this basket
        elif self._step == load.last:
            load.acknowledged.append(self._number)
        self._got, self._wanted = b"", 0

    def _send(self) -> None:
        load, self._sent_at = self._load, time.perf_counter()
        if self._step < load.last:
            self._step += 1
            self._transport.write(load.requests[self._step](self._number))
            return
        if self._sent_at >= load.until:
            self._finished = True
            self._transport.close()
            load.leave()
            return
        self._number, self._step = load.sent, 0
        load.sent += 1
        self._transport.write(load.requests[0](self._number))


def _bare(step: Step) -> Request:
    request = f"GET {step.path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    return lambda _: request


def _posts(order: Order, step: Step, baskets: list[bytes]) -> Request:
    head = (
        f"POST {step.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {order.token}\r\n"
        f"Content-Type: application/json\r\nIdempotency-Key: {step.key}-%d\r\nContent-Length: %d\r\n\r\n"
    ).encode()
    more = ("{" + step.more).encode()
    numbered = b"%d" in more

    def request(number: int) -> bytes:
        body = (more % number if numbered else more) + baskets[number % len(baskets)]
        return head % (number, len(body)) + body

    return request


def _bodies() -> list[tuple[bool, bytes]]:
    """Real baskets: can points pay for it? And all of the body but its opening brace and what a step puts before."""
    compiled = example()
    bodies: list[tuple[bool, bytes]] = []
    for place, (household, purchase) in enumerate(read_year()):
        if place % STRIDE == 0:
            # With room beyond the least: rewards may lower what there is to pay before points do.
            payable = any(one.most > one.least for one in allow(compiled, purchase, ENOUGH))
            bodies.append((payable, msgspec.json.encode(_body(household, purchase))[1:]))
        if len(bodies) == BASKETS:
            break
    return bodies


def _body(household: int, purchase: Activity) -> dict[str, object]:
    """A basket as a till sends it; it happens when it arrives."""
    return {
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

"""A stream of purchases over a real connection."""

import json
import socket

from tests.journeys.conftest import CARDS, Shop, purchase


def test_a_line_is_answered_before_the_next_is_sent(shop: Shop) -> None:
    """The till reads while it writes: each answer is there, committed, while the request is still open."""
    head = (
        f"POST /v1/activities/batch HTTP/1.1\r\nHost: shop\r\nAuthorization: Bearer {shop.token}\r\n"
        "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", shop.port), timeout=20) as connection:
        answers = connection.makefile("rb")
        connection.sendall(head.encode())
        for number in range(3):
            key = f"stream-{number}"
            line = json.dumps(purchase(key, CARDS[0])).encode() + b"\n"
            connection.sendall(f"{len(line):x}\r\n".encode() + line + b"\r\n")
            while not (told := answers.readline()).startswith(b"{"):
                assert told, "the connection was closed"
            assert json.loads(told)["answer"]["key"] == key
            assert shop.kept(key) == {key: 1}
        connection.sendall(b"0\r\n\r\n")
        assert answers.readline() == b"\r\n"
        assert answers.readline() == b"0\r\n"

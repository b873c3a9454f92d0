"""A batch as lines: each is answered in its place."""

import asyncio
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.integration.api.conftest import Client

from tessera.api.stream import LINE_MOST_BYTES, Cut, Line, read_lines

HEADERS = {"Content-Type": "application/x-ndjson; charset=utf-8"}


def purchase(key: str) -> bytes:
    body = {"type": "purchase", "key": key, "member": {"card": "ANN1"}, "amount": "10.00"}
    return json.dumps(body).encode()


def outcomes(client: Client, *lines: bytes) -> list[dict[str, Any]]:
    answer = client.post("/v1/activities/batch", content=b"\n".join(lines), headers=HEADERS)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


def test_every_line_is_answered_in_its_place(client: Client, member: str) -> None:
    """Good lines are recorded, broken ones are a problem where they stand, blank ones are nothing."""
    huge = b'{"type": "' + b"x" * LINE_MOST_BYTES + b'"}'
    results = outcomes(
        client,
        purchase("a"),
        b"{broken",
        b"",
        huge,
        b'{"key": "\xff"}',
        b"[]",
        purchase("a"),
        purchase("b"),
        b"",
    )
    assert [result["status"] for result in results] == [201, 400, 413, 400, 422, 200, 201]
    codes = [result["problem"]["code"] for result in results if "problem" in result]
    assert codes == ["broken_json", "line_too_long", "broken_json", "invalid_value"]
    assert results[-1]["answer"]["member_id"] == member
    assert results[-1]["answer"]["balances"]["points"]["pending"] == 40


def test_a_stream_may_be_longer_than_any_body(client: Client, member: str) -> None:
    """Ten times the size at which a body is refused, and every line is answered."""
    filler = b" " * 200_000
    results = outcomes(client, *(purchase(f"k{n}") + filler for n in range(100)))
    assert [result["status"] for result in results] == [201] * 100
    assert [result["answer"]["key"] for result in results] == [f"k{n}" for n in range(100)]
    assert {result["answer"]["member_id"] for result in results} == {member}


def test_an_empty_stream_has_an_empty_answer(client: Client) -> None:
    """Nothing is asked, nothing is answered."""
    assert outcomes(client) == []


@given(st.lists(st.binary(max_size=8)), st.integers(1, 20))
def test_lines_are_the_same_however_the_body_is_cut(lines: list[bytes], size: int) -> None:
    """Where the network tears a body apart means nothing."""
    body = b"\n".join(line.replace(b"\n", b"") for line in lines)
    parts = [body[at : at + size] for at in range(0, len(body), size)] or [b""]

    async def read() -> list[Line]:
        messages = iter(
            {"type": "http.request", "body": part, "more_body": at < len(parts) - 1}
            for at, part in enumerate(parts)
        )

        async def receive() -> Any:
            return next(messages)

        return [line async for some in read_lines(receive) for line in some]

    assert asyncio.run(read()) == [line for line in body.split(b"\n") if line.strip()]


def test_a_line_without_end_is_cut_and_not_kept() -> None:
    """It costs one answer, and what comes after it is read."""
    parts = [b"x" * LINE_MOST_BYTES] * 3 + [b"x\nnext\n", b"last"]

    async def read() -> list[Line]:
        messages = iter(parts)

        async def receive() -> Any:
            part = next(messages)
            return {"type": "http.request", "body": part, "more_body": part != b"last"}

        return [line async for some in read_lines(receive) for line in some]

    assert asyncio.run(read()) == [Cut(), b"next", b"last"]

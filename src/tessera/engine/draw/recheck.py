"""Check a record with nothing but itself."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice, pairwise
from typing import Final

import msgspec

from tessera.engine.draw.pick import each_winner
from tessera.engine.draw.record import (
    FORMAT,
    Closing,
    DrawRecord,
    Result,
    closing_digest,
    result_digest,
    seed_digest,
)
from tessera.kit.record import Record

MOST_ENTRIES: Final = 2**63 - 1
"""As many as books can hold; and few enough for a digest of SHA-256 to choose one."""

_read = msgspec.json.Decoder(DrawRecord).decode


class Unreadable(Exception):  # noqa: N818 - it says what the file is, as the sentence that it carries does
    """A file that is no record of a draw."""


class Check(Record, frozen=True):
    """One thing that was checked: does it hold, and a sentence on what was found."""

    name: str
    ok: bool
    found: str


def read_record(text: bytes) -> DrawRecord:
    """A record from its file. Raises Unreadable."""
    try:
        record = _read(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(f"This is no record of a draw: {error}.") from None
    if record.format != FORMAT:
        raise Unreadable(f"This is no record of the form {FORMAT}.")
    return record


def recheck(record: DrawRecord, *, published: str | None = None) -> tuple[Check, ...]:
    """Everything that a record claims; `published` is the closing's hash as it was published before the draw."""
    return tuple(_checks(record, published))


def _checks(record: DrawRecord, published: str | None) -> Iterator[Check]:
    closing = record.closing
    digest = closing_digest(closing)
    entries = _entries(closing)
    yield entries
    yield _times(record)
    yield _same("closing", record.closing_sha256, digest, "the hash of what was fixed before the draw")
    if published is not None:
        yield _same("published", published.strip().lower(), digest, "the hash that was published before")
    result = record.result
    if result is None:
        waits = record.result_sha256 is None
        yield Check(
            "result", waits, "It is not drawn yet." if waits else "There is a hash, but nothing was drawn."
        )
        return
    seed = _seed(result)
    yield _same("seed", closing.seed_sha256, seed_digest(seed), "the hash of the seed, committed beforehand")
    if entries.ok:
        yield _winners(closing, digest, result, seed)
    else:
        yield Check("winners", ok=False, found="Nobody can win by such entries.")
    yield _same("result", record.result_sha256 or "none", result_digest(digest, result), "the result's hash")


def _entries(closing: Closing) -> Check:
    if any(one >= other for (one, _), (other, _) in pairwise(closing.entries)):
        return Check("entries", ok=False, found="They are not sorted by pseudonym, each once.")
    if any(count < 1 for _, count in closing.entries) or any(prize.number < 1 for prize in closing.prizes):
        return Check("entries", ok=False, found="There are numbers of entries or prizes below 1.")
    total = sum(count for _, count in closing.entries)
    if total > MOST_ENTRIES:
        return Check("entries", ok=False, found="There are more entries than any books can hold.")
    accounts = "1 account" if len(closing.entries) == 1 else f"{len(closing.entries)} accounts"
    found = f"{total} of {accounts}, sorted by pseudonym, each once."
    return Check("entries", ok=True, found=found)


def _times(record: DrawRecord) -> Check:
    closing = record.closing
    told = [closing.committed_at, closing.closes_at, closing.closed_at]
    if record.result is not None:
        told.append(record.result.drawn_at)
    try:
        instants = [datetime.fromisoformat(at) for at in told]
        ordered = all(one <= other for one, other in pairwise(instants))
    except (ValueError, TypeError):  # no instant, or one without its offset among others
        ordered = False
    words = "committed, closed to entries, fixed, drawn"
    return Check("times", ordered, f"{'In' if ordered else 'Not in'} their order: {words}.")


def _seed(result: Result) -> bytes:
    """Its bytes; what is no hexadecimal has a hash of its own, which is not the one committed to."""
    try:
        return bytes.fromhex(result.seed)
    except ValueError:
        return b""


def _winners(closing: Closing, digest: str, result: Result, seed: bytes) -> Check:
    drawing = each_winner(closing, digest, seed=seed, public=result.public)
    right = tuple(islice(drawing, len(result.winners) + 1))  # one more tells that there are too few
    if right != result.winners:
        place = next(
            (n for n, pair in enumerate(zip(right, result.winners, strict=False)) if pair[0] != pair[1]),
            min(len(right), len(result.winners)),
        )
        who = f"{right[place].winner} wins {right[place].prize}" if place < len(right) else "nobody wins"
        return Check(
            "winners", ok=False, found=f"By the rule {who} as number {place + 1}; the record differs."
        )
    if not right:
        return Check("winners", ok=True, found="Nobody took part, nobody won.")
    follow = "1 follows" if len(right) == 1 else f"{len(right)} follow"
    return Check("winners", ok=True, found=f"{follow} from seed, public value and hash.")


def _same(name: str, says: str, is_: str, what: str) -> Check:
    if says == is_:
        return Check(name, ok=True, found=f"{is_} is {what}.")
    return Check(name, ok=False, found=f"{says} should be {what}, which is {is_}.")

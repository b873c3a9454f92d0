"""The record of a draw: all that is public of it, in one form of bytes, so that it can be hashed and compared.

That form is JSON in UTF-8 with the keys of every object sorted, nothing between the tokens, and no escapes but those that
JSON demands: in Python `json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)`.
"""

import hashlib
import hmac
from typing import Final
from uuid import UUID

import msgspec

from tessera.kit.record import Record

FORMAT: Final = "tessera-draw-1"
_PSEUDONYM_DIGITS: Final = 32


class OfferedPrize(Record, frozen=True, forbid_unknown_fields=True):
    """`number` things of one kind; `name` in its plural forms, per language."""

    id: str
    name: dict[str, tuple[str, ...]]
    number: int


class Closing(Record, frozen=True, forbid_unknown_fields=True):
    """What is fixed before anybody can know who wins. Instants are ISO 8601 in UTC.

    `entries` are (pseudonym, how many), by pseudonym; `public_source` says, per language, which value will be mixed in;
    `seed_sha256` is the hash of the seed that is kept until then. `levels`, `traits`: for whom it was, empty for everybody.
    """

    draw: str
    name: dict[str, str]
    prizes: tuple[OfferedPrize, ...]
    again: bool
    levels: tuple[str, ...]
    traits: dict[str, tuple[str, ...]]
    public_source: dict[str, str]
    seed_sha256: str
    committed_at: str
    closes_at: str
    closed_at: str
    entries: tuple[tuple[str, int], ...]


class Won(Record, frozen=True, forbid_unknown_fields=True):
    """A prize and the pseudonym of whoever won it."""

    prize: str
    winner: str


class Result(Record, frozen=True, forbid_unknown_fields=True):
    """What came out: by the value that was mixed in and the seed (hexadecimal), in the order of the drawing."""

    public: str
    seed: str
    drawn_at: str
    winners: tuple[Won, ...]


class DrawRecord(Record, frozen=True, forbid_unknown_fields=True):
    """A draw from its closing on; `result` and its hash are None until it is drawn."""

    format: str
    closing: Closing
    closing_sha256: str
    result: Result | None = None
    result_sha256: str | None = None


def closing_digest(closing: Closing) -> str:
    """The hash that is published when entries are fixed."""
    return hashlib.sha256(_bytes_of(closing)).hexdigest()


def result_digest(closing_sha256: str, result: Result) -> str:
    """The hash of a result, as of this closing."""
    return hashlib.sha256(closing_sha256.encode() + b"\n" + _bytes_of(result)).hexdigest()


def seed_digest(seed: bytes) -> str:
    """The hash by which a seed is committed to."""
    return hashlib.sha256(seed).hexdigest()


def pseudonym_of(account_id: UUID, *, salt: bytes) -> str:
    """What an account is called in one draw: without its salt nobody finds the account, or the same one in another draw."""
    return hmac.new(salt, account_id.bytes, hashlib.sha256).hexdigest()[:_PSEUDONYM_DIGITS]


def write_record(record: DrawRecord) -> bytes:
    """The record as a file, for people to read too."""
    return msgspec.json.format(msgspec.json.encode(record)) + b"\n"


def _bytes_of(value: Closing | Result) -> bytes:
    return msgspec.json.encode(value, order="sorted")

"""Bring codes that somebody else made into a pool."""

from collections.abc import Sequence

from psycopg import Connection

from tessera.catalogue.codes import hash_of
from tessera.catalogue.pools import SealedCode, add_codes
from tessera.catalogue.seal import Seal
from tessera.kit.problems import InvalidValue
from tessera.kit.record import Record

MOST_AT_ONCE = 1_000
LONGEST = 100


class ImportedCodes(Record, frozen=True):
    """How many codes are new, and how many some pool had before, or came twice."""

    new: int
    repeated: int


def import_codes(connection: Connection, pool: str, codes: Sequence[str], *, seal: Seal) -> ImportedCodes:
    """Bring codes in, in their order; a second run doubles nothing. Raises InvalidValue, naming what cannot be one."""
    if len(codes) > MOST_AT_ONCE:
        raise InvalidValue(f"Give {MOST_AT_ONCE:,} codes at most.", field="codes")
    for place, code in enumerate(codes):
        if why := why_not(code):
            raise InvalidValue(why, field=f"codes[{place}]")
    once = list(dict.fromkeys(code.strip() for code in codes))
    new = add_codes(connection, pool, [SealedCode(hash_of(code), seal.close(code)) for code in once])
    return ImportedCodes(new, len(codes) - new)


def why_not(code: str) -> str | None:
    """Why this cannot be a code; None when it can."""
    plain = code.strip()
    if not plain or len(plain) > LONGEST or not plain.isprintable():
        return f"A code is 1 to {LONGEST} characters that can be seen."
    return None

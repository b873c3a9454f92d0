"""Prize draws that anyone can re-check: the public record, the rule by which winners follow, and the check of a record.

Nothing here knows a member or a ledger: a record has pseudonyms and numbers of entries, and is complete in itself.
"""

from tessera.engine.draw.pick import pick_winners
from tessera.engine.draw.recheck import Check, Unreadable, read_record, recheck
from tessera.engine.draw.record import (
    FORMAT,
    Closing,
    DrawRecord,
    OfferedPrize,
    Result,
    Won,
    closing_digest,
    pseudonym_of,
    result_digest,
    seed_digest,
    write_record,
)

__all__ = [
    "FORMAT",
    "Check",
    "Closing",
    "DrawRecord",
    "OfferedPrize",
    "Result",
    "Unreadable",
    "Won",
    "closing_digest",
    "pick_winners",
    "pseudonym_of",
    "read_record",
    "recheck",
    "result_digest",
    "seed_digest",
    "write_record",
]

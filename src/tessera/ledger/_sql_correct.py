"""The SQL of receipts that changed hands."""

from typing import Final

FIND_CORRECTIONS: Final = """
select correction.source, correction.key, number, account_id, correction_id, purchase_key, from_id, to_id, recorded_at
from unnest(%b::text[], %b::text[]) as wanted (source, key)
join correction on correction.source = wanted.source and correction.key = wanted.key
order by correction.source, correction.key, number
"""

# A second one under the same number breaks the primary key: the caller tries again, and finds the first.
ADD_CORRECTION: Final = """
insert into correction (source, key, number, account_id, correction_id, purchase_key, from_id, to_id, recorded_at)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""

READ_CORRECTIONS: Final = """
select source, key, number, account_id, correction_id, purchase_key, from_id, to_id, recorded_at
from correction order by source, key, number
"""

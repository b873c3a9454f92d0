"""The SQL of exports. Ids of UUID version 8 are the sandbox's (`kit.sandbox`)."""

from typing import Final

_REAL: Final = "get_byte(uuid_send(account_id), 6) < 128"

# Every posting, in the order of its key.
STREAM_POSTINGS: Final = f"""
select account_id, currency, version, kind, contra, amount, available_after, pending_after, held_after, debt_after,
       activity_id, rule_id, programme_version, lot_version, effective_at, recorded_at
from posting where {_REAL} order by account_id, currency, version
"""

# The accounts after one, by id.
NEXT_ACCOUNTS: Final = f"""
select distinct account_id from account where account_id > %b and {_REAL} order by account_id limit %b
"""

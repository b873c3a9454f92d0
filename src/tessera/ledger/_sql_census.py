"""The SQL that counts who holds what, and who earned by which rule. Ids of UUID version 8 are the sandbox's."""

from typing import Final

_REAL: Final = "get_byte(uuid_send(account_id), 6) < 128"

# Accounts that hold or owe anything, what they hold, and whether anything was ever posted, per currency.
COUNT_HOLDERS: Final = f"""
select currency, count(*) filter (where available + pending + held + debt > 0),
       sum(available + pending + held)::bigint, sum(version)::bigint > 0
from account where {_REAL} group by currency
"""

# Accounts that earned by these rules since an instant, and how often.
COUNT_EARNERS: Final = f"""
select rule_id, count(distinct account_id), count(*)
from posting where kind = 'earned' and rule_id = any(%s) and effective_at >= %s and {_REAL} group by rule_id
"""

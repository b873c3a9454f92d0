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

# Accounts with anything that happened since an instant. Reads every activity: there is no index for it.
ACTIVE_ACCOUNTS: Final = f"""
select distinct account_id from activity where occurred_at >= %b and {_REAL} order by account_id
"""

# All that happened in some accounts, in the order in which it was decided.
READ_PAST: Final = """
select account_id, activity_id, member_id, source, occurred_at, programme_version, payload, outcome
from activity where account_id = any(%b) order by received_at, standing_version
"""

# What causes have been given, from the index of what was donated alone: by members of the sandbox, or by all others.
SUM_DONATIONS: Final = """
select rule_id, currency, -sum(amount)::bigint, count(*)
from posting where contra = 'donated' and (get_byte(uuid_send(account_id), 6) >= 128) = %s
group by rule_id, currency
"""

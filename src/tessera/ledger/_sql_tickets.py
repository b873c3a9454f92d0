"""The SQL that counts what accounts could use right before an instant."""

from typing import Final

# (accounts, entries) of the real accounts that could use at least one entry now, as they were settled last.
SUM_TICKETS: Final = """
select count(*), coalesce(sum(available / %(unit)s), 0)::bigint from account
where currency = %(currency)s and available >= %(unit)s and get_byte(uuid_send(account_id), 6) < 128
"""

# Real accounts with so much of a currency that could be used right before an instant, as the books had it then. Recorded
# by then, or brought by time before it, though nobody looked: time is posted before anything else that comes later, so
# what counts is the beginning of an account's postings. That never changes again; the sandbox's ids are of version 8.
READ_AVAILABLE_BEFORE: Final = """
select account.account_id, before.available_after
from account cross join lateral (
    select available_after from posting
    where posting.account_id = account.account_id and posting.currency = account.currency
      and version < coalesce(
            (select min(version) from posting as later
             where later.account_id = account.account_id and later.currency = account.currency
               and later.recorded_at >= %(at)b and (later.activity_id is not null or later.effective_at >= %(at)b)),
            account.version + 1)
    order by version desc limit 1
) as before
where account.currency = %(currency)b and available_after >= %(least)b
  and get_byte(uuid_send(account.account_id), 6) < 128
"""

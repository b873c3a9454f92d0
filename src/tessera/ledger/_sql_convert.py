"""The SQL of conversions: whom a date concerns, and what has expired since."""

from typing import Final

# The next accounts of a currency, and whether they had enough at an instant: of lots that could be used and did not end
# before, with what of them expired since. That is only looked up where it matters.
FIND_CONVERTIBLE: Final = """
select page.account_id, coalesce(held.points, 0) + coalesce(gone.points, 0) >= asked.least
from (select %b::text as currency, %b::timestamptz as at, %b::bigint as least) as asked
cross join lateral (
    select account_id, lapses_at, kept_until from account
    where account.currency = asked.currency and account_id > %b order by account_id limit %b
  ) as page
cross join lateral (
    select sum(remaining) as points from lot
    where lot.account_id = page.account_id and lot.currency = asked.currency and remaining > 0
      and available_at <= asked.at and least(greatest(expires_at, kept_until), lapses_at) >= asked.at
  ) as held
cross join lateral (
    select sum(greatest(by_lot.points, 0)) as points
    from (select sum(allocation.amount) as points
          from posting
          join allocation on allocation.account_id = posting.account_id and allocation.currency = posting.currency
           and allocation.taker_version = posting.version
          join lot on lot.account_id = posting.account_id and lot.currency = posting.currency
           and lot.lot_version = allocation.lot_version
          where coalesce(held.points, 0) < asked.least
            and posting.account_id = page.account_id and posting.currency = asked.currency
            and posting.contra = 'expired' and (posting.amount > 0 or posting.effective_at >= asked.at)
            and lot.available_at <= asked.at
          group by lot.lot_version) as by_lot
  ) as gone
order by page.account_id
"""

# Lots of accounts that could be used at an instant, and what of each expired then or since and was not brought back.
READ_GONE: Final = """
select lot.account_id, lot.currency, asked.at, lot.lot_version, lot.expires_at, lot.available_at, lot.granted, lot.remaining,
       sum(allocation.amount)::bigint
from unnest(%b::uuid[], %b::text[], %b::timestamptz[]) as asked (account_id, currency, at)
join posting on posting.account_id = asked.account_id and posting.currency = asked.currency
 and posting.contra = 'expired' and (posting.amount > 0 or posting.effective_at >= asked.at)
join allocation on allocation.account_id = posting.account_id and allocation.currency = posting.currency
 and allocation.taker_version = posting.version
join lot on lot.account_id = posting.account_id and lot.currency = posting.currency
 and lot.lot_version = allocation.lot_version and lot.available_at <= asked.at
group by lot.account_id, lot.currency, lot.expires_at, lot.lot_version, asked.at
having sum(allocation.amount) > 0
"""

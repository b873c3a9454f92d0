"""The SQL of `verify`."""

from typing import Final

# Each returns one row for each difference: account, currency, what was found.

# Versions are gapless, and every balance is the one before it moved by the posting's amount.
CHECK_CHAIN: Final = """
select account_id, currency, format(
         'posting %s (%s %s) does not follow from the one before it', version, kind, amount)
from (select *, lag(version, 1, 0::bigint) over chain as version_before,
             lag(available_after + pending_after + held_after - debt_after, 1, 0::bigint) over chain as claim_before,
             lag(available_after, 1, 0::bigint) over chain as available_before,
             lag(pending_after, 1, 0::bigint) over chain as pending_before,
             lag(held_after, 1, 0::bigint) over chain as held_before,
             lag(debt_after, 1, 0::bigint) over chain as debt_before
      from posting window chain as (partition by account_id, currency order by version)) as posting
where version <> version_before + 1
   or available_after < 0 or pending_after < 0 or held_after < 0 or debt_after < 0
   or available_after + pending_after + held_after - debt_after - claim_before
      <> case contra when 'own' then 0 else amount end
   or (kind = 'matured' and (available_after - available_before <> amount or pending_before - pending_after <> amount))
   or (kind = 'released' and available_after - available_before not in (0, amount))
   or (kind = 'repaid' and (available_before - available_after <> amount or debt_before - debt_after <> amount))
   or held_after - held_before <> amount
      * case when kind in ('held', 'redeemed') then 1 when kind = 'unheld' then -1 else 0 end
   or (kind in ('held', 'unheld') and available_after + held_after <> available_before + held_before)
   or (kind = 'redeemed' and available_after <> available_before)
"""

# The account is its last posting.
CHECK_ACCOUNTS: Final = """
select account.account_id, account.currency, format(
         'the account says %s/%s/%s/%s at version %s, its postings %s/%s/%s/%s at version %s',
         available, pending, held, debt, account.version,
         available_after, pending_after, held_after, debt_after, last.version)
from account full join (
    select distinct on (account_id, currency) * from posting order by account_id, currency, version desc
) as last using (account_id, currency)
where (coalesce(available, 0), coalesce(pending, 0), coalesce(held, 0), coalesce(debt, 0), coalesce(account.version, 0))
   is distinct from (coalesce(available_after, 0), coalesce(pending_after, 0), coalesce(held_after, 0),
                     coalesce(debt_after, 0), coalesce(last.version, 0))
"""

# What an account has earned in its life is what was posted as earned.
CHECK_LIFETIME: Final = """
select account.account_id, account.currency, format(
         'the account says %s earned in all, its postings %s', lifetime_earned, coalesce(earned.amount, 0))
from account
left join (select account_id, currency, sum(amount) as amount from posting where kind = 'earned' group by 1, 2) as earned
  using (account_id, currency)
where lifetime_earned <> coalesce(earned.amount, 0)
"""

# A lot was granted what was posted into it, and holds what was not taken.
CHECK_LOTS: Final = """
select lot.account_id, lot.currency, format(
         'lot %s: granted %s, posted %s; remaining %s, by its allocations %s',
         lot.lot_version, granted, posted.amount, remaining, granted - coalesce(taken.amount, 0))
from lot
left join (select account_id, currency, lot_version, sum(amount) as amount from posting
           where kind in ('earned', 'adjusted', 'transferred', 'converted', 'refunded') and lot_version is not null
           group by 1, 2, 3) as posted
  using (account_id, currency, lot_version)
left join (select account_id, currency, lot_version, sum(amount) as amount from allocation group by 1, 2, 3) as taken
  using (account_id, currency, lot_version)
where granted is distinct from posted.amount or remaining <> granted - coalesce(taken.amount, 0)
   or remaining not between 0 and granted
"""

# What lots hold is what the account has, less what was taken from them and is held; and no lot that holds points, nor an
# open hold, ends before the account looks (`life.Life`).
CHECK_HOLDINGS: Final = """
select account.account_id, account.currency, format(
         'lots hold %s, the account has %s; holds %s, the account %s; first end %s, the account looks at %s',
         coalesce(remaining, 0), available + pending, coalesce(set_aside, 0), held,
         least(first_expiry_at, first_end_at), next_expiry_at)
from account left join (
    select account_id, currency, sum(remaining) as remaining,
           nullif(min(least(
             case when lot.available_at < '9999-12-31+00' then greatest(expires_at, kept_until) else expires_at end,
             lapses_at)), '9999-12-31+00') as first_expiry_at
    from lot join account using (account_id, currency) where remaining > 0 group by 1, 2
) as holdings using (account_id, currency)
left join (
    select account_id, currency, sum(amount) as set_aside, nullif(min(expires_at), '9999-12-31+00') as first_end_at
    from hold where resolved_version is null group by 1, 2
) as open using (account_id, currency)
where coalesce(remaining, 0) <> available + pending or coalesce(set_aside, 0) <> held
   or least(first_expiry_at, first_end_at) < coalesce(next_expiry_at, 'infinity')
"""

# A posting that takes has allocated what it took (less what became debt), from lots that had not expired.
CHECK_ALLOCATIONS: Final = """
select posting.account_id, posting.currency, format(
         'posting %s (%s %s) allocated %s', posting.version, kind, posting.amount, coalesce(taken.amount, 0))
from (select *, lag(debt_after, 1, 0::bigint) over (partition by account_id, currency order by version) as debt_before
      from posting) as posting
left join (select account_id, currency, taker_version, sum(amount) as amount, max(lot.expires_at) as last_expiry_at
           from allocation join lot using (account_id, currency, lot_version) group by 1, 2, 3) as taken
  on taken.account_id = posting.account_id and taken.currency = posting.currency
 and taken.taker_version = posting.version
where coalesce(taken.amount, 0) <> case
        when kind in ('expired', 'lapsed', 'reversed', 'donated') or (kind = 'converted' and posting.amount < 0)
             or (kind in ('adjusted', 'transferred') and posting.lot_version is null)
          then -posting.amount - (debt_after - debt_before)
        when kind in ('repaid', 'held') then posting.amount
        when kind in ('restored', 'unheld') or (kind = 'refunded' and posting.lot_version is null) then -posting.amount
        else 0 end
   or (kind = 'expired' and last_expiry_at > effective_at)
"""

# A hold is what its posting set aside; what was redeemed of it and what was free again, in one step, come to all of it; and
# nothing else was ever set aside, redeemed or freed.
CHECK_HOLDS: Final = """
select coalesce(hold.account_id, posting.account_id), coalesce(hold.currency, posting.currency), format(
         'hold %s of %s, resolved by %s: posted %s, then %s %s', hold.version, hold.amount, resolved_version,
         posting.amount, last.kind, last.amount)
from hold
full join (select * from posting where kind = 'held') as posting using (account_id, currency, version)
left join posting as last on last.account_id = hold.account_id and last.currency = hold.currency
 and last.version = hold.resolved_version
left join posting as redeemed on redeemed.account_id = hold.account_id and redeemed.currency = hold.currency
 and redeemed.version = hold.resolved_version - 1 and redeemed.kind = 'redeemed'
 and redeemed.activity_id = last.activity_id
where hold.amount is distinct from posting.amount or hold.hold_id is distinct from posting.activity_id
   or (resolved_version is not null and (
         last.kind is null or last.kind not in ('redeemed', 'unheld')
         or hold.amount not in (abs(last.amount), abs(last.amount) + coalesce(abs(redeemed.amount), 0))))
union all
select account_id, currency, format(
         'holds that ended come to %s, what was redeemed of them or free again to %s', ended, resolved)
from (select account_id, currency, sum(amount) as ended from hold where resolved_version is not null group by 1, 2) as hold
full join (select account_id, currency, sum(abs(amount)) as resolved from posting
           where kind in ('redeemed', 'unheld') group by 1, 2) as posting using (account_id, currency)
where coalesce(ended, 0) <> coalesce(resolved, 0)
"""

# What one account hands over another takes over, currency by currency: nothing is made or lost on the way.
CHECK_TRANSFERS: Final = """
select (array_agg(account_id))[1], currency, format(
         'activity %s: %s out of one account, %s into the other', activity_id,
         -sum(amount) filter (where amount < 0), sum(amount) filter (where amount > 0))
from posting where contra = 'transferred'
group by activity_id, currency having sum(amount) <> 0
"""

# A conversion takes of one currency of an account and gives of another; at which rate, deciding again proves.
CHECK_CONVERSIONS: Final = """
select (array_agg(account_id))[1], min(currency), format(
         'activity %s: converted %s', activity_id, string_agg(format('%s %s', amount, currency), ', ' order by amount))
from posting where contra = 'converted'
group by activity_id
having activity_id is null or count(*) <> 2 or count(distinct account_id) <> 1 or count(distinct currency) <> 2
    or count(distinct rule_id) <> 1 or min(amount) >= 0 or max(amount) <= 0
"""

# The two halves of what went from one account to another: (account, activity, answer, the other's answer).
READ_HALVES: Final = """
select gave.account_id, gave.activity_id, gave.outcome, took.outcome
from (select distinct account_id, activity_id from posting where contra = 'transferred' and amount < 0) as giver
join (select distinct account_id, activity_id from posting where contra = 'transferred' and amount > 0) as taker
  using (activity_id)
join activity as gave on gave.account_id = giver.account_id and gave.activity_id = giver.activity_id
join activity as took on took.account_id = taker.account_id and took.activity_id = taker.activity_id
where giver.account_id <> taker.account_id
"""

# Points pending by lot, for comparison with what the account says will mature.
READ_PENDING: Final = """
select account.account_id, account.currency, account.pending, account.maturing,
       coalesce(jsonb_object_agg(extract(epoch from lot.available_at)::bigint, lot.remaining)
                filter (where lot.remaining is not null), '{}')
from account left join (
    select account_id, currency, lot.available_at, sum(remaining) as remaining
    from lot join account using (account_id, currency)
    where remaining > 0 and lot.available_at > coalesce(reached_at, '-infinity') group by 1, 2, 3
) as lot using (account_id, currency)
where account.pending > 0 or account.maturing <> '\\x90' or lot.remaining is not null
group by account.account_id, account.currency
"""

# Every activity has its key, and every key its activity.
CHECK_KEYS: Final = """
select coalesce(activity.account_id, activity_key.account_id), '', format(
         'activity %s: %s', activity_id, case when activity_key.key is null then 'no key' else 'only a key' end)
from activity full join activity_key using (account_id, activity_id)
where activity_key.key is null or activity.source is null or activity.source <> activity_key.source
"""

# Whatever time will change, a sweep knows of.
CHECK_DUE: Final = """
select account.account_id, account.currency, format('expires at %s, due at %s', next_expiry_at, due_at)
from account left join due using (account_id)
where next_expiry_at is not null and (due_at is null or due_at > next_expiry_at)
"""

# Members' claims against the contra codes, per currency.
READ_TRIAL: Final = """
select currency, claims, contra from
  (select currency, sum(available + pending + held - debt)::bigint as claims from account group by currency) as members
  full join (select currency, sum(amount)::bigint as contra from posting where contra <> 'own' group by currency) as books
  using (currency)
"""

COUNT_BOOKS: Final = (
    "select (select count(*) from account), (select count(*) from posting), (select count(*) from activity)"
)

# All activities, an account's together, each member's in the order of their decisions.
READ_ACTIVITIES: Final = """
select account_id, member_id, activity_id, source, received_at, programme_version, standing_version, payload, outcome
from activity where account_id = any(%b)
order by account_id, member_id, standing_version, activity_id
"""

# The accounts after one, in order.
READ_ACCOUNT_IDS: Final = """
select distinct account_id from activity where account_id > %b order by account_id limit %b
"""

READ_ALLOCATIONS: Final = """
select account_id, currency, taker_version, lot_version, amount from allocation
where account_id = any(%b)
"""

READ_LOTS: Final = """
select account_id, currency, lot_version, expires_at, available_at, granted, remaining from lot
where account_id = any(%b)
"""

READ_HOLDS: Final = """
select account_id, currency, version, hold_id, amount, expires_at, resolved_version from hold
where account_id = any(%b)
"""

READ_LIVES: Final = """
select account_id, currency, lapses_at, kept_until from account
where account_id = any(%b) and (lapses_at is not null or kept_until is not null)
"""

READ_RETURNED: Final = """
select account_id, activity_id, line, amount_minor, quantity_milli from returned
where account_id = any(%b)
"""

READ_POSTINGS: Final = """
select account_id, currency, version, kind, contra, amount, available_after, pending_after, held_after, debt_after,
       activity_id, rule_id, programme_version, lot_version, effective_at, recorded_at
from posting where account_id = any(%b) order by account_id, currency, version
"""

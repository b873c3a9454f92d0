"""All SQL of this room. A statement works on many accounts at once; arrays go in binary (`%b`): half the time of text."""

from typing import Final

from tessera.ledger.append import table

# Accounts that an activity touches for the first time in a currency. Before the lock, so that there is a row to lock: who
# locked the rows that are there first and opened others then would hold a later row and wait for an earlier one.
OPEN_ACCOUNTS: Final = """
insert into account (account_id, currency, available, pending, held, debt, lifetime_earned, version, maturing)
select account_id, currency, 0, 0, 0, 0, 0, 0, '\\x90'
from unnest(%b::uuid[], %b::text[]) as opened (account_id, currency)
where not exists (select from account
                  where account.account_id = opened.account_id and account.currency = opened.currency)
order by account_id, currency
on conflict do nothing
"""

# The lock, in id order so that two batches never wait for each other in a ring. It returns the newest row versions.
LOCK_ACCOUNTS: Final = """
select account_id, currency, available, pending, held, debt, lifetime_earned, version, next_expiry_at, maturing,
       reached_at, lapses_at, kept_until
from account where account_id = any(%b) order by account_id, currency for no key update
"""

# The same without the lock, for quotes and reading.
READ_ACCOUNTS: Final = """
select account_id, currency, available, pending, held, debt, lifetime_earned, version, next_expiry_at, maturing,
       reached_at, lapses_at, kept_until
from account where account_id = any(%b) order by account_id, currency
"""

# Lots that still hold points. A statement of its own after the lock: the lock's snapshot would be too old.
READ_LOTS: Final = """
select account_id, currency, lot_version, expires_at, available_at, granted, remaining
from lot where account_id = any(%b) and remaining > 0
"""

# Particular lots, empty ones too, for a return; with what of each has expired and was not brought back since.
READ_LOTS_BY_KEY: Final = """
select lot.account_id, lot.currency, lot.lot_version, lot.expires_at, lot.available_at, lot.granted, lot.remaining,
       coalesce((select sum(allocation.amount)
                 from allocation join posting
                   on posting.account_id = allocation.account_id and posting.currency = allocation.currency
                  and posting.version = allocation.taker_version
                 where allocation.account_id = lot.account_id and allocation.currency = lot.currency
                   and allocation.lot_version = lot.lot_version and posting.contra = 'expired'), 0)::bigint
from unnest(%b::uuid[], %b::text[], %b::bigint[]) as wanted (account_id, currency, lot_version)
join lot using (account_id, currency, lot_version)
"""

# Open holds with what they took, in the order in which it was taken, and the lots it was taken from, empty ones too.
# What was taken is found first: else the planner tries all lots of an account for each hold.
READ_HOLDS: Final = """
with taken as materialized (
    select hold.*, allocation.lot_version, allocation.amount as taken
    from hold join allocation on allocation.account_id = hold.account_id and allocation.currency = hold.currency
     and allocation.taker_version = hold.version
    where hold.account_id = any(%b) and hold.resolved_version is null
)
select account_id, currency, taken.version, hold_id, amount, taken.expires_at, resolved_version,
       taken, lot_version, lot.expires_at, lot.available_at, lot.granted, lot.remaining
from taken join lot using (account_id, currency, lot_version)
order by account_id, currency, taken.version, lot.expires_at, lot_version
"""

# The same of particular holds, by their postings, open or not: what a return may give back.
READ_TAKES: Final = """
with taken as materialized (
    select hold.*, allocation.lot_version, allocation.amount as taken
    from unnest(%b::uuid[], %b::text[], %b::bigint[]) as wanted (account_id, currency, version)
    join hold using (account_id, currency, version)
    join allocation on allocation.account_id = hold.account_id and allocation.currency = hold.currency
     and allocation.taker_version = hold.version
)
select account_id, currency, taken.version, hold_id, amount, taken.expires_at, resolved_version,
       taken, lot_version, lot.expires_at, lot.available_at, lot.granted, lot.remaining
from taken join lot using (account_id, currency, lot_version)
order by account_id, currency, taken.version, lot.expires_at, lot_version
"""

# Has a source had answers to these keys? After the lock, so that a retry that waited for it sees the first one's answer.
FIND_ANSWERS: Final = """
select activity_key.key, activity.account_id, activity.member_id, activity.activity_id,
       activity.programme_version, activity.payload, activity.outcome
from unnest(%b::text[]) as wanted (key)
join activity_key on activity_key.key = wanted.key and activity_key.source = %b
join activity on activity.account_id = activity_key.account_id and activity.activity_id = activity_key.activity_id
"""

# Particular activities, as they were decided.
READ_DECIDED: Final = """
select activity_id, payload, outcome
from activity where (account_id, activity_id) in (select * from unnest(%b::uuid[], %b::uuid[]))
"""

# Whose particular activities are.
READ_MEMBERS_OF: Final = """
select activity_id, member_id
from activity where (account_id, activity_id) in (select * from unnest(%b::uuid[], %b::uuid[]))
"""

# What has happened to an account since an instant.
READ_SINCE: Final = """
select activity_id, member_id, source, payload, outcome from activity where account_id = %b and received_at >= %b
"""

READ_RETURNED: Final = """
select activity_id, line, amount_minor, quantity_milli
from returned where (account_id, activity_id) in (select * from unnest(%b::uuid[], %b::uuid[]))
"""

WRITE_RETURNED: Final = """
insert into returned (account_id, activity_id, line, amount_minor, quantity_milli)
select * from unnest(%b::uuid[], %b::uuid[], %b::int[], %b::bigint[], %b::bigint[])
on conflict (account_id, activity_id, line)
do update set amount_minor = excluded.amount_minor, quantity_milli = excluded.quantity_milli
"""

ACTIVITIES: Final = table(
    "activity", account_id="uuid", activity_id="uuid", member_id="uuid", source="text", occurred_at="timestamptz",
    received_at="timestamptz", programme_version="int4", standing_version="int8", payload="bytea", outcome="bytea",
)  # fmt: skip
KEYS: Final = table("activity_key", key="text", source="text", account_id="uuid", activity_id="uuid")
POSTINGS: Final = table(
    "posting", account_id="uuid", currency="text", version="int8", kind="text", contra="text", amount="int8",
    available_after="int8", pending_after="int8", held_after="int8", debt_after="int8", activity_id="uuid",
    rule_id="text", programme_version="int4", lot_version="int8", effective_at="timestamptz", recorded_at="timestamptz",
)  # fmt: skip
LOTS: Final = table(
    "lot", account_id="uuid", currency="text", expires_at="timestamptz", lot_version="int8", granted="int8",
    remaining="int8", available_at="timestamptz",
)  # fmt: skip
ALLOCATIONS: Final = table(
    "allocation", account_id="uuid", currency="text", taker_version="int8", lot_version="int8", amount="int8"
)

HOLDS: Final = table(
    "hold", account_id="uuid", currency="text", version="int8", hold_id="uuid", amount="int8",
    expires_at="timestamptz", resolved_version="int8",
)  # fmt: skip

UPDATE_ACCOUNTS: Final = """
update account set
  available = moved.available, pending = moved.pending, held = moved.held, debt = moved.debt,
  lifetime_earned = moved.lifetime_earned, version = moved.version, next_expiry_at = moved.next_expiry_at,
  maturing = moved.maturing, reached_at = moved.reached_at, lapses_at = moved.lapses_at, kept_until = moved.kept_until
from unnest(%b::uuid[], %b::text[], %b::bigint[], %b::bigint[], %b::bigint[], %b::bigint[], %b::bigint[],
            %b::bigint[], %b::timestamptz[], %b::bytea[], %b::timestamptz[], %b::timestamptz[],
            %b::timestamptz[])
  as moved (account_id, currency, available, pending, held, debt, lifetime_earned, version, next_expiry_at, maturing,
            reached_at, lapses_at, kept_until)
where account.account_id = moved.account_id and account.currency = moved.currency
"""

UPDATE_LOTS: Final = """
update lot set remaining = touched.remaining
from unnest(%b::uuid[], %b::text[], %b::timestamptz[], %b::bigint[], %b::bigint[])
  as touched (account_id, currency, expires_at, lot_version, remaining)
where lot.account_id = touched.account_id and lot.currency = touched.currency
  and lot.expires_at = touched.expires_at and lot.lot_version = touched.lot_version
"""

RESOLVE_HOLDS: Final = """
update hold set resolved_version = resolved.resolved_version
from unnest(%b::uuid[], %b::text[], %b::bigint[], %b::bigint[])
  as resolved (account_id, currency, version, resolved_version)
where hold.account_id = resolved.account_id and hold.currency = resolved.currency
  and hold.version = resolved.version
"""

# Lots whose event came: they are found by the expiry that they had. Before their balances are written.
UPDATE_TERMS: Final = """
update lot set available_at = released.available_at, expires_at = released.expires_at
from unnest(%b::uuid[], %b::text[], %b::timestamptz[], %b::bigint[], %b::timestamptz[], %b::timestamptz[])
  as released (account_id, currency, expired_at, lot_version, available_at, expires_at)
where lot.account_id = released.account_id and lot.currency = released.currency
  and lot.expires_at = released.expired_at and lot.lot_version = released.lot_version
"""

# An account's earliest due instant. Never moved later here: a sweep that comes too early finds nothing and moves it.
BRING_DUE_FORWARD: Final = """
insert into due (account_id, due_at) select * from unnest(%b::uuid[], %b::timestamptz[])
on conflict (account_id) do update set due_at = excluded.due_at where due.due_at > excluded.due_at
"""

READ_DUE: Final = "select account_id from due where due_at <= %b order by due_at limit %b"

SET_DUE: Final = """
update due set due_at = next.due_at from unnest(%b::uuid[], %b::timestamptz[]) as next (account_id, due_at)
where due.account_id = next.account_id
"""

CLEAR_DUE: Final = "delete from due where account_id = any(%b)"

# --- reading ---------------------------------------------------------------------------------------------------------

# An account's balances as the books had them at an instant of recording: the last posting until then.
READ_BALANCES_AS_OF: Final = """
select distinct on (currency) currency, available_after, pending_after, held_after, debt_after
from posting where account_id = %b and recorded_at <= %b
order by currency, version desc
"""

# What ends next, per currency and instant: by its lot's own date, or by what bears on the whole account (`life.Life`).
READ_EXPIRIES: Final = """
select currency, ends_at, sum(remaining)::bigint
from (select lot.currency, remaining, least(
               case when available_at < '9999-12-31+00' then greatest(expires_at, kept_until) else expires_at end,
               lapses_at) as ends_at
      from lot join account using (account_id, currency) where lot.account_id = %b and remaining > 0) as ending
where ends_at < '9999-12-31+00' and ends_at > %b
group by currency, ends_at order by ends_at, currency limit %b
"""

# The keys that a source has used: what a resumed replay need not send again.
READ_KEYS: Final = "select key from activity_key where source = %b"

# Not an account of the sandbox: those have ids of UUID version 8 (`kit.sandbox`).
_REAL: Final = "get_byte(uuid_send(account_id), 6) < 128"

# Points per currency as the accounts have them.
SUM_ACCOUNTS: Final = f"""
select currency, sum(available)::bigint, sum(pending)::bigint, sum(held)::bigint, sum(debt)::bigint,
       sum(lifetime_earned)::bigint
from account where {_REAL} group by currency order by currency
"""

# What each kind of movement came to, per currency.
SUM_KINDS: Final = f"""
select currency, kind, sum(amount)::bigint from posting where {_REAL} group by currency, kind order by 1, 2
"""

# What each rule has earned for members, most first.
SUM_RULES: Final = f"""
select rule_id, currency, sum(amount)::bigint, count(*) from posting
where kind = 'earned' and {_REAL} group by rule_id, currency order by 3 desc, 1 limit %b
"""

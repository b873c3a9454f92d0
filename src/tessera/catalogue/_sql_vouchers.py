"""All SQL of vouchers, their codes and their steps."""

from typing import Final

_VOUCHER: Final = (
    "voucher_id, account_id, member_id, reward, programme_version, issued_at, expires_at, state, number, "
    "held_by, held_until, used_by"
)

READ_VOUCHERS: Final = f"select {_VOUCHER} from voucher where voucher_id = any(%b)"

# Vouchers, held until the transaction ends, in the order of their ids: who needs several takes them as everybody does.
LOCK_VOUCHERS: Final = f"{READ_VOUCHERS} order by voucher_id for no key update"

# Those of some accounts, the newest first.
LIST_VOUCHERS: Final = f"""
select {_VOUCHER} from voucher where account_id = any(%b) and (issued_at, voucher_id) < (%b, %b)
order by issued_at desc, voucher_id desc limit %b
"""

# How many stand how: a hold that is over holds nothing, and what nobody used in time has expired.
COUNT_VOUCHERS: Final = """
select case when state in ('issued', 'held') and not (state = 'held' and held_until > %b)
            then case when expires_at <= %b then 'expired' else 'issued' end
            else state end as stands,
       count(*)
from voucher group by stands order by stands
"""

FIND_VOUCHERS: Final = "select code_hash, voucher_id from voucher where code_hash = any(%b)"

ADD_VOUCHERS: Final = f"""
insert into voucher ({_VOUCHER}) select * from unnest(
    %b::uuid[], %b::uuid[], %b::uuid[], %b::text[], %b::int[], %b::timestamptz[], %b::timestamptz[], %b::text[], %b::int[],
    %b::uuid[], %b::timestamptz[], %b::uuid[]
)
"""

WRITE_VOUCHERS: Final = """
update voucher set state = now.state, number = now.number, held_by = now.held_by, held_until = now.held_until,
                   used_by = now.used_by, expires_at = now.expires_at
from unnest(%b::uuid[], %b::text[], %b::int[], %b::uuid[], %b::timestamptz[], %b::uuid[], %b::timestamptz[])
     as now (voucher_id, state, number, held_by, held_until, used_by, expires_at)
where voucher.voucher_id = now.voucher_id
"""

ADD_STEPS: Final = """
insert into voucher_step (voucher_id, number, step, account_id, activity_id, at)
select * from unnest(%b::uuid[], %b::int[], %b::text[], %b::uuid[], %b::uuid[], %b::timestamptz[])
"""

# What some accounts' activities did to vouchers, in no order.
READ_STEPS: Final = """
select account_id, activity_id, voucher_id, number, step from voucher_step where account_id = any(%b)
"""

# The steps of one voucher, in their order.
READ_STEPS_OF: Final = "select step, activity_id, at from voucher_step where voucher_id = %b order by number"

# How every voucher stands, and its steps in their order.
READ_ALL_STEPS: Final = """
select voucher.voucher_id, voucher.account_id, state, voucher.number,
       coalesce(array_agg(step order by step.number) filter (where step is not null), '{}'),
       coalesce(max(step.number), 0)
from voucher left join voucher_step as step using (voucher_id) group by voucher.voucher_id
"""

# What codes there are for vouchers, sealed; nothing where none was made yet.
READ_SEALED: Final = """
select voucher_id, code_hash, code_sealed from voucher where voucher_id = any(%b) and code_hash is not null
"""

# A code for a voucher that has none. Who comes second changes nothing.
ADD_CODES: Final = """
update voucher set code_hash = made.code_hash, code_sealed = made.code_sealed
from unnest(%b::uuid[], %b::bytea[], %b::bytea[]) as made (voucher_id, code_hash, code_sealed)
where voucher.voucher_id = made.voucher_id and voucher.code_hash is null
"""

LIST_ACCOUNTS: Final = "select distinct account_id from voucher_step"

"""All SQL of pools of codes."""

from typing import Final

OPEN_POOL: Final = "insert into code_pool (pool, imported, taken) values (%b, 0, 0) on conflict do nothing"

# Pools, held until the transaction ends, in the order of their names: who takes a code waits for who takes one before.
LOCK_POOLS: Final = """
select pool, imported, taken from code_pool where pool = any(%b) order by pool collate "C" for no key update
"""

LIST_POOLS: Final = 'select pool, imported, taken from code_pool order by pool collate "C"'

# The codes that are taken next, in the order in which they were brought in.
READ_FREE: Final = """
select code_hash from pool_code where pool = %b and voucher_id is null order by number limit %b
"""

# Codes that no pool has yet, numbered on. The pool is held.
ADD_CODES: Final = """
insert into pool_code (code_hash, pool, number, code_sealed)
select code_hash, %b, %b + row_number() over (order by place), code_sealed
from unnest(%b::bytea[], %b::bytea[]) with ordinality as added (code_hash, code_sealed, place)
on conflict do nothing
"""

# Codes that come again, sealed with the secret of today; of those that were given, their vouchers' too.
SEAL_ANEW: Final = """
with again as (
    update pool_code set code_sealed = added.code_sealed
    from unnest(%b::bytea[], %b::bytea[]) as added (code_hash, code_sealed)
    where pool_code.pool = %b and pool_code.code_hash = added.code_hash
    returning pool_code.code_hash, pool_code.code_sealed, voucher_id
)
update voucher set code_sealed = again.code_sealed from again where voucher.voucher_id = again.voucher_id
"""

COUNT_ADDED: Final = "update code_pool set imported = imported + %b where pool = %b"

LAST_NUMBER: Final = "select coalesce(max(number), 0)::bigint from pool_code where pool = %b"

TAKE_CODES: Final = """
update pool_code set voucher_id = taken.voucher_id
from unnest(%b::bytea[], %b::uuid[]) as taken (code_hash, voucher_id) where pool_code.code_hash = taken.code_hash
"""

COUNT_TAKEN: Final = """
update code_pool set taken = taken + now.count
from unnest(%b::text[], %b::int[]) as now (pool, count) where code_pool.pool = now.pool
"""

# What stands for vouchers whose codes were taken from a pool.
GIVE_CODES: Final = """
update voucher set code_hash = pool_code.code_hash, code_sealed = pool_code.code_sealed
from pool_code where pool_code.voucher_id = voucher.voucher_id and voucher.voucher_id = any(%b)
"""

# Pools that count otherwise than they have, and codes of a pool that stand for no voucher, or for one with another code.
CHECK_POOLS: Final = """
select pool, 'it counts other codes than it has' from code_pool
left join (
    select pool, count(*) as there, count(voucher_id) as given from pool_code group by pool
) as codes using (pool)
where imported <> coalesce(there, 0) or taken <> coalesce(given, 0)
union all
select pool, 'the code of voucher ' || pool_code.voucher_id || ' is another one'
from pool_code left join voucher using (voucher_id)
where pool_code.voucher_id is not null and voucher.code_hash is distinct from pool_code.code_hash
"""

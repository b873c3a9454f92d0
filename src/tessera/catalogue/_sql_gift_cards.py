"""All SQL of gift cards and their entries."""

from typing import Final

_CARD: Final = "card_id, money, issued_at, expires_at, voided_at, balance_minor, number"

READ_CARDS: Final = f"select {_CARD} from gift_card where card_id = any(%b)"

# Cards, held until the transaction ends, in the order of their ids: who pays with several takes them as everybody does.
LOCK_CARDS: Final = f"{READ_CARDS} order by card_id for no key update"

# What of them is set aside. Of a hold that was captured or released there is no row any longer.
READ_CARD_HOLDS: Final = (
    "select card_id, hold_id, amount_minor, until from gift_card_hold where card_id = any(%b)"
)

FIND_CARDS: Final = "select code_hash, card_id, source from gift_card where code_hash = any(%b)"

READ_ISSUERS: Final = "select card_id, source from gift_card where card_id = any(%b)"

LIST_OWN_CARDS: Final = """
select card_id from gift_card where account_id = any(%b) order by issued_at desc, card_id desc
"""

FIND_ISSUED: Final = "select card_id from gift_card where source = %b and key = %b"

ADD_CARD: Final = f"""
insert into gift_card ({_CARD}, source, key, account_id, member_id, code_hash, code_sealed)
values (%b, %b, %b, %b, %b, %b, %b, %b, %b, %b, %b, %b, %b)
"""

WRITE_CARDS: Final = """
update gift_card set balance_minor = now.balance_minor, number = now.number, expires_at = now.expires_at,
                     voided_at = now.voided_at
from unnest(%b::uuid[], %b::bigint[], %b::int[], %b::timestamptz[], %b::timestamptz[])
     as now (card_id, balance_minor, number, expires_at, voided_at)
where gift_card.card_id = now.card_id
"""

ADD_ENTRIES: Final = """
insert into gift_card_entry
    (card_id, number, kind, amount_minor, balance_after, held_after, account_id, activity_id, at)
select * from unnest(
    %b::uuid[], %b::int[], %b::text[], %b::bigint[], %b::bigint[], %b::bigint[], %b::uuid[], %b::uuid[], %b::timestamptz[]
)
"""

DROP_CARD_HOLDS: Final = "delete from gift_card_hold where card_id = any(%b)"

ADD_CARD_HOLDS: Final = """
insert into gift_card_hold (card_id, hold_id, amount_minor, until)
select * from unnest(%b::uuid[], %b::uuid[], %b::bigint[], %b::timestamptz[])
"""

# A card's entries, the newest first.
READ_ENTRIES: Final = """
select card_id, number, kind, amount_minor, balance_after, held_after, account_id, activity_id, at
from gift_card_entry where card_id = %b order by number desc limit %b
"""

# What accounts' activities did to cards, in no order.
READ_ENTRIES_BY: Final = """
select account_id, activity_id, card_id, kind, amount_minor from gift_card_entry where account_id = any(%b)
"""

READ_SEALED: Final = "select card_id, code_hash, code_sealed from gift_card where card_id = any(%b)"

# A code for a card that has none. Who comes second changes nothing.
ADD_CODES: Final = """
update gift_card set code_hash = made.code_hash, code_sealed = made.code_sealed
from unnest(%b::uuid[], %b::bytea[], %b::bytea[]) as made (card_id, code_hash, code_sealed)
where gift_card.card_id = made.card_id and gift_card.code_hash is null
"""

# Cards whose entries do not chain, do not sum to the balance, or leave less than nothing.
CHECK_CARDS: Final = """
with entry as (
    select *, lag(balance_after, 1, 0::bigint) over card as balance_before,
              lag(held_after, 1, 0::bigint) over card as held_before,
              row_number() over card as place
    from gift_card_entry window card as (partition by card_id order by number)
), wrong as (
    select card_id, 'entry ' || number || ' does not follow from those before' as what from entry
    where number <> place or amount_minor < 0 or held_after < 0 or balance_after < held_after
       or balance_after <> balance_before + amount_minor * case kind
            when 'issued' then 1 when 'refunded' then 1 when 'used' then -1 when 'expired' then -1
            when 'voided' then -1 else 0 end
       or held_after <> held_before + amount_minor * case kind when 'held' then 1 when 'released' then -1 else 0 end
    union all
    select card_id, 'its entries come to another balance' from gift_card
    left join lateral (
        select balance_after, held_after, number from gift_card_entry as own
        where own.card_id = gift_card.card_id order by own.number desc limit 1
    ) as last on true
    where balance_minor is distinct from last.balance_after or gift_card.number is distinct from last.number
       or last.held_after is distinct from
          (select coalesce(sum(amount_minor), 0) from gift_card_hold where gift_card_hold.card_id = gift_card.card_id)
)
select card_id, what from wrong
"""

LIST_ACCOUNTS: Final = "select distinct account_id from gift_card_entry where account_id is not null"

# A page of all cards of one side of the sandbox's fence, the newest first: ids are time-ordered. The states are those of
# `gift_card.CardState`, in the same order.
LIST_CARDS: Final = """
select card_id, code_hash, code_sealed from gift_card
where card_id < %(before)b and starts_with(source, %(mark)b) = %(sandbox)b
  and (%(state)b::text is null or %(state)b = case
         when voided_at is not null then 'voided'
         when expires_at <= %(now)b then 'expired'
         when balance_minor = 0 then 'empty'
         else 'usable' end)
order by card_id desc limit %(limit)b
"""

ADD_VOID: Final = """
insert into gift_card_void (void_id, source, key, card_id, amount_minor, reason, hand, person, at)
values (%b, %b, %b, %b, %b, %b, %b, %b, %b)
"""

_VOID: Final = "void_id, source, key, card_id, amount_minor, reason, hand, person, at"

FIND_VOID: Final = f"select {_VOID} from gift_card_void where source = %b and key = %b"

READ_ALL_VOIDS: Final = f"select {_VOID} from gift_card_void"

# Why cards were taken out of use; of one that was twice, the last time.
READ_VOIDS: Final = f"""
select distinct on (card_id) {_VOID} from gift_card_void where card_id = any(%b) order by card_id, void_id desc
"""

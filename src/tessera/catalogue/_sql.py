"""All SQL of the catalogue's room."""

from typing import Final

_DRAW: Final = "draw_id, terms, seed, salt, committed_at, closed_at, closing_sha256, public, drawn_at"

# A draw, unless it is there.
ADD_DRAW: Final = """
insert into draw (draw_id, terms, seed, salt, committed_at) values (%s, %b, %b, %b, %s) on conflict do nothing
"""

# One draw.
READ_DRAW: Final = f"select {_DRAW} from draw where draw_id = %s"

# One draw, held until the step that is taken commits: two who close or draw at once take it one after the other.
HOLD_DRAW: Final = f"{READ_DRAW} for no key update"

# Every draw, the newest first.
LIST_DRAWS: Final = f"select {_DRAW} from draw order by committed_at desc, draw_id"

# What accounts had when the draw closed.
ADD_ENTRIES: Final = """
insert into draw_entry (account_id, draw_id, pseudonym, entries, takes_part)
select account_id, %s, pseudonym, entries, takes_part
from unnest(%b::uuid[], %b::text[], %b::bigint[], %b::boolean[]) as added (account_id, pseudonym, entries, takes_part)
"""

CLOSE_DRAW: Final = "update draw set closed_at = %s, closing_sha256 = %s where draw_id = %s"

DRAW: Final = "update draw set public = %s, drawn_at = %s where draw_id = %s"

ADD_WINNERS: Final = """
insert into draw_winner (account_id, draw_id, place, prize)
select account_id, %s, place, prize from unnest(%b::uuid[], %b::int[], %b::text[]) as won (account_id, place, prize)
"""

# The entries of a draw by pseudonym; byte by byte, as every language sorts hexadecimal digits.
READ_ENTRIES: Final = """
select account_id, pseudonym, entries, takes_part
from draw_entry where draw_id = %s order by pseudonym collate "C"
"""

# The winners of a draw in the order of the drawing.
READ_WINNERS: Final = """
select account_id, pseudonym, prize
from draw_winner join draw_entry using (account_id, draw_id) where draw_id = %s order by place
"""

# What accounts have in draws that are closed, the newest first.
READ_OWN_ENTRIES: Final = """
select draw_id, pseudonym, entries, takes_part,
       array(select prize from draw_winner
             where draw_winner.account_id = draw_entry.account_id and draw_winner.draw_id = draw_entry.draw_id
             order by place)
from draw_entry join draw using (draw_id)
where account_id = any(%b) order by closed_at desc, draw_id, pseudonym
"""

# Tallies, held in the order of their subjects: who needs several takes them in the same order as everybody.
LOCK_TALLIES: Final = """
select subject, taken from tally where subject = any(%b) order by subject collate "C" for no key update
"""

OPEN_TALLIES: Final = """
insert into tally (subject, taken) select subject, 0 from unnest(%b::text[]) as wanted (subject)
order by subject collate "C" on conflict do nothing
"""

READ_TALLIES: Final = "select subject, taken from tally where subject = any(%b)"

READ_ALL_TALLIES: Final = "select subject, taken from tally"

ADD_TO_TALLIES: Final = """
update tally set taken = tally.taken + more.amount from unnest(%b::text[], %b::bigint[]) as more (subject, amount)
where tally.subject = more.subject
"""

# What is set aside of subjects, by member: a limit looks at the member's own, a stock at all of it.
READ_RESERVED: Final = """
select subject, member_id, sum(amount)::bigint from reservation
where subject = any(%b) and expires_at > %b group by subject, member_id
"""

# Both at once, to look at: how much is gone (without a member), and what is set aside.
READ_SHARED: Final = """
select subject, null::uuid, taken from tally where subject = any(%b)
union all
select subject, member_id, sum(amount)::bigint from reservation
where subject = any(%b) and expires_at > %b group by subject, member_id
"""

READ_RESERVATIONS: Final = """
select hold_id, subject, member_id, amount, expires_at from reservation where hold_id = any(%b)
"""

READ_ALL_RESERVATIONS: Final = "select hold_id, subject, member_id, amount, expires_at from reservation"

ADD_RESERVATIONS: Final = """
insert into reservation (hold_id, subject, member_id, amount, expires_at)
select * from unnest(%b::uuid[], %b::text[], %b::uuid[], %b::bigint[], %b::timestamptz[])
"""

DROP_RESERVATIONS: Final = "delete from reservation where hold_id = any(%b)"

SWEEP_RESERVATIONS: Final = "delete from reservation where expires_at < %b"

# What was sealed first, with the secret that all codes are to be sealed with. Who comes second changes nothing.
ADD_SEAL_PROOF: Final = "insert into seal_proof (place, sealed) values (1, %b) on conflict do nothing"

READ_SEAL_PROOF: Final = "select sealed from seal_proof where place = 1"

CHANGE_SEAL_PROOF: Final = "update seal_proof set sealed = %b where place = 1"

"""All SQL of this room."""

from typing import Final

# Requests of one hand wait for each other: the sum of its day decides whether the next needs a second person.
_LOCK: Final = 0x4F4E4543  # "ONEC", in PostgreSQL's space of advisory locks, with the hand beside it

LOCK_HAND: Final = f"select pg_advisory_xact_lock({_LOCK}, hashtext(%s))"

# Of those who claim one receipt at once, one is first; and so it is with what one member claims at once.
_RECEIPT: Final = 0x52435054  # "RCPT", likewise

_CLAIMANT: Final = 0x434C4D54  # "CLMT", likewise

LOCK_CLAIMANT: Final = f"select pg_advisory_xact_lock({_CLAIMANT}, hashtext(%s))"

LOCK_RECEIPT: Final = f"select pg_advisory_xact_lock({_RECEIPT}, hashtext(%s || ' ' || %s))"

ADD_REQUEST: Final = """
insert into request
  (request_id, kind, source, key, hand, person, member_id, asks, gives, reason, note, asked_at, ends_at)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""

# Verdicts are one for each request: a second one breaks the primary key.
ADD_VERDICT: Final = """
insert into verdict (request_id, outcome, source, hand, person, reason, decided_at, activity_id, refusal)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""

# Whoever decides holds the request's row; the verdict is read in a statement of its own, as the lock's snapshot is too old.
LOCK_REQUEST: Final = "select from request where request_id = %s for update"

_READ: Final = """
select request.request_id, request.kind, request.source, request.key, request.hand, request.person, request.member_id,
       request.asks, request.gives, request.reason, request.note, request.asked_at, request.ends_at,
       verdict.outcome, verdict.source, verdict.hand, verdict.person, verdict.reason, verdict.decided_at,
       verdict.activity_id, verdict.refusal
from request left join verdict using (request_id)
"""

READ_REQUEST: Final = f"{_READ} where request.request_id = %s"

FIND_REQUEST: Final = f"{_READ} where request.source = %s and request.key = %s"

# All claims of particular receipts, in the order of asking.
FIND_CLAIMS: Final = f"""
{_READ}
where request.kind = 'claim'
  and request.asks ->> 'receipt' = any(%(numbers)s)  -- which has an index
  and (request.asks ->> 'source', request.asks ->> 'receipt')
      in (select * from unnest(%(sources)s::text[], %(numbers)s::text[]))
order by request.request_id
"""

# A page of what members have claimed, newest first.
LIST_CLAIMS: Final = f"""
{_READ}
where request.kind = 'claim' and request.member_id = any(%s) and request.request_id < %s
order by request.request_id desc limit %s
"""

# How many claims of members were granted at once since an instant.
COUNT_AT_ONCE: Final = """
select count(*) from request join verdict using (request_id)
where request.kind = 'claim' and request.member_id = any(%s) and asked_at >= %s and outcome = 'done'
"""

# A page, newest first: ids are time-ordered. `sandbox` chooses the side of its fence by the source's mark.
LIST_REQUESTS: Final = f"""
{_READ}
where request.kind = %(kind)s and request.request_id < %(before)s and starts_with(request.source, %(mark)s) = %(sandbox)s
  and (%(state)s::text is null or %(state)s = case
         when verdict.refusal is not null then 'failed'
         when verdict.outcome is not null then verdict.outcome
         when request.ends_at <= %(now)s then 'ended'
         else 'pending' end)
order by request.request_id desc limit %(limit)s
"""

# What was carried out, in the order of asking.
LIST_CARRIED_OUT: Final = f"{_READ} where verdict.activity_id is not null order by request.request_id"

# What a hand has given without anybody's approval since an instant.
SUM_GIVEN: Final = """
select coalesce(sum((gives ->> %s)::bigint), 0)::bigint
from request join verdict using (request_id)
where request.hand = %s and asked_at >= %s and outcome = 'done' and refusal is null
"""

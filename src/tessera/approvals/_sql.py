"""All SQL of this room."""

from typing import Final

# Adjustments of one hand wait for each other: the sum of its day decides whether the next needs a second person.
_LOCK: Final = 0x4F4E4543  # "ONEC", in PostgreSQL's space of advisory locks, with the hand beside it

LOCK_HAND: Final = f"select pg_advisory_xact_lock({_LOCK}, hashtext(%s))"

ADD_REQUEST: Final = """
insert into adjustment_request
  (request_id, source, key, hand, person, member_id, currency, points, of, reason, note, asked_at, ends_at)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""

# Verdicts are one for each request: a second one breaks the primary key.
ADD_VERDICT: Final = """
insert into adjustment_verdict (request_id, outcome, source, hand, person, reason, decided_at, activity_id)
values (%s, %s, %s, %s, %s, %s, %s, %s)
"""

# Whoever decides holds the request's row; the verdict is read in a statement of its own, as the lock's snapshot is too old.
LOCK_REQUEST: Final = "select from adjustment_request where request_id = %s for update"

_READ: Final = """
select request.request_id, request.source, request.key, request.hand, request.person, request.member_id, request.currency,
       request.points, request.of, request.reason, request.note, request.asked_at, request.ends_at,
       verdict.outcome, verdict.source, verdict.hand, verdict.person, verdict.reason, verdict.decided_at, verdict.activity_id
from adjustment_request as request left join adjustment_verdict as verdict using (request_id)
"""

READ_REQUEST: Final = f"{_READ} where request.request_id = %s"

FIND_REQUEST: Final = f"{_READ} where request.source = %s and request.key = %s"

# A page, newest first: ids are time-ordered. `sandbox` chooses the side of its fence by the source's mark.
LIST_REQUESTS: Final = f"""
{_READ}
where request.request_id < %(before)s and starts_with(request.source, %(mark)s) = %(sandbox)s
  and (%(state)s::text is null or %(state)s = case
         when verdict.outcome is not null then verdict.outcome
         when request.ends_at <= %(now)s then 'ended'
         else 'pending' end)
order by request.request_id desc limit %(limit)s
"""

# What was carried out, in the order of asking.
LIST_CARRIED_OUT: Final = f"{_READ} where verdict.activity_id is not null order by request.request_id"

# What a hand has given without anybody's approval since an instant. What undoes a taking is not a gift.
SUM_GIVEN: Final = """
select coalesce(sum(points), 0)::bigint
from adjustment_request join adjustment_verdict using (request_id)
where adjustment_request.hand = %s and asked_at >= %s and currency = %s and points > 0 and of is null and outcome = 'done'
"""

"""The SQL of histories: what happened to a person's accounts, event by event."""

from typing import Final

# The newest events before a place: an activity is one, whatever it posted and to however many of the accounts; what time
# brought to an account as of one instant is another. Time's due is posted before what happens then, so it comes before
# the activities of its moment: its id is of nothing but zeros.
READ_EVENTS: Final = """
with happened as (
    select received_at as recorded_at, activity_id, '-infinity'::timestamptz as effective_at,
           '00000000-0000-0000-0000-000000000000'::uuid as account_id
    from activity where account_id = any(%b)
    union
    select recorded_at, activity_id, '-infinity', '00000000-0000-0000-0000-000000000000'
    from posting where account_id = any(%b) and activity_id is not null
    union
    select recorded_at, '00000000-0000-0000-0000-000000000000', effective_at, account_id
    from posting where account_id = any(%b) and activity_id is null
    union
    select received_at, activity_id, '-infinity', '00000000-0000-0000-0000-000000000000'
    from activity where account_id = any(%b) and member_id = any(%b)
)
select recorded_at, activity_id, nullif(effective_at, '-infinity'), account_id
from happened
where (recorded_at, activity_id, effective_at, account_id) < (%b, %b, coalesce(%b::timestamptz, '-infinity'), %b)
order by recorded_at desc, activity_id desc, effective_at desc, account_id desc limit %b
"""

# All that was posted of activities, and by time, to these accounts: in the order of the books. To accounts that were left,
# what their own activities did while they were there: what is settled with them later stands under an account of today.
READ_EVENT_POSTINGS: Final = """
select account_id, currency, version, kind, amount, available_after, pending_after, held_after, debt_after,
       activity_id, rule_id, programme_version, effective_at, recorded_at
from posting
where account_id = any(%b)
  and (activity_id = any(%b)
       or activity_id is null and (account_id, recorded_at, effective_at) in (
            select * from unnest(%b::uuid[], %b::timestamptz[], %b::timestamptz[])))
   or account_id = any(%b) and activity_id = any(%b)
  and exists (select from activity
              where account_id = posting.account_id and activity_id = posting.activity_id and member_id = any(%b))
  and not exists (select from activity where account_id = any(%b) and activity_id = posting.activity_id)
order by account_id, currency collate "C", version
"""

# The activities themselves. One may stand under several of these accounts: as the same (a merge), or as a half each.
READ_EVENT_ACTIVITIES: Final = """
select activity_id, programme_version, payload, outcome
from activity
where activity_id = any(%b) and (account_id = any(%b) or account_id = any(%b) and member_id = any(%b))
order by activity_id, account_id
"""

"""The SQL of levels that are looked at again: when time is up, when traits change, when a version is new."""

# Standings whose levels must be looked at by an instant, from a place on, longest due first.
FIND_DUE_REVIEWS = """
select member_id, account_id, review_at from standing
where review_at <= %b and (review_at, member_id) > (%b, %b) order by review_at, member_id limit %b
"""

# When to look next, for those who were looked at when `was` stood there; whatever came meanwhile only makes it earlier.
WRITE_REVIEWS = """
update standing
set review_at = case when standing.review_at is not distinct from next.was then next.review_at
                     else least(standing.review_at, next.review_at) end
from unnest(%b::uuid[], %b::uuid[], %b::timestamptz[], %b::timestamptz[])
  as next (account_id, member_id, was, review_at)
where standing.account_id = next.account_id and standing.member_id = next.member_id
"""

# Look again by an instant at the latest.
CALL_REVIEW = """
update standing set review_at = least(review_at, %b)
where account_id = %b and member_id = %b
"""

# How far the members have been told of a new version, unless another process has that in hand.
HOLD_VERSION_REVIEW = "select version, after from version_review for no key update skip locked"

TURN_VERSION_REVIEW = "update version_review set version = %s, after = %s"

# Everybody with a standing of their own, in the order of their ids.
FIND_MEMBERS = """
select member_id, account_id from member
where member_id > %b and merged_into is null order by member_id limit %b
"""

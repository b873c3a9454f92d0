"""The SQL of merges. A merge's row is kept when it is undone: who stood for whom, and when, stays known."""

# Members held until what is done with them commits; in id order, so that two merges never wait in a ring.
LOCK_MEMBERS = """
select member_id, account_id, merged_into from member where member_id = any(%s) order by member_id for no key update
"""

MARK_MERGED = "update member set merged_into = %s where member_id = %s"

# Everything that a member is known by becomes another's.
HAND_IDENTITIES = """
update identity set member_id = %s, account_id = %s where member_id = %s returning kind, value
"""

# Of those identities the ones that the other still has go back.
GIVE_IDENTITIES_BACK = """
update identity set member_id = %s, account_id = %s
from unnest(%s::text[], %s::text[]) as handed (kind, value)
where identity.kind = handed.kind and identity.value = handed.value and identity.member_id = %s
"""

KEEP_MERGE = """
insert into member_merge (member_id, merge_id, account_id, into_id, into_account_id, merged_at,
                          identities, filled, standing, into_standing)
values (%b, %b, %b, %b, %b, %b, %b, %b, %b, %b)
"""

END_MERGE = (
    "update member_merge set undone_at = %s where member_id = %s and merge_id = %s and undone_at is null"
)

# The merge that stands for a member, if one does.
READ_MERGE = """
select member_id, merge_id, account_id, into_id, into_account_id, identities, filled, standing, into_standing
from member_merge where member_id = %b and undone_at is null
"""

# Whoever members have ever been merged into, also through others, and though it was undone.
FIND_KIN = """
with recursive kin as (
  select member_id, into_id from member_merge where member_id = any(%b)
  union
  select kin.member_id, later.into_id from kin join member_merge later on later.member_id = kin.into_id
)
select member_id, into_id from kin
"""

# Whom an id stood for at an instant: itself, or whoever it had been merged into by then; and whose account was theirs then.
FIND_THEN = """
with recursive way (member_id, account_id, step) as (
  select member_id, account_id, 0 from member where member_id = %(member_id)s
  union all
  select member.member_id, member.account_id, way.step + 1
  from way join member_merge one on one.member_id = way.member_id
   and one.merged_at <= %(at)s and (one.undone_at is null or one.undone_at > %(at)s)
  join member on member.member_id = one.into_id
)
select member_id, coalesce(
  (select household_id from membership
   where membership.member_id = way.member_id and joined_at <= %(at)s and (left_at is null or left_at > %(at)s)),
  (select from_account_id from membership
   where membership.member_id = way.member_id and joined_at > %(at)s order by joined_at limit 1),
  account_id)
from way order by step desc limit 1
"""

# The members merged into one, and those merged into them.
LIST_ALIASES = """
with recursive alias as (
  select member_id, account_id from member where merged_into = %s
  union all
  select member.member_id, member.account_id from alias join member on member.merged_into = alias.member_id
)
select member_id, account_id from alias order by member_id
"""

# Every merge there has been.
READ_ALL_MERGES = (
    "select account_id, into_account_id, merge_id from member_merge order by merged_at, merge_id"
)

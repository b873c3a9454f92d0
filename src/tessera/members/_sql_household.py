"""The SQL of households. Memberships are kept when they are over: whose account was whose, and when, stays known."""

FOUND_HOUSEHOLD = "insert into household (household_id, founded_at) values (%s, %s)"

# A household, held until what is done with it commits. Its account is locked before.
LOCK_HOUSEHOLD = "select founded_at, end_id from household where household_id = %s for no key update"

READ_HOUSEHOLD = "select founded_at, end_id from household where household_id = %s"

FIND_HOUSEHOLDS = "select household_id from household where household_id = any(%s)"

# Who belongs to a household now, in the order in which they came.
LIST_MEMBERSHIPS = """
select member_id, join_id, household_id, role, joined_at
from membership where household_id = %s and left_at is null order by joined_at, join_id
"""

# The household that a member belongs to now.
FIND_MEMBERSHIP = """
select member_id, join_id, household_id, role, joined_at from membership where member_id = %s and left_at is null
"""

# What members may do in the households that they belong to now.
READ_ROLES = "select member_id, role from membership where member_id = any(%b) and left_at is null"

# How many members have each role; what the sandbox tries out (ids of UUID version 8) holds nobody up.
COUNT_ROLES = """
select role, count(*) from membership
where left_at is null and get_byte(uuid_send(member_id), 6) < 128 group by role
"""

ADD_MEMBERSHIP = """
insert into membership (member_id, join_id, household_id, role, joined_at, from_account_id)
values (%s, %s, %s, %s, %s, %s)
"""

END_MEMBERSHIP = """
update membership set left_at = %s, leave_id = %s, to_account_id = %s where member_id = %s and left_at is null
"""

END_HOUSEHOLD = "update household set end_id = %s where household_id = %s"

GIVE_ROLE = "update membership set role = %s where member_id = %s and left_at is null"

# From now on a member, by whatever they are known, has another account.
MOVE_MEMBER = "update member set account_id = %s where member_id = %s"
MOVE_IDENTITIES = "update identity set account_id = %s where member_id = %s"

# Nothing is to be looked at any more where a member's standing was.
CALL_NO_REVIEW = "update standing set review_at = null where account_id = %s and member_id = %s"

ADD_INVITATION = """
insert into invitation (code_hash, invitation_id, household_id, role, invited_by, invited_at, ends_at)
values (%b, %s, %s, %s, %s, %s, %s)
"""

# An invitation by its code, used and ended ones too.
FIND_INVITATION = """
select invitation_id, household_id, role, invited_by, invited_at, ends_at, used_at, withdrawn_at
from invitation where code_hash = %b
"""

# The same, held until what is done with it commits.
LOCK_INVITATION = FIND_INVITATION + "for no key update\n"

USE_INVITATION = "update invitation set used_at = %s where code_hash = %b"

# One that is not used yet is good for nothing any more.
WITHDRAW_INVITATION = """
update invitation set withdrawn_at = %s
where household_id = %s and invitation_id = %s and used_at is null and withdrawn_at is null
"""

# Invitations to a household that somebody may still use.
LIST_INVITATIONS = """
select invitation_id, household_id, role, invited_by, invited_at, ends_at, used_at, withdrawn_at
from invitation
where household_id = %s and used_at is null and withdrawn_at is null and ends_at > %s order by invited_at, invitation_id
"""

# From accounts on, through every merge that stands and every household: which account's points went where, by which
# activity. An account that a household emptied is used no more, so each has one way at most.
FOLLOW_WAYS = """
with recursive way (account_id, into_account_id, activity_id) as (
  select null::uuid, asked, null::uuid from unnest(%b::uuid[]) as asked
  union
  select way.into_account_id, step.into_account_id, step.activity_id
  from way cross join lateral (
    select into_account_id, merge_id as activity_id
    from member_merge where account_id = way.into_account_id and undone_at is null
    union all
    select household_id, join_id from membership where from_account_id = way.into_account_id
    union all
    select to_account_id, end_id
    from household join membership using (household_id)
    where household_id = way.into_account_id and leave_id = end_id
  ) as step
)
select account_id, into_account_id, activity_id from way where account_id is not null
"""

# The accounts whose points went to one, directly or through others: by merges that stand, and by households.
FIND_SOURCES = """
with recursive source (account_id) as (
  select %s::uuid
  union
  select step.account_id
  from source cross join lateral (
    select account_id from member_merge where into_account_id = source.account_id and undone_at is null
    union all
    select from_account_id from membership where household_id = source.account_id
    union all
    select household_id
    from membership join household using (household_id)
    where to_account_id = source.account_id and leave_id = end_id
  ) as step
)
select account_id from source
"""

READ_STAYS = (
    "select household_id, member_id, join_id, leave_id from membership order by household_id, join_id"
)

# Members who have another account than that of the household to which they belong, or one to which they do not.
FIND_STRAYS = """
select household_id, format('member %s belongs to it, and has the account %s', member_id, account_id)
from membership join member using (member_id) where left_at is null and account_id <> household_id
union all
select account_id, format('member %s has its account, and does not belong to it', member.member_id)
from member join household on household_id = account_id
where merged_into is null
  and not exists (select from membership
                  where membership.member_id = member.member_id and left_at is null
                    and membership.household_id = account_id)
union all
select household_id, format('member %s belongs to it, though it has ended', member_id)
from membership join household using (household_id) where left_at is null and end_id is not null
"""

# Every two accounts that an activity has ever moved a member, or points, between.
READ_ALL_MOVES = """
select from_account_id, household_id from membership
union all
select household_id, to_account_id from membership where to_account_id is not null
"""

_ALIASES = """
with recursive alias as (
  select member_id, account_id from member where member_id = %s
  union all
  select member.member_id, member.account_id from alias join member on member.merged_into = alias.member_id
)
"""

# All accounts that were ever a member's alone, and those of who was merged into the member; not the household's.
LIST_ACCOUNTS = f"""
{_ALIASES}
select account_id from alias
union
select from_account_id from membership join alias using (member_id)
union
select to_account_id from membership join alias using (member_id) where to_account_id is not null
"""

# The households that were left by a member, or by who was merged into the member.
LIST_LEFT = f"""
{_ALIASES}
select distinct household_id from membership join alias using (member_id) where left_at is not null
"""

"""All SQL of the members' room. A batch goes in as arrays, in binary (`%b`): half the time of text."""

# Members by identities of one kind: the usual micro-batch, where every till sends cards.
FIND_BY_ONE_KIND = """
select i.value, m.member_id, m.account_id, m.traits, m.enrolled_at
from identity i join member m on m.member_id = i.member_id
where i.kind = %s and i.value = any(%b)
"""

# Members by identities of several kinds.
FIND_BY_KINDS = """
select i.kind, i.value, m.member_id, m.account_id, m.traits, m.enrolled_at
from unnest(%b::text[], %b::text[]) as asked (kind, value)
join identity i on i.kind = asked.kind and i.value = asked.value
join member m on m.member_id = i.member_id
"""

# Members by their own ids; one who was merged names the other.
FIND_BY_ID = """
select member_id, account_id, traits, enrolled_at, merged_into from member where member_id = any(%b)
"""

# New members, many at once.
ADD_MEMBERS = """
insert into member (member_id, account_id, name, language, traits, enrolled_at, birthday)
select * from unnest(%b::uuid[], %b::uuid[], %b::text[], %b::text[], %b::bytea[], %b::timestamptz[], %b::smallint[])
"""

# New identities; one that is taken, also within the batch, is missing from what comes back. In the order of
# the primary key, so that two enrolments at the same time wait for each other instead of deadlocking.
ADD_IDENTITIES = """
insert into identity (kind, value, member_id, account_id, added_at)
select * from unnest(%b::text[], %b::text[], %b::uuid[], %b::uuid[], %b::timestamptz[])
    as added (kind, value, member_id, account_id, added_at)
order by kind, value
on conflict (kind, value) do nothing
returning kind, value, member_id
"""

# One member's whole row.
READ_MEMBER = """
select member_id, account_id, name, language, traits, enrolled_at, merged_into from member where member_id = %s
"""

# One member's whole row, held until the change to it commits.
LOCK_MEMBER = """
select member_id, account_id, name, language, traits, enrolled_at, merged_into from member where member_id = %s
for no key update
"""

# A member's name, language and traits, as changed.
CHANGE_MEMBER = """
update member set name = %s, language = %s, traits = %s, birthday = %s where member_id = %s
"""

# What traits were until now. Of two changes at one instant the first knows it.
KEEP_TRAITS = """
insert into trait_change (member_id, changed_at, trait, before)
select %s, %s, * from unnest(%s::text[], %s::text[])
on conflict do nothing
"""

# What a member's traits were, for the changes after an instant, the latest first.
READ_TRAITS_BEFORE = """
select trait, before from trait_change where member_id = %s and changed_at > %s order by changed_at desc
"""

# How a member's traits changed, newest first: what each was, what the next change found, whether there is none. Changes
# of one instant are never torn apart, so that the next page begins before it.
LIST_TRAIT_CHANGES = """
select changed_at, trait, before, later, newest
from (
    select changed_at, trait, before, lead(before) over following as later, lead(trait) over following is null as newest
    from trait_change where member_id = %s
    window following as (partition by trait order by changed_at)
) as change
where %s::timestamptz is null or changed_at < %s
order by changed_at desc
fetch first %s rows with ties
"""

# A member's identities, in a fixed order.
LIST_IDENTITIES = """
select kind, value from identity where member_id = %s order by kind, value
"""

# Take an identity away from the member who has it.
REMOVE_IDENTITY = """
delete from identity where kind = %s and value = %s and member_id = %s
"""

# An almanac that was never held before. Looked for first: an insertion would wait for whoever has it in hand.
OPEN_ALMANAC = """
insert into almanac (almanac_id, step)
select told, 0 from (select %s::smallint as told) as opened
where not exists (select from almanac where almanac_id = told) on conflict do nothing
"""

# An almanac, unless another process has it in hand.
HOLD_ALMANAC = "select day, step, after from almanac where almanac_id = %s for no key update skip locked"

TURN_ALMANAC = "update almanac set day = %s, step = %s, after = %s where almanac_id = %s"

# Who stands for accounts; of one who was merged, the standing is empty.
FIND_HOLDERS = """
select distinct on (account_id) account_id, member_id
from standing where account_id = any(%b) and state <> '' order by account_id, member_id
"""

# Members with a birthday on a day of the year.
FIND_BORN = """
select member_id, enrolled_at from member
where birthday = %s and member_id > %s and merged_into is null order by member_id limit %s
"""

# Members who joined on a day of the year, in UTC; as the index has it.
FIND_JOINED = """
select member_id, enrolled_at from member
where extract(month from enrolled_at at time zone 'UTC')::int * 100
      + extract(day from enrolled_at at time zone 'UTC')::int = %s
  and member_id > %s and merged_into is null order by member_id limit %s
"""

# The standings of the members of accounts.
READ_STANDINGS = """
select account_id, member_id, version, state, review_at from standing where account_id = any(%b)
"""

# Every real member with the standing (none for one who has done nothing); the sandbox's ids are UUIDs of version 8, and
# those who were merged are counted as the other.
READ_ALL_STANDINGS = """
select m.member_id, m.account_id, m.traits, m.enrolled_at, s.state
from member m left join standing s on s.account_id = m.account_id and s.member_id = m.member_id
where get_byte(uuid_send(m.member_id), 6) < 128 and m.merged_into is null
"""

# Standings after a batch, new members' among them. In the order of the key, as the accounts were locked.
WRITE_STANDINGS = """
insert into standing (account_id, member_id, version, state)
select * from unnest(%b::uuid[], %b::uuid[], %b::bigint[], %b::bytea[])
on conflict (account_id, member_id) do update set version = excluded.version, state = excluded.state
"""

# Every real member with the identities; the sandbox's ids are UUIDs of version 8. Who was merged is the other.
STREAM_MEMBERS = """
select member_id, account_id, name, language, traits, enrolled_at,
       array(select kind from identity i where i.member_id = m.member_id order by kind, value),
       array(select value from identity i where i.member_id = m.member_id order by kind, value)
from member m where get_byte(uuid_send(member_id), 6) < 128 and merged_into is null order by member_id
"""

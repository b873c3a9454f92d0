"""The SQL that fills a ledger: rows as purchases would have left them, in the order of time.

In each round every account buys once: one activity with its key, two postings and one lot. Ids are time-ordered, as
the real ones are. What is left out is said by `fill.LEFT_OUT`.
"""

from typing import Final

_ID: Final = "(lpad(to_hex({ms}), 12, '0') || '7' || substr(md5({salt}), 1, 3) || '8' || substr(md5({salt}), 4, 15))::uuid"
_MEMBER: Final = _ID.format(ms="1600000000000 + n", salt="'member' || n")
_ACCOUNT: Final = _ID.format(ms="1600000000000 + n", salt="'account' || n")
_ACTIVITY: Final = _ID.format(
    ms="1610000000000 + %(round)s::bigint * 10000000 + n", salt="'activity' || %(round)s || '-' || n"
)
_ALL: Final = "from generate_series(1, %(accounts)s) as n"
_THEN: Final = "%(begins)s::timestamptz + %(round)s * interval '1 hour' + n * interval '1 ms'"
_EXPIRES: Final = "%(expires)s::timestamptz + %(round)s * interval '1 day'"

OPEN: Final = (
    f"""insert into member (member_id, account_id, name, language, traits, enrolled_at)
    select {_MEMBER}, {_ACCOUNT}, 'A Member', 'en', %(traits)s, %(begins)s {_ALL}""",
    f"""insert into identity (kind, value, member_id, account_id, added_at)
    select 'card', 'GROWTH' || lpad(n::text, 9, '0'), {_MEMBER}, {_ACCOUNT}, %(begins)s {_ALL}""",
    f"""insert into standing (account_id, member_id, version, state)
    select {_ACCOUNT}, {_MEMBER}, %(purchases)s, %(standing)s {_ALL}""",
    f"""insert into account (account_id, currency, available, pending, held, debt, lifetime_earned, version,
                             next_expiry_at, maturing, reached_at)
    select {_ACCOUNT}, currency, 25 * bought, 0, 0, 0, 25 * bought, 2 * bought,
           case when bought > 0 then %(expires)s::timestamptz end, '\\x90',
           %(begins)s::timestamptz + bought * interval '1 hour'
    {_ALL}, (values (%(currency)s, %(purchases)s), (%(other)s, 0)) as held (currency, bought)""",
    f"insert into due (account_id, due_at) select {_ACCOUNT}, %(expires)s {_ALL}",
)
"""The accounts, as they stand after all their purchases."""

BUY: Final = (
    f"""insert into activity (account_id, activity_id, member_id, source, occurred_at, received_at, programme_version,
                              standing_version, payload, outcome)
    select {_ACCOUNT}, {_ACTIVITY}, {_MEMBER}, 'growth', {_THEN}, {_THEN}, 1, %(round)s + 1, %(payload)s, %(payload)s
    {_ALL}""",
    f"""insert into activity_key (key, source, account_id, activity_id)
    select 'order-' || md5('key' || %(round)s || '-' || n), 'growth', {_ACCOUNT}, {_ACTIVITY} {_ALL}""",
    f"""insert into posting (account_id, currency, version, kind, contra, amount, available_after, pending_after,
                             held_after, debt_after, activity_id, rule_id, programme_version, lot_version,
                             effective_at, recorded_at)
    select {_ACCOUNT}, %(currency)s, 2 * %(round)s + place, 'earned', 'issued', amount,
           25 * %(round)s + after, 0, 0, 0, {_ACTIVITY}, rule, 1, 2 * %(round)s + 1, {_THEN}, {_THEN}
    {_ALL}, (values (1, 20, 20, 'base'), (2, 5, 25, 'own-brand')) as given (place, amount, after, rule)""",
    f"""insert into lot (account_id, currency, expires_at, lot_version, granted, remaining, available_at)
    select {_ACCOUNT}, %(currency)s, {_EXPIRES}, 2 * %(round)s + 1, 25, 25, {_THEN} {_ALL}""",
)
"""One purchase of every account."""

"""All SQL of the access room."""

# A new key.
ADD_KEY = """
insert into api_key (key_id, source, digest, scopes, created_at, revoked_at) values (%s, %s, %s, %s, %s, null)
"""

# A key that still counts, by the public half of its token.
FIND_KEY = "select source, digest, scopes from api_key where key_id = %s and revoked_at is null"

# Every key, oldest first, without anything secret.
LIST_KEYS = "select key_id, source, scopes, created_at, revoked_at from api_key order by created_at, key_id"

# Revoke a key once; the first instant stays.
REVOKE_KEY = "update api_key set revoked_at = coalesce(revoked_at, %s) where key_id = %s"

# One instant for each subject: when all of its tries would be there again (GCRA, as in `limits`). No row comes back where
# there is none left.
TAKE_TRY = """
insert into try_limit (subject, full_at) values (%(subject)s, %(now)s + %(each)s)
on conflict (subject) do update set full_at = greatest(try_limit.full_at, %(now)s) + %(each)s
where greatest(try_limit.full_at, %(now)s) + %(each)s <= %(most)s
returning full_at
"""

READ_TRIES = "select full_at from try_limit where subject = %s"

GIVE_BACK_TRY = "update try_limit set full_at = full_at - %s where subject = %s"

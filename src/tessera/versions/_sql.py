"""All SQL of the versions' room."""

# One number for the whole programme, in PostgreSQL's space of advisory locks ("TESS" in ASCII).
_LOCK = 0x54455353

# Held by each batch of activities while it decides: a version is not published in the middle of one.
SHARE_LOCK = f"select pg_advisory_xact_lock_shared({_LOCK})"

# Held while publishing: waits for the batches under way; those that come later see the new version.
PUBLISH_LOCK = f"select pg_advisory_xact_lock({_LOCK})"

# Versions after a number: a server that knows up to 7 asks for what follows.
READ_VERSIONS = """
select number, programme_id, document, effective_at, published_at, note, rollback_of, edition
from programme_version where number > %s order by number
"""

# A new version.
ADD_VERSION = """
insert into programme_version (number, programme_id, document, effective_at, published_at, note, rollback_of, edition)
values (%s, %s, %s, %s, %s, %s, %s, %s)
"""

# The draft, over the one before it.
SAVE_DRAFT = """
insert into programme_draft (draft_id, document, note, saved_at) values (1, %s, %s, %s)
on conflict (draft_id) do update
set document = excluded.document, note = excluded.note, saved_at = excluded.saved_at
"""

# The draft.
READ_DRAFT = "select document, note, saved_at from programme_draft"

# No draft any more, unless it was changed meanwhile.
DROP_DRAFT = "delete from programme_draft where document = %s"

# What editions after a number changed: what came with one of them, and what went.
READ_ITEMS = """
select reward_id, since, until, body, facet from catalogue_item where since > %b or until > %b order by reward_id, since
"""

# What goes with an edition: it was there up to the one before.
END_ITEMS = "update catalogue_item set until = %s where reward_id = any(%s) and until is null"

# What comes with an edition.
ADD_ITEMS = """
insert into catalogue_item (reward_id, since, until, body, facet)
select reward_id, %s, null, body, facet from unnest(%b::text[], %b::bytea[], %b::bytea[]) as added (reward_id, body, facet)
"""

"""All SQL of codes that people say aloud."""

from typing import Final

# What is over, and what was made before for the same thing in the same shop: only the newest counts.
DROP: Final = """
delete from spoken_code
where source = %(source)b and (expires_at <= %(now)b or voucher_id = %(voucher_id)b or card_id = %(card_id)b)
"""

ADD: Final = """
insert into spoken_code (code_hash, source, voucher_id, card_id, expires_at) values (%b, %b, %b, %b, %b)
on conflict do nothing
"""

FIND: Final = "select voucher_id, card_id from spoken_code where code_hash = %b and expires_at > %b"

# The same, and remembered for the request: at once, so that saying a code costs no statement more.
FIND_AND_REMEMBER: Final = """
with meant as (select voucher_id, card_id from spoken_code where code_hash = %(code_hash)b and expires_at > %(now)b),
remembered as (
    insert into said_code (said_hash, voucher_id, card_id) select %(said_hash)b, voucher_id, card_id from meant
    on conflict do nothing
)
select voucher_id, card_id from meant
"""

FIND_SAID: Final = "select voucher_id, card_id from said_code where said_hash = %b"

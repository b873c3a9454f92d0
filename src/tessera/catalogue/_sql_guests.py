"""All SQL of what guests pay with gift cards."""

from typing import Final

_ROW: Final = "payment_id, source, key, of_id, programme_version, at, payload, outcome"

ADD: Final = f"insert into guest_payment ({_ROW}) values (%b, %b, %b, %b, %b, %b, %b, %b)"

FIND: Final = f"select {_ROW} from guest_payment where source = %b and key = %b"

# Of those who bring one purchase back at once, one is first.
LOCK: Final = f"{FIND} for no key update"

READ_REFUNDS: Final = f"select {_ROW} from guest_payment where of_id = %b order by number"

# Payments, each with what came back of it behind it, in the order in which it came.
READ_ALL: Final = (
    f"select {_ROW} from guest_payment order by coalesce(of_id, payment_id), of_id is not null, number"
)

# What guests' payments and voidings did to cards: entries of no account, by something that has an id.
READ_ENTRIES_APART: Final = """
select activity_id, card_id, kind, amount_minor from gift_card_entry where account_id is null and activity_id is not null
"""

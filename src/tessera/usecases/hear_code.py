"""What is meant by a code that somebody says aloud: now, or when the same request came for the first time."""

from datetime import datetime

from psycopg import Connection

from tessera.catalogue.codes import hash_of
from tessera.catalogue.gift_cards import find_cards
from tessera.catalogue.guest_payments import find_guest_row
from tessera.catalogue.spoken import RequestKey, digits_of, hash_said, hash_spoken, is_right
from tessera.catalogue.spoken_codes import Meant, find_said, find_spoken
from tessera.catalogue.vouchers import find_vouchers
from tessera.kit.problems import InvalidValue
from tessera.ledger.answers import find_answers


def hear_code(
    connection: Connection, typed: str, *, source: str, now: datetime, under: RequestKey | None = None
) -> Meant | str | None:
    """What a spoken code means in this shop; what somebody else made that looks like one is as it is.

    A code that is over means what it meant when it was said `under` this key, if that has its answer: so whoever sends the
    request again gets it. None where it means nothing.
    """
    digits = digits_of(typed) or ""
    said_hash = None if under is None else hash_said(digits, under)
    meant = find_spoken(connection, hash_spoken(digits, source=source), now=now, said_hash=said_hash)
    if meant is None and _is_known(connection, typed):
        return typed
    if meant is None and under is not None:
        meant = _meant_before(connection, digits, under)
    return meant


def is_guess(connection: Connection, typed: str) -> bool:
    """May this be a spoken code, which could be guessed? Raises InvalidValue where it is mistyped."""
    digits = digits_of(typed)
    if digits is None:
        return False
    if not is_right(digits) and not _is_known(connection, typed):
        raise InvalidValue("A digit of this code is wrong: its last two digits say so.", field="code")
    return is_right(digits)


def _meant_before(connection: Connection, digits: str, under: RequestKey) -> Meant | None:
    """What was meant when this was said under this key, if that was answered: nothing can happen by it a second time."""
    meant = find_said(connection, hash_said(digits, under))
    return meant if meant is not None and _is_answered(connection, under) else None


def _is_answered(connection: Connection, under: RequestKey) -> bool:
    if under.of_guest:
        return find_guest_row(connection, source=under.source, key=under.key) is not None
    return bool(find_answers(connection, [(under.source, under.key)]))


def _is_known(connection: Connection, typed: str) -> bool:
    """Is it a code that somebody else made, and that looks like a spoken one?"""
    code_hash = hash_of(typed)
    return bool(find_vouchers(connection, [code_hash]) or find_cards(connection, [code_hash]))

"""Identities in their one normal form, so that however a till writes a card, the same member is found."""

import re
from functools import lru_cache

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from tessera.kit.problems import InvalidValue

_CARD = re.compile(r"[A-Za-z0-9]{4,40}")
_EXTERNAL = re.compile(r"[!-~]{1,200}")
_SEPARATORS = str.maketrans("", "", " -")


def normalise(kind: str, value: str, *, field: str) -> str:
    """The normal form of a `card`, `phone`, `email` or `external:<source>` identity.

    Raises InvalidValue, naming `field` and never the value: it is personal.
    """
    if kind == "card":
        normal = value.translate(_SEPARATORS)
        if not _CARD.fullmatch(normal):
            raise InvalidValue(
                "A card is 4 to 40 letters A-Z and digits; spaces and dashes do not count.", field=field
            )
        return normal
    if kind == "phone":
        return _phone(value, field)
    if kind == "email":
        return _email(value, field)
    if kind.startswith("external:"):
        if not _EXTERNAL.fullmatch(value):
            raise InvalidValue("An external id is 1 to 200 visible ASCII characters.", field=field)
        return value
    raise InvalidValue(
        f"Unknown kind of identity {kind!r}: write card, phone, email or external id.", field=field
    )


@lru_cache(maxsize=10_000)  # parsing takes 50 microseconds, and the same members come back
def _phone(value: str, field: str) -> str:
    """E.164. Possible numbers pass, not only assigned ones: ranges open faster than anyone updates."""
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException as error:
        advice = "Write a phone number with + and its country code, like +37322123456."
        raise InvalidValue(advice, field=field) from error
    if not phonenumbers.is_possible_number(number):
        raise InvalidValue("A number of this length does not exist in its country.", field=field)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@lru_cache(maxsize=10_000)
def _email(value: str, field: str) -> str:
    """Lower-case as a whole: no mail provider of note tells `Ann@` from `ann@`, and people write both."""
    try:
        return validate_email(value, check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        raise InvalidValue("This is not an e-mail address.", field=field) from error

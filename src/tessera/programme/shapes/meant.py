"""What a value that cannot be read was probably meant to be: said with the error, never taken for granted."""

import re
from datetime import datetime
from decimal import Decimal

_NUMBER = re.compile(
    r"(?:[A-Za-z]{3}|[^\W\d_]|[^\w.,'%-])? ?([0-9][0-9 _.,'\u00a0]*?) ?(?:[^\W\d_]{1,3}|[Ee]uro|[^\w.,%])?"
)
_SHARE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)(?: ?[a-z]+\.?)?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_PLAIN = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,9})?")
_DATES = ("%Y-%m-%d", "%d.%m.%Y", "%Y.%m.%d", "%Y/%m/%d", "%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y")
_SLASHES = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.?")
_TIMES = ("%H:%M", "%H.%M", "%Hh%M", "%I%p", "%I %p", "%I:%M%p", "%I:%M %p")


def number_meant(text: str) -> str | None:
    """`20` of "$20", "20 EUR" or "x20"; `1000.5` of "1.000,5"; None when it is anybody's guess."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    digits = re.sub(r"[ _'\u00a0]", "", match[1])
    if _GROUPED.fullmatch(digits) or digits.rfind(",") < digits.rfind("."):
        digits = digits.replace(",", "")
    else:
        digits = digits.replace(".", "").replace(",", ".") if "," in digits else digits
    return digits if _PLAIN.fullmatch(digits) and digits != text else None


def percent_meant(text: str) -> str | None:
    """`5%` of "0.05", "5" or "5 percent": a share below 1 is one of the whole, what is larger one of a hundred."""
    match = _SHARE.fullmatch(text.strip())
    if match is None:
        return None
    share = Decimal(match[1])
    percent = share * 100 if share < 1 else share
    return f"{percent.normalize():f}%" if 0 < percent <= 100 else None


def date_meant(text: str) -> str | None:
    """`2026-06-01` of "01.06.2026" or "June 1, 2026"; None of "6/1/2026", which people read in two ways."""
    if slashes := _SLASHES.fullmatch(text.strip()):
        first, second = int(slashes[1]), int(slashes[2])
        if (first > 12) == (second > 12):
            return None
        day, month = (first, second) if first > 12 else (second, first)
        text = f"{slashes[3]}-{month}-{day}"
    found = _parsed(text.replace(",", ""), _DATES)
    return f"{found:%Y-%m-%d}" if found else None


def day_meant(text: str) -> str | None:
    """`12-31` of "31.12."."""
    day = _DAY.fullmatch(text.strip())
    found = _parsed(f"2000-{day[2]}-{day[1]}", _DATES) if day else None
    return f"{found:%m-%d}" if found else None


def time_meant(text: str) -> str | None:
    """`17:00` of "5pm", `09:30` of "9.30"."""
    found = _parsed(text, _TIMES)
    return f"{found:%H:%M}" if found else None


def _parsed(text: str, forms: tuple[str, ...]) -> datetime | None:
    for form in forms:
        try:
            return datetime.strptime(text.strip(), form)  # noqa: DTZ007 - only its digits are wanted
        except ValueError:
            continue
    return None

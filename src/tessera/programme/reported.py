"""The types of activities that a programme knows, and which of them is meant by one that it does not know.

Whoever reports `purchse` would otherwise be answered kindly and be given nothing, for as long as nobody looks.
"""

from collections.abc import Collection
from typing import Final

from tessera.kit.activities import EARN_NOTHING, ENROLMENT, PURCHASE
from tessera.programme.document import Programme

_LONG: Final = 8  # letters: a shorter type may well be another word, as `preview` beside `review`


def types_of(programme: Programme) -> frozenset[str]:
    """The types that mean something by themselves, those for which the document asks, and those that `words` tell."""
    asked = {PURCHASE, ENROLMENT, *EARN_NOTHING, *programme.words}
    pendings = [rule.pending for rule in programme.rules] + [
        one.pending for one in programme.currencies.values()
    ]
    asked.update(rule.on for rule in programme.rules)
    asked.update(pending.until for pending in pendings if pending is not None and pending.until is not None)
    for currency in programme.currencies.values():
        if currency.expire.inactive:
            asked.update(currency.expire.inactive.by)
    asked.update(
        type_ for tiers in programme.tiers for counter in tiers.counters for type_ in counter.activities
    )
    return frozenset(asked)


def meant_by(type_: str, known: Collection[str]) -> str | None:
    """The known type that an unknown one is but for hyphens, a plural or, if it is long, one slip; None: it is its own."""
    if type_ in known:
        return None
    plain = _plain(type_)
    alike = (
        one for one in sorted(known) if _plain(one) == plain or (len(one) >= _LONG and _slipped(type_, one))
    )
    return next(alike, None)


def _plain(type_: str) -> str:
    return type_.replace("-", "").replace("_", "").removesuffix("s")


def _slipped(type_: str, known: str) -> bool:
    """Is a letter left out, put in, wrong or in its neighbour's place? What ends otherwise, or is numbered, is its own."""
    if any(letter.isdigit() for letter in type_):
        return False
    letters = zip(type_, known, strict=False)
    same = next(
        (place for place, (one, other) in enumerate(letters) if one != other), min(len(type_), len(known))
    )
    left, wanted = type_[same:], known[same:]
    return (
        left == wanted[1:]
        or left[1:] == wanted
        or left[1:] == wanted[1:] != ""
        or (left[:2] == wanted[:2][::-1] and left[2:] == wanted[2:])
    )

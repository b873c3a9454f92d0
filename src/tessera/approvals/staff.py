"""Who does something by hand, and who counts as the same one."""

from unicodedata import normalize

from tessera.kit.record import Record


class Staff(Record, frozen=True):
    """Somebody of a shop: the source that speaks for them, its API key (None: the command line), and a name if told."""

    source: str
    key_id: str | None
    person: str | None = None

    @property
    def hand(self) -> str:
        """What their day's sum is counted by: the key, or the person where there is no key."""
        return self.key_id or f"@{name_of(self.person or '')}"


def is_same(hand: str, person: str | None, other: Staff) -> bool:
    """Is who did something (`hand`, `person`) the same as `other`: by the key, or by name?"""
    if hand == other.hand:
        return True
    return bool(person) and bool(other.person) and name_of(person or "") == name_of(other.person or "")


def name_of(person: str) -> str:
    """A name as it is compared: however it was typed."""
    return " ".join(normalize("NFKC", person).split()).casefold()

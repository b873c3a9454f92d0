"""Problems: what could not be decided. Nothing is written and nothing remembered; the caller may try again.

Each has a stable code, a sentence, and the facts behind it. The API turns them into RFC 9457 problem details.
"""

from typing import Any, ClassVar


class Problem(Exception):  # noqa: N818 - a problem is what RFC 9457 calls it
    """Base of every problem. `code` is stable; `detail` is a sentence for a developer; `facts` are named values."""

    code: ClassVar[str] = "problem"
    title: ClassVar[str] = "Something is wrong"

    def __init__(self, detail: str, **facts: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.facts = facts


class UnknownMember(Problem):
    """No member has this id or identity."""

    code = "unknown_member"
    title = "Unknown member"


class UnknownPurchase(Problem):
    """A return names a purchase that has not been recorded (yet)."""

    code = "unknown_purchase"
    title = "Unknown purchase"


class UnknownHold(Problem):
    """A purchase or a release names a hold that has not been recorded (yet)."""

    code = "unknown_hold"
    title = "Unknown hold"


class KeyConflict(Problem):
    """The same key came before with another body; `facts["field"]` names what differs."""

    code = "key_conflict"
    title = "The key was used with another body"


class IdentityTaken(Problem):
    """A card, phone, e-mail or external id already belongs to another member."""

    code = "identity_taken"
    title = "The identity belongs to another member"


class InvalidValue(Problem):
    """A value cannot be what was meant; `facts["field"]` names it."""

    code = "invalid_value"
    title = "Invalid value"


class NoProgramme(Problem):
    """No programme version was in force at the activity's instant."""

    code = "no_programme"
    title = "No programme is in force"


class Unavailable(Problem):
    """The database cannot be reached now; nothing of the request was kept. Try again after `retry_after_seconds`."""

    code = "unavailable"
    title = "Temporarily unavailable"


class StorageFull(Unavailable):
    """The database's disk is full: what would write is refused, and nothing of it was kept. Make room, then try again."""

    code = "storage_full"
    title = "The database's disk is full"

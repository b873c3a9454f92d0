"""The types of activities that mean something by themselves; any other is a shop's own."""

from typing import Final

PURCHASE: Final = "purchase"

RETURN: Final = "return"
"""Takes a purchase back."""

ENROLMENT: Final = "enrolment"

ADJUSTMENT: Final = "adjustment"
"""Staff give or take points."""

CONVERSION: Final = "conversion"
"""Points become another currency's on a set date."""

HOLD: Final = "hold"
RELEASE: Final = "release"
"""Points are set aside for a basket, and given back because nobody will pay for it."""

TRANSFER: Final = "transfer"
"""Points go from one member to another: in two halves, which stand under either account."""

DONATION: Final = "donation"
"""Points go to a cause."""

CORRECTION: Final = "correction"
"""A purchase is taken from a member because it was another's, for whom it is recorded again."""

REDEMPTION: Final = "redemption"
"""A reward is taken outside of any basket, and a voucher issued for it."""

USE: Final = "use"
"""What a voucher stands for is handed over, outside of any basket."""

CANCELLATION: Final = "cancellation"
"""A reward that was taken is given back unused, and what it cost comes back."""

MERGE: Final = "merge"
UNMERGE: Final = "unmerge"
"""One member comes to stand for another, and no longer does."""

HOUSEHOLD_JOIN: Final = "household-join"
HOUSEHOLD_LEAVE: Final = "household-leave"
"""A member comes to share an account with others, and no longer does."""

TIER_REVIEW: Final = "tier-review"
"""Says what became of a member's levels though nothing else happened."""

EARN_NOTHING: Final = frozenset(
    {
        RETURN,
        ADJUSTMENT,
        CONVERSION,
        CORRECTION,
        DONATION,
        HOLD,
        HOUSEHOLD_JOIN,
        HOUSEHOLD_LEAVE,
        CANCELLATION,
        REDEMPTION,
        RELEASE,
        MERGE,
        UNMERGE,
        TIER_REVIEW,
        TRANSFER,
        USE,
    }
)
"""Nothing is earned by these, whatever a document says."""

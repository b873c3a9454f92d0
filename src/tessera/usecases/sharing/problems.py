"""Why somebody cannot join, leave or manage a household: asked, not decided, so that the same call may succeed later."""

from typing import ClassVar

from tessera.kit.problems import Problem


class NoHouseholds(Problem):
    """The programme in force lets nobody share points."""

    code: ClassVar[str] = "no_households"
    title: ClassVar[str] = "The programme has no households"


class NotInHousehold(Problem):
    """The member does not belong to the household."""

    code: ClassVar[str] = "not_in_household"
    title: ClassVar[str] = "The member does not belong to the household"


class HouseholdFull(Problem):
    """As many belong to the household as may."""

    code: ClassVar[str] = "household_full"
    title: ClassVar[str] = "The household is full"


class UnknownInvitation(Problem):
    """No invitation has this code, or this id in the household."""

    code: ClassVar[str] = "unknown_invitation"
    title: ClassVar[str] = "Unknown invitation"


class InvitationOver(Problem):
    """The invitation was used, was withdrawn, or has ended."""

    code: ClassVar[str] = "invitation_over"
    title: ClassVar[str] = "The invitation is good for nothing any more"


class RoleMayNot(Problem):
    """The member's role in the household does not let them do this."""

    code: ClassVar[str] = "role_may_not"
    title: ClassVar[str] = "The member's role does not allow this"


class UnknownRole(Problem):
    """The programme in force has no such role; `facts["roles"]` are those that it has."""

    code: ClassVar[str] = "unknown_role"
    title: ClassVar[str] = "Unknown role"


class LastManager(Problem):
    """Nobody would be left in the household who invites and removes others."""

    code: ClassVar[str] = "last_manager"
    title: ClassVar[str] = "Somebody has to manage the household"


class OwesPoints(Problem):
    """The member owes points, which would become a debt of others."""

    code: ClassVar[str] = "owes_points"
    title: ClassVar[str] = "The member owes points"

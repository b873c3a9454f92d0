"""The sandbox: members and sources for trying things out, which no real account ever meets.

The mark lies in the names themselves, so that it cannot get lost on the way: a sandbox's source begins with `test:`, and
its members' ids are of UUID version 8 where all others are of version 7. It goes with every row, and asking costs nothing.
"""

from typing import Final
from uuid import UUID

MARK: Final = "test:"
_VERSION, _PLACE = 8, 76  # RFC 9562: the version is the four bits from 48 on, of 128


def in_sandbox(source: str) -> bool:
    """Is this a sandbox's source?"""
    return source.startswith(MARK)


def id_for(source: str, id_: UUID) -> UUID:
    """A new member's id as the source's side of the fence has it."""
    if not in_sandbox(source):
        return id_
    return UUID(int=id_.int & ~(0xF << _PLACE) | (_VERSION << _PLACE))


def source_for(member_id: UUID, source: str) -> str:
    """A source as it reaches a member: the sandbox's own, for a member of the sandbox."""
    return f"{MARK}{source}" if crosses(source, member_id) else source


def kind_for(source: str, kind: str) -> str:
    """A kind of identity as the source's side has it: the same card may be a real member's and a sandbox member's."""
    return f"{MARK}{kind}" if in_sandbox(source) else kind


def mark_of(source: str) -> str:
    """What stands before names that are the source's side's own: nothing, but for the sandbox."""
    return MARK if in_sandbox(source) else ""


def beside(caller: str, source: str) -> str:
    """Another source that a caller names, of the caller's own side: in the sandbox a till is called as it is outside."""
    return source if in_sandbox(source) else f"{mark_of(caller)}{source}"


def plain(kind: str) -> str:
    """A kind of identity, or a source, as people know it."""
    return kind.removeprefix(MARK)


def crosses(source: str, member_id: UUID) -> bool:
    """Would the source reach over the fence to this member?"""
    return in_sandbox(source) != (member_id.int >> _PLACE & 0xF == _VERSION)

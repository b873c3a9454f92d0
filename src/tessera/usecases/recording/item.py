"""What is to be recorded: a submission with its member, and the keys under which it and what it is of are known."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec

from tessera.engine.compile import Compiled
from tessera.kit.activities import CORRECTION
from tessera.kit.record import Record
from tessera.ledger.answers import SourceKey
from tessera.members.resolve import Found
from tessera.usecases.answers import Submission


class Followed(NamedTuple):
    """That the purchase which a submission is of was corrected: the key under which it stands now, and whom was named."""

    key: str
    named_id: UUID


class Item(Record, frozen=True):
    """A submission whose member was found, and the version that decides it; `now` is when it is recorded.

    `home`: the member's own account, where this is settled with one that is theirs no more.
    """

    submission: Submission
    member: Found
    compiled: Compiled
    now: datetime
    key: SourceKey
    followed: Followed | None = None
    home: UUID | None = None

    @property
    def at_home(self) -> "Item":
        """The same with the member's own account."""
        if self.home is None:
            return self
        member = msgspec.structs.replace(self.member, account_id=self.home)
        return msgspec.structs.replace(self, member=member, home=None)

    @property
    def account_ids(self) -> tuple[UUID, ...]:
        """The accounts that it concerns."""
        own = self.member.account_id
        return (own,) if self.home is None else (own, self.home)

    @property
    def of(self) -> SourceKey | None:
        """The source and key of what it is of, as that stands now."""
        return _of(self.submission, self.followed)

    @property
    def keys(self) -> Iterator[SourceKey]:
        """Its own, that of what it is of, and that of the hold that it captures."""
        return keys_of(self.submission, self.followed)


def keys_of(submission: Submission, followed: Followed | None) -> Iterator[SourceKey]:
    """The source and key of a submission, of what it is of, and of the hold that it captures."""
    yield submission.source, submission.activity.key
    of = _of(submission, followed)
    if of is not None:
        yield of
    if submission.activity.hold:
        yield submission.source, submission.activity.hold


def _of(submission: Submission, followed: Followed | None) -> SourceKey | None:
    activity, source = submission.activity, submission.source
    if activity.of is None:
        return None
    if activity.type == CORRECTION:  # by staff, whose source is not the till's
        source = (activity.facts or {})["source"]
    return source, activity.of if followed is None else followed.key


def item_of(  # noqa: PLR0913, PLR0917 - what an item is made of
    submission: Submission,
    member: Found,
    compiled: Compiled,
    now: datetime,
    followed: Followed | None = None,
    home: UUID | None = None,
) -> Item:
    """A submission with its member, to be recorded at `now` unless it says when it was."""
    key = (submission.source, submission.activity.key)
    return Item(submission, member, compiled, submission.received_at or now, key, followed, home)

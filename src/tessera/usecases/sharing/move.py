"""Take a member from one account to another: both locked, in one transaction, as an activity that stands under both."""

from uuid import UUID

from psycopg import Connection

from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.members.merge import lock_members
from tessera.members.resolve import Found
from tessera.members.standings import MemberMoved
from tessera.usecases.answer_parts import Transfer
from tessera.usecases.answers import Recorded
from tessera.usecases.recording.books import Books
from tessera.usecases.recording.joining.household import post_move
from tessera.usecases.recording.joining.joint import find_answered, open_both, write_both
from tessera.usecases.recording.joining.merge import Step


class Move:
    """A member on the way from `member.account_id` to another account. Open it, look at what must hold, then make it.

    `released`: the keys of the member's holds that were given back before.
    """

    def __init__(  # noqa: PLR0913 - who goes where, and why
        self,
        connection: Connection,
        activity: Activity,
        member: Found,
        into: UUID,
        *,
        source: str,
        released: tuple[str, ...] = (),
    ) -> None:
        self.connection = connection
        self.activity = activity
        self.member = member
        self.into = into
        self.source = source
        self.released = released
        self.books = Books({})

    def open(self, compiled: Compiled) -> Recorded | None:
        """Lock both accounts and the member; the answer of the same call that came first while this one waited.

        Raises KeyConflict; and MemberMoved when the member was merged, or has another account by now: try again.
        """
        self.books = open_both(self.connection, self._pair, currencies=compiled.programme.currencies)
        answered = find_answered(
            self.connection, self.activity, source=self.source, member_id=self.member.member_id
        )
        if answered is None and any(
            lock_members(self.connection, {self.member.member_id: self.member.account_id}).values()
        ):
            raise MemberMoved("The member was merged meanwhile.")
        return answered

    def make(self, step: Step) -> Recorded:
        """Post it and write it down."""
        decided = post_move(self.books, step, pair=self._pair)
        write_both(self.connection, self.books, step, decided, source=self.source)
        return Recorded(decided.answer)

    @property
    def _pair(self) -> Transfer:
        member = self.member
        return Transfer(
            member.member_id, member.account_id, member.member_id, self.into, released=self.released
        )

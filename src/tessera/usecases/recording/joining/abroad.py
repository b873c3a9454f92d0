"""What is of something that was bought for a household is settled with that household, also after who bought it has left."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec
from psycopg import Connection

from tessera.kit.activities import RELEASE
from tessera.ledger.answers import find_answers
from tessera.members.households import find_households, follow_ways
from tessera.members.merges import find_kin
from tessera.members.resolve import Found
from tessera.usecases.answers import Answer, Submission
from tessera.usecases.recording.books import Books
from tessera.usecases.recording.item import Item
from tessera.usecases.recording.outcome import balances_of


def find_abroad(
    connection: Connection, submissions: Sequence[Submission], members: Mapping[int, Found]
) -> dict[int, Found]:
    """By place, the member with the account of a household that is theirs no more, where what is named lies there.

    `members`: whose each is, by place. Nothing is asked where everybody has the account with which they came.
    """
    named = {
        place: (submissions[place].source, submissions[place].activity.of or "")
        for place, member in members.items()
        if member.account_id != member.member_id and submissions[place].activity.of is not None
    }
    named = {place: key for place, key in named.items() if submissions[place].activity.type != RELEASE}
    if not named:
        return {}
    stored = find_answers(connection, set(named.values()))
    into = {
        way.account_id: way.into_account_id
        for way in follow_ways(connection, {one.account_id for one in stored.values()})
    }
    kin = find_kin(connection, {one.member_id for one in stored.values()})
    lies: dict[int, UUID] = {}
    for place, key in named.items():
        member, one = members[place], stored.get(key)
        if one is None or (
            one.member_id != member.member_id and (one.member_id, member.member_id) not in kin
        ):
            continue
        account_id = one.account_id
        while account_id in into:
            account_id = into[account_id]
        if account_id != member.account_id:
            lies[place] = account_id
    households = find_households(connection, set(lies.values()))
    return {
        place: msgspec.structs.replace(members[place], account_id=account_id)
        for place, account_id in lies.items()
        if account_id in households
    }


def with_home(books: Books, item: Item, answer: Answer) -> Answer:
    """The answer to a member who has left the household: with the balances of their own account, and not of the other."""
    if item.home is None or answer.refusal is not None:
        return answer
    return msgspec.structs.replace(
        answer, home=item.home, balances=balances_of(books.settled(item.home, item.now))
    )

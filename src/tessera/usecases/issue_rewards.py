"""Take for members the rewards for which time, or another member, has just let them have points enough."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

from psycopg import Connection

from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.kit.activities import REDEMPTION
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.problems import NoProgramme
from tessera.kit.sandbox import in_sandbox, source_for
from tessera.kit.sources import OWN_SOURCE
from tessera.ledger.lock import Wallets, lock_accounts
from tessera.members.almanac import find_holders
from tessera.members.resolve import Found, resolve_members
from tessera.usecases.answers import Submission
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.gather import open_books
from tessera.usecases.recording.item import Item, item_of
from tessera.usecases.recording.spending.issue_reached import issue_reached
from tessera.usecases.recording.write import write_books

TIME = "time"
"""What brought the points, where no activity did."""


def accounts_that_reach(programmes: Programmes, wallets: Wallets, now: datetime) -> list[UUID]:
    """The accounts with points enough for a reward that is taken by itself."""
    try:
        coming = programmes.at(now).rewards.at_once
    except NoProgramme:
        return []
    prices = [one.reward.price for one in coming if one.reward.price is not None]
    return [
        account_id
        for account_id, own in wallets.items()
        if any(price.currency in own and own[price.currency].available >= price.least for price in prices)
    ]


def issue_rewards(
    connection: Connection,
    programmes: Programmes,
    account_ids: Collection[UUID],
    *,
    clock: Clock,
    new_id: Ids,
) -> int:
    """Take for these accounts, which are locked, whatever their balances suffice for; how many rewards. The caller commits.

    Of several who share an account, the first is who takes it.
    """
    sides = _by_side(_members(connection, account_ids))
    return sum(
        _issue(connection, programmes, members, reached_by=TIME, clock=clock, new_id=new_id)
        for members in sides
    )


def issue_to(  # noqa: PLR0913 - to whom, because of what
    connection: Connection,
    programmes: Programmes,
    member_id: UUID,
    *,
    reached_by: UUID,
    clock: Clock,
    new_id: Ids,
) -> None:
    """The same for a member to whom an activity has brought points of another account for good: a transfer, joining.

    Their account is locked, and what was brought is written. The caller commits.
    """
    if programmes.at(clock.now()).rewards.at_once:
        members = list(resolve_members(connection, [("id", str(member_id))]).values())
        _issue(connection, programmes, members, reached_by=str(reached_by), clock=clock, new_id=new_id)


def _issue(  # noqa: PLR0913 - to whom, because of what
    connection: Connection,
    programmes: Programmes,
    members: Sequence[Found],
    *,
    reached_by: str,
    clock: Clock,
    new_id: Ids,
) -> int:
    """To members of one side of the sandbox's fence, each of an account of their own; how many rewards."""
    accounts = sorted({member.account_id for member in members}, key=lambda account_id: account_id.int)
    compiled = programmes.at(clock.now())
    wallets = lock_accounts(connection, accounts, compiled.programme.currencies)
    items = [_item(member, compiled, clock) for member in members]
    books = open_books(connection, programmes, items, wallets)
    issued = sum(
        len(issue_reached(books, programmes, item, reached_by=reached_by, new_id=new_id)) for item in items
    )
    write_books(connection, books)
    return issued


def _members(connection: Connection, account_ids: Collection[UUID]) -> list[Found]:
    holders = find_holders(connection, sorted(account_ids, key=lambda account_id: account_id.int))
    found = resolve_members(connection, [("id", str(member_id)) for member_id in holders.values()])
    named = [(account_id, found.get(("id", str(holders[account_id])))) for account_id in sorted(holders)]
    return [member for account_id, member in named if member is not None and member.account_id == account_id]


def _by_side(members: Iterable[Found]) -> list[list[Found]]:
    """Those of either side of the sandbox's fence."""

    def side(member: Found) -> bool:
        return in_sandbox(source_for(member.member_id, OWN_SOURCE))

    return [list(own) for _, own in groupby(sorted(members, key=side), key=side)]


def _item(member: Found, compiled: Compiled, clock: Clock) -> Item:
    """What stands for whatever brought the points: nothing of it is recorded here but what is taken."""
    now = clock.now()
    activity = Activity(type=REDEMPTION, key=f"{TIME}:{member.member_id}", occurred_at=now)
    source = source_for(member.member_id, OWN_SOURCE)
    return item_of(Submission(source, "id", str(member.member_id), activity), member, compiled, now)

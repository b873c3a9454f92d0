"""Read who shares the accounts of a batch: in which role, and whose the open holds are."""

from collections.abc import Sequence

from psycopg import Connection

from tessera.ledger.answers import read_members_of
from tessera.ledger.lock import read_lots
from tessera.members.households import read_roles
from tessera.members.resolve import Found
from tessera.usecases.recording.books import Books


def read_sharing(connection: Connection, books: Books, members: Sequence[Found]) -> None:
    """The roles of members who share an account, and their open holds; nothing is read where everybody has their own."""
    sharing = [one for one in members if one.account_id != one.member_id]
    if not sharing:
        return
    books.roles = read_roles(connection, {one.member_id for one in sharing})
    accounts = {one.account_id for one in sharing if one.member_id in books.roles}
    wallets = [wallet for account_id in accounts for wallet in books.wallets[account_id].values()]
    read_lots(connection, [wallet for wallet in wallets if wallet.lots is None and wallet.has_holds])
    holds = {(wallet.account_id, hold.hold_id) for wallet in wallets for hold in wallet.holds}
    books.holders = read_members_of(connection, sorted(holds))

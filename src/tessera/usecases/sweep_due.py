"""Post what time has brought to accounts that nothing else has moved: points that matured or expired."""

from psycopg import Connection

from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.ledger.due import read_due, set_due
from tessera.ledger.lock import lock_accounts, read_lots
from tessera.ledger.write import write_wallets
from tessera.usecases.issue_rewards import accounts_that_reach, issue_rewards
from tessera.usecases.programmes import Programmes

ACCOUNTS_A_BATCH = 500


def sweep_due(connection: Connection, programmes: Programmes, *, clock: Clock, new_id: Ids) -> int:
    """Settle one batch of due accounts; returns how many there were. Call until 0. The caller commits.

    Doing it twice changes nothing: a settled account has nothing due. What matured may suffice for a reward that is taken by
    itself.
    """
    due = read_due(connection, clock.now(), limit=ACCOUNTS_A_BATCH)
    if not due:
        return 0
    programmes.refresh(connection)
    wallets = lock_accounts(connection, sorted(due, key=lambda account_id: account_id.int), [])
    now = clock.now()
    every = [wallet for own in wallets.values() for wallet in own.values()]
    read_lots(connection, [wallet for wallet in every if wallet.needs_lots(now)])
    for wallet in every:
        wallet.settle(now)
    write_wallets(connection, every)
    nexts = {account_id: [w.next_due_at() for w in own.values()] for account_id, own in wallets.items()}
    set_due(connection, [(a, min((at for at in ats if at), default=None)) for a, ats in nexts.items()])
    if reaching := accounts_that_reach(programmes, wallets, now):
        issue_rewards(connection, programmes, reaching, clock=clock, new_id=new_id)
    return len(due)

"""What an activity does for the points that an account has already: it keeps them, ends them, or lets them be used."""

from collections.abc import Mapping

from tessera.engine.compile import Compiled
from tessera.engine.life import push, released
from tessera.engine.standing import Standing
from tessera.kit.clock import NEVER
from tessera.ledger.life import Life
from tessera.ledger.rows import Cause
from tessera.ledger.wallet import Wallet
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.books import ADJUSTMENT, Books, Item, Known


def room_in(compiled: Compiled, wallets: Mapping[str, Wallet]) -> dict[str, int] | None:
    """How many points still fit into an account, by currency; None when the programme limits no balance."""
    if not compiled.most:
        return None
    room = {}
    for currency, most in compiled.most.items():
        wallet = wallets.get(currency)
        held = 0 if wallet is None else wallet.available + wallet.pending + wallet.held - wallet.debt
        room[currency] = max(0, most - held)
    return room


def push_lives(
    item: Item, standing: Standing, traits: Mapping[str, str], wallets: Mapping[str, Wallet]
) -> None:
    """Let the activity restart the clocks of the account, and shelter its points. Before it issues any."""
    activity = item.submission.activity
    by_member = activity.type != ADJUSTMENT
    for pushed in push(item.compiled, standing, activity, traits, by_member=by_member):
        wallet = wallets[pushed.currency]
        wallet.push(Life(pushed.lapses_at, pushed.kept_until), counts=pushed.counts, now=item.now)
        wallet.settle(item.now)


def release_points(books: Books, programmes: Programmes, known: Known, item: Item, cause: Cause) -> None:
    """Let the points be used that an earlier activity gave and that wait for one such as this; the first one counts."""
    event = item.submission.activity
    compiled = programmes.numbered(known.answer.programme_version)
    for granted in known.answer.granted:
        terms = released(compiled, granted.rule, earned_by=known.activity, event=event)
        account_id, place = books.places(known.account_id, granted.currency, granted.lot)[-1]
        if terms is None or place is None:
            continue
        wallet = books.wallets[account_id][granted.currency]
        lot, _ = books.lot(account_id, granted.currency, place)
        available_at, expires_at = terms
        first = lot.available_at in {granted.available_at, NEVER}
        if first and wallet.waits(lot) and available_at < lot.available_at:
            wallet.release(lot, available_at=available_at, expires_at=expires_at, cause=cause)
            wallet.repay(cause)

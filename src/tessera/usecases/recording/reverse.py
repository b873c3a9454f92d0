"""Take points back from where they lie: also when the member who earned them was merged into another since."""

from uuid import UUID

from tessera.ledger.rows import Cause, Taken
from tessera.usecases.answers import Granted
from tessera.usecases.recording.books import Books


def reverse_granted(books: Books, granted: Granted, amount: int, *, bought_with: UUID, cause: Cause) -> Taken:
    """Take back so many of the points that a purchase of account `bought_with` was given.

    From their lot where it lies now. What of it had expired in an account that was merged since is brought back and taken
    there, so that it is not taken twice; what is missing then comes from the present account's other lots, or is owed.
    """
    *former, (account_id, place) = books.places(bought_with, granted.currency, granted.lot)
    lot, expired = (None, 0) if place is None else books.lot(account_id, granted.currency, place)
    gone = 0
    for old_account_id, old_place in former:
        if old_place is None:
            continue
        old_lot, old_expired = books.lot(old_account_id, granted.currency, old_place)
        part = min(old_expired, amount - gone - min(amount - gone, lot.remaining if lot else 0))
        if part:
            wallet = books.wallets[old_account_id][granted.currency]
            wallet.reverse(part, lot=old_lot, expired=part, rule_id=granted.rule, cause=cause)
            gone += part
    if gone == amount:
        return Taken(expired=gone)
    taken = books.wallets[account_id][granted.currency].reverse(
        amount - gone, lot=lot, expired=expired, rule_id=granted.rule, cause=cause
    )
    return taken._replace(expired=taken.expired + gone)

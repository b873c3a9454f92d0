"""Take points back from where they lie: also when the member who earned them was merged into another since."""

from uuid import UUID

from tessera.engine.decision import Takeback
from tessera.ledger.rows import Cause, Taken
from tessera.usecases.answer_parts import Granted
from tessera.usecases.recording.books import Books


def reverse_granted(
    books: Books, granted: Granted, takeback: Takeback, *, bought_with: UUID, cause: Cause
) -> Taken:
    """Take back what a return takes of the points that a purchase of account `bought_with` was given.

    From the lot where they lie now; of points that lie line by line, from each line's own.
    """
    if not granted.lines:
        return _reverse(books, granted, granted.lot, takeback.amount, bought_with=bought_with, cause=cause)
    lots = {one.line: one.lot for one in granted.lines}
    taken = [
        _reverse(books, granted, lots[line], points, bought_with=bought_with, cause=cause)
        for line, points in takeback.lines
    ]
    return Taken(*map(sum, zip(*taken, strict=True)))


def _reverse(  # noqa: PLR0913 - what is taken, from where, and why
    books: Books, granted: Granted, granted_lot: int, amount: int, *, bought_with: UUID, cause: Cause
) -> Taken:
    """Take points of a lot back from where it lies now.

    What of it had expired in an account that was merged since is brought back and taken there, so that it is not taken
    twice; what is missing then comes from the present account's other lots, or is owed.
    """
    *former, (account_id, place) = books.places(bought_with, granted.currency, granted_lot)
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

"""What was decided again against what is stored."""

from collections.abc import Iterator
from itertools import zip_longest
from uuid import UUID

from tessera.ledger.life import NO_LIFE
from tessera.ledger.rows import Posting
from tessera.ledger.verify import Difference, Slice
from tessera.usecases.recording.books import Books

_TIME_BROUGHT = {"matured", "unheld", "expired", "lapsed", "repaid"}


def compare_postings(books: Books, account_id: UUID, stored: list[Posting]) -> Iterator[Difference]:
    """The rebuilt postings against the stored ones, once time has brought what the books say it brought."""
    for currency, wallet in sorted(books.wallets[account_id].items()):
        own = [posting for posting in stored if posting.currency == currency]
        if own and own[-1].activity_id is None:
            wallet.settle_up_to(own[-1].version, own[-1].recorded_at)
        for ours, theirs in zip_longest(wallet.postings, own):
            if ours is None or theirs is None or not _same(ours, theirs):
                version = (ours or theirs).version
                yield Difference(
                    "rebuild",
                    account_id,
                    currency,
                    f"posting {version}: {_told(theirs)}, rebuilt {_told(ours)}",
                )
                break


def compare_lots(books: Books, account_id: UUID, stored: Slice) -> Iterator[Difference]:
    """The rebuilt lots and holds, what was taken from them and what has come back of purchases, against the stored rows."""
    wallets = books.wallets[account_id].values()
    if sorted(row for w in wallets for row in w.allocations) != sorted(
        stored.allocations.get(account_id, [])
    ):
        yield Difference("rebuild", account_id, "", "lots were taken from in another way")
    lots = sorted(
        (
            account_id,
            w.currency,
            lot.lot_version,
            lot.expires_at,
            lot.available_at,
            lot.granted,
            lot.remaining,
        )
        for w in wallets
        for lot in w.new_lots
    )
    if lots != sorted(stored.lots.get(account_id, [])):
        yield Difference("rebuild", account_id, "", "there are other lots, or on other terms")
    holds = sorted(
        (
            account_id,
            w.currency,
            hold.version,
            hold.hold_id,
            hold.amount,
            hold.expires_at,
            hold.resolved_version,
        )
        for w in wallets
        for hold in w.holds
    )
    if holds != sorted(stored.holds.get(account_id, [])):
        yield Difference("rebuild", account_id, "", "other points were set aside, or for another time")
    lives = sorted((account_id, w.currency, *w.life) for w in wallets if w.life != NO_LIFE)
    if lives != sorted(stored.lives.get(account_id, [])):
        yield Difference("rebuild", account_id, "", "points are kept, or lapse, at another instant")
    returned = sorted(
        (account_id, purchase_id, line, part.amount_minor, part.quantity_milli)
        for purchase_id, owner in books.came_back.items()
        if owner == account_id
        for line, part in books.returned[purchase_id].items()
    )
    if returned != sorted(stored.returned.get(account_id, [])):
        yield Difference("returned", account_id, "", "something else has come back of a purchase")


def _same(ours: Posting, theirs: Posting) -> bool:
    """Equal; what time brought may have been written down at another instant."""
    if ours.activity_id is None and ours.kind in _TIME_BROUGHT:
        return ours[:-1] == theirs[:-1]
    return ours == theirs


def _told(posting: Posting | None) -> str:
    return "nothing" if posting is None else f"{posting.kind} {posting.amount}"

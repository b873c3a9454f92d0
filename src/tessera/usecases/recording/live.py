"""What an activity does for the points that an account has already: it keeps them, ends them, or lets them be used."""

from collections.abc import Mapping
from datetime import datetime

from tessera.engine.compile import Compiled
from tessera.engine.life import push, released
from tessera.engine.standing import Standing
from tessera.kit.activities import ADJUSTMENT
from tessera.kit.clock import NEVER
from tessera.kit.codes import RefusalCode
from tessera.ledger.life import Life
from tessera.ledger.rows import Cause
from tessera.ledger.wallet import Wallet
from tessera.usecases.answer_parts import Granted
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.books import Books, Known
from tessera.usecases.recording.item import Item


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


def refuse_event(books: Books, earlier: Known, item: Item) -> tuple[RefusalCode, str] | None:
    """Why what is reported cannot be of the activity that it names; None when it can. As of a return, it is the buyer's."""
    member = item.member
    own = books.is_same(earlier.member_id, member.member_id)
    if not own or books.holder(earlier.account_id) != member.account_id:
        return RefusalCode.OTHER_MEMBERS_PURCHASE, "What this names is another member's."
    known = {line.id for line in earlier.activity.lines}
    for line in item.submission.activity.lines:
        if line.id not in known:
            return RefusalCode.LINE_NOT_IN_PURCHASE, f"The purchase has no line {line.id!r}."
    return None


def release_points(books: Books, programmes: Programmes, known: Known, item: Item, cause: Cause) -> None:
    """Let the points be used that an earlier activity gave and that wait for one such as this; the first one counts.

    An event that names lines is only theirs: what the others have of the points goes on waiting.
    """
    event = item.submission.activity
    compiled = programmes.numbered(known.answer.programme_version)
    named = {line.id for line in event.lines}
    for granted in known.answer.granted:
        terms = released(compiled, granted.rule, earned_by=known.activity, event=event)
        if terms is None:
            continue
        lots = granted.lots
        if named and granted.lines:
            lots = tuple(one.lot for one in granted.lines if known.activity.lines[one.line].id in named)
        for granted_lot in lots:
            _release(books, known, granted, granted_lot, terms, cause)


def _release(  # noqa: PLR0913, PLR0917 - what is released, and why
    books: Books,
    known: Known,
    granted: Granted,
    granted_lot: int,
    terms: tuple[datetime, datetime],
    cause: Cause,
) -> None:
    """Release one of the lots that points were given in, wherever it lies now, unless it was released before."""
    account_id, place = books.places(known.account_id, granted.currency, granted_lot)[-1]
    if place is None:
        return
    wallet = books.wallets[account_id][granted.currency]
    lot, _ = books.lot(account_id, granted.currency, place)
    available_at, expires_at = terms
    first = lot.available_at in {granted.available_at, NEVER}
    if first and wallet.waits(lot) and available_at < lot.available_at:
        wallet.release(lot, available_at=available_at, expires_at=expires_at, cause=cause)
        wallet.repay(cause)

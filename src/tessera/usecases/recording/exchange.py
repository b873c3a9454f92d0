"""From the date of a conversion to postings in two currencies, all in memory.

Everything is done as of the date's own instant, however late it is recorded: points that came later are left alone, and
those that expired meanwhile are brought back to be taken.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from tessera.engine.convert import convert
from tessera.engine.decision import Reason
from tessera.engine.life import push
from tessera.engine.standing import Standing
from tessera.engine.windows import last_good_day, midnight
from tessera.ledger.life import Life
from tessera.ledger.rows import Cause
from tessera.ledger.wallet import Wallet
from tessera.programme.conversion import Conversion
from tessera.usecases.answer_parts import Exchanged
from tessera.usecases.recording.books import Books
from tessera.usecases.recording.item import Item
from tessera.usecases.recording.live import room_in


def conversion_of(item: Item) -> Conversion:
    """The conversion that an activity of this type carries out."""
    return item.compiled.conversions[(item.submission.activity.facts or {})["conversion"]]


def exchange(
    books: Books, item: Item, standing: Standing, traits: Mapping[str, str], *, cause: Cause
) -> tuple[Exchanged | None, tuple[Reason, ...]]:
    """Convert what the account had on the date; None when that was too little. The reasons say what was left, and why."""
    conversion, account_id, at = conversion_of(item), item.member.account_id, cause.effective_at
    wallets = books.wallets[account_id]
    source, target = wallets[conversion.takes], wallets[conversion.gives]
    for wallet in (source, target):
        wallet.settle_until(at, item.now)
    parts = source.usable_at(at, books.gone_since(account_id, conversion.takes, at))
    room = (room_in(item.compiled, {conversion.gives: target}) or {}).get(conversion.gives)
    done = convert(conversion, sum(part.left + part.gone for part in parts), room=room)
    reasons = () if done.reason is None else (Reason(conversion.id, done.reason, done.value),)
    if not done.taken:
        books.settled(account_id, item.now)
        return None, reasons
    start_clock(item, standing, traits, target)
    expires_at = end_of(item, conversion.gives)
    restored = source.convert_out(done.taken, parts, conversion=conversion.id, cause=cause)
    version, lot = target.convert_in(done.given, expires_at=expires_at, conversion=conversion.id, cause=cause)
    return (
        Exchanged(
            conversion.id,
            conversion.takes,
            done.taken,
            conversion.gives,
            done.given,
            expires_at,
            restored,
            version,
            lot,
        ),
        reasons,
    )


def start_clock(item: Item, standing: Standing, traits: Mapping[str, str], target: Wallet) -> None:
    """What comes into a wallet is sheltered as other points are; and where no clock of inactivity runs yet, one begins."""
    activity = item.submission.activity
    for pushed in push(item.compiled, standing, activity, traits, by_member=False):
        if pushed.currency == target.currency:
            life = Life(pushed.lapses_at, pushed.kept_until)
            target.push(life, counts=False, now=activity.occurred_at)


def end_of(item: Item, currency: str) -> datetime | None:
    """Until when points last that a currency is given on the day of the activity; None: for ever."""
    zone = item.compiled.zone
    day = item.submission.activity.occurred_at.astimezone(zone).date()
    last = last_good_day(day, item.compiled.programme.currencies[currency].expire)
    return None if last is None else midnight(last + timedelta(days=1), zone)

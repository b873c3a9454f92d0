"""Say what was set aside and can be used again: of a hold that ended by itself, was released, or was not needed whole."""

from collections import Counter
from collections.abc import Sequence

from tessera.engine.activity import Activity
from tessera.kit.activities import RELEASE
from tessera.ledger.history import PostingRow
from tessera.ledger.rows import Kind
from tessera.programme.document import Programme
from tessera.programme.sentences.spending import tell_hold_over, tell_not_needed, tell_released
from tessera.programme.speak import speaker


def tell_freed(
    activity: Activity | None, postings: Sequence[PostingRow], programme: Programme, *, lang: str
) -> tuple[str, ...]:
    """Its sentences, one for each currency that is still the programme's; `activity` is None for what time brought.

    A release that freed no points says that nothing is set aside any more.
    """
    freed = Counter[str]()
    for posting in postings:
        if posting.kind == Kind.UNHELD[0] and posting.currency in programme.currencies:
            freed[posting.currency] += posting.amount
    is_release = activity is not None and activity.type == RELEASE
    if not freed and not is_release:
        return ()
    told = speaker(programme, lang=lang)
    if not freed:
        return (told.say("released-nothing"),)
    tell = tell_hold_over if activity is None else tell_released if is_release else tell_not_needed
    return tuple(tell(currency, units, told) for currency, units in freed.items())

"""From joining or leaving a household to postings on two accounts, all in memory."""

import msgspec

from tessera.kit.activities import HOUSEHOLD_JOIN
from tessera.usecases.answer_parts import Moved, Transfer
from tessera.usecases.answers import Answer
from tessera.usecases.recording.books import Books
from tessera.usecases.recording.joining.merge import Decided, Step, hand_over
from tessera.usecases.recording.joining.way import way_of
from tessera.usecases.recording.outcome import balances_of, seen


def post_move(books: Books, step: Step, *, pair: Transfer) -> Decided:
    """Let a member have another account from now on: a household's, or one of their own again.

    Who joins brings everything along, and the last one to leave takes everything along; whoever else leaves takes nothing.
    What is remembered of the member goes along, whatever becomes of the points.
    """
    behind = books.behind(step.now, pair.into_account_id, pair.account_id)
    own = books.settled(pair.into_account_id, step.now)
    other = books.settled(pair.account_id, step.now)
    moved: list[Moved] = []
    debts: dict[str, int] = {}
    all_goes = _takes_all(books, step, pair)
    if all_goes:
        debts = {currency: wallet.debt for currency, wallet in sorted(other.items()) if wallet.debt}
        for currency, giver in sorted(other.items()):
            moved += hand_over(giver, own[currency], step.cause)
    answer = Answer(
        activity_id=step.activity_id,
        member_id=pair.member_id,
        programme_version=step.compiled.number,
        balances=balances_of(own),
        transfer=msgspec.structs.replace(pair, moved=tuple(moved), debts=debts),
        behind=behind,
    )
    if all_goes:
        books.ways[pair.account_id] = way_of(answer)
    standing = books.standings[pair.member_id] = seen(books.standing(pair.member_id))
    return Decided(answer, {pair.member_id: standing.version})


def _takes_all(books: Books, step: Step, pair: Transfer) -> bool:
    """Who belongs to the household now; does this member leave nobody, and nothing, behind?"""
    if step.activity.type == HOUSEHOLD_JOIN:
        books.sharing.setdefault(pair.into_account_id, set()).add(pair.member_id)
        return True
    left = books.sharing[pair.account_id]
    left.remove(pair.member_id)
    return not left

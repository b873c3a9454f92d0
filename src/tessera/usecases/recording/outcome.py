"""What a decision comes to: an answer, and the member's standing after it."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from tessera.engine.standing import Standing
from tessera.kit.codes import ReasonCode, RefusalCode
from tessera.kit.refused import Refused
from tessera.ledger.wallet import Wallet
from tessera.usecases.answer_parts import Balance, Limited
from tessera.usecases.answers import Answer
from tessera.usecases.recording.books import Books
from tessera.usecases.recording.item import Item

Outcome = tuple[Answer, Standing]


def refused(  # noqa: PLR0913, PLR0917 - the facts of a refusal
    books: Books, item: Item, activity_id: UUID, number: int, code: RefusalCode | ReasonCode, detail: str
) -> Outcome:
    """A decided refusal: nothing moves, and the answer is remembered."""
    answer = Answer(
        activity_id=activity_id,
        member_id=item.member.member_id,
        programme_version=number,
        refusal=code,
        refusal_detail=detail,
        balances=balances_of(books.wallets[item.member.account_id]),
    )
    return answer, books.standing(item.member.member_id)


def refused_by(books: Books, item: Item, activity_id: UUID, refusal: Refused) -> Outcome:
    """The same, with what could be had now and until when, as the answer that is remembered."""
    answer, standing = refused(books, item, activity_id, item.compiled.number, refusal.code, str(refusal))
    if refusal.left is not None:
        answer = msgspec.structs.replace(answer, limited=Limited(refusal.left, refusal.until))
    return answer, standing


def balances_of(wallets: Mapping[str, Wallet]) -> dict[str, Balance]:
    """The balances as they stand in memory."""
    return {c: Balance(w.available, w.pending, w.held, w.debt) for c, w in wallets.items()}


def seen(standing: Standing) -> Standing:
    """The same standing, one activity later."""
    return msgspec.structs.replace(standing, version=standing.version + 1)

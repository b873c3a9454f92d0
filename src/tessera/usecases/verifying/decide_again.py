"""Decide a stored activity once more, from the facts that are kept with it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from tessera.engine.decision import UNKNOWN_TYPE
from tessera.engine.facts import ENROLLED_AT
from tessera.kit.activities import HOUSEHOLD_JOIN, HOUSEHOLD_LEAVE, MERGE
from tessera.ledger.verify import Difference, StoredActivity
from tessera.ledger.wallet import Wallet
from tessera.members.resolve import Found
from tessera.usecases.answers import Answer, Submission
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.books import Books
from tessera.usecases.recording.codec import read_activity, read_answer
from tessera.usecases.recording.item import Followed, Item, item_of
from tessera.usecases.recording.joining.abroad import with_home
from tessera.usecases.recording.joining.household import post_move
from tessera.usecases.recording.joining.merge import Decided, Step, post_merge, post_unmerge
from tessera.usecases.recording.joining.role import recall_role
from tessera.usecases.recording.post import post_activity
from tessera.usecases.recording.spending.subscribed import recall_said


def decide_again(books: Books, programmes: Programmes, row: StoredActivity) -> Iterator[Difference]:
    """Decide a stored activity from the facts kept with it; the answer must be the stored one."""
    answer = read_answer(row.outcome)
    _open_wallets(books, row, answer)
    _catch_up(books, answer, row.received_at)
    if answer.refusal is not None:
        return
    item = _item_of(programmes, row, answer)
    _recall(books, item, row, answer)
    again, standing = post_activity(books, programmes, item, row.activity_id)
    books.keep(item, again, standing)
    if not _is_same(again, answer) or standing.version != row.standing_version:
        yield Difference(
            "decision", row.account_id, "", f"activity {row.activity_id} is decided in another way"
        )


def _item_of(
    programmes: Programmes, row: StoredActivity, answer: Answer, *, home: UUID | None = None
) -> Item:
    """What was submitted, by whom, with the facts of then."""
    joined = answer.traits.get(ENROLLED_AT)
    enrolled_at = row.received_at if joined is None else datetime.fromisoformat(joined)
    member = Found(row.member_id, row.account_id, answer.traits, enrolled_at)
    followed = None if answer.follows is None else Followed(answer.follows, row.member_id)
    submission = Submission(row.source, "id", str(row.member_id), read_activity(row.payload))
    compiled = programmes.numbered(row.programme_version)
    return item_of(submission, member, compiled, row.received_at, followed, home)


def _recall(books: Books, item: Item, row: StoredActivity, answer: Answer) -> None:
    """What was known beside the accounts: what was sent to a taker, the member's role, the vouchers at hand."""
    if answer.sent is not None:
        books.sent[row.activity_id] = answer.sent
    books.short[row.activity_id] = answer.short
    recall_role(books, row.member_id, answer)
    recall_said(books, item, answer)
    for moved in answer.vouchers:
        if moved.before is not None:
            books.vouchers.know(moved.before)
    for voucher in answer.presented:
        books.vouchers.know(voucher)
    books.gift_cards.tell((*answer.cards, *answer.idle))


def is_joint(row: StoredActivity) -> bool:
    """Does one decision stand under several accounts? That of a transfer does not: each has its half."""
    return read_answer(row.outcome).sent is None


def compare_halves(halves: Iterable[tuple[UUID, UUID, bytes, bytes]]) -> Iterator[Difference]:
    """What was sent is what arrived: the taker's half is decided from that fact, and the giver's half proves it."""
    for account_id, activity_id, gave, took in halves:
        if read_answer(gave).sent != read_answer(took).sent:
            yield Difference(
                "decision", account_id, "", f"activity {activity_id}: what was sent is not what arrived"
            )


def decide_both_again(
    books: Books, programmes: Programmes, rows: Sequence[StoredActivity]
) -> Iterator[Difference]:
    """Decide a merge or an undoing, which stands under two accounts, once more; either must have the same answer."""
    decided = _decide_both(books, programmes, rows)
    for row in rows:
        answer = read_answer(row.outcome)
        if (
            not _is_same(decided.answer, answer)
            or decided.versions.get(row.member_id) != row.standing_version
        ):
            yield Difference(
                "decision", row.account_id, "", f"activity {row.activity_id} is decided in another way"
            )


def _decide_both(books: Books, programmes: Programmes, rows: Sequence[StoredActivity]) -> Decided:
    row = rows[0]
    activity, answer = read_activity(row.payload), read_answer(row.outcome)
    if answer.home is not None:
        return _decide_abroad(books, programmes, rows, home=answer.home)
    made = answer.transfer
    if made is None:
        return Decided(answer, {})
    _open_wallets(books, row._replace(account_id=made.into_account_id), answer)
    _catch_up(books, answer, row.received_at)
    step = Step(activity, row.activity_id, programmes.numbered(row.programme_version), row.received_at)
    pair = msgspec.structs.replace(made, moved=(), debts={})
    if activity.type in {HOUSEHOLD_JOIN, HOUSEHOLD_LEAVE}:
        return post_move(books, step, pair=pair)
    if activity.type == MERGE:
        enrolled_at = datetime.fromisoformat(answer.traits[ENROLLED_AT])
        return post_merge(books, step, pair=pair, enrolled_at=enrolled_at)
    if made.undoes not in books.joints:
        return Decided(answer, {})
    return post_unmerge(books, step, merge_id=made.undoes)


def _decide_abroad(
    books: Books, programmes: Programmes, rows: Sequence[StoredActivity], *, home: UUID
) -> Decided:
    """What was settled with a household that the member had left."""
    row = next(row for row in rows if row.account_id != home)
    answer = read_answer(row.outcome)
    for one in rows:
        _open_wallets(books, one, answer)
    _catch_up(books, answer, row.received_at)
    item = _item_of(programmes, row, answer, home=home)
    _recall(books, item, row, answer)
    again, standing = post_activity(books, programmes, item, row.activity_id)
    again = with_home(books, item, again)
    books.keep(item, again, standing)
    return Decided(again, {row.member_id: standing.version})


def _open_wallets(books: Books, row: StoredActivity, answer: Answer) -> None:
    wallets = books.wallets[row.account_id]
    for currency in answer.balances:
        if currency not in wallets:
            wallets[currency] = Wallet(account_id=row.account_id, currency=currency, lots=[])


def _catch_up(books: Books, answer: Answer, now: datetime) -> None:
    """Bring what time had brought before, though it was due after the instant as of which this was decided."""
    for account_id, currencies in answer.behind.items():
        for currency, version in currencies.items():
            wallet = books.wallets.get(account_id, {}).get(currency)
            if wallet is not None:
                wallet.settle_up_to(version, now)


def _is_same(again: Answer, stored: Answer) -> bool:
    """Were the same things decided? Answers from before unknown types were told of do not tell of them."""
    if again.reasons == (UNKNOWN_TYPE,) and not stored.reasons:
        again = msgspec.structs.replace(again, reasons=())
    return _essence(again) == _essence(stored)


def _essence(answer: Answer) -> tuple[object, ...]:
    return (
        answer.refusal,
        answer.granted,
        answer.taken_back,
        answer.reasons,
        answer.transfer,
        answer.levels,
        answer.exchanged,
        answer.sent,
        answer.drawn,
        answer.short,
        answer.held,
        answer.paid,
        answer.refunded,
        answer.redeemed,
        answer.untaken,
        answer.restored,
        answer.owed_minor,
        answer.vouchers,
        answer.cards,
        answer.donated,
    )

"""Take a purchase from the member it was recorded for, and record it again for whose it is: both at once."""

from datetime import datetime

from psycopg import Connection

from tessera.approvals.requests import Request
from tessera.engine.activity import Activity
from tessera.kit.activities import CORRECTION
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.problems import UnknownMember
from tessera.ledger.answers import find_answers
from tessera.ledger.corrections import Correction, add_correction, moved_key
from tessera.ledger.lock import lock_both
from tessera.members.resolve import Found, resolve_members
from tessera.members.standings import MemberMoved
from tessera.usecases.answers import Answer, Recorded, Submission
from tessera.usecases.correcting.asked import Standing, find_standing, receipt_of
from tessera.usecases.programmes import Programmes
from tessera.usecases.record_activities import record_item
from tessera.usecases.recording.codec import read_activity, read_answer
from tessera.usecases.recording.gather import open_books
from tessera.usecases.recording.item import item_of
from tessera.usecases.recording.joining.correct import as_moved
from tessera.usecases.recording.write import write_books


def record_correction(  # noqa: PLR0913 - what is recorded as of when, each by name
    connection: Connection,
    programmes: Programmes,
    request: Request,
    *,
    at: datetime,
    clock: Clock,
    new_id: Ids,
) -> Recorded:
    """The correction, as of `at`: what was taken back is its answer, or why nothing was; of one that was recorded, again.

    Raises UnknownPurchase, UnknownMember, NoProgramme; and MemberMoved when the purchase changed hands meanwhile.
    """
    key = request.source, request.key
    known = find_answers(connection, [key]).get(key)
    if known is not None:
        return Recorded(read_answer(known.outcome), replayed=True)
    programmes.refresh(connection)
    receipt = receipt_of(request)
    standing = find_standing(connection, receipt)
    purchase = read_activity(standing.stored.payload)
    giver, taker = _find_both(connection, standing, request)
    by_now, by_then = programmes.at(at), programmes.at(purchase.occurred_at)
    wallets = lock_both(
        connection,
        {giver.account_id, taker.account_id},
        by_now.programme.currencies.keys() | by_then.programme.currencies.keys(),
    )
    now = clock.now()  # after the lock: what is recorded later carries the later instant
    if find_standing(connection, receipt).key != standing.key:
        raise MemberMoved("The purchase was given to another member meanwhile.")
    purchase_key = moved_key(receipt.of, standing.corrections + 1)
    away = _submission(request, standing, taker, at=at)
    again = Submission(
        receipt.source,
        "id",
        str(taker.member_id),
        as_moved(purchase, read_answer(standing.stored.outcome), key=purchase_key),
    )
    items = [item_of(away, giver, by_now, now), item_of(again, taker, by_then, now)]
    books = open_books(connection, programmes, items, wallets)
    answer = record_item(books, programmes, items[0], new_id=new_id).answer
    if answer.refusal is None:
        record_item(books, programmes, items[1], new_id=new_id)
    write_books(connection, books)
    if answer.refusal is None:
        add_correction(connection, _correction(standing, request, answer, giver, taker, now))
    return Recorded(answer)


def _find_both(connection: Connection, standing: Standing, request: Request) -> tuple[Found, Found]:
    """(Whose it is not, whose it is); the id of one who was merged leads to whom they are now."""
    ids = [("id", str(one)) for one in (standing.stored.member_id, request.member_id)]
    found = resolve_members(connection, ids)
    if len({*ids} & found.keys()) < len({*ids}):
        raise UnknownMember("No member has this id.", field="to")
    return found[ids[0]], found[ids[1]]


def _submission(request: Request, standing: Standing, taker: Found, *, at: datetime) -> Submission:
    """What is taken from the one whose it is not, under the request's own key."""
    source, of = standing.key
    activity = Activity(
        type=CORRECTION,
        key=request.key,
        occurred_at=at,
        of=of,
        facts={"source": source, "to": str(taker.member_id), "reason": request.reason},
    )
    return Submission(request.source, "id", str(standing.stored.member_id), activity, dated=False)


def _correction(  # noqa: PLR0913, PLR0917 - the parts of the row
    standing: Standing, request: Request, answer: Answer, giver: Found, taker: Found, now: datetime
) -> Correction:
    receipt = receipt_of(request)
    assert answer.activity_id is not None  # noqa: S101 - only a quote has none
    return Correction(
        receipt.source,
        receipt.of,
        standing.corrections + 1,
        giver.account_id,
        answer.activity_id,
        moved_key(receipt.of, standing.corrections + 1),
        giver.member_id,
        taker.member_id,
        now,
    )

"""Set aside what a basket takes of rewards, or take it, all in memory: points, pieces, budgets, and the member's limits."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from tessera.catalogue.reservations import Reservation
from tessera.engine.discount.reward import limit_name
from tessera.engine.standing import Standing
from tessera.engine.take import (
    Taken,
    count_taken,
)
from tessera.ledger.rows import Cause
from tessera.usecases.answer_parts import Redeemed
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.books import Books
from tessera.usecases.recording.item import Item
from tessera.usecases.recording.spending.left import budget_minor
from tessera.usecases.recording.spending.supply import money_of, pieces_of
from tessera.usecases.recording.spending.take import Taking, terms_of


def hold_taken(  # noqa: PLR0913 - what is set aside, for whom, until when
    books: Books,
    programmes: Programmes,
    item: Item,
    taking: Taking,
    *,
    expires_at: datetime,
    cause: Cause,
) -> tuple[Redeemed, ...]:
    """Set rewards aside: the points of each, and what all members share of it."""
    wallets, hold_id = books.wallets[item.member.account_id], _id_of(cause)
    redeemed = []
    amounts = Counter[str]()  # a subject once, though several vouchers of one reward use its budget
    for one in taking.taken:
        version = 0
        if one.currency is not None:
            wallet = wallets[one.currency]
            version = wallet.hold(one.points, hold_id=hold_id, expires_at=expires_at, cause=cause).version
        reward = terms_of(programmes, one)
        amounts[pieces_of(one.reward) if one.voucher is None else f"voucher {one.voucher}"] = 1
        if reward.reward.budget_minor is not None:
            amounts[money_of(one.reward)] += budget_minor(reward, one)
        redeemed.append(Redeemed(one, version))
    for subject, amount in amounts.items():
        books.supply.reserve(Reservation(hold_id, subject, item.member.member_id, amount, expires_at))
    return tuple(redeemed)


def count_all(
    programmes: Programmes, item: Item, standing: Standing, taking: Taking, traits: Mapping[str, str]
) -> Standing:
    """The member's standing once all of it counts for the limits. What a hold had set aside is not refused any more."""
    caps: Mapping[str, dict[int, int]] = standing.caps
    at = item.submission.activity.occurred_at
    for one in taking.taken:
        if one.voucher is not None:
            continue
        compiled = programmes.numbered(one.version)
        reward = compiled.rewards.by_id[one.reward]
        caps = count_taken(compiled, caps, reward, at=at, traits=traits, promised=taking.hold is not None)
    return standing if caps is standing.caps else replace(standing, caps=dict(caps))


def post_taken(  # noqa: PLR0913 - what is taken, by whom, when
    books: Books,
    programmes: Programmes,
    item: Item,
    taken: Sequence[Taken],
    *,
    versions: Mapping[str, int],
    cause: Cause,
    issued: bool = False,
) -> tuple[Redeemed, ...]:
    """Take the points that rewards cost, and count what of them all members share.

    `versions`: the postings that had set a reward's points aside, of those that a hold had.
    """
    wallets = books.wallets[item.member.account_id]
    redeemed = []
    for one in taken:
        reward = terms_of(programmes, one)
        version = versions.get(one.reward, 0)
        if one.currency is not None and not version:
            spent = wallets[one.currency].spend(
                one.points, hold_id=_id_of(cause), cause=cause, rule_id=limit_name(one.reward)
            )
            version = spent.version
        if one.voucher is None and reward.pieces is not None:
            books.supply.take(pieces_of(one.reward), 1)
        if reward.reward.budget_minor is not None:
            books.supply.take(money_of(one.reward), budget_minor(reward, one, issued=issued))
        redeemed.append(Redeemed(one, version))
    return tuple(redeemed)


def _id_of(cause: Cause) -> UUID:
    assert cause.activity_id is not None  # noqa: S101 - only time has none
    return cause.activity_id

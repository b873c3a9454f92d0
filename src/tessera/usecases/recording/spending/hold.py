"""Set points aside for a basket, and give them back, all in memory; a purchase captures them (`pay`)."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.engine.payment import MOST, Payment
from tessera.engine.spend import SpendRefused, most, pay, shown
from tessera.engine.take import RewardRefused
from tessera.kit.activities import HOLD, RELEASE
from tessera.kit.codes import ReasonCode, RefusalCode
from tessera.kit.problems import UnknownHold
from tessera.kit.refused import Refused
from tessera.ledger.rows import Cause, Hold
from tessera.ledger.wallet import Wallet
from tessera.programme.spending import HOLD_MINUTES
from tessera.usecases.answer_parts import Held
from tessera.usecases.answers import Answer
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.books import Books, Known
from tessera.usecases.recording.item import Item
from tessera.usecases.recording.joining.role import available_in_role, keep_hold, refuse_in_role, within_role
from tessera.usecases.recording.outcome import Outcome, balances_of, refused, refused_by, seen
from tessera.usecases.recording.spending.pay_cards import (
    ByCards,
    cards_minor,
    hold_cards,
    release_cards,
)
from tessera.usecases.recording.spending.post_taken import hold_taken
from tessera.usecases.recording.spending.subscribed import as_asked, at_most_said, let_pay
from tessera.usecases.recording.spending.take import Taking, guest_of, take_named
from tessera.usecases.recording.spending.vouchers import hold_presented, release_held, unused
from tessera.usecases.recording.traits import traits_of


def post_hold(books: Books, programmes: Programmes, item: Item, activity_id: UUID) -> Outcome:
    """So many points of each currency, and rewards, are set aside for a basket, until the hold ends by itself."""
    member, activity, compiled = item.member, item.submission.activity, item.compiled
    standing = books.standing(member.member_id)
    traits = {}
    if activity.rewards or activity.vouchers:
        traits = traits_of(member, compiled, standing, item.submission, rewards=True)
    try:
        taking = take_named(books, programmes, item, guest_of(item, standing, traits))
        payments = payments_of(books, item, taking)
        expires_at = _ends_at(compiled, payments, item.now)
        by_cards = hold_cards(
            books.gift_cards,
            activity.gift_cards or (),
            taking.owed_minor(payments),
            money=compiled.programme.money,
            now=item.now,
            hold_id=activity_id,
            until=expires_at,
        )
        _refuse_nothing(taking, payments, by_cards)
    except Refused as refusal:
        return refused_by(books, item, activity_id, refusal)
    wallets = books.settled(member.account_id, item.now)
    cause = Cause(activity_id, compiled.number, activity.occurred_at, item.now)
    redeemed = hold_taken(books, programmes, item, taking, expires_at=expires_at, cause=cause)
    moved = hold_presented(books.vouchers, taking.taken, by=activity_id, now=item.now, until=expires_at)
    for payment in payments:
        wallets[payment.currency].hold(
            payment.points, hold_id=activity_id, expires_at=expires_at, cause=cause
        )
    keep_hold(books, item, activity_id)
    answer = Answer(
        activity_id=activity_id,
        member_id=member.member_id,
        programme_version=compiled.number,
        balances=balances_of(wallets),
        traits=traits,
        held=Held(payments, expires_at, redeemed),
        untaken=taking.untaken,
        vouchers=moved,
        due_minor=taking.due_minor(payments) - cards_minor(by_cards.cards),
        presented=unused(books.vouchers, activity, taking.taken),
        cards=by_cards.cards,
        idle=by_cards.idle,
    )
    return answer, seen(standing)


def _ends_at(compiled: Compiled, payments: tuple[Payment, ...], now: datetime) -> datetime:
    """When a hold is over by itself: as soon as any of its currencies says."""
    minutes = [compiled.programme.spending[payment.currency].hold_minutes for payment in payments]
    return now + timedelta(minutes=min(minutes, default=HOLD_MINUTES))


def _refuse_nothing(taking: Taking, payments: tuple[Payment, ...], by_cards: ByCards) -> None:
    """Raise Refused where nothing would be set aside."""
    if payments or taking.taken or by_cards.cards:
        return
    if by_cards.idle:
        raise Refused(by_cards.idle[0].code, "There is nothing that the gift card could pay of this basket.")
    if taking.untaken:
        first = taking.untaken[0]
        detail = f"{first.rule!r} takes nothing off this basket, so there is nothing to set aside."
        raise RewardRefused(ReasonCode(first.code), detail)
    detail = "There are too few points for this basket to set any aside."
    raise SpendRefused(RefusalCode.INSUFFICIENT_POINTS, detail)


def post_release(books: Books, _programmes: Programmes, item: Item, activity_id: UUID) -> Outcome:
    """What a hold set aside, given back before it ends by itself."""
    member, activity, compiled = item.member, item.submission.activity, item.compiled
    known = hold_of(books, item, activity.of or "")
    refusal = refuse_hold(books, known, item) or refuse_over(books, known, item)
    if refusal is not None:
        return refused(books, item, activity_id, compiled.number, *refusal)
    wallets = books.settled(member.account_id, item.now)
    cause = Cause(activity_id, compiled.number, activity.occurred_at, item.now)
    for wallet, hold in open_parts(wallets, known):
        wallet.unhold(hold, cause)
    books.supply.resolve(id_of(known))
    moved = release_held(books.vouchers, known.answer, by=activity_id, now=item.now)
    answer = Answer(
        activity_id=activity_id,
        member_id=member.member_id,
        programme_version=compiled.number,
        balances=balances_of(wallets),
        vouchers=moved,
        cards=release_cards(known.answer.cards),
    )
    return answer, seen(books.standing(member.member_id))


def available_to(books: Books, item: Item) -> dict[str, int]:
    """What is available of each currency, though time's due is not posted yet: a refusal posts nothing."""
    wallets = books.wallets[item.member.account_id]
    return {currency: wallet.available_at(item.now) for currency, wallet in wallets.items()}


def left_to_pay(compiled: Compiled, taking: Taking, available: Mapping[str, int]) -> Mapping[str, int]:
    """What is available once rewards are paid for. Raises SpendRefused where that is too little for them."""
    if not taking.points:
        return available
    left = dict(available)
    for currency, points in taking.points.items():
        there = left.get(currency, 0)
        if there < points:
            have, want = (shown(compiled, currency, units) for units in (there, points))
            message = f"Only {have} are available; these rewards cost {want}."
            raise SpendRefused(RefusalCode.INSUFFICIENT_POINTS, message, left=there)
        left[currency] = there - points
    return left


def payments_of(books: Books, item: Item, taking: Taking) -> tuple[Payment, ...]:
    """What points pay of a basket beside what is taken. Raises SpendRefused, RoleRefused."""
    compiled = item.compiled
    available = left_to_pay(compiled, taking, available_to(books, item))
    said = let_pay(books, item)
    basket = as_asked(taking.basket, said)
    if said:
        available = at_most_said(within_role(books, item, available), said)
    else:
        available = available_in_role(books, item, available)
    payments = asked(compiled, basket, available)
    points = Counter(taking.points)
    for payment in payments:
        points[payment.currency] += payment.points
    refuse_in_role(books, item, points)
    return payments


def asked(compiled: Compiled, activity: Activity, available: Mapping[str, int]) -> tuple[Payment, ...]:
    """What the points that an activity names pay of its basket. Raises SpendRefused, also when there are too few."""
    spend = activity.spend or {}
    if MOST in spend.values():
        return most(compiled, activity, spend, available)
    payments = pay(compiled, activity, spend)
    for payment in payments:
        there = available.get(payment.currency, 0)
        if there < payment.points:
            have, want = (shown(compiled, payment.currency, units) for units in (there, payment.points))
            message = f"Only {have} are available; {want} cannot be spent."
            raise SpendRefused(RefusalCode.INSUFFICIENT_POINTS, message)
    return payments


def hold_of(books: Books, item: Item, key: str) -> Known:
    """The activity that a hold's key names. Raises UnknownHold."""
    known = books.known.get((item.key[0], key))
    if known is None:
        raise UnknownHold(f"No hold with the key {key!r} has been recorded from this source.", field="hold")
    return known


def refuse_hold(books: Books, known: Known, item: Item) -> tuple[RefusalCode, str] | None:
    """Why what is named is no hold of this member; None when it is. Who shares an account shares no holds."""
    if known.answer.held is None:
        return RefusalCode.NOT_A_HOLD, "What this key names set no points aside."
    elsewhere = books.holder(known.account_id) != item.member.account_id
    if elsewhere and known.member_id == item.member.member_id:
        detail = "The hold was of a household that the member has left: what it set aside was given back."
        return RefusalCode.HOLD_OVER, detail
    if elsewhere or not books.is_same(known.member_id, item.member.member_id):
        return RefusalCode.OTHER_MEMBERS_HOLD, "What this key names is another member's."
    return None


def refuse_over(books: Books, known: Known, item: Item) -> tuple[RefusalCode, str] | None:
    """Why nothing is set aside any longer; None when something still is. Asked before time's due is posted."""
    held = known.answer.held
    wallets = books.wallets[item.member.account_id]
    if held is not None and held.expires_at <= item.now:
        return RefusalCode.HOLD_OVER, "The hold has ended by itself: place another one."
    hold_id = id_of(known)
    aside = books.supply.is_open(hold_id) or books.gift_cards.is_held(hold_id)
    if not aside and not open_parts(wallets, known):
        return RefusalCode.HOLD_OVER, "The hold was captured or released before."
    return None


def open_parts(wallets: Mapping[str, Wallet], known: Known) -> list[tuple[Wallet, Hold]]:
    """What a hold still sets aside, in each currency: of a reward apart from what pays."""
    hold_id = id_of(known)
    return [(wallet, hold) for wallet in wallets.values() for hold in wallet.open_holds_of(hold_id)]


def id_of(known: Known) -> UUID:
    """A hold's id: that of the activity."""
    hold_id = known.answer.activity_id
    assert hold_id is not None  # noqa: S101 - only a quote has none
    return hold_id


HELD = {HOLD: post_hold, RELEASE: post_release}
"""How each of these is posted, by its type."""

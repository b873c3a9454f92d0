"""A basket at the checkout, all in memory: rewards make it cheaper, points pay of what is left, out of a hold or at once."""

from collections.abc import Mapping
from typing import NamedTuple

from msgspec.structs import replace

from tessera.catalogue.voucher import Voucher
from tessera.engine.activity import Activity
from tessera.engine.discount.reward import limit_name
from tessera.engine.spend import SpendRefused
from tessera.engine.standing import Standing
from tessera.kit.record import Record
from tessera.ledger.rows import Cause
from tessera.usecases.answer_parts import CardIdle, CardMoved, Paid, Redeemed, VoucherMoved
from tessera.usecases.answers import Answer
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.books import Books, Known
from tessera.usecases.recording.item import Item
from tessera.usecases.recording.spending.hold import (
    hold_of,
    id_of,
    open_parts,
    payments_of,
    refuse_hold,
    refuse_over,
)
from tessera.usecases.recording.spending.pay import Paying, capture, post_payments
from tessera.usecases.recording.spending.pay_cards import ByCards, capture_cards, cards_minor, use_cards
from tessera.usecases.recording.spending.post_taken import count_all, post_taken
from tessera.usecases.recording.spending.take import Taking, guest_of, is_unchanged, take_held, take_named
from tessera.usecases.recording.spending.vouchers import release_held, unused, use_presented


class Checkout(Record, frozen=True):
    """What is taken of rewards, what points and then gift cards pay of the rest, and the open hold that all of it comes from
    (None: none). `idle`: cards that pay nothing.
    """

    taking: Taking
    paying: Paying
    hold: Known | None
    cards: tuple[CardMoved, ...]
    idle: tuple[CardIdle, ...] = ()

    def earning(self) -> Activity:
        """The purchase as rules and levels see it."""
        return self.paying.earning(self.taking.basket)


def checkout_of(
    books: Books, programmes: Programmes, item: Item, standing: Standing, traits: Mapping[str, str]
) -> Checkout:
    """What a purchase takes and pays with; nothing has moved then.

    Raises Refused, UnknownHold, UnknownVoucher, UnknownGiftCard.
    """
    activity = item.submission.activity
    if activity.hold is None:
        taking = take_named(books, programmes, item, guest_of(item, standing, traits))
        payments = payments_of(books, item, taking)
        cards, idle = pay_with_cards(books, item, taking.owed_minor(payments))
        return Checkout(taking, Paying(payments, item.compiled), None, cards, idle)
    hold = hold_of(books, item, activity.hold)
    refusal = refuse_hold(books, hold, item) or refuse_over(books, hold, item)
    if refusal is not None:
        raise SpendRefused(*refusal)
    taking = take_held(books, programmes, item, hold)
    paying = capture(programmes, taking.basket, hold, unchanged=is_unchanged(activity, hold.activity))
    cards = capture_cards(hold.answer.cards, activity.gift_cards, taking.owed_minor(paying.payments))
    return Checkout(taking, paying, hold, cards)


def pay_with_cards(books: Books, item: Item, owed_minor: int) -> ByCards:
    """What the gift cards that a basket names pay of what is owed. Raises Refused, UnknownGiftCard."""
    money, asked = item.compiled.programme.money, item.submission.activity.gift_cards or ()
    return use_cards(books.gift_cards, asked, owed_minor, money=money, now=item.now)


class Settled(NamedTuple):
    """What was paid and taken, what became of vouchers, which were not used, and the standing with what limits count."""

    paid: tuple[Paid, ...]
    redeemed: tuple[Redeemed, ...]
    moved: tuple[VoucherMoved, ...]
    presented: tuple[Voucher, ...]
    standing: Standing


class Captured(NamedTuple):
    """The postings by which a hold, captured now, had set points aside: of payments by currency, of rewards by id."""

    payments: Mapping[str, int] = {}
    rewards: Mapping[str, int] = {}


def post_checkout(  # noqa: PLR0913, PLR0917 - what is taken and paid, by whom, when
    books: Books,
    programmes: Programmes,
    item: Item,
    checkout: Checkout,
    standing: Standing,
    traits: Mapping[str, str],
    cause: Cause,
) -> Settled:
    """Take what rewards cost and what points pay; what a hold has left over is given back. Limits count in the standing."""
    taking = checkout.taking
    captured = Captured() if checkout.hold is None else _capture(books, item, checkout, checkout.hold, cause)
    redeemed = post_taken(books, programmes, item, taking.taken, versions=captured.rewards, cause=cause)
    wallets = books.wallets[item.member.account_id]
    paid = post_payments(wallets, checkout.paying, captured.payments, cause)
    hold, vouchers, by = checkout.hold, books.vouchers, cause.activity_id
    assert by is not None  # noqa: S101 - only time has none
    hold_id = None if hold is None else id_of(hold)
    moved = use_presented(vouchers, taking.taken, by=by, now=item.now, hold=hold_id)
    if hold is not None:
        used = {one.after.voucher_id for one in moved}
        moved += release_held(vouchers, hold.answer, by=by, now=item.now, but=used)
    if redeemed:
        standing = count_all(programmes, item, standing, taking, traits)
    presented = unused(vouchers, item.submission.activity, taking.taken) if hold is None else ()
    return Settled(paid, redeemed, moved, presented, standing)


def _capture(books: Books, item: Item, checkout: Checkout, hold: Known, cause: Cause) -> Captured:
    """Redeem what of a hold's points this basket uses, and free the rest."""
    held = hold.answer.held
    assert held is not None  # noqa: S101 - else it was refused
    points = {payment.currency: payment.points for payment in checkout.paying.payments}
    of_reward = {(one.taken.currency, one.version): one.taken for one in held.redeemed if one.version}
    taken = {one.reward for one in checkout.taking.taken if one.voucher is None}
    payments, rewards = dict[str, int](), dict[str, int]()
    for wallet, part in open_parts(books.wallets[item.member.account_id], hold):
        reward = of_reward.get((wallet.currency, part.version))
        if reward is not None and reward.reward in taken:
            wallet.redeem(part, part.amount, cause, rule_id=limit_name(reward.reward))
            rewards[reward.reward] = part.version
        elif reward is None and wallet.currency in points:
            wallet.redeem(part, points[wallet.currency], cause)
            payments[wallet.currency] = part.version
        if part.resolved_version is None:
            wallet.unhold(part, cause)
    books.supply.resolve(id_of(hold))
    return Captured(payments, rewards)


def told_of(answer: Answer, checkout: Checkout, settled: Settled) -> Answer:
    """The answer with what was paid and taken, and why the rest was not."""
    return replace(
        answer,
        paid=settled.paid,
        redeemed=settled.redeemed,
        untaken=checkout.taking.untaken,
        vouchers=settled.moved,
        due_minor=checkout.taking.due_minor(checkout.paying.payments) - cards_minor(checkout.cards),
        presented=settled.presented,
        cards=checkout.cards,
        idle=checkout.idle,
    )

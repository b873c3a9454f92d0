"""What activities would earn, and why: the same walk as recording, without lock and without write."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from psycopg import Connection

from tessera.engine.decide import decide
from tessera.engine.discount.eligible import Guest
from tessera.engine.discount.reward import CompiledReward
from tessera.engine.offer import Offered, first_of, offer
from tessera.engine.spend import Allowed, earning
from tessera.kit.activities import PURCHASE
from tessera.kit.clock import Clock
from tessera.kit.codes import RefusalCode
from tessera.kit.problems import Problem, UnknownMember
from tessera.kit.refused import Refused
from tessera.kit.sandbox import crosses, mark_of
from tessera.ledger.lock import ask_accounts, settle_read
from tessera.members.resolve import Found, ask_members
from tessera.members.standings import ask_standings
from tessera.usecases.answer_parts import Granted, Redeemed
from tessera.usecases.answers import Answer, Submission
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.books import Books
from tessera.usecases.recording.budgets import left_to, look_at_budgets
from tessera.usecases.recording.codec import read_standing
from tessera.usecases.recording.doubt import refuse_misspelt
from tessera.usecases.recording.item import Item, item_of
from tessera.usecases.recording.joining.role import allow_in_role, offer_in_role
from tessera.usecases.recording.joining.sharing import read_sharing
from tessera.usecases.recording.live import room_in
from tessera.usecases.recording.outcome import balances_of
from tessera.usecases.recording.post import other_money
from tessera.usecases.recording.spending.checkout import pay_with_cards
from tessera.usecases.recording.spending.hold import available_to, left_to_pay, payments_of
from tessera.usecases.recording.spending.left import with_supply
from tessera.usecases.recording.spending.pay import as_paid
from tessera.usecases.recording.spending.pay_cards import cards_minor
from tessera.usecases.recording.spending.presented import look_at_instruments
from tessera.usecases.recording.spending.shared import look_at_supply
from tessera.usecases.recording.spending.subscribed import read_subscribed
from tessera.usecases.recording.spending.take import guest_of, stands_for, take_named
from tessera.usecases.recording.traits import traits_of


class _Basket(NamedTuple):
    """What is to be quoted, with the rewards that fit it. `guest`: None where nothing is offered and nothing named."""

    item: Item
    traits: dict[str, str]
    guest: Guest | None
    offered: Sequence[Offered]


def quote_activities(
    connection: Connection, programmes: Programmes, submissions: Sequence[Submission], *, clock: Clock
) -> list[Answer | Problem]:
    """The answer that each submission would get if it were recorded now, alone; balances are those before it."""
    marks = {mark_of(one.source) for one in submissions}
    if len(marks) > 1:  # what all members share, those of the sandbox do not
        each = [quote_activities(connection, programmes, [one], clock=clock) for one in submissions]
        return [answer for answers in each for answer in answers]
    with connection.pipeline():
        refresh = programmes.refreshing(connection)
        members = ask_members(connection, [(s.kind, s.value) for s in submissions])
    refresh()
    now, found = clock.now(), members()
    of = {member.member_id: member.account_id for member in found.values()}
    account_ids = sorted({*of.values()})
    with connection.pipeline():
        accounts = ask_accounts(connection, account_ids)
        standings = ask_standings(connection, account_ids, of=of)
    books = Books(settle_read(connection, accounts(), now))
    for member_id, stored in standings().items():
        books.standings[member_id] = read_standing(stored.state)
    look_at_instruments(connection, books, submissions)
    read_sharing(connection, books, list(found.values()))
    baskets = [_look(books, programmes, one, found.get((one.kind, one.value)), now) for one in submissions]
    read_subscribed(connection, books, [one.item for one in baskets if isinstance(one, _Basket)])
    rewards = [reward for one in baskets if isinstance(one, _Basket) for reward in _asked_for(one)]
    rewards += [stands_for(programmes, voucher) for voucher in books.vouchers.known]
    books.mark = "".join(marks)
    books.supply = look_at_supply(connection, rewards, now, mark=books.mark)
    look_at_budgets(connection, books, [one.item for one in baskets if isinstance(one, _Basket)])
    return [_quote(books, programmes, one) if isinstance(one, _Basket) else one for one in baskets]


def _look(
    books: Books, programmes: Programmes, submission: Submission, member: Found | None, now: datetime
) -> _Basket | Problem:
    if member is None or crosses(submission.source, member.member_id):
        return UnknownMember("No member has this identity.", field="member")
    activity = submission.activity
    try:
        compiled = programmes.at(activity.occurred_at)
        refuse_misspelt(compiled, activity)
    except Problem as problem:
        return problem
    item, standing = item_of(submission, member, compiled, now), books.standing(member.member_id)
    rewarding = bool(compiled.rewards.by_id)
    traits = traits_of(member, compiled, standing, submission, rewards=rewarding)
    if not rewarding or activity.type != PURCHASE or other_money(compiled, activity) is not None:
        return _Basket(item, traits, guest_of(item, standing, traits), ())
    guest = Guest(compiled, standing, activity, traits)
    return _Basket(item, traits, guest, offer(compiled, guest, available=available_to(books, item)))


def _asked_for(basket: _Basket) -> list[CompiledReward]:
    """The rewards that a quote tells of, or names."""
    compiled, named = basket.item.compiled, basket.item.submission.activity.rewards or ()
    ids = {one.taken.reward for one in basket.offered} | set(named)
    return [compiled.rewards.by_id[id_] for id_ in ids if id_ in compiled.rewards.by_id]


def _quote(books: Books, programmes: Programmes, basket: _Basket) -> Answer | Problem:
    item, traits = basket.item, basket.traits
    compiled, activity, member = item.compiled, item.submission.activity, item.member
    own, standing = books.wallets[member.account_id], books.standing(member.member_id)
    answer = partial(
        Answer,
        activity_id=None,
        member_id=member.member_id,
        programme_version=compiled.number,
        balances=balances_of(own),
        offered=first_of(
            with_supply(books, item, traits, offer_in_role(books, item, one)) for one in basket.offered
        ),
    )
    if (detail := other_money(compiled, activity)) is not None:
        return answer(refusal=RefusalCode.OTHER_MONEY, refusal_detail=detail)
    allowed: tuple[Allowed, ...] = ()
    try:
        taking = take_named(books, programmes, item, basket.guest)
        available = left_to_pay(compiled, taking, available_to(books, item))
        allowed = allow_in_role(books, item, taking.basket, available, beside=taking.points)
        payments = payments_of(books, item, taking)
        cards, idle = pay_with_cards(books, item, taking.owed_minor(payments))
    except Refused as refusal:
        return answer(refusal=refusal.code, refusal_detail=str(refusal), allowed=allowed)
    except Problem as problem:  # a voucher, or a gift card, that is not there
        return problem
    earned_by = earning(compiled, taking.basket, payments)
    left = left_to(books, compiled, earned_by)
    decision = decide(compiled, standing, earned_by, traits, room=room_in(compiled, own), left=left)
    return answer(
        granted=tuple(
            Granted(e.rule, e.currency, e.amount, e.available_at, e.expires_at) for e in decision.effects
        ),
        reasons=decision.reasons,
        levels=decision.levels,
        paid=tuple(as_paid(compiled, payment) for payment in payments),
        allowed=allowed,
        redeemed=tuple(Redeemed(one) for one in taking.taken),
        untaken=taking.untaken,
        due_minor=taking.due_minor(payments) - cards_minor(cards) if activity.type == PURCHASE else None,
        cards=cards,
        idle=idle,
    )

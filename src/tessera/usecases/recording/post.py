"""From a decision to postings: each kind of activity in its own function, all in memory."""

from uuid import UUID

import msgspec

from tessera.engine.activity import Activity
from tessera.engine.choices import CHOICE, CHOSEN_FOR, ChoiceRefused, choose, period_chosen
from tessera.engine.compile import Compiled
from tessera.engine.decide import decide
from tessera.engine.facts import ENROLLED_AT
from tessera.engine.standing import Standing
from tessera.kit.codes import RefusalCode
from tessera.kit.refused import Refused
from tessera.ledger.rows import Cause
from tessera.usecases.answers import Answer
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.books import Books
from tessera.usecases.recording.budgets import draw_budgets, left_to
from tessera.usecases.recording.issue import issue_points, shares_waiting
from tessera.usecases.recording.item import Item
from tessera.usecases.recording.joining.role import count_in_role
from tessera.usecases.recording.live import push_lives, refuse_event, release_points, room_in
from tessera.usecases.recording.outcome import Outcome, balances_of, refused, refused_by
from tessera.usecases.recording.post_back import BACK, purchase_of
from tessera.usecases.recording.spending.checkout import checkout_of, post_checkout, told_of
from tessera.usecases.recording.spending.hand_over import HANDED
from tessera.usecases.recording.spending.hold import HELD
from tessera.usecases.recording.spending.redemption import REDEEMED
from tessera.usecases.recording.spending.subscribed import let_pay
from tessera.usecases.recording.traits import traits_of
from tessera.usecases.recording.unearned import UNEARNED

_AT_THE_TILL = HELD | REDEEMED | HANDED


def post_activity(books: Books, programmes: Programmes, item: Item, activity_id: UUID) -> Outcome:
    """Decide an activity by a programme version and post what follows, in memory. Raises Problem; nothing moved then."""
    answer, standing = _post(books, programmes, item, activity_id)
    if item.member.member_id in books.roles and answer.refusal is None:
        return count_in_role(books, item, answer, standing)
    return answer, standing


def _post(books: Books, programmes: Programmes, item: Item, activity_id: UUID) -> Outcome:
    activity, compiled = item.submission.activity, item.compiled
    if activity.type in BACK:
        return BACK[activity.type](books, programmes, item, activity_id)
    if activity.type in UNEARNED:
        return UNEARNED[activity.type](books, item, activity_id)
    if (detail := other_money(compiled, activity)) is not None:
        return refused(books, item, activity_id, compiled.number, RefusalCode.OTHER_MONEY, detail)
    if activity.type in _AT_THE_TILL:
        return _AT_THE_TILL[activity.type](books, programmes, item, activity_id)
    if activity.type == CHOICE:
        return post_choice(books, programmes, item, activity_id)
    return post_earning(books, programmes, item, activity_id, books.standing(item.member.member_id))


def other_money(compiled: Compiled, activity: Activity) -> str | None:
    """Why an activity in another money than the programme's earns nothing; None when it is the same."""
    if activity.money is None or activity.money == compiled.programme.money:
        return None
    return f"The programme's money is {compiled.programme.money}, not {activity.money}."


def post_choice(books: Books, programmes: Programmes, item: Item, activity_id: UUID) -> Outcome:
    """What a member chooses for a period; it may earn something, as any activity may.

    The day of joining, which the choice rests on, and the period are kept with the answer.
    """
    compiled, activity, standing = (
        item.compiled,
        item.submission.activity,
        books.standing(item.member.member_id),
    )
    enrolled_at = item.member.enrolled_at
    joined = enrolled_at.astimezone(compiled.zone).date()
    try:
        chosen = choose(compiled, standing, activity, joined=joined)
    except ChoiceRefused as refusal:
        return refused(books, item, activity_id, compiled.number, refusal.code, str(refusal))
    first, _ = period_chosen(compiled, standing, activity, joined=joined)
    answer, after = post_earning(books, programmes, item, activity_id, chosen)
    kept = answer.traits | {ENROLLED_AT: enrolled_at.isoformat(), CHOSEN_FOR: first.isoformat()}
    return msgspec.structs.replace(answer, traits=kept), after


def post_earning(
    books: Books, programmes: Programmes, item: Item, activity_id: UUID, standing: Standing
) -> Outcome:
    """An activity that earns: decide, issue, answer. One `of` another releases what waits for it. Raises UnknownPurchase."""
    member, activity, compiled = item.member, item.submission.activity, item.compiled
    rewarded = bool(activity.rewards or activity.vouchers or activity.hold)
    traits = traits_of(member, compiled, standing, item.submission, rewards=rewarded)
    earlier = None
    if activity.of is not None:
        earlier = purchase_of(books, item)
        refusal = refuse_event(books, earlier, item)
        if refusal is not None:
            return refused(books, item, activity_id, compiled.number, *refusal)
    checkout = None
    said = let_pay(books, item)
    if rewarded or said or activity.spend or activity.gift_cards:
        try:
            checkout = checkout_of(books, programmes, item, standing, traits)
        except Refused as refusal:
            return refused_by(books, item, activity_id, refusal)
    wallets = books.settled(member.account_id, item.now)
    cause = Cause(activity_id, compiled.number, activity.occurred_at, item.now)
    settled = None
    if checkout is not None:
        settled = post_checkout(books, programmes, item, checkout, standing, traits, cause)
        standing, activity = settled.standing, checkout.earning()
    left = left_to(books, compiled, activity, activity_id)
    decision = decide(compiled, standing, activity, traits, room=room_in(compiled, wallets), left=left)
    draw_budgets(books, decision)
    if compiled.lives:
        push_lives(item, decision.standing, traits, wallets)
    shares = shares_waiting(decision.effects, compiled, activity, traits) if compiled.waiting else ()
    granted = issue_points(decision.effects, wallets, cause, waiting=compiled.waiting, shares=shares)
    if earlier is not None:
        release_points(books, programmes, earlier, item, cause)
    answer = Answer(
        activity_id=activity_id,
        member_id=member.member_id,
        programme_version=compiled.number,
        granted=granted,
        reasons=decision.reasons,
        balances=balances_of(wallets),
        traits=traits,
        levels=decision.levels,
        drawn=decision.drawn,
        short=decision.short,
    )
    if checkout is not None and settled is not None:
        answer = told_of(answer, checkout, settled)
    if said:
        answer = msgspec.structs.replace(answer, let_pay=dict(said))
    return answer, decision.standing

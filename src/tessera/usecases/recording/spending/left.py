"""What is left of a reward for everybody: the pieces that it has, and the budget that was set aside for it."""

from collections.abc import Mapping

from tessera.engine.discount.reward import CompiledReward
from tessera.engine.offer import Offered
from tessera.engine.take import (
    RewardRefused,
    Taken,
    count_taken,
)
from tessera.kit.codes import RefusalCode
from tessera.programme.reward import GiftCard, Voucher
from tessera.usecases.recording.books import Books
from tessera.usecases.recording.item import Item
from tessera.usecases.recording.spending.supply import Supply, money_of, pieces_of


def refuse_short(supply: Supply, reward: CompiledReward, minor: int) -> None:
    """Raise RewardRefused where there is no piece left, or less of the budget than this would cost."""
    pieces = supply.left(pieces_of(reward.id), reward.pieces)
    if pieces is not None and pieces < 1:
        supply.felt = True
        raise RewardRefused(RefusalCode.OUT_OF_STOCK, f"There is no {reward.id!r} left.", left=0)
    refuse_spent(supply, reward, minor)


def refuse_spent(supply: Supply, reward: CompiledReward, minor: int) -> None:
    """Raise RewardRefused where less of the budget is left than this would cost."""
    left = supply.left(money_of(reward.id), reward.reward.budget_minor)
    if left is not None and left < minor:
        supply.felt = True
        detail = f"What was set aside for {reward.id!r} is used up, or too little of it is left."
        raise RewardRefused(RefusalCode.BUDGET_SPENT, detail, left=0)


def with_supply(books: Books, item: Item, traits: Mapping[str, str], offered: Offered) -> Offered:
    """The same, refused where nothing of it is left for anybody, or the member has set aside as often as it can be had."""
    if offered.reason is not None:
        return offered
    compiled, member_id, at = item.compiled, item.member.member_id, item.submission.activity.occurred_at
    reward, caps = compiled.rewards.by_id[offered.taken.reward], books.standing(member_id).caps
    aside = books.supply.set_aside(pieces_of(reward.id), member_id)
    try:
        refuse_short(books.supply, reward, budget_minor(reward, offered.taken))
        if aside:  # else it is counted already
            count_taken(compiled, caps, reward, at=at, traits=traits, aside=aside)
    except RewardRefused as refusal:
        return Offered(offered.taken, refusal.code)
    return offered


def budget_minor(reward: CompiledReward, taken: Taken, *, issued: bool = False) -> int:
    """What of the reward's budget this uses: what is off, or what a voucher will pay, once: when it is `issued`."""
    give = reward.reward.give
    if isinstance(give, Voucher | GiftCard):
        if issued:
            return give.amount_minor
        return 0 if taken.voucher is not None else taken.amount_minor
    return taken.amount_minor

"""Say what an activity did with rewards: which were taken, set aside, used, given back, and can be had again."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from tessera.catalogue.voucher import Step
from tessera.engine.compile import Compiled
from tessera.engine.take import Taken
from tessera.kit.activities import CANCELLATION, REDEMPTION, USE
from tessera.programme.document import Texts
from tessera.programme.sentences.taken import tell_redeemed, tell_reward_of, tell_taken_with, tell_used
from tessera.programme.speak import Speaker
from tessera.usecases.answer_parts import Redeemed
from tessera.usecases.answers import Answer


def tell_rewards(activity_type: str, answer: Answer, compiled: Compiled, told: Speaker) -> Iterator[str]:
    """Its sentences, by the version that decided it; a reward that this no longer has is called by its id."""
    if answer.held is not None:
        for one in answer.held.redeemed:
            yield tell_reward_of("reward-aside", _name(one.taken.reward, compiled), told)
    for one in answer.redeemed:
        if activity_type == REDEMPTION:
            yield from _tell_redeemed(one, compiled, told)
        else:
            yield _tell_taken(one.taken, compiled, told)
    if activity_type == USE:
        for moved in answer.vouchers:
            yield tell_reward_of("reward-used", _name(moved.after.reward, compiled), told)
    if activity_type == CANCELLATION:
        for moved in answer.vouchers:
            yield tell_reward_of("reward-given-back", _name(moved.after.reward, compiled), told)
        return
    yield from _tell_restored(answer, compiled, told)


def _tell_restored(answer: Answer, compiled: Compiled, told: Speaker) -> Iterator[str]:
    """What can be had again; of what a voucher had been used for, that the voucher can be used again."""
    vouchers = [moved.after.reward for moved in answer.vouchers if moved.step is Step.RESTORED]
    others = Counter(back.reward for back in answer.restored)
    others.subtract(vouchers)
    for reward in vouchers:
        yield tell_reward_of("reward-usable-again", _name(reward, compiled), told)
    for reward in others.elements():
        yield tell_reward_of("reward-again", _name(reward, compiled), told)


def _tell_redeemed(redeemed: Redeemed, compiled: Compiled, told: Speaker) -> Iterator[str]:
    taken, until = redeemed.taken, redeemed.usable_until
    last = None if until is None else (until - timedelta(seconds=1)).astimezone(compiled.zone)
    name = _name(taken.reward, compiled)
    yield from tell_redeemed(name, told, currency=taken.currency, points=taken.points, last_at=last)


def _tell_taken(taken: Taken, compiled: Compiled, told: Speaker) -> str:
    name, saved = _name(taken.reward, compiled), taken.amount_minor
    if taken.voucher is not None:
        return tell_used(name, told, saved_minor=saved)
    return tell_taken_with(name, told, currency=taken.currency, points=taken.points, saved_minor=saved)


def _name(reward_id: str, compiled: Compiled) -> Texts:
    reward = compiled.rewards.by_id.get(reward_id)
    return {"en": reward_id} if reward is None else reward.reward.name

"""Say what an activity did with rewards: which were taken, set aside, used, given back, and can be had again."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from tessera.catalogue.voucher import Step
from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.engine.take import Taken
from tessera.kit.activities import CANCELLATION, REDEMPTION, USE
from tessera.programme.document import Texts
from tessera.programme.sentences.taken import (
    tell_came,
    tell_redeemed,
    tell_reward_of,
    tell_taken_with,
    tell_use_until,
    tell_used,
)
from tessera.programme.speak import Speaker
from tessera.usecases.answer_parts import Redeemed
from tessera.usecases.answers import Answer
from tessera.usecases.recording.spending.redemption import was_reached


def tell_rewards(activity: Activity, answer: Answer, compiled: Compiled, told: Speaker) -> Iterator[str]:
    """Its sentences, by the version that decided it; a reward that this no longer has is called by its id."""
    if answer.held is not None:
        for one in answer.held.redeemed:
            yield tell_reward_of("reward-aside", _name(one.taken.reward, compiled), told)
    for one in answer.redeemed:
        if activity.type == REDEMPTION:
            yield from _tell_redeemed(one, compiled, told, came=was_reached(activity))
        else:
            yield _tell_taken(one.taken, compiled, told)
    if activity.type == USE:
        for moved in answer.vouchers:
            yield tell_reward_of("reward-used", _name(moved.after.reward, compiled), told)
    if activity.type == CANCELLATION:
        for moved in answer.vouchers:
            yield tell_reward_of("reward-given-back", _name(moved.after.reward, compiled), told)
        return
    yield from _tell_restored(answer, activity.occurred_at, compiled, told)


def _tell_restored(answer: Answer, at: datetime, compiled: Compiled, told: Speaker) -> Iterator[str]:
    """What can be had again; of what a voucher had been used for, that the voucher can be used again, if its days allow."""
    vouchers = [moved for moved in answer.vouchers if moved.step is Step.RESTORED]
    others = Counter(back.reward for back in answer.restored)
    others.subtract(moved.after.reward for moved in vouchers)
    for moved in vouchers:
        until = moved.after.expires_at
        over = until is not None and until <= at
        said = "reward-back-too-late" if over else "reward-usable-again"
        yield tell_reward_of(said, _name(moved.after.reward, compiled), told)
        if until is not None and not over:
            yield _tell_until(until, compiled, told)
    for reward in others.elements():
        yield tell_reward_of("reward-again", _name(reward, compiled), told)


def _tell_redeemed(redeemed: Redeemed, compiled: Compiled, told: Speaker, *, came: bool) -> Iterator[str]:
    """Who took it, the member or nobody (it `came` by itself); and the last day on which it can be used."""
    taken, until = redeemed.taken, redeemed.usable_until
    name = _name(taken.reward, compiled)
    if came and taken.currency is not None:
        yield tell_came(name, told, currency=taken.currency, points=taken.points)
    else:
        yield tell_redeemed(name, told, currency=taken.currency, points=taken.points)
    if until is not None:
        yield _tell_until(until, compiled, told)


def _tell_until(until: datetime, compiled: Compiled, told: Speaker) -> str:
    return tell_use_until((until - timedelta(seconds=1)).astimezone(compiled.zone), told)


def _tell_taken(taken: Taken, compiled: Compiled, told: Speaker) -> str:
    name, saved = _name(taken.reward, compiled), taken.amount_minor
    if taken.voucher is not None:
        return tell_used(name, told, saved_minor=saved)
    return tell_taken_with(name, told, currency=taken.currency, points=taken.points, saved_minor=saved)


def _name(reward_id: str, compiled: Compiled) -> Texts:
    reward = compiled.rewards.by_id.get(reward_id)
    return {"en": reward_id} if reward is None else reward.reward.name

"""Take by themselves the rewards to whose price a balance has come, all in memory: each is a redemption of its own.

It stands under a key of Tessera's own, after what brought the points, in the same transaction; so it is explained, proved
and undone as any redemption. What is refused leaves no trace: the points stay, and it is tried again at the next activity.
"""

from typing import Final

from msgspec.structs import replace

from tessera.engine.activity import Activity
from tessera.engine.discount.reward import CompiledReward
from tessera.kit.activities import REDEMPTION
from tessera.kit.ids import Ids
from tessera.kit.sandbox import source_for
from tessera.kit.sources import OWN_SOURCE
from tessera.usecases.answer_parts import Issued
from tessera.usecases.answers import Answer, Submission
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.books import Books
from tessera.usecases.recording.item import Item, item_of
from tessera.usecases.recording.outcome import balances_of
from tessera.usecases.recording.post import post_activity
from tessera.usecases.recording.spending.redemption import REACHED_BY

MOST_ISSUED: Final = 100
"""So many at once; what a balance has points for beyond them comes with the next activity."""


def with_issued(books: Books, programmes: Programmes, item: Item, answer: Answer, *, new_id: Ids) -> Answer:
    """An activity's answer, which was kept just now, with the rewards that were taken because of it.

    What happened under an earlier version, and what is settled with an account that the member has left, brings none.
    """
    if answer.refusal is not None or item.home is not None:
        return answer
    if programmes.at(item.now).number != item.compiled.number:
        return answer
    place = len(books.kept) - 1
    issued = issue_reached(books, programmes, item, reached_by=str(answer.activity_id), new_id=new_id)
    if not issued:
        return answer
    kept = books.kept[place]  # with the answer's place in the order of an account that is shared
    told = replace(kept.answer, issued=issued, balances=balances_of(books.wallets[item.member.account_id]))
    books.kept[place] = replace(kept, answer=told)
    books.known[item.key] = replace(books.known[item.key], answer=told)
    return told


def issue_reached(
    books: Books, programmes: Programmes, item: Item, *, reached_by: str, new_id: Ids
) -> tuple[Issued, ...]:
    """Whatever the balance suffices for, the dearest first. `reached_by`: the activity, or time, that brought it."""
    wallets = books.wallets[item.member.account_id]
    issued: list[Issued] = []
    for reward in item.compiled.rewards.at_once:
        price = reward.reward.price
        wallet = wallets.get(price.currency) if price is not None else None
        if price is None or wallet is None:
            continue
        while len(issued) < MOST_ISSUED and wallet.available_at(item.now) >= price.least:
            one = _take(books, programmes, item, reward, reached_by, new_id)
            if one is None:
                break
            issued.append(one)
    return tuple(issued)


def _take(  # noqa: PLR0913, PLR0917 - what is taken, for whom, because of what
    books: Books, programmes: Programmes, item: Item, reward: CompiledReward, reached_by: str, new_id: Ids
) -> Issued | None:
    """One redemption; None where it is refused, and nothing has changed."""
    member, voucher_id, cause = item.member, new_id(), item.submission.activity
    activity = Activity(
        type=REDEMPTION,
        key=f"{REDEMPTION}:{voucher_id}",
        occurred_at=item.now,
        channel=cause.channel,
        store=cause.store,
        facts={REACHED_BY: reached_by},
        rewards=(reward.id,),
    )
    source = source_for(member.member_id, OWN_SOURCE)
    own = item_of(Submission(source, "id", str(member.member_id), activity), member, item.compiled, item.now)
    behind = books.behind(item.now, member.account_id)
    answer, standing = post_activity(books, programmes, own, voucher_id)
    if answer.refusal is not None:
        return None
    books.keep(own, replace(answer, behind=behind) if behind else answer, standing)
    (redeemed,) = answer.redeemed
    return Issued(
        voucher_id, reward.id, redeemed.taken.currency or "", redeemed.taken.points, redeemed.usable_until
    )

"""Look at members' levels again when it is time to, and know when that is.

A review with something to tell is an activity of its own, as of the instant at which it was due. Another one leaves no
trace.
"""

from datetime import date, datetime

from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.engine.standing import Standing
from tessera.engine.windows import midnight
from tessera.kit.activities import RETURN, TIER_REVIEW
from tessera.kit.ids import Ids
from tessera.kit.sandbox import source_for
from tessera.kit.sources import OWN_SOURCE
from tessera.members.resolve import Found
from tessera.usecases.answers import Answer, Submission
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.books import Books
from tessera.usecases.recording.item import Item, item_of
from tessera.usecases.recording.unearned import post_review


def review_member(  # noqa: PLR0913 - what a review needs, each by name
    books: Books, programmes: Programmes, member: Found, *, until: datetime, now: datetime, new_id: Ids
) -> int:
    """Whatever is due by `until`, in order, each as of its own instant; how many reviews had something to tell."""
    told = 0
    due = books.review_at(member.member_id)
    while due is not None and due <= until:
        told += review_as_of(books, programmes, member, at=due, now=now, new_id=new_id)
        due = books.review_at(member.member_id)
    return told


def review_as_of(  # noqa: PLR0913 - the same
    books: Books, programmes: Programmes, member: Found, *, at: datetime, now: datetime, new_id: Ids
) -> bool:
    """Look at a member's levels as of an instant, by the version in force then; was there anything to tell?

    The key names the member's next standing, so that no two reviews have the same.
    """
    compiled, before = programmes.at(at), books.standing(member.member_id)
    key = f"{TIER_REVIEW}:{member.member_id}:{before.version + 1}"
    submission = Submission(
        source_for(member.member_id, OWN_SOURCE),
        "id",
        str(member.member_id),
        Activity(type=TIER_REVIEW, key=key, occurred_at=at),
    )
    item = item_of(submission, member, compiled, now)
    answer, standing = post_review(books, item, new_id())
    called = books.review_at(member.member_id)
    later = called if called is not None and called > at else None
    books.look_again(member, _earlier(later, _next_review(compiled, standing)))
    if answer.levels:
        books.keep(item, answer, standing)
    return bool(answer.levels)


def watch_levels(books: Books, item: Item, before: Standing, answer: Answer) -> None:
    """Know when to look again after an activity: when the level that it brought ends, or at once after a return."""
    member = item.member
    after = books.standing(member.member_id)
    if answer.refusal is not None or (
        after.noted is before.noted and not (after.noted and item.submission.activity.type == RETURN)
    ):
        return
    returned = item.submission.activity.type == RETURN
    at = item.submission.activity.occurred_at if returned else _next_review(item.compiled, after)
    books.look_again(member, _earlier(books.review_at(member.member_id), at))


def _next_review(compiled: Compiled, standing: Standing) -> datetime | None:
    """When the first of a member's levels may be another one, as far as is noted."""
    ends = [
        noted.until
        for ladder in compiled.tiers
        if (noted := standing.noted.get(ladder.id)) is not None and noted.until is not None
    ]
    return midnight(date.fromordinal(min(ends)), compiled.zone) if ends else None


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min(filter(None, (one, other)), default=None)

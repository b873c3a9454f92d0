"""Activities: record one or many, and read an answer again."""

from collections.abc import Sequence

import msgspec
from litestar import get, post
from litestar.params import FromPath

from tessera.access.check import Caller
from tessera.access.scopes import Scope
from tessera.access.tries import TooManyTries
from tessera.api import examples
from tessera.api.bodies import AnswerBody, answer_body
from tessera.api.desk import LONGEST_KEY, RELEASE_KEY, Call, Desk, caller_of, checked_key, desk_of, key_of
from tessera.api.forms import ActivityForm, BatchForm
from tessera.api.operation import OPT, Operation
from tessera.api.presented import need_spending, vouchers_of, with_gift_cards
from tessera.api.problems import ProblemBody, log_cause, problem_body, tell
from tessera.api.reading import read_form
from tessera.api.reply import Outgoing, Reply, reply
from tessera.api.stream import LINE_MOST_BYTES, NDJSON, Cut, Line, LineTooLong, Stream
from tessera.api.translate import to_submission
from tessera.catalogue.gift_cards import UnknownGiftCard
from tessera.catalogue.spoken import RequestKey
from tessera.catalogue.vouchers import UnknownVoucher
from tessera.kit.problems import (
    InvalidValue,
    KeyConflict,
    NoProgramme,
    Problem,
    Unavailable,
    UnknownHold,
    UnknownMember,
    UnknownPurchase,
)
from tessera.usecases.answers import Recorded, Submission
from tessera.usecases.read_answer import UnknownActivity

_activity = msgspec.json.Decoder(ActivityForm)
_batch = msgspec.json.Decoder(BatchForm)
_encode_lines = msgspec.json.Encoder().encode_lines
_PROBLEMS = (
    InvalidValue,
    UnknownMember,
    UnknownPurchase,
    UnknownHold,
    UnknownVoucher,
    UnknownGiftCard,
    NoProgramme,
    KeyConflict,
    TooManyTries,
)


class ItemBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """One item's outcome: an answer or a problem, with the status that it would have had alone."""

    status: int
    answer: AnswerBody | None = None
    problem: ProblemBody | None = None


class BatchBody(msgspec.Struct, frozen=True):
    """The outcomes, in the order of the items."""

    results: list[ItemBody]


@post(
    "/v1/activities",
    opt={
        OPT: Operation(
            id="recordActivity",
            summary="Record an activity",
            description=(
                "A purchase, a return, or any other thing that the programme knows. The key makes it safe to send "
                "again: the same key with the same body gives the stored answer, with another body a conflict. "
                "An activity that the rules refuse is an answer too (`status: refused`), kept under its key."
            ),
            tag="Activities",
            scope=Scope.ACTIVITIES_WRITE,
            form=ActivityForm,
            form_examples={
                "purchase": examples.PURCHASE,
                "return": examples.RETURN,
                "review": examples.REVIEW,
            },
            answer=AnswerBody,
            answers={201: "Recorded now.", 200: "Recorded before under this key; this is the stored answer."},
            example=examples.ANSWER,
            problems=_PROBLEMS,
        )
    },
)
async def record_activity(request: Call) -> Reply:
    caller = await caller_of(request, Scope.ACTIVITIES_WRITE)
    desk = desk_of(request)
    form = read_form(_activity, await request.body())
    submission = await _submission(desk, form, caller, key=key_of(request, form.key))
    recorded = await desk.services.record(submission)
    return reply(
        answer_body(recorded.answer, key=submission.activity.key), status=200 if recorded.replayed else 201
    )


@post(
    "/v1/activities/batch",
    opt={
        OPT: Operation(
            id="recordActivities",
            summary="Record many activities",
            description=(
                "Up to 1,000 activities, each with its own key. They are decided in order; each has its own outcome, "
                "so one that is wrong does not hold up the others. Safe to send again as a whole. While the database is "
                "away a batch of which nothing was recorded is a 503; one of which something was is a 200 with "
                "Retry-After, and says 503 of the rest.\n\n"
                "As `application/x-ndjson` there may be any number: one activity a line, at most 256,000 bytes each, "
                "and each line is answered by a line, in order, as soon as it is committed. Read the answers while you "
                "write: after 30 seconds in which they are not taken the connection is closed. Answers that stop short "
                "mean the same as any broken connection: send what was not answered again."
            ),
            tag="Activities",
            scope=Scope.ACTIVITIES_WRITE,
            form=BatchForm,
            form_examples={"two purchases": {"activities": [examples.PURCHASE, examples.REVIEW]}},
            answer=BatchBody,
            answers={200: "Every item has its outcome."},
            example={"results": [{"status": 201, "answer": examples.ANSWER}]},
            form_lines=[examples.PURCHASE, examples.REVIEW],
            answer_lines=[{"status": 201, "answer": examples.ANSWER}],
            problems=(InvalidValue,),
        )
    },
)
async def record_batch(request: Call) -> Outgoing:
    caller, desk = await caller_of(request, Scope.ACTIVITIES_WRITE), desk_of(request)
    if request.content_type[0] == NDJSON:

        async def answer(lines: list[Line]) -> bytes:
            results, away = await _record_each(desk, lines, caller)
            if away is not None:
                log_cause(request, away)
            return _encode_lines(results)

        return Stream(answer, lambda error: tell(request, error))
    items = read_form(_batch, await request.body()).activities
    results, away = await _record_each(desk, items, caller)
    if away is None:
        return reply(BatchBody(results))
    if not any(one.answer for one in results):
        raise away  # whoever looks at the status alone must not take it for done
    log_cause(request, away)
    return reply(BatchBody(results), again_after=away.facts.get("retry_after_seconds"))


@get(
    "/v1/activities/{key:path}",
    opt={
        OPT: Operation(
            id="readActivity",
            summary="Read a stored answer",
            description="The answer that an activity of the key's source got, with its reasons.",
            tag="Activities",
            scope=Scope.ACTIVITIES_WRITE,
            answer=AnswerBody,
            answers={200: "The stored answer."},
            example=examples.ANSWER,
            problems=(UnknownActivity, InvalidValue),
        )
    },
)
async def read_activity(request: Call, key: FromPath[str]) -> Reply:
    caller = await caller_of(request, Scope.ACTIVITIES_WRITE)
    key = checked_key(key.removeprefix("/"), longest=len(RELEASE_KEY) + LONGEST_KEY)
    answer = await desk_of(request).services.answer(source=caller.source, key=key)
    return reply(answer_body(answer, key=key))


async def _submission(desk: Desk, form: ActivityForm, caller: Caller, *, key: str) -> Submission:
    need_spending(form, caller)
    under = RequestKey(caller.source, key)
    vouchers = await vouchers_of(desk, caller, form.vouchers, under=under)
    now = desk.clock.now()
    money = desk.services.money(now)
    submission = to_submission(form, source=caller.source, key=key, now=now, money=money, vouchers=vouchers)
    return await with_gift_cards(desk, caller, form.gift_cards, submission, under=under)


async def _record_each(
    desk: Desk, items: Sequence[msgspec.Raw | Line], caller: Caller
) -> tuple[list[ItemBody], Unavailable | None]:
    """Record what can be read of the items: an outcome for each, in its place, and why some could not be recorded now."""
    read = [await _item(desk, item, caller) for item in items]
    submissions = [one for one in read if isinstance(one, Submission)]
    recorded = await desk.services.record_batch(submissions) if submissions else ()
    away = next((one for one in (*read, *recorded) if isinstance(one, Unavailable)), None)
    outcomes = iter(recorded)
    results = [
        _outcome(next(outcomes), one.activity.key) if isinstance(one, Submission) else _refused(one)
        for one in read
    ]
    return results, away


async def _item(desk: Desk, item: msgspec.Raw | Line, caller: Caller) -> Submission | Problem:
    if isinstance(item, Cut):
        return LineTooLong(f"A line has at most {LINE_MOST_BYTES:,} bytes; this one was passed over.")
    try:
        form = read_form(_activity, item)
        if form.key is None:
            raise InvalidValue("Each activity of a batch needs its own key.", field="key")
        return await _submission(desk, form, caller, key=form.key)
    except Problem as problem:
        return problem


def _outcome(outcome: Recorded | Problem, key: str) -> ItemBody:
    if isinstance(outcome, Problem):
        return _refused(outcome)
    return ItemBody(200 if outcome.replayed else 201, answer=answer_body(outcome.answer, key=key))


def _refused(problem: Problem) -> ItemBody:
    body = problem_body(problem)
    return ItemBody(body.status, problem=body)

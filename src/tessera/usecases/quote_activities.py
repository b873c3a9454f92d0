"""What activities would earn, and why: the same walk as recording, without lock and without write."""

from collections.abc import Mapping, Sequence
from functools import partial
from uuid import UUID

from psycopg import Connection

from tessera.engine.decide import decide
from tessera.engine.spend import SpendRefused, allow, earning
from tessera.engine.standing import Standing
from tessera.kit.clock import Clock
from tessera.kit.codes import RefusalCode
from tessera.kit.problems import Problem, UnknownMember
from tessera.kit.sandbox import crosses
from tessera.ledger.lock import read_settled
from tessera.ledger.wallet import Wallet
from tessera.members.resolve import Found, resolve_members
from tessera.members.standings import Stored, read_standings
from tessera.usecases.answers import Answer, Granted, Submission
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.codec import read_standing
from tessera.usecases.recording.hold import asked
from tessera.usecases.recording.live import room_in
from tessera.usecases.recording.outcome import balances_of
from tessera.usecases.recording.pay import as_paid
from tessera.usecases.recording.post import other_money
from tessera.usecases.recording.traits import traits_of


def quote_activities(
    connection: Connection, programmes: Programmes, submissions: Sequence[Submission], *, clock: Clock
) -> list[Answer | Problem]:
    """The answer that each submission would get if it were recorded now, alone; balances are those before it."""
    programmes.refresh(connection)
    now = clock.now()
    found = resolve_members(connection, [(s.kind, s.value) for s in submissions])
    account_ids = sorted({member.account_id for member in found.values()})
    wallets = read_settled(connection, account_ids, now)
    states = read_standings(connection, account_ids)
    return [
        _quote(programmes, submission, found.get((submission.kind, submission.value)), states, wallets)
        for submission in submissions
    ]


def _quote(
    programmes: Programmes,
    submission: Submission,
    member: Found | None,
    states: Mapping[UUID, Stored],
    wallets: Mapping[UUID, dict[str, Wallet]],
) -> Answer | Problem:
    if member is None or crosses(submission.source, member.member_id):
        return UnknownMember("No member has this identity.", field="member")
    activity = submission.activity
    try:
        compiled = programmes.at(activity.occurred_at)
    except Problem as problem:
        return problem
    own = wallets[member.account_id]
    answer = partial(
        Answer,
        activity_id=None,
        member_id=member.member_id,
        programme_version=compiled.number,
        balances=balances_of(own),
    )
    if (detail := other_money(compiled, activity)) is not None:
        return answer(refusal=RefusalCode.OTHER_MONEY, refusal_detail=detail)
    available = {currency: wallet.available for currency, wallet in own.items()}
    allowed = allow(compiled, activity, available)
    try:
        payments = asked(compiled, activity, available)
    except SpendRefused as refusal:
        return answer(refusal=refusal.code, refusal_detail=str(refusal), allowed=allowed)
    stored = states.get(member.member_id)
    standing = Standing() if stored is None else read_standing(stored.state)
    traits = traits_of(member, compiled, standing, submission)
    earned_by = earning(compiled, activity, payments)
    decision = decide(compiled, standing, earned_by, traits, room=room_in(compiled, own))
    return answer(
        granted=tuple(
            Granted(e.rule, e.currency, e.amount, e.available_at, e.expires_at) for e in decision.effects
        ),
        reasons=decision.reasons,
        levels=decision.levels,
        paid=tuple(as_paid(compiled, payment) for payment in payments),
        allowed=allowed,
    )

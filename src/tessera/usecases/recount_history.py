"""What the activities of some days would have earned under another version: decided again in memory, nothing written."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.engine.decide import decide
from tessera.engine.facts import ENROLLED_AT
from tessera.engine.returned import Returned, ReturnRefused, returned_with
from tessera.engine.returns import take_back
from tessera.engine.shares import Earned
from tessera.engine.standing import Standing
from tessera.engine.take import off_of
from tessera.kit.activities import CORRECTION, EARN_NOTHING, RETURN
from tessera.kit.record import Record
from tessera.ledger.census import Past, active_accounts, read_past
from tessera.members.households import read_all_moves
from tessera.members.merges import read_all_merges
from tessera.members.resolve import Found, resolve_members
from tessera.programme.document import Programme
from tessera.usecases.answer_parts import Paid
from tessera.usecases.answers import Answer
from tessera.usecases.recording.codec import read_activity, read_answer
from tessera.usecases.recording.post import other_money
from tessera.usecases.recording.spending.refund import Bought
from tessera.usecases.verifying.order import join_accounts

ACCOUNTS_A_SLICE = 100
_EARNING_NOTHING = EARN_NOTHING - {CORRECTION, RETURN}

Progress = Callable[[str, int, int], None]
"""Told (stage, done, of all)."""


class RecountedCurrency(Record, frozen=True):
    """What was earned in one currency and what it would have been, less what returns took; how many accounts would
    have got more, and less. In smallest units.
    """

    currency: str
    earned: int
    would_earn: int
    accounts_with_more: int
    accounts_with_less: int


class Recount(Record, frozen=True):
    """The activities since an instant, decided again. Each member begins with the standing that they had then."""

    since: datetime
    accounts: int
    activities: int
    currencies: list[RecountedCurrency]


def recount_history(
    connection: Connection,
    versions: Mapping[int, Compiled],
    draft: Compiled,
    *,
    since: datetime,
    progress: Progress,
) -> Recount:
    """Decide what occurred since an instant by `draft`, as if it had been in force.

    What occurred before is decided by its own version, so that levels, counts and caps stand as they did; so all of
    the past of the accounts that were active is read, and of those that merges and households link with them: what was
    bought in one is brought back in another. Traits are those that members have today.
    """
    accounts = active_accounts(connection, since=since)
    linked = _linked(connection, accounts)
    tally = _Tally()
    for start in range(0, len(linked), ACCOUNTS_A_SLICE):
        progress("deciding again", start, len(linked))
        groups = linked[start : start + ACCOUNTS_A_SLICE]
        past = list(read_past(connection, [account_id for group in groups for account_id in group]))
        members = {("id", str(row.member_id)) for row in past}
        found = {one.member_id: one for one in resolve_members(connection, sorted(members)).values()}
        by_group: dict[UUID, list[Past]] = {group[0]: [] for group in groups}
        first = {account_id: group[0] for group in groups for account_id in group}
        for row in past:
            by_group[first[row.account_id]].append(row)
        for rows in by_group.values():
            for outcome in _Linked(versions, draft, since, found).recount(rows):
                tally.add(outcome)
    progress("deciding again", len(linked), len(linked))
    return tally.recount(since, len(accounts))


def _linked(connection: Connection, accounts: Iterable[UUID]) -> list[list[UUID]]:
    """These accounts, each with all that merges and households have ever linked with it: group by group."""
    merges = [(account_id, into_account_id) for account_id, into_account_id, _ in read_all_merges(connection)]
    groups = join_accounts([*merges, *read_all_moves(connection)])
    group_of = {account_id: sorted(group) for group in groups for account_id in group}
    linked = {own[0]: own for own in (group_of.get(account_id, [account_id]) for account_id in accounts)}
    return list(linked.values())


@dataclass(slots=True)
class _Outcome:
    """What one account earned and would have earned, by currency."""

    activities: int = 0
    earned: Counter[str] = field(default_factory=Counter)
    would_earn: Counter[str] = field(default_factory=Counter)


class _Tally:
    """The sum over all accounts."""

    def __init__(self) -> None:
        self._all = _Outcome()
        self._more: Counter[str] = Counter()
        self._less: Counter[str] = Counter()

    def add(self, one: _Outcome) -> None:
        self._all.activities += one.activities
        self._all.earned.update(one.earned)
        self._all.would_earn.update(one.would_earn)
        for currency in {*one.earned, *one.would_earn}:
            self._more[currency] += one.would_earn[currency] > one.earned[currency]
            self._less[currency] += one.would_earn[currency] < one.earned[currency]

    def recount(self, since: datetime, accounts: int) -> Recount:
        earned, would_earn = self._all.earned, self._all.would_earn
        currencies = [
            RecountedCurrency(
                currency, earned[currency], would_earn[currency], self._more[currency], self._less[currency]
            )
            for currency in sorted({*earned, *would_earn})
        ]
        return Recount(since, accounts, self._all.activities, currencies)


@dataclass(slots=True)
class _Purchase:
    """An activity that may come back: what it earned, by which version, and what of it has come back."""

    bought: Bought
    earned: Earned
    compiled: Compiled
    traits: Mapping[str, str]
    returned: Returned = field(default_factory=dict)


class _Linked:
    """The past of accounts that belong together, decided again in its order."""

    def __init__(
        self, versions: Mapping[int, Compiled], draft: Compiled, since: datetime, found: Mapping[UUID, Found]
    ) -> None:
        self._versions = versions
        self._draft = draft
        self._since = since
        self._found = found
        self._standings: dict[UUID, Standing] = {}
        self._purchases: dict[tuple[str, str], _Purchase] = {}
        self._outcomes = defaultdict[UUID, _Outcome](_Outcome)

    def recount(self, rows: Iterable[Past]) -> Collection[_Outcome]:
        """What these activities earned since, and would have earned, account by account."""
        told: set[UUID] = set()
        for row in rows:
            activity, answer = read_activity(row.payload), read_answer(row.outcome)
            if answer.refusal is not None or activity.type in _EARNING_NOTHING or row.activity_id in told:
                continue
            told.add(row.activity_id)  # what stands under two accounts happened once
            counts = row.occurred_at >= self._since
            would = self._return(row, activity, answer) if activity.of else self._earn(row, activity, answer)
            if counts:
                outcome = self._outcomes[row.account_id]
                outcome.activities += 1
                outcome.earned.update(_net(answer))
                outcome.would_earn.update(would)
        return self._outcomes.values()

    def _earn(self, row: Past, activity: Activity, answer: Answer) -> Counter[str]:
        compiled, traits = self._versions[row.programme_version], answer.traits
        member = self._found.get(row.member_id)
        if row.occurred_at >= self._since:
            compiled = self._draft
            if member is not None:  # what was chosen for that time is among the answer's
                traits = {**traits, **member.traits, ENROLLED_AT: member.enrolled_at.isoformat()}
            if other_money(compiled, activity) is not None:
                return Counter()
        bought = Bought(
            activity,
            off_of(one.taken for one in answer.redeemed),
            tuple(paid.payment for paid in answer.paid if _earns_net(compiled.programme, paid)),
        )
        standing = self._standings.get(row.member_id, Standing())
        decision = decide(compiled, standing, bought.activity, traits, left=answer.short)
        self._standings[row.member_id] = decision.standing
        earned = [(effect.rule, effect.currency, effect.amount) for effect in decision.effects]
        self._purchases[row.source, activity.key] = _Purchase(bought, earned, compiled, traits)
        would: Counter[str] = Counter()
        for _, currency, amount in earned:
            would[currency] += amount
        return would

    def _return(self, row: Past, back: Activity, answer: Answer) -> Counter[str]:
        would: Counter[str] = Counter()
        source = (back.facts or {})["source"] if back.type == CORRECTION else row.source
        purchase = self._purchases.get((source, answer.follows or back.of or ""))
        if purchase is None:
            return would
        try:
            after = returned_with(purchase.bought.whole, purchase.returned, back)
        except ReturnRefused:
            return would
        decision = take_back(
            purchase.compiled,
            purchase.bought.activity,
            purchase.earned,
            before=purchase.bought.returned(purchase.returned),
            after=purchase.bought.returned(after),
            standing=self._standings.get(row.member_id, Standing()),
            traits=purchase.traits,
        )
        purchase.returned = after
        self._standings[row.member_id] = decision.standing
        for takeback in decision.takebacks:
            would[purchase.earned[takeback.effect][1]] -= takeback.amount
        return would


def _earns_net(programme: Programme, paid: Paid) -> bool:
    """Does what these points paid earn nothing? By the terms of then, where the programme has none for them."""
    terms = programme.spending.get(paid.payment.currency)
    return paid.earned_net if terms is None else terms.earns_net


def _net(answer: Answer) -> Counter[str]:
    """What an answer gave, less what it took back, by currency."""
    net: Counter[str] = Counter()
    for granted in answer.granted:
        net[granted.currency] += granted.amount
    for taken in answer.taken_back:
        net[taken.currency] -= taken.amount
    return net

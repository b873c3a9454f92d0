"""What goes out about a member's points: balances, and the history that explains them."""

from datetime import datetime
from uuid import UUID

from tessera.api.bodies import BalanceBody, Body, ReasonBody, balance_bodies, reason_body
from tessera.engine.activity import Activity
from tessera.usecases.read_balances import Balances, Tier
from tessera.usecases.read_history import Entry, History
from tessera.usecases.recording.books import ADJUSTMENT, MERGE, UNMERGE

_WITH_REASON = {ADJUSTMENT, MERGE, UNMERGE}


class ComingBody(Body, frozen=True):
    """Points that change at an instant: they can be used from then on, or are gone."""

    currency: str
    at: datetime
    points: int


class TierBody(Body, frozen=True):
    """The member's level in a tier structure, and how much is missing to the next; null at the top.

    `missing_by_counter` names each thing that is counted, in its smallest unit; `any_of` says that one of them suffices.
    `missing` is null where several things count.
    """

    structure: str
    level: str
    next_level: str | None
    missing: int | None
    missing_by_counter: dict[str, int]
    any_of: bool


class BalancesBody(Body, frozen=True):
    """An account's points at an instant. For the past, only the balances are told."""

    at: datetime
    balances: dict[str, BalanceBody]
    lifetime_earned: dict[str, int]
    maturing: list[ComingBody]
    expiring: list[ComingBody]
    tiers: list[TierBody]


class CauseBody(Body, frozen=True):
    """The activity behind a posting. `note` is the reason given with an adjustment, a merge or its undoing."""

    id: UUID | None
    type: str
    key: str
    occurred_at: datetime
    channel: str | None
    store: str | None
    of: str | None
    note: str | None


class EntryBody(Body, frozen=True):
    """One posting and the balance after it. `activity` is null for what time brought. `account_id` is the member's own, or
    that of one who was merged into the member: then the balance is that account's.
    """

    account_id: UUID
    kind: str
    currency: str
    amount: int
    available_after: int
    pending_after: int
    debt_after: int
    effective_at: datetime
    recorded_at: datetime
    rule: str | None
    programme_version: int | None
    activity: CauseBody | None
    reasons: list[ReasonBody]


class HistoryBody(Body, frozen=True):
    """A page of postings, newest first. `next` goes into `before` for the following page; null at the end."""

    entries: list[EntryBody]
    next: str | None


def balances_body(balances: Balances) -> BalancesBody:
    """Balances as they go out."""
    return BalancesBody(
        balances.at,
        balance_bodies(balances.balances),
        balances.lifetime_earned,
        [ComingBody(one.currency, one.available_at, one.points) for one in balances.maturing],
        [ComingBody(one.currency, one.expires_at, one.points) for one in balances.expiring],
        [_tier_body(tier) for tier in balances.tiers],
    )


def _tier_body(tier: Tier) -> TierBody:
    return TierBody(
        tier.structure, tier.level, tier.next_level, tier.missing, tier.missing_by_counter, tier.any_of
    )


def history_body(history: History) -> HistoryBody:
    """A page of history as it goes out."""
    return HistoryBody([_entry_body(entry) for entry in history.entries], history.next)


def _entry_body(entry: Entry) -> EntryBody:
    return EntryBody(
        account_id=entry.account_id,
        kind=entry.kind,
        currency=entry.currency,
        amount=entry.amount,
        available_after=entry.available_after,
        pending_after=entry.pending_after,
        debt_after=entry.debt_after,
        effective_at=entry.effective_at,
        recorded_at=entry.recorded_at,
        rule=entry.rule,
        programme_version=entry.programme_version,
        activity=None if entry.activity is None else _cause_body(entry.activity, entry.activity_id),
        reasons=[reason_body(reason) for reason in entry.reasons],
    )


def _cause_body(activity: Activity, activity_id: UUID | None) -> CauseBody:
    return CauseBody(
        id=activity_id,
        type=activity.type,
        key=activity.key,
        occurred_at=activity.occurred_at,
        channel=activity.channel,
        store=activity.store,
        of=activity.of,
        note=(activity.facts or {}).get("reason") if activity.type in _WITH_REASON else None,
    )

"""What goes out about a member's points: balances, and the history that explains them."""

from datetime import datetime
from uuid import UUID

from tessera.api.bodies import BalanceBody, LevelBody, ReasonBody, balance_bodies, level_body, reason_body
from tessera.api.body import Body
from tessera.engine.activity import Activity
from tessera.engine.give import FROM, TO
from tessera.kit.activities import ADJUSTMENT, CORRECTION, MERGE, TRANSFER, UNMERGE
from tessera.ledger.corrections import told_key
from tessera.usecases.read_balances import Balances, Missing, Tier
from tessera.usecases.read_history import Entry, History

_WITH_REASON = {ADJUSTMENT, CORRECTION, MERGE, UNMERGE}


class ComingBody(Body, frozen=True):
    """Points that change at an instant: they can be used from then on, or are gone."""

    currency: str
    at: datetime
    points: int


class MissingBody(Body, frozen=True):
    """What is missing to a level, by what is counted, in its smallest unit: points' smallest, minor units, thousandths of
    nights or litres. `any_of` it suffices, else all of it is needed. `by`: from then on it is too late.
    """

    by_counter: dict[str, int]
    any_of: bool
    by: datetime | None


class TierBody(Body, frozen=True):
    """The member's level in a tier structure, and the instant at which it ends if nothing more happens; null if it stays.

    `keep` is what would keep it longer, null where nothing is needed for that, or can be done yet. `next` is what the next
    level takes, null at the top. `told` says the same in sentences.
    """

    structure: str
    level: str
    until: datetime | None
    keep: MissingBody | None
    next_level: str | None
    next: MissingBody | None
    told: list[str]


class BalancesBody(Body, frozen=True):
    """An account's points at an instant. For the past, only the balances are told."""

    at: datetime
    balances: dict[str, BalanceBody]
    lifetime_earned: dict[str, int]
    maturing: list[ComingBody]
    expiring: list[ComingBody]
    tiers: list[TierBody]


class CauseBody(Body, frozen=True):
    """The activity behind a posting. `note` is the reason given with an adjustment, a correction, a merge, an undoing. Of a
    transfer, `other_member_id` is who gave the points, or got them.
    """

    id: UUID | None
    type: str
    key: str
    occurred_at: datetime
    channel: str | None
    store: str | None
    of: str | None
    note: str | None
    other_member_id: UUID | None


class EntryBody(Body, frozen=True):
    """One posting and the balance after it; or an activity that moved no points, of kind `activity`, without currency,
    amount and balance. `activity` is null for what time brought to points.

    `levels` and `told` are what the activity did beside the points; `refusal` says why it was not carried out.
    `account_id` is the member's own, or that of one who was merged into the member: then the balance is that account's.
    """

    account_id: UUID
    kind: str
    currency: str | None
    amount: int | None
    available_after: int | None
    pending_after: int | None
    held_after: int | None
    debt_after: int | None
    effective_at: datetime
    recorded_at: datetime
    rule: str | None
    programme_version: int | None
    activity: CauseBody | None
    reasons: list[ReasonBody]
    refusal: str | None
    levels: list[LevelBody]
    told: list[str]


class HistoryBody(Body, frozen=True):
    """A page of a history, newest first. `next` goes into `before` for the following page; null at the end."""

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
        tier.structure,
        tier.level,
        tier.until,
        _missing_body(tier.keep),
        tier.next_level,
        _missing_body(tier.next),
        list(tier.told),
    )


def _missing_body(missing: Missing | None) -> MissingBody | None:
    return None if missing is None else MissingBody(missing.by_counter, missing.any_of, missing.by)


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
        held_after=entry.held_after,
        debt_after=entry.debt_after,
        effective_at=entry.effective_at,
        recorded_at=entry.recorded_at,
        rule=entry.rule,
        programme_version=entry.programme_version,
        activity=None if entry.activity is None else _cause_body(entry.activity, entry.activity_id),
        reasons=[reason_body(reason) for reason in entry.reasons],
        refusal=entry.refusal,
        levels=[level_body(change) for change in entry.levels],
        told=list(entry.told),
    )


def _cause_body(activity: Activity, activity_id: UUID | None) -> CauseBody:
    return CauseBody(
        id=activity_id,
        type=activity.type,
        key=told_key(activity.key),
        occurred_at=activity.occurred_at,
        channel=activity.channel,
        store=activity.store,
        of=None if activity.of is None else told_key(activity.of),
        note=(activity.facts or {}).get("reason") if activity.type in _WITH_REASON else None,
        other_member_id=_other_member(activity),
    )


def _other_member(activity: Activity) -> UUID | None:
    if activity.type != TRANSFER:
        return None
    facts = activity.facts or {}
    return UUID(facts.get(TO) or facts[FROM])

"""What goes out about a member's points: balances, and the history that explains them."""

from datetime import datetime
from uuid import UUID

from tessera.api.bodies import (
    BalanceBody,
    LevelBody,
    ReasonBody,
    RefusalBody,
    balance_bodies,
    level_body,
    reason_body,
    refusal_body,
)
from tessera.api.body import Body
from tessera.engine.activity import Activity
from tessera.engine.give import FROM, TO
from tessera.kit.activities import ADJUSTMENT, CORRECTION, MERGE, TRANSFER, UNMERGE
from tessera.ledger.corrections import told_key
from tessera.ledger.history import PostingRow
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
    """The activity behind an entry. `note` is the reason given with an adjustment, a correction, a merge, an undoing. Of a
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


class PostingBody(Body, frozen=True):
    """What was done to the points of one currency, and the balance after it: that of `account_id`, the member's own account,
    a household's, or that of one who was merged into the member. `rule`: the rule, the reward or the cause behind it.
    """

    account_id: UUID
    kind: str
    currency: str
    amount: int
    available_after: int
    pending_after: int
    held_after: int
    debt_after: int
    rule: str | None


class HistoryEntryBody(Body, frozen=True):
    """Something that happened, and all that it did: an activity; or, where `activity` is null, what time brought to points,
    or what another's activity did to them.

    `postings` are in the order of the books; what moved no points has none. `levels` and `told` are what it did beside the
    points; `refusal` says why it was not carried out, `reasons` why other rules gave nothing.
    """

    effective_at: datetime
    recorded_at: datetime
    programme_version: int | None
    activity: CauseBody | None
    postings: list[PostingBody]
    reasons: list[ReasonBody]
    refusal: RefusalBody | None
    levels: list[LevelBody]
    told: list[str]


class HistoryBody(Body, frozen=True):
    """A page of a history, newest first. `next` goes into `before` for the following page; null at the end."""

    entries: list[HistoryEntryBody]
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
    return HistoryBody([_entry_body(entry, lang=history.lang) for entry in history.entries], history.next)


def _entry_body(entry: Entry, *, lang: str) -> HistoryEntryBody:
    return HistoryEntryBody(
        effective_at=entry.effective_at,
        recorded_at=entry.recorded_at,
        programme_version=entry.programme_version,
        activity=None if entry.activity is None else _cause_body(entry.activity, entry.activity_id),
        postings=[_posting_body(posting) for posting in entry.postings],
        reasons=[reason_body(reason, lang=lang) for reason in entry.reasons],
        refusal=refusal_body(entry, lang=lang),
        levels=[level_body(change) for change in entry.levels],
        told=list(entry.told),
    )


def _posting_body(posting: PostingRow) -> PostingBody:
    return PostingBody(
        posting.account_id,
        posting.kind,
        posting.currency,
        posting.amount,
        posting.available_after,
        posting.pending_after,
        posting.held_after,
        posting.debt_after,
        posting.rule_id,
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

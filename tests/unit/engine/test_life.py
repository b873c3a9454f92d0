"""Clocks, shelters and events by the calendar: short months, leap days, nights of 23 and 25 hours."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.unit.programme.documents import programme

from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.engine.decide import decide
from tessera.engine.life import Pushed, push, released
from tessera.engine.standing import Standing
from tessera.kit.clock import NEVER
from tessera.kit.codes import ReasonCode

ZONE = ZoneInfo("America/New_York")
LEVELS = "levels: [{id: seed}, {id: oak, at: 100.00}]"


def club(points: str, *, within: str = "calendar-year", base: str = "") -> Compiled:
    """A programme whose points live as `points` says, with a level for 100.00 spent `within` a window."""
    return Compiled(
        programme(f"""
programme: {{id: club, name: Club, money: USD, timezone: America/New_York}}
currencies: {{points: {{name: [point, points], worth: 0.01, {points}}}}}
earn: {{base: {{on: purchase, give: {{points: 1, per: 1.00}}{base}}}}}
tiers: {{qualify: {{by: spend, within: {within}}}, {LEVELS}}}
""")
    )


def at(text: str) -> datetime:
    """A local instant, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def bought(text: str, amount_minor: int = 1000) -> Activity:
    return Activity("purchase", text, at(text), amount_minor, "USD")


def pushed(compiled: Compiled, activity: Activity, standing: Standing | None = None) -> Pushed:
    """What an activity does for the points that are there, once it has been decided."""
    after = decide(compiled, standing or Standing(), activity, {}).standing
    (only,) = push(compiled, after, activity, {})
    return only


@pytest.mark.parametrize(
    ("happened", "inactive", "lapses_on"),
    [
        ("2026-01-31T23:59", "{months: 1}", "2026-03-01"),
        ("2028-01-31T12:00", "{months: 1}", "2028-03-01"),
        ("2028-01-30T00:00", "{months: 1}", "2028-03-01"),
        ("2024-02-29T12:00", "{years: 1}", "2025-03-01"),
        ("2026-02-10T12:00", "{months: 12, round: month-end}", "2027-03-01"),
        ("2026-02-10T12:00", "{months: 3, round: quarter-end}", "2026-07-01"),
        ("2026-02-10T12:00", "{days: 1, round: year-end}", "2027-01-01"),
        ("2026-03-07T23:30", "{days: 1}", "2026-03-09"),  # the night of 23 hours lies between
        ("2026-10-31T23:30", "{days: 1}", "2026-11-02"),  # … and that of 25
    ],
)
def test_a_clock_runs_to_the_end_of_a_local_day(happened: str, inactive: str, lapses_on: str) -> None:
    """Months are counted as for any expiry, and moved forward to the end that is named."""
    found = pushed(club(f"expire: {{inactive: {inactive}}}"), bought(happened))
    assert found == Pushed("points", at(f"{lapses_on}T00:00"), None, counts=True)


def test_only_what_counts_counts_and_staff_never_does() -> None:
    """`by` names the activities; without it, all but those of staff."""
    visit = Activity("visit", "v", at("2026-06-05T12:00"))
    any_, some = club("expire: {inactive: {days: 9}}"), club("expire: {inactive: {days: 9, by: purchase}}")
    assert [push(c, Standing(), visit, {})[0].counts for c in (any_, some)] == [True, False]
    assert not push(any_, Standing(), visit, {}, by_member=False)[0].counts


def test_with_a_clock_for_each_lot_what_does_not_count_keeps_nothing() -> None:
    """A purchase keeps all points for nine days; a visit none."""
    compiled = club("expire: {inactive: {days: 9, by: purchase, of: lot}}")
    assert pushed(compiled, bought("2026-06-05T12:00")).kept_until == at("2026-06-15T00:00")
    assert pushed(compiled, Activity("visit", "v", at("2026-06-05T12:00"))).kept_until is None


@pytest.mark.parametrize(
    ("within", "then", "kept_until"),
    [
        ("calendar-year", "expire", "2027-01-01T00:00"),
        ("calendar-month", "{days: 1}", "2026-02-02T00:00"),
        ("calendar-month", "{months: 1, days: 8}", "2026-03-09T00:00"),  # the day after the night of 23 hours
        ("{rolling: {days: 10}}", "expire", "2026-02-10T00:00"),
        ("{rolling: {months: 1}}", "expire", "2026-03-01T00:00"),
    ],
)
def test_a_shelter_is_promised_to_the_day_on_which_the_level_would_lapse(
    within: str, then: str, kept_until: str
) -> None:
    """Found on the member's own standing, whatever the ladder counts in; and the while that is added."""
    compiled = club(f"expire: {{months: 1}}, shelter: {{levels: oak, then: {then}}}", within=within)
    found = pushed(compiled, bought("2026-01-31T12:00", 10_000))
    assert found.kept_until == at(kept_until)


def test_a_level_of_a_lifetime_shelters_for_good_and_a_seed_has_none() -> None:
    """Nothing that time alone brings takes it away."""
    compiled = club("expire: {months: 1}, shelter: oak", within="lifetime")
    assert pushed(compiled, bought("2026-01-31T12:00", 10_000)).kept_until == NEVER
    assert pushed(compiled, bought("2026-01-31T12:00", 9_999)).kept_until is None


WAITING = "pending: {until: delivery, %sat-most: {days: 30}, then: %s}, expire: {months: 3}"


@pytest.mark.parametrize(
    ("then", "available_at", "expires_at"),
    [("gone", None, "2026-02-15T00:00"), ("available", "2026-02-14T00:00", "2026-04-16T00:00")],
)
def test_what_waits_for_an_event_is_gone_or_usable_after_the_longest_wait(
    then: str, available_at: str | None, expires_at: str
) -> None:
    """Thirty days after January 15: gone when that day is over, usable when it begins."""
    compiled = club(WAITING % ("", then))
    (effect,) = decide(compiled, Standing(), bought("2026-01-15T12:00"), {}).effects
    assert effect.available_at == (NEVER if available_at is None else at(available_at))
    assert effect.expires_at == at(expires_at)


@pytest.mark.parametrize(
    ("days", "then", "happened", "available_at"),
    [
        ("", "gone", "2026-01-20T09:30", "2026-01-20T09:30"),
        ("days: 3, ", "gone", "2026-03-06T23:59", "2026-03-09T00:00"),  # over the night of 23 hours
        ("days: 3, ", "gone", "2028-02-27T12:00", "2028-03-01T00:00"),
        ("days: 40, ", "available", "2026-01-20T12:00", "2026-02-14T00:00"),  # never later than without it
    ],
)
def test_an_event_releases_at_once_or_so_many_days_after_it(
    days: str, then: str, happened: str, available_at: str
) -> None:
    """Whole local days after the event's own; and they last from the purchase on, as they would have."""
    compiled = club(WAITING % (days, then))
    event = Activity("delivery", "d", at(happened), of="p")
    terms = released(compiled, "base", earned_by=bought("2026-01-15T12:00"), event=event)
    assert terms == (at(available_at), at("2026-04-16T00:00"))


def test_another_event_releases_nothing() -> None:
    """Nor does the right one for a rule that has its own time, or that is not there."""
    purchase, event = bought("2026-01-15T12:00"), Activity("delivery", "d", at("2026-01-16T12:00"), of="p")
    waiting, own = club(WAITING % ("", "gone")), club(WAITING % ("", "gone"), base=", pending: none")
    other = Activity("shipping", "s", at("2026-01-16T12:00"), of="p")
    assert released(waiting, "base", earned_by=purchase, event=other) is None
    assert released(own, "base", earned_by=purchase, event=event) is None
    assert released(waiting, "gone", earned_by=purchase, event=event) is None


def test_what_does_not_fit_uses_no_cap() -> None:
    """Ten fit of the fifty that the cap would leave: the day has forty left."""
    compiled = club("most: 60", base=", cap: {points: 50, per: day}")
    first = decide(compiled, Standing(), bought("2026-06-05T12:00", 9_900), {}, room={"points": 10})
    assert [effect.amount for effect in first.effects] == [10]
    assert [(r.code, r.value) for r in first.reasons] == [
        (ReasonCode.CAP_TRIMMED, 50),
        (ReasonCode.BALANCE_FULL, 40),
    ]
    again = decide(compiled, first.standing, bought("2026-06-05T13:00", 9_900), {}, room={"points": 60})
    assert [effect.amount for effect in again.effects] == [40]


def test_a_limit_of_one_currency_leaves_the_others() -> None:
    """Gems have no room; points come as they would."""
    compiled = club("most: 60")
    decision = decide(compiled, Standing(), bought("2026-06-05T12:00"), {}, room={"gems": 0})
    assert [effect.amount for effect in decision.effects] == [10]

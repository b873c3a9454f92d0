"""Each condition's gate: open and closed, at its edges."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.unit.programme.documents import MINIMAL, programme

from tessera.engine.activity import Activity
from tessera.engine.conditions.gated import Daily, Gated
from tessera.engine.conditions.period import Period
from tessera.engine.facts import ENROLLED_AT, SOURCE, Facts
from tessera.engine.standing import Standing
from tessera.engine.vocabulary import CONDITIONS
from tessera.kit.codes import ReasonCode

TIERS = """
tiers:
  - {id: t, qualify: {by: spend, within: lifetime}, levels: [{id: seed}, {id: oak, at: 5}]}
  - {id: u, qualify: {by: spend, within: lifetime}, levels: [{id: iron}, {id: gold, at: 5}]}
"""
CHISINAU = ZoneInfo("Europe/Chisinau")


def opens(
    condition: str,
    *,
    local: datetime = datetime(2026, 6, 3, 12, tzinfo=CHISINAU),  # a Wednesday
    amount: int = 1000,
    nth: int = 1,
    traits: dict[str, str] | None = None,
    levels: dict[str, str] | None = None,
    facts: dict[str, str] | None = None,
    channel: str | None = None,
    store: str | None = None,
) -> bool:
    """Does the gate of a rule's only condition open?"""
    club = programme(f"{MINIMAL}  extra: {{on: purchase, give: {{points: 1}}, {condition}}}{TIERS}")
    (compiled,) = next(rule for rule in club.rules if rule.id == "extra").conditions
    assert isinstance(compiled, Gated)
    at = local.astimezone(UTC)
    activity = Activity("purchase", "k", at, amount, "USD", channel=channel, store=store, facts=facts)
    known = Facts(activity, at.astimezone(CHISINAU), Standing(), traits or {}, levels or {}, nth)
    return compiled.gate(club)(known, amount, 1000)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHISINAU)


@pytest.mark.parametrize(
    ("local", "open_"),
    [
        ("2026-05-31T23:59:59.999999", False),
        ("2026-06-01T00:00", True),
        ("2026-06-30T23:59:59.999999", True),
        ("2026-07-01T00:00", False),
    ],
)
def test_a_period_begins_with_from_and_ends_before_until(local: str, open_: bool) -> None:  # noqa: FBT001
    """Local midnights bound a period of dates; the first belongs to it, the last no longer does."""
    assert opens("during: {from: 2026-06-01, until: 2026-07-01}", local=at(local)) is open_


def test_a_period_may_be_open_at_either_end() -> None:
    """Only `from`, or only `until`, bounds one side."""
    assert opens("during: {from: 2026-06-01}", local=at("2036-01-01"))
    assert not opens("during: {from: 2026-06-01}", local=at("2026-05-31"))
    assert opens("during: {until: 2026-06-01}", local=at("2016-01-01"))
    assert not opens("during: {until: 2026-06-01}", local=at("2026-06-01"))


def test_a_periods_bounds_are_narrowed_to_the_programmes() -> None:
    """The engine indexes a rule by the part of its period in which the programme runs."""
    june, july = datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)
    text = MINIMAL.replace("Chisinau}", "Chisinau, until: 2026-07-01T00:00Z}")
    assert Period(june, None).bounds(programme(text)) == (june, july)
    assert Period(None, june).bounds(programme(text)) == (None, june)


def test_weekdays_are_local() -> None:
    """Late on Friday in UTC is Saturday already in the programme's zone."""
    saturday = datetime(2026, 6, 5, 22, tzinfo=UTC)
    assert opens("weekdays: [saturday]", local=saturday)
    assert not opens("weekdays: friday", local=saturday)


def test_a_daily_condition_agrees_with_its_gate() -> None:
    """Asked once for a day or for each activity, weekdays answer the same."""
    club = programme(f"{MINIMAL}  extra: {{on: purchase, give: {{points: 1}}, weekdays: [monday, sunday]}}\n")
    (weekdays,) = club.rules[-1].conditions
    assert isinstance(weekdays, Daily)
    for day in range(1, 8):
        local = datetime(2026, 6, day, 12, tzinfo=CHISINAU)
        assert weekdays.holds_on(local.date()) is opens("weekdays: [monday, sunday]", local=local)


@pytest.mark.parametrize(
    ("hours", "clock", "open_"),
    [
        ("{from: 17:00, until: 19:00}", "16:59:59", False),
        ("{from: 17:00, until: 19:00}", "17:00:00", True),
        ("{from: 17:00, until: 19:00}", "18:59:59", True),
        ("{from: 17:00, until: 19:00}", "19:00:00", False),
        ("{from: 22:00, until: 02:00}", "23:30:00", True),
        ("{from: 22:00, until: 02:00}", "01:59:59", True),
        ("{from: 22:00, until: 02:00}", "02:00:00", False),
        ("{from: 22:00, until: 02:00}", "12:00:00", False),
        ("{from: 20:00, until: 24:00}", "23:59:59", True),
        ("{from: 20:00, until: 24:00}", "00:00:00", False),
    ],
)
def test_hours_are_local_and_may_pass_midnight(hours: str, clock: str, open_: bool) -> None:  # noqa: FBT001
    """`from` belongs to the hours, `until` does not; they may begin on one day and end on the next."""
    assert opens(f"hours: {hours}", local=at(f"2026-06-03T{clock}")) is open_


def test_channel_and_store_must_be_among_those_named() -> None:
    """An activity from elsewhere, or that does not say from where, does not pass."""
    assert opens("channels: [app, web]", channel="web")
    assert not opens("channels: [app, web]", channel="store")
    assert not opens("channels: [app, web]")
    assert opens("stores: 367", store="367")
    assert not opens("stores: 367", store="0367")
    assert not opens("stores: 367")


def test_all_traits_must_hold_and_unknown_ones_do_not() -> None:
    """Several traits are all asked; a member of whom one is not known does not pass."""
    condition = "traits: {age: [45-54, 55-64], home_ownership: Homeowner}"
    assert opens(condition, traits={"age": "55-64", "home_ownership": "Homeowner"})
    assert not opens(condition, traits={"age": "19-24", "home_ownership": "Homeowner"})
    assert not opens(condition, traits={"age": "45-54"})


def test_all_facts_must_hold() -> None:
    """Facts of the activity are asked as traits of the member are; an activity without facts does not pass."""
    assert opens("facts: {payment: [card, phone]}", facts={"payment": "phone", "x": "y"})
    assert not opens("facts: {payment: [card, phone]}", facts={"payment": "cash"})
    assert not opens("facts: {payment: [card, phone]}")


def test_a_level_is_asked_in_its_own_structure() -> None:
    """A level of any structure may be named; another structure's level does not stand in for it."""
    assert opens("tiers: [oak, gold]", levels={"t": "seed", "u": "gold"})
    assert opens("tiers: oak", levels={"t": "oak", "u": "iron"})
    assert not opens("tiers: [oak, gold]", levels={"t": "seed", "u": "iron"})
    assert not opens("tiers: oak")


@pytest.mark.parametrize(
    ("nth", "opening"),
    [("first", [1]), ("3", [3]), ("{every: 3}", [3, 6])],
)
def test_nth_counts_the_members_activities(nth: str, opening: list[int]) -> None:
    """The first, the third only, or every third."""
    assert [n for n in range(1, 8) if opens(f"nth: {nth}", nth=n)] == opening


def test_a_minimum_is_at_least() -> None:
    """Spending exactly the minimum is enough; a cent less is not."""
    assert opens("min-spend: 10.00", amount=1000)
    assert not opens("min-spend: 10.00", amount=999)


def test_a_minimum_may_be_more_than() -> None:
    """Exactly so much is not more; the next cent is."""
    assert not opens("min-spend: {more-than: 10.00}", amount=1000)
    assert opens("min-spend: {more-than: 10.00}", amount=1001)


def test_a_source_is_who_reports_whatever_the_activity_says() -> None:
    """It comes beside the activity, as a trait that nobody sets; a fact or a store of that name is no source."""
    assert opens("sources: pharmacy", traits={SOURCE: "pharmacy"})
    assert not opens(
        "sources: pharmacy", traits={SOURCE: "bakery"}, store="pharmacy", facts={"source": "pharmacy"}
    )
    assert not opens("sources: {not: pharmacy}", traits={SOURCE: "pharmacy"})


def test_all_but_those_named_includes_what_says_nothing() -> None:
    """A purchase without a channel, a store or a fact is none of those left out."""
    for key, name in (("channels", "channel"), ("stores", "store")):
        assert opens(f"{key}: {{not: [app, web]}}")
        assert opens(f"{key}: {{not: [app, web]}}", **{name: "till"})  # type: ignore[arg-type]
        assert not opens(f"{key}: {{not: [app, web]}}", **{name: "web"})  # type: ignore[arg-type]
    assert opens("facts: {delivery: {not: home}}")
    assert not opens("facts: {delivery: {not: home}}", facts={"delivery": "home"})
    assert not opens("facts: {delivery: {not: home}, gift: 'yes'}", facts={"delivery": "desk"})


def test_a_way_of_paying_may_be_a_fact() -> None:
    """Without amounts, the fact `payment` tells; without that, only what is left out does not matter."""
    assert opens("payment: [card, cash]", facts={"payment": "cash"})
    assert not opens("payment: card", facts={"payment": "cash"})
    assert not opens("payment: card")
    assert opens("payment: {not: voucher}")
    assert not opens("payment: {not: voucher}", facts={"payment": "voucher"})


@pytest.mark.parametrize(
    ("stretch", "told", "open_"),
    [
        ("day", "1990-06-03", True),
        ("day", "06-03", True),
        ("day", "06-04", False),
        ("week", "06-01", True),  # Monday, for a Wednesday
        ("week", "06-07", True),
        ("week", "06-08", False),
        ("month", "06-30", True),
        ("month", "07-01", False),
        ("{days-around: 2}", "06-05", True),
        ("{days-around: 2}", "05-31", False),
        ("month", "June", False),
        ("month", "06-31", False),
        ("month", None, False),
    ],
)
def test_a_birthday_is_what_the_member_told(stretch: str, told: str | None, open_: bool) -> None:  # noqa: FBT001
    """With its year or without; what is no day of the calendar is no birthday."""
    traits = {} if told is None else {"birthday": told}
    assert opens(f"birthday: {stretch}", traits=traits) is open_


@pytest.mark.parametrize(
    ("joined", "open_"),
    [
        ("2025-06-02T22:00:00+00:00", True),  # June 3 in Chisinau
        ("2025-06-02T20:00:00+00:00", False),
        ("2026-06-03T08:00:00+00:00", False),  # today
        (None, False),
    ],
)
def test_an_anniversary_is_local_and_not_the_day_of_joining(joined: str | None, open_: bool) -> None:  # noqa: FBT001
    """It goes by the instant of joining, in the programme's time zone."""
    assert opens("anniversary: day", traits={} if joined is None else {ENROLLED_AT: joined}) is open_


def test_every_condition_has_a_reason_of_its_own() -> None:
    """Who asks why a rule gave nothing learns which condition it was."""
    codes = [condition.code for condition in CONDITIONS]
    assert len(set(codes)) == len(codes)
    assert set(codes) <= set(ReasonCode)

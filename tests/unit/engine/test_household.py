"""What a role lets a member spend: its limits by window and currency, and what gives room back."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from tessera.engine.caps import CompiledCap
from tessera.engine.household import (
    NOTHING,
    RoleRefused,
    compile_roles,
    name_of,
    refuse_beyond,
    room_for,
    spend_within,
)
from tessera.engine.standing import Standing
from tessera.programme.document import Cap, Span
from tessera.programme.household import Households, Role

DAY = date(2026, 6, 5)
CHISINAU = ZoneInfo("Europe/Chisinau")
HOUSEHOLDS = Households(
    4,
    {
        "parent": Role("parent", manages=True),
        "child": Role("child", limits={"points": (Cap(Span.MONTH, points=100), Cap(Span.DAY, points=60))}),
        "guest": Role("guest", limits={}),
    },
)
CHILD = compile_roles(HOUSEHOLDS)["child"] or {}


def room(standing: Standing, day: date = DAY, *, set_aside: int = 0) -> tuple[int, date | None]:
    return room_for(CHILD, standing, "points", set_aside=set_aside, day=day)


def spend(standing: Standing, points: int, spent_on: date = DAY, today: date = DAY) -> Standing:
    return spend_within(CHILD, standing, {"points": points}, spent_on=spent_on, today=today)


def test_roles_without_limits_have_none() -> None:
    """A free role is None, one that spends nothing has no currency; without households there is no role at all."""
    roles = compile_roles(HOUSEHOLDS)
    assert (roles["parent"], roles["guest"]) == (None, {})
    assert all(isinstance(cap, CompiledCap) for cap in CHILD["points"])
    assert compile_roles(None) == {}


def test_the_tightest_of_several_limits_holds_until_its_own_window_ends() -> None:
    """The day's first, then the month's."""
    assert room(Standing()) == (60, date(2026, 6, 6))
    spent = spend(Standing(), 60)
    assert room(spent) == (0, date(2026, 6, 6))
    assert room(spent, date(2026, 6, 6)) == (40, date(2026, 7, 1))
    assert room(spent, date(2026, 7, 1)) == (60, date(2026, 7, 2))


def test_what_is_set_aside_takes_room_and_never_more_than_there_is() -> None:
    """Holds may have been placed under another role."""
    assert room(Standing(), set_aside=25) == (35, date(2026, 6, 6))
    assert room(Standing(), set_aside=500) == (0, date(2026, 6, 6))


def test_what_comes_back_gives_room_back_where_it_was_spent() -> None:
    """In the windows of the day on which it was spent; what no limit had counted gives nothing."""
    spent = spend(Standing(), 60)
    assert spend(spent, -60) == Standing(
        caps={name_of("points"): dict.fromkeys(spent.caps["household:points"], 0)}
    )
    later = spend(spent, -30, today=date(2026, 6, 6))
    assert room(later, date(2026, 6, 6)) == (60, date(2026, 6, 7))
    assert room(spend(Standing(), -30)) == (60, date(2026, 6, 6))


def test_what_is_refused_says_what_is_left_and_until_when() -> None:
    """In the programme's own time."""
    with pytest.raises(RoleRefused) as refused:
        refuse_beyond(CHILD, Standing(), "points", 61, set_aside=0, day=DAY, zone=CHISINAU)
    assert (refused.value.code, refused.value.left) == ("over_role_limit", 60)
    assert refused.value.until == datetime(2026, 6, 5, 21, tzinfo=UTC)
    assert str(refused.value) == "Only 60 more can be spent in this role until 2026-06-06 00:00."
    refuse_beyond(CHILD, Standing(), "points", 60, set_aside=0, day=DAY, zone=CHISINAU)


@pytest.mark.parametrize("limits", [CHILD, NOTHING])
def test_what_no_limit_names_is_not_spent(limits: dict[str, tuple[CompiledCap, ...]]) -> None:
    """A currency without a limit, and a role that the version does not know."""
    with pytest.raises(RoleRefused) as refused:
        refuse_beyond(limits, Standing(), "stars", 1, set_aside=0, day=DAY, zone=CHISINAU)
    assert (refused.value.code, refused.value.left, refused.value.until) == ("role_spends_nothing", 0, None)
    assert room_for(limits, Standing(), "stars", set_aside=0, day=DAY) == (0, None)

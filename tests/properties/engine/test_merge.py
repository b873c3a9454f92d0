"""Two standings made one: what one person would have, and parted again what either brought."""

from datetime import UTC, date, datetime, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tessera.engine.activity import Activity, Line
from tessera.engine.compile import Compiled
from tessera.engine.decide import decide
from tessera.engine.facts import ENROLLED_AT
from tessera.engine.merge import Joining, merge_standings, unmerge_standings
from tessera.engine.standing import Memory, Standing, TierStanding
from tessera.engine.vocabulary import VOCABULARY
from tessera.programme.load import load

START = datetime(2026, 11, 5, 12, tzinfo=UTC)
DAYS = 90  # over the end of a year; what is older may be forgotten, sooner by one than by two
TEXT = """\
programme: {id: club, name: Club, money: USD, timezone: UTC}
currencies: {points: {name: [point, points], worth: 0.01}}
earn:
  base: {on: purchase, give: {points: 1, per: 1.00}, cap: {points: 1000000, per: day}}
  milk:
    on: purchase
    lines: {category: MILK}
    give: {points: 5}
    cap: [{times: 900, per: month}, {points: 9000, per: year}]
  visit: {on: visit, give: {points: 3}, cap: {times: 9000, per: {days: 30}}}
  yearly: {on: review, give: {points: 8}, cap: {times: 9000, per: member-year}}
tiers:
  - {id: spend, qualify: {by: spend, within: calendar-year}, levels: [{id: seed}, {id: oak, at: 100.00}]}
  - id: often
    qualify: {by: count, of: [visit, purchase], within: {rolling: {days: 90}}}
    levels: [{id: few}, {id: many, at: 12}]
"""


def compiled() -> Compiled:
    """The programme of these tests: its caps count everything and stop nothing."""
    loaded = load(TEXT, vocabulary=VOCABULARY)
    assert loaded.programme is not None, loaded.errors
    return Compiled(loaded.programme)


PROGRAMME = compiled()
JOINED = date(2026, 1, 1)
TRAITS = {ENROLLED_AT: "2026-01-01T12:00:00+00:00"}
JOINING = Joining(PROGRAMME, (START + timedelta(days=DAYS)).date(), JOINED)

# (hours since the start, what, minor units, is it the other's)
happenings = st.lists(
    st.tuples(
        st.integers(0, DAYS * 24),
        st.sampled_from(["purchase", "visit", "review"]),
        st.integers(1, 9_000),
        st.booleans(),
    ),
    max_size=25,
)


def lived(happened: list[tuple[int, str, int, bool]], standing: Standing | None = None) -> Standing:
    """The standing after all that, in its order."""
    standing = standing or Standing()
    for number, (hours, kind, amount, _) in enumerate(sorted(happened)):
        lines = (Line("1", amount, category="MILK" if amount % 2 else "TOYS"),) if kind == "purchase" else ()
        activity = Activity(kind, f"k{number}", START + timedelta(hours=hours), amount, "USD", lines=lines)
        standing = decide(PROGRAMME, standing, activity, TRAITS).standing
    return standing


def parts(happened: list[tuple[int, str, int, bool]]) -> tuple[Standing, Standing]:
    """Either's standing."""
    return lived([one for one in happened if not one[3]]), lived([one for one in happened if one[3]])


def same(one: Standing, other: Standing) -> bool:
    """The same but for the version."""
    return msgspec.structs.replace(one, version=0) == msgspec.structs.replace(other, version=0)


def total(used: dict[str, dict[int, int]]) -> dict[str, int]:
    """What is used of each rule's caps, over all windows and ways to count."""
    return {rule: sum(windows.values()) for rule, windows in used.items() if any(windows.values())}


@given(happenings)
def test_a_merged_standing_is_what_one_person_would_have(happened: list[tuple[int, str, int, bool]]) -> None:
    """Counts, calendar caps, years of membership and what counts for levels: as if one had done it all."""
    merged, person = merge_standings(*parts(happened), JOINING), lived(happened)
    assert merged.counts == person.counts
    for rule in ("base", "milk", "yearly"):
        assert merged.caps.get(rule) == person.caps.get(rule)
    assert {t: s.counted for t, s in merged.tiers.items()} == {t: s.counted for t, s in person.tiers.items()}
    for tiers in PROGRAMME.tiers:
        levels = [
            tiers.level_on(one.tiers.get(tiers.id), JOINING.day.toordinal(), {}) for one in (merged, person)
        ]
        assert levels[0] == levels[1]


@given(happenings)
def test_no_use_of_a_personal_period_is_forgotten(happened: list[tuple[int, str, int, bool]]) -> None:
    """All uses are there, though periods that overlapped are one now."""
    own, other = parts(happened)
    merged = merge_standings(own, other, JOINING)
    uses = total(own.caps).get("visit", 0) + total(other.caps).get("visit", 0)
    assert total(merged.caps).get("visit", 0) == uses


@given(happenings)
def test_parted_at_once_nothing_has_happened(happened: list[tuple[int, str, int, bool]]) -> None:
    """Both have exactly what they had, and versions that go on."""
    own, other = parts(happened)
    merged = merge_standings(own, other, JOINING)
    stays, leaves = unmerge_standings(merged, own, other, JOINING)
    assert same(stays, own)
    assert same(leaves, other)
    assert (stays.noted, leaves.noted) == (own.noted, other.noted)
    assert stays.version > merged.version > own.version
    assert leaves.version > other.version


@given(happenings, happenings)
def test_parted_later_the_parts_are_the_whole(
    happened: list[tuple[int, str, int, bool]], meanwhile: list[tuple[int, str, int, bool]]
) -> None:
    """Nothing that was counted is lost or counted twice, and who leaves takes no more along than was brought."""
    own, other = parts(happened)
    now = lived(meanwhile, merge_standings(own, other, JOINING))
    stays, leaves = unmerge_standings(now, own, other, JOINING)
    for kind, count in now.counts.items():
        assert stays.counts.get(kind, 0) + leaves.counts.get(kind, 0) == count
        assert leaves.counts.get(kind, 0) <= other.counts.get(kind, 0)
    whole, left, right = total(now.caps), total(stays.caps), total(leaves.caps)
    assert (
        whole == {rule: left.get(rule, 0) + right.get(rule, 0) for rule in left.keys() | right.keys()}
        or meanwhile == []
    )
    for tiers_id, standing in now.tiers.items():
        mine, theirs = (one.tiers.get(tiers_id, TierStanding()).counted for one in (stays, leaves))
        assert standing.counted == {day: mine.get(day, 0) + theirs.get(day, 0) for day in standing.counted}


def test_nothing_that_is_remembered_is_overlooked() -> None:
    """Whoever adds to what is remembered of a member decides here what becomes of it in a merge, and proves it above."""
    assert Standing.__struct_fields__ == ("version", "counts", "caps", "tiers", "choices", "noted")
    assert TierStanding.__struct_fields__ == ("level", "kept_until", "counted", "memory")
    assert Memory.__struct_fields__ == ("counted", "reached", "since")

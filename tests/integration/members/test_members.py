"""Members in PostgreSQL: added, found, changed, their standings kept."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import Connection

from tessera.kit.ids import new_id
from tessera.kit.problems import IdentityTaken, InvalidValue, UnknownMember
from tessera.members.change import add_identity, change_member, remove_identity
from tessera.members.enrol import Newcomer, add_members
from tessera.members.read import read_member, read_member_as_of
from tessera.members.resolve import Found, resolve_members
from tessera.members.standings import (
    ELSEWHERE,
    MemberMoved,
    Stored,
    read_standings,
    read_stored_standings,
    write_standings,
)

NOON = datetime(2026, 6, 5, 12, tzinfo=UTC)


@pytest.fixture
def connection(dsn: str) -> Iterator[Connection]:
    with psycopg.connect(dsn) as connection:
        yield connection


def newcomer(*identities: tuple[str, str], **traits: str) -> Newcomer:
    member_id = new_id()
    return Newcomer(member_id, new_id(), "Ann", "en", NOON, traits, identities)


def found(one: Newcomer) -> Found:
    return Found(one.member_id, one.account_id, one.traits, one.enrolled_at)


def test_many_members_are_found_by_any_mixture_of_refs(connection: Connection) -> None:
    """Cards, phones, external ids and ids in one call; what names nobody is missing, and repeats cost nothing."""
    ann = newcomer(("card", "ANN1"), ("external:shop", "7"), age="45-54")
    bob = newcomer(("card", "BOB1"), ("phone", "+37322123456"))
    add_members(connection, [ann, bob])
    refs = [
        ("card", "ANN1"),
        ("card", "ANN1"),
        ("phone", "+37322123456"),
        ("external:shop", "7"),
        ("external:other", "7"),
        ("id", str(bob.member_id)),
        ("id", str(uuid4())),
        ("id", "no id at all"),
        ("card", "NOBODY"),
    ]
    assert resolve_members(connection, refs) == {
        ("card", "ANN1"): found(ann),
        ("phone", "+37322123456"): found(bob),
        ("external:shop", "7"): found(ann),
        ("id", str(bob.member_id)): found(bob),
    }


def test_cards_alone_are_found_without_the_other_kinds(connection: Connection) -> None:
    """A phone with a card's digits is another identity."""
    add_members(connection, [ann := newcomer(("card", "1234567")), newcomer(("phone", "1234567"))])
    assert resolve_members(connection, [("card", "1234567")]) == {("card", "1234567"): found(ann)}
    assert resolve_members(connection, []) == {}


@pytest.mark.parametrize("before", [True, False], ids=["another member's", "twice in the batch"])
def test_a_taken_identity_names_its_kind_and_the_newcomers_place(
    connection: Connection, *, before: bool
) -> None:
    """Whoever comes second is refused; the message never holds the identity itself."""
    first, free, second = newcomer(("card", "SAME")), newcomer(("card", "FREE")), newcomer(("card", "SAME"))
    batch = [free, second] if before else [first, free, second]
    if before:
        add_members(connection, [first])
    with pytest.raises(IdentityTaken) as refusal:
        add_members(connection, batch)
    assert refusal.value.facts == {"kind": "card", "place": batch.index(second)}
    assert "SAME" not in refusal.value.detail


def test_a_change_leaves_the_rest_and_none_takes_a_trait_away(connection: Connection) -> None:
    """Traits are merged by name."""
    add_members(connection, [ann := newcomer(age="45-54", kids="1")])
    change_member(connection, ann.member_id, language="ro", traits={"kids": None, "home": "Owner"}, now=NOON)
    member = read_member(connection, ann.member_id)
    assert (member.name, member.language, member.traits) == ("Ann", "ro", {"age": "45-54", "home": "Owner"})


def test_traits_are_read_as_they_were(connection: Connection) -> None:
    """At every instant: those of enrolment, after each change those that it left, and nobody before joining."""
    add_members(connection, [ann := newcomer(age="45-54", kids="1")])
    day = timedelta(days=1)
    steps: list[dict[str, str | None]] = [
        {"kids": "2"},
        {"kids": None, "home": "Owner"},
        {"kids": "2", "age": "45-54"},
    ]
    for number, step in enumerate(steps, start=1):
        change_member(connection, ann.member_id, traits=step, now=NOON + number * day)

    def traits(days: float) -> dict[str, str]:
        return read_member_as_of(connection, ann.member_id, at=NOON + days * day).traits

    assert traits(0) == traits(0.9) == {"age": "45-54", "kids": "1"}
    assert traits(1) == {"age": "45-54", "kids": "2"}
    assert traits(2) == {"age": "45-54", "home": "Owner"}
    assert traits(3) == traits(99) == {"age": "45-54", "kids": "2", "home": "Owner"}
    with pytest.raises(UnknownMember):
        traits(-1)


def test_an_identity_moves_only_after_it_was_removed(connection: Connection) -> None:
    """Adding it twice to the same member is nothing; to another one it is taken until it is given up."""
    add_members(connection, [ann := newcomer(), bob := newcomer()])
    for _ in range(2):
        member = add_identity(connection, ann.member_id, kind="card", value="C123", now=NOON)
        assert member.identities == (("card", "C123"),)
    with pytest.raises(IdentityTaken), connection.transaction():
        add_identity(connection, bob.member_id, kind="card", value="C123", now=NOON)
    with pytest.raises(InvalidValue):
        remove_identity(connection, bob.member_id, kind="card", value="C123")
    remove_identity(connection, ann.member_id, kind="card", value="C123")
    add_identity(connection, bob.member_id, kind="card", value="C123", now=NOON)
    assert resolve_members(connection, [("card", "C123")])["card", "C123"].member_id == bob.member_id


def test_nobody_is_changed_who_is_not_there(connection: Connection) -> None:
    """An unknown id is a problem, not an empty success."""
    with pytest.raises(UnknownMember):
        change_member(connection, uuid4(), name="Ann", now=NOON)


def test_standings_are_written_over_and_read_by_account(connection: Connection) -> None:
    """New ones are added and old ones replaced in one statement; other accounts' stay out."""
    accounts = sorted(UUID(int=place) for place in (1, 2, 3))
    members = [new_id() for _ in accounts]
    rows = [(account, member, 1, b"first") for account, member in zip(accounts, members, strict=True)]
    write_standings(connection, rows[:2])
    write_standings(connection, [(accounts[1], members[1], 2, b"second"), rows[2]])
    write_standings(connection, [])
    own = dict(zip(members, accounts, strict=True))
    assert read_standings(connection, accounts[1:], of=own) == {
        members[1]: Stored(2, b"second"),
        members[2]: Stored(1, b"first"),
    }


def test_a_standing_is_looked_for_in_the_account_that_was_looked_up(connection: Connection) -> None:
    """Who has another account by now has moved, though their standing is among those read; others do not matter."""
    ann, bob, old, new = new_id(), new_id(), UUID(int=1), UUID(int=2)
    write_standings(connection, [(old, ann, 5, ELSEWHERE), (new, ann, 5, b"ann"), (old, bob, 1, b"bob")])
    assert read_standings(connection, [old, new], of={ann: new}) == {ann: Stored(5, b"ann")}
    assert read_standings(connection, [old, new], of={bob: old}) == {bob: Stored(1, b"bob")}
    with pytest.raises(MemberMoved):
        read_standings(connection, [old, new], of={ann: old, bob: old})
    stored = read_stored_standings(connection, [old, new])
    assert stored == {ann: Stored(5, b"ann"), bob: Stored(1, b"bob")}
    assert read_stored_standings(connection, [old])[ann].state == ELSEWHERE

"""Draws at random: fair, indifferent to what must not matter, and nothing that was changed stays unseen."""

from collections import Counter
from hashlib import sha256

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.engine.test_draw import SEED, closing, drawn

from tessera.engine.draw import (
    DrawRecord,
    Unreadable,
    closing_digest,
    pick_winners,
    read_record,
    recheck,
    write_record,
)

NAMES = st.text("0123456789abcdef", min_size=1, max_size=4)
ENTRIES = st.dictionaries(NAMES, st.integers(1, 50), max_size=8)


@given(entries=ENTRIES, prizes=st.integers(1, 12), again=st.booleans(), public=st.text(max_size=9))
def test_winners_took_part_and_no_entry_wins_twice(
    *, entries: dict[str, int], prizes: int, again: bool, public: str
) -> None:
    """As many as there are prizes, or entries; the record that says so holds."""
    closed = closing(*sorted(entries.items()), prizes=prizes, again=again)
    record = drawn(closed, public=public)
    assert record.result is not None
    won = Counter(one.winner for one in record.result.winners)
    assert all(count <= (entries[name] if again else 1) for name, count in won.items())
    assert won.total() == min(prizes, sum(entries.values()) if again else len(entries))
    assert all(check.ok for check in recheck(record))


@given(st.permutations([("aa", 3), ("bb", 1), ("cc", 2)]))
def test_the_order_in_which_entries_are_handed_in_means_nothing(given: list[tuple[str, int]]) -> None:
    """They are sorted by pseudonym before they are hashed; an unsorted list is refused."""
    sorted_ = closing(("aa", 3), ("bb", 1), ("cc", 2), prizes=2)
    shuffled = closing(*given, prizes=2)
    if shuffled != sorted_:
        assert not all(check.ok for check in recheck(drawn(shuffled)))
    assert drawn(closing(*sorted(given), prizes=2)) == drawn(sorted_)


def test_every_entry_wins_as_often_as_any_other() -> None:
    """Chi-square over 4,000 fixed seeds and 10 entries of 4 accounts: below 16.27, the bound of one in a thousand."""
    closed = closing(("aa", 1), ("bb", 2), ("cc", 3), ("dd", 4))
    digest, rounds = closing_digest(closed), 4000
    won = Counter(
        pick_winners(closed, digest, seed=sha256(b"%d" % n).digest(), public="x")[0].winner
        for n in range(rounds)
    )
    expected = {name: rounds * count / 10 for name, count in closed.entries}
    assert sum((won[name] - there) ** 2 / there for name, there in expected.items()) < 16.27


def test_the_second_prize_is_as_fair_as_the_first() -> None:
    """Without the first winner's entries: aa wins second in 1/10 + chances by whoever went first, worked out exactly."""
    entries = {"aa": 1, "bb": 2, "cc": 3, "dd": 4}
    closed = closing(*entries.items(), prizes=2)
    digest, rounds = closing_digest(closed), 4000
    won = Counter(
        pick_winners(closed, digest, seed=sha256(b"%d" % n).digest(), public="y")[1].winner
        for n in range(rounds)
    )
    chance = {
        name: sum(first / 10 * count / (10 - first) for other, first in entries.items() if other != name)
        for name, count in entries.items()
    }
    assert sum((won[name] - rounds * p) ** 2 / (rounds * p) for name, p in chance.items()) < 16.27


def test_seed_public_value_and_entries_all_decide() -> None:
    """Whoever knows but one of them knows nothing: each alone moves the winner."""
    closed = closing(*((f"{n:02}", 1) for n in range(50)))
    digest = closing_digest(closed)
    by_public = {pick_winners(closed, digest, seed=SEED, public=str(n))[0].winner for n in range(30)}
    by_seed = {pick_winners(closed, digest, seed=bytes([n]), public="x")[0].winner for n in range(30)}
    by_hash = {pick_winners(closed, str(n), seed=SEED, public="x")[0].winner for n in range(30)}
    assert min(map(len, (by_public, by_seed, by_hash))) > 15


RECORD = drawn(closing(("0a", 3), ("1b", 1), ("2c", 2), prizes=2))
FILE = write_record(RECORD)


@given(st.integers(0, len(FILE) - 1), st.integers(1, 255))
def test_any_byte_that_changes_what_a_file_says_is_found(place: int, flip: int) -> None:
    """Spaces between the tokens say nothing; all else is found by the file alone."""
    changed = bytearray(FILE)
    changed[place] ^= flip
    assert _is_seen(bytes(changed)) or read_record(bytes(changed)) == RECORD


@given(st.integers(0, len(FILE) - 1), st.integers(1, 40))
def test_a_file_that_is_cut_is_found(place: int, length: int) -> None:
    """As after a transfer that broke off."""
    changed = FILE[:place] + FILE[place + length :]
    assert _is_seen(changed) or read_record(changed) == RECORD


def _is_seen(file: bytes) -> bool:
    try:
        record: DrawRecord = read_record(file)
    except Unreadable:
        return True
    return not all(check.ok for check in recheck(record))


def test_the_same_record_may_be_written_in_another_way() -> None:
    """A tool that reformats JSON does no harm."""
    assert read_record(msgspec.json.encode(msgspec.json.decode(FILE))) == RECORD

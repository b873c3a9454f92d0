"""The record of a draw: its bytes, the rule by which winners follow, and the check that finds what is wrong."""

import json
from collections.abc import Iterator
from uuid import UUID

import msgspec
import pytest

from tessera.engine.draw import (
    Closing,
    DrawRecord,
    OfferedPrize,
    Result,
    Unreadable,
    Won,
    closing_digest,
    pick_winners,
    pseudonym_of,
    read_record,
    recheck,
    result_digest,
    seed_digest,
    write_record,
)
from tessera.engine.draw.pick import below
from tessera.engine.draw.record import FORMAT

SEED = bytes(range(32))


def closing(*entries: tuple[str, int], prizes: int = 1, again: bool = False) -> Closing:
    return Closing(
        draw="summer",
        name={"en": "Summer draw", "ro": "Tombolă"},
        prizes=(OfferedPrize("bike", {"en": ("bicycle",)}, prizes),),
        again=again,
        levels=("oak",),
        traits={"town": ("Orhei",), "город": ("Оргеев",), "área": ("norte",)},
        public_source={"en": "the lottery of July 5"},
        seed_sha256=seed_digest(SEED),
        committed_at="2026-05-01T09:00:00Z",
        closes_at="2026-07-01T04:00:00Z",
        closed_at="2026-07-01T04:02:00Z",
        entries=entries,
    )


def drawn(closed: Closing, *, public: str = "3-14-15") -> DrawRecord:
    digest = closing_digest(closed)
    winners = pick_winners(closed, digest, seed=SEED, public=public)
    result = Result(public=public, seed=SEED.hex(), drawn_at="2026-07-05T20:00:00Z", winners=winners)
    return DrawRecord(FORMAT, closed, digest, result, result_digest(digest, result))


def winners(closed: Closing) -> list[str]:
    return [one.winner for one in pick_winners(closed, closing_digest(closed), seed=SEED, public="x")]


def test_the_hashed_form_is_the_json_that_the_page_describes() -> None:
    """What anybody's standard library makes of the parsed file, letters beyond ASCII included."""
    record = drawn(closing(("aa", 1), ("bb", 2)))
    file = json.loads(write_record(record))
    from hashlib import sha256  # noqa: PLC0415 - by hand, as a stranger would

    by_hand = json.dumps(file["closing"], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert sha256(by_hand).hexdigest() == record.closing_sha256


def test_one_entry_wins_and_none_wins_nothing() -> None:
    """Whoever is alone wins; where nobody takes part the record says so and holds."""
    assert winners(closing(("aa", 1))) == ["aa"]
    nobody = drawn(closing())
    assert nobody.result is not None
    assert nobody.result.winners == ()
    assert [(one.name, one.ok) for one in recheck(nobody) if one.name == "winners"] == [("winners", True)]
    assert "nobody won" in {one.found for one in recheck(nobody) if one.name == "winners"}.pop()


def test_nobody_wins_twice_unless_again_and_no_entry_does() -> None:
    """More prizes than accounts leave prizes over; with `again`, more prizes than entries do."""
    assert sorted(winners(closing(("aa", 5), ("bb", 1), prizes=9))) == ["aa", "bb"]
    assert sorted(winners(closing(("aa", 5), ("bb", 1), prizes=9, again=True))) == ["aa"] * 5 + ["bb"]


def test_prizes_are_drawn_in_their_order() -> None:
    """The first prize first, each as often as there is of it."""
    several = msgspec.structs.replace(
        closing(*((f"{n:02}", 1) for n in range(9))),
        prizes=(OfferedPrize("bike", {"en": ("b",)}, 1), OfferedPrize("mug", {"en": ("m",)}, 2)),
    )
    won = pick_winners(several, closing_digest(several), seed=SEED, public="x")
    assert [one.prize for one in won] == ["bike", "mug", "mug"]


def test_numbers_that_would_favour_the_first_places_are_passed_over() -> None:
    """Of 2^256 numbers and 3 places the last one has no partners: it is not used."""
    numbers: Iterator[int] = iter([(1 << 256) - 1, 7])
    assert below(3, numbers) == 1
    assert below(1, iter([(1 << 256) - 1])) == 0


def test_a_pseudonym_needs_the_salt() -> None:
    """The same account has another name in another draw; with the salt it is found again."""
    account = UUID(int=7)
    names = {pseudonym_of(account, salt=salt) for salt in (b"one", b"two", b"one")}
    assert len(names) == 2
    assert all(len(name) == 32 and name != account.hex for name in names)


def test_a_record_is_checked_with_nothing_but_itself() -> None:
    """Every claim has its line, from the entries to the result; a closed draw waits for the rest."""
    record = drawn(closing(("aa", 1), ("bb", 2)))
    checks = recheck(read_record(write_record(record)), published=record.closing_sha256)
    assert [one.name for one in checks] == [
        "entries", "times", "closing", "published", "seed", "winners", "result",
    ]  # fmt: skip
    assert all(one.ok for one in checks)
    waiting = recheck(msgspec.structs.replace(record, result=None, result_sha256=None))
    assert [(one.name, one.ok) for one in waiting][-1] == ("result", True)


FORGED = [
    ("entries", lambda r: on_closing(r, entries=(("bb", 2), ("aa", 1)))),
    ("entries", lambda r: on_closing(r, entries=(("aa", 1), ("aa", 1)))),
    ("entries", lambda r: on_closing(r, entries=(("aa", 0),))),
    ("times", lambda r: on_closing(r, committed_at="2026-07-02T04:00:00Z")),
    ("times", lambda r: on_closing(r, closed_at="soon")),
    ("times", lambda r: on_closing(r, closed_at="2026-07-02")),
    ("closing", lambda r: on_closing(r, entries=(("aa", 9), ("bb", 2)))),
    ("published", lambda r: rehashed(on_closing(r, entries=(("aa", 9), ("bb", 2))))),
    ("seed", lambda r: on_result(r, seed=bytes(32).hex())),
    ("seed", lambda r: on_result(r, seed="none")),
    ("winners", lambda r: on_result(r, winners=(Won("bike", "cc"),))),
    ("winners", lambda r: on_result(r, winners=())),
    ("winners", lambda r: on_result(r, winners=(*r.result.winners, *r.result.winners))),
    ("result", lambda r: on_result(r, drawn_at="2026-07-06T20:00:00Z")),
    ("result", lambda r: msgspec.structs.replace(r, result_sha256=None)),
    ("result", lambda r: msgspec.structs.replace(r, result=None)),
]  # fmt: skip


def on_closing(record: DrawRecord, **changes: object) -> DrawRecord:
    return msgspec.structs.replace(record, closing=msgspec.structs.replace(record.closing, **changes))


def on_result(record: DrawRecord, **changes: object) -> DrawRecord:
    assert record.result is not None
    return msgspec.structs.replace(record, result=msgspec.structs.replace(record.result, **changes))


def rehashed(record: DrawRecord) -> DrawRecord:
    return drawn(record.closing)


@pytest.mark.parametrize(("name", "forge"), FORGED)
def test_what_was_changed_is_named(name: str, forge: object) -> None:
    """Also where the forger computes every hash anew: then the published one differs."""
    record = drawn(closing(("aa", 1), ("bb", 2)))
    assert callable(forge)
    wrong = {one.name for one in recheck(forge(record), published=record.closing_sha256) if not one.ok}
    assert name in wrong


@pytest.mark.parametrize(
    "entries",
    [(("aa", -3),), (("aa", 2**256 + 1),), (("bb", 2), ("aa", 1))],
    ids=["below 0", "too many", "unsorted"],
)
def test_entries_that_cannot_be_have_no_winners(entries: tuple[tuple[str, int], ...]) -> None:
    """Whoever made the file up gets an answer: what is wrong with the entries, and that nobody wins by them."""
    forged = on_closing(drawn(closing(("aa", 1), ("bb", 2))), entries=entries)
    wrong = {one.name: one.found for one in recheck(forged) if not one.ok}
    assert "entries" in wrong
    assert wrong["winners"] == "Nobody can win by such entries."


def test_one_is_told_as_one() -> None:
    """One account, one winner: in the words for one."""
    found = {one.name: one.found for one in recheck(drawn(closing(("aa", 3))))}
    assert found["entries"] == "3 of 1 account, sorted by pseudonym, each once."
    assert found["winners"] == "1 follows from seed, public value and hash."


def test_no_more_is_drawn_than_the_record_claims() -> None:
    """A file that says a thousand million prizes is answered as soon as one that says two."""
    forged = on_closing(drawn(closing(("aa", 5), again=True)), entries=(("aa", 10**9),))
    forged = on_closing(forged, prizes=(OfferedPrize("bike", {"en": ("bicycle",)}, 10**9),))
    assert "By the rule aa wins bike as number 2; the record differs." in [
        one.found for one in recheck(forged)
    ]


@pytest.mark.parametrize(
    "file", [b"", b"[]", b"{}", b"\xff", b'{"format": "other"}', b"[" * 9999], ids=lambda file: repr(file[:9])
)
def test_what_is_no_record_is_said_to_be_none(file: bytes) -> None:
    """A file of another kind is not half read."""
    with pytest.raises(Unreadable):
        read_record(file)


def test_a_record_of_another_form_is_not_guessed_at() -> None:
    """A later form says so by its name."""
    later = msgspec.structs.replace(drawn(closing(("aa", 1))), format="tessera-draw-2")
    with pytest.raises(Unreadable, match="tessera-draw-1"):
        read_record(write_record(later))

"""YAML text → nodes: raw text, places, and the limits of what is read."""

import pytest

from tessera.programme.nodes import Entries, Scalar, find, place_of
from tessera.programme.source import MAX_BYTES, parse


def test_scalars_keep_their_raw_text() -> None:
    """`on`, `1.00`, `17:00`, `null` and `yes` stay the words that they are, as keys and as values."""
    root, findings = parse("on: 1.00\nyes: 17:00\n1.0: no", file="f")
    assert findings == ()
    assert isinstance(root, Entries)
    assert [(key.text, value.text) for key, value in root.pairs if isinstance(value, Scalar)] == [
        ("on", "1.00"),
        ("yes", "17:00"),
        ("1.0", "no"),
    ]


def test_places_count_from_one_and_in_characters() -> None:
    """A place after letters of several bytes is counted in characters, and its offsets cut the text exactly."""
    text = "é: ü\nmap:\n  - первый\n  - [a, ключ]\n"
    root, _ = parse(text, file="f")
    assert root is not None
    node = find(root, "map", 1, 1)
    assert isinstance(node, Scalar)
    assert (node.place.line, node.place.column) == (4, 9)
    assert text[node.place.start : node.place.end] == "ключ"


def test_the_place_of_what_is_not_there_is_the_nearest_above() -> None:
    """A finding about a missing part points at the part that should hold it."""
    root, _ = parse("a:\n  b:\n    c: 1\n", file="f")
    assert root is not None
    assert place_of(root, "a", "b", "x", "y").line == 2
    assert place_of(root, "z").line == 1


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("", "empty", 1, 1),
        ("# only a comment\n", "empty", 1, 1),
        ("a: 1\nb: [1, 2\n", "syntax", 2, 4),
        ("a:\n\tb: 1\n", "syntax", 2, 1),
        ("a: 1\na: 2\n", "duplicate_key", 2, 1),
        ("a: &x 1\nb: 2\n", "anchor", 1, 4),
        ("a: &x 1\nb: *x\n", "alias", 2, 4),
        ("a: !!int 1\n", "tag", 1, 4),
        ("a: 1\n---\nb: 1\n", "several_documents", 2, 1),
        ("? [a, b]\n: 1\n", "key_not_a_word", 1, 3),
        ("[" * 60 + "]" * 60, "too_deep", 1, 51),
        (b"a: 1\nb: \xff\n", "not_utf8", 2, 4),
        ("a: \ud800", "not_utf8", 1, 4),
        ("a: 1\nb: x\x00y\n", "syntax", 2, 5),
        ("a" * (MAX_BYTES + 1), "too_large", 1, 1),
    ],
)
def test_what_is_not_plain_yaml_is_told_with_its_place(
    text: str | bytes, code: str, line: int, column: int
) -> None:
    """Each kind of unreadable text has its own code, at the line and column where it stands."""
    _, findings = parse(text, file="f")
    assert (code, line, column) in [(found.code, found.line, found.column) for found in findings]
    assert all(found.message and found.advice for found in findings)


def test_a_document_that_unfolds_without_end_is_refused_at_once() -> None:
    """A "billion laughs" document is refused at its first alias, before anything is unfolded."""
    laughs = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True)
    )
    root, findings = parse(laughs, file="f")
    assert root is None
    assert findings[-1].code == "alias"


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    """A file saved with a byte order mark reads as one without."""
    root, findings = parse("\ufeffa: 1".encode(), file="f")
    assert findings == ()
    assert root is not None
    assert find(root, "a") is not None

"""Documents as a bad disk, a bad merge or a bad editor leaves them: bytes, not words, are what breaks."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.programme.test_load import answers
from tests.unit.programme.documents import EXAMPLE_FILE

EXAMPLES = [file.read_bytes() for file in sorted(EXAMPLE_FILE.parent.glob("*.yaml"))]
NOT_UTF8 = [b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf"]
MARKS = [b"\x00", b"\r", b"\x85", b"\xe2\x80\xa8", b"\t", b": ", b"\n- ", b"{"]
BYTES = st.binary(min_size=1, max_size=6) | st.sampled_from(NOT_UTF8 + MARKS)


@st.composite
def broken(draw: st.DrawFn) -> bytes:
    """One of the examples with some bytes replaced, some lines moved, doubled, lost or pushed to the right."""
    text = draw(st.sampled_from(EXAMPLES))
    for _ in range(draw(st.integers(0, 2))):
        start = draw(st.integers(0, len(text)))
        text = text[:start] + draw(BYTES) + text[start + draw(st.integers(0, 12)) :]
    lines = text.split(b"\n")
    for _ in range(draw(st.integers(0, 2))):
        line = lines.pop(draw(st.integers(0, len(lines) - 1)))
        put = draw(
            st.sampled_from([[], [line, line], [b"  " + line], [line.strip()], [line[: len(line) // 2]]])
        )
        place = draw(st.integers(0, len(lines)))
        lines[place:place] = put
    return b"\n".join(lines)


@settings(max_examples=50)
@given(broken())
def test_a_broken_document_is_told_with_its_places(text: bytes) -> None:
    """Never an exception: a programme, or findings that each have a line, a column, a message and advice."""
    answers(text)

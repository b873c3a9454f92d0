"""Whatever stands in a document, loading it ends with an answer."""

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.programme.documents import EXAMPLE_FILE

from tessera.engine.vocabulary import VOCABULARY
from tessera.engine.worked import worked
from tessera.programme.explain import explain
from tessera.programme.languages import LOCALES
from tessera.programme.load import load
from tessera.programme.nodes import Entries, Items, Node, Place, Scalar
from tessera.programme.source import parse

EXAMPLE = EXAMPLE_FILE.read_text(encoding="utf-8")
SCALARS = [
    "null",
    "-1",
    "0",
    "1.00",
    "999999999999999999999999999999",
    "2%",
    "1e9",
    ".inf",
    "never",
    "none",
    "first",
    "true",
    "money",
    "points",
    "cash",
    "per",
    "on",
    "2017-02-30",
    "0001-01-01",
    "9999-12-31T23:59Z",
    "25:00",
    "USD",
    "🜚",
    "<<",
    "&a",
    "*a",
    "!!int",
    '"',
    "'",
    "|",
    ">",
    "-",
    "?",
    ":",
    "#",
]
STRUCTURES = [
    "",
    "\t",
    "[]",
    "{}",
    "[[]]",
    "{every: 2}",
    "{days: 99999}",
    "{points: 1, per: {quantity: 0.001}}",
]
WORDS = st.sampled_from([*SCALARS, *STRUCTURES])


def scalars(node: Node) -> list[Scalar]:
    match node:
        case Scalar():
            return [node]
        case Items():
            return [scalar for item in node.items for scalar in scalars(item)]
        case Entries():
            return [scalar for key, value in node.pairs for scalar in (key, *scalars(value))]


ROOT, _ = parse(EXAMPLE, file="f")
assert ROOT is not None
PLACES = [scalar.place for scalar in scalars(ROOT)]


def answers(text: str | bytes) -> None:
    """Loading gives a programme or errors; and a programme can be doubted, and told in every language."""
    loaded = load(text, vocabulary=VOCABULARY)
    assert (loaded.programme is None) == bool(loaded.errors)
    assert all(
        error.line >= 1 and error.column >= 1 and error.message and error.advice for error in loaded.errors
    )
    if loaded.programme is not None:
        assert all(warning.message and warning.advice for warning in loaded.warnings)
        examples = worked(loaded.programme)
        for lang in LOCALES:
            assert explain(loaded.programme, lang=lang, examples=examples)
            assert explain(loaded.programme, lang=lang, form="short")


@given(st.text() | st.binary())
def test_any_text_is_answered(text: str | bytes) -> None:
    """Random text and random bytes come back as findings, never as an exception."""
    answers(text)


@given(
    st.lists(
        st.tuples(st.sampled_from(PLACES), WORDS), min_size=1, max_size=3, unique_by=lambda put: put[0].start
    )
)
def test_any_replaced_word_is_answered(replaced: list[tuple[Place, str]]) -> None:
    """The example with any of its words, keys included, replaced by any other is answered."""
    text = EXAMPLE
    for place, word in sorted(replaced, key=lambda put: -put[0].start):
        text = text[: place.start] + word + text[place.end :]
    answers(text)


@given(st.integers(0, len(EXAMPLE)), st.integers(0, 400), st.text(max_size=8))
def test_any_cut_is_answered(start: int, length: int, put: str) -> None:
    """The example with any stretch cut out, and anything put in its place, is answered."""
    answers(EXAMPLE[:start] + put + EXAMPLE[start + length :])


@given(st.recursive(WORDS, lambda inner: st.lists(inner) | st.dictionaries(WORDS, inner), max_leaves=12))
def test_any_tree_in_a_section_is_answered(tree: object) -> None:
    """Any tree of lists and mappings in the place of any section is answered."""
    written = repr(tree)
    for section in (
        "programme",
        "currencies",
        "earn",
        "tiers",
        "words",
        "goals",
        "audience",
        "measure",
        "check",
    ):
        answers(f"{section}: {written}\n{EXAMPLE.replace(f'{section}:', f'{section}-not:', 1)}")

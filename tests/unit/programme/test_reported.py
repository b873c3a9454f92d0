"""Which type of activity is meant by one that a programme does not know."""

import pytest
from tests.unit.programme.documents import MINIMAL

from tessera.engine.vocabulary import VOCABULARY
from tessera.programme.load import load
from tessera.programme.reported import meant_by, types_of

KNOWN = (
    "purchase",
    "return",
    "reading-evening",
    "review",
    "product_reviewed",
    "lesson-01",
    "module-a",
    "visit",
)

EVERYWHERE = """\
programme: {id: club, name: Club, money: USD, timezone: UTC}
currencies:
  points: {name: [point, points], worth: 0.01, pending: {until: delivery, at-most: {days: 60}},
           expire: {inactive: {months: 12, by: [purchase, check-in]}}}
earn:
  read: {on: reading-evening, give: {points: 5}, pending: {until: attendance, at-most: {days: 9}}}
tiers: {qualify: {by: count, of: stay, within: calendar-year}, levels: [{id: seed}, {id: oak, at: 3}]}
words: {wave: Waving to us}
"""


@pytest.mark.parametrize(
    ("reported", "meant"),
    [
        ("purchse", "purchase"),  # a letter left out,
        ("purcchase", "purchase"),  # put in,
        ("purchace", "purchase"),  # wrong,
        ("purcahse", "purchase"),  # in its neighbour's place
        ("purchases", "purchase"),
        ("visits", "visit"),
        ("reading_evenings", "reading-evening"),
        ("purchase", None),
        ("preview", None),
        ("product_viewed", None),
        ("lesson-02", None),
        ("module-b", None),
        ("wave", None),
    ],
)
def test_a_slip_is_known_from_a_word_of_its_own(reported: str, meant: str | None) -> None:
    """Hyphens and plurals always, one slip in a long word; never a short one, a number, or what ends otherwise."""
    assert meant_by(reported, KNOWN) == meant


def test_a_programme_knows_what_it_asks_for_anywhere_and_what_it_tells() -> None:
    """In rules, in what points wait for and live by, in levels, and in `words`; and purchases and returns always."""
    loaded = load(EVERYWHERE, vocabulary=VOCABULARY)
    assert loaded.programme is not None, loaded.errors
    named = {"reading-evening", "attendance", "delivery", "check-in", "stay", "wave"}
    assert types_of(loaded.programme) >= named | {"purchase", "return", "enrolment"}
    least = load(MINIMAL, vocabulary=VOCABULARY).programme
    assert least is not None
    assert not types_of(least) & named

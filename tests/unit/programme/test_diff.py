"""What changes between two versions."""

from tests.unit.programme.documents import MINIMAL, programme, with_rule, with_tiers

from tessera.programme.diff import diff
from tessera.programme.sentences.change import tell_change
from tessera.programme.speak import speaker

TIERS = "{qualify: {by: spend, within: lifetime}, levels: [{id: a}, {id: b, at: 50}]}"


def test_equal_programmes_do_not_differ() -> None:
    """The same document says the same; so do rules in another order."""
    swapped = MINIMAL.replace("earn:\n", "earn:\n  z: {on: visit, give: {points: 1}}\n")
    appended = MINIMAL + "  z: {on: visit, give: {points: 1}}\n"
    assert diff(programme(MINIMAL), programme(MINIMAL)) == ()
    assert diff(programme(swapped), programme(appended)) == ()


def test_added_removed_and_changed_parts_are_told_in_sentences() -> None:
    """A new rule, a rule gone and a changed rate are told by their path, with what they said and now say."""
    old = programme(with_rule("{on: visit, give: {points: 3}}"))
    new = programme(
        MINIMAL.replace("{points: 1, per: 1.00}", "{points: 2, per: 1.00}")
        + "  tea: {on: tea, give: {points: 1}}\n"
    )
    assert [tell_change(change, speaker(new, lang="en")) for change in diff(old, new)] == [
        (
            "earn.base changes.\n"
            "  before: You earn 1 point for every $1 you spend.\n"
            "  after:  You earn 2 points for every $1 you spend."
        ),
        "earn.extra is gone. It said: You get 3 points with each visit.",
        "earn.tea is new: You get 1 point for each tea.",
    ]


def test_tiers_and_currencies_are_compared_part_by_part() -> None:
    """A level that moves and points that are worth more are two changes."""
    old = programme(with_tiers(TIERS))
    new = programme(with_tiers(TIERS.replace("50", "60")).replace("0.02", "0.05"))
    assert [(change.kind, change.path) for change in diff(old, new)] == [
        ("changed", "currencies.points"),
        ("changed", "tiers.levels.b"),
    ]


def test_a_change_that_no_sentence_shows_is_told_by_its_fields() -> None:
    """A bonus that becomes base says the same to members; the difference is named all the same."""
    old = programme(with_rule("{on: visit, give: {points: 3}}"))
    new = programme(with_rule("{on: visit, give: {points: 3}, phase: base}"))
    (change,) = diff(old, new)
    assert (change.before, change.after) == ("phase bonus", "phase base")


def test_what_is_declared_around_the_programme_is_compared_too() -> None:
    """A goal that moves, an audience, a notice and a holdout are changes like any other."""
    old = programme(MINIMAL + "goals: {visits-a-month: {to: 4}}\nmeasure: {holdout: 5%}\n")
    new = programme(
        MINIMAL
        + "goals: {visits-a-month: {to: 4.5, by: 2027-01-01}}\naudience: Families\n"
        + "messages: {expiry-notice: {days: 30}}\n"
    )
    assert [tell_change(change, speaker(new, lang="en")) for change in diff(old, new)] == [
        "goals.visits-a-month changes.\n  before: 4\n  after:  4.5 until the end of December 31, 2026",
        "measure.holdout is gone. It said: 5%",
        "audience is new: Families",
        "messages.expiry-notice is new: We tell you 30 days before anything expires.",
    ]

"""What may be written of adjustments by hand, what may not, and what is read of them."""

import pytest
from tests.unit.programme.documents import HEAD, MINIMAL, errors, programme, warnings
from tests.unit.programme.test_schema import valid

from tessera.programme.adjustments import Adjustments
from tessera.programme.diff import diff
from tessera.programme.explain import explain
from tessera.programme.sentences.adjustments import tell_adjusted
from tessera.programme.speak import speaker

WORDS = """\
words:
  goodwill: {en: goodwill, ru: знак внимания, ro: gest de bunăvoință}
  correction: {en: correction, ru: исправление, ro: corectare}
"""
CLUB = """\
currencies:
  points: {name: {en: [point, points], ru: [балл, балла, баллов], ro: [punct, puncte, de puncte]}, scale: 1}
  cash: {name: {en: cash back, ru: [кешбэк, кешбэка, кешбэков], ro: cashback}, unit: money}
earn:
  base: {on: purchase, give: {points: 1, per: 1.00}}
"""


def club(adjustments: str) -> str:
    """A document with these adjustments on line 7; their value begins at column 14."""
    return f"{HEAD}{CLUB}adjustments: {adjustments}\n{WORDS}"


def test_limits_are_read_in_smallest_units() -> None:
    """Tenths in tenths, money in its coins; what is not said is its default."""
    read = programme(
        club(
            "{reasons: [goodwill, correction], approve-above: {points: 10.5, cash: 5.00},"
            " approve-above-a-day: {points: 200}, wait: {days: 7}}"
        )
    )
    assert read.adjustments == Adjustments(
        ("goodwill", "correction"), {"points": 105, "cash": 500}, {"points": 2000}, wait_days=7, undo_days=1
    )
    assert programme(MINIMAL).adjustments == Adjustments()


@pytest.mark.parametrize(
    ("adjustments", "code"),
    [
        ("{approve-above: {stars: 5}}", "unknown_currency"),
        ("{approve-above: {points: 1.55}}", "too_precise"),
        ("{approve-above: 1000}", "wrong_type"),
        ("{approve-above: {points: -1}}", "out_of_range"),
        ("{approve-above: {points: 10}, approve-above-a-day: {points: 9}}", "limits_cross"),
        ("{approve: {points: 10}}", "unknown_key"),
        ("{undo: {hours: 5}}", "unknown_key"),
        ("{wait: {days: 0}}", "out_of_range"),
        ("{reasons: []}", "out_of_range"),
    ],
)
def test_what_cannot_be_is_told_with_its_line(adjustments: str, code: str) -> None:
    """An amount without a currency, a day that is tighter than a moment, no reason at all."""
    found = errors(club(adjustments))
    assert {(error.code, error.line) for error in found} >= {(code, 7)}


def test_the_schema_takes_what_the_reader_takes() -> None:
    """Editors accept it too."""
    assert valid(club("{reasons: goodwill, approve-above: {points: 10.5}, undo: {days: 2}}"))


def test_a_limit_of_nothing_means_that_everything_needs_a_second_person() -> None:
    """0 is a limit like any other."""
    assert programme(club("{approve-above: {points: 0}}")).adjustments.approve_above == {"points": 0}


LIMITS = "{reasons: [goodwill, correction], approve-above: {points: 1000}, wait: {days: 21}, undo: {days: 2}}"


TOLD = {
    "en": "Staff give and take points by hand for these reasons only: goodwill and correction. Without a second "
    "person, at most this can be given or taken at once: 1,000 points. A request that nobody decides ends "
    "after 21 days. What was done by hand can be undone within 2 days.",
    "ru": "Сотрудники начисляют и списывают баллы вручную только по этим причинам: знак внимания и исправление. "
    "Без второго человека за один раз можно начислить или списать не больше этого: 1 000 баллов. Запрос, по "
    "которому никто не принял решения, закрывается через 21 день. Сделанное вручную можно отменить в течение "
    "2 дней.",
    "ro": "Angajații dau și iau puncte manual numai din aceste motive: gest de bunăvoință și corectare. Fără o a "
    "doua persoană, deodată se poate da sau lua cel mult atât: 1.000 de puncte. O cerere pe care n-o decide "
    "nimeni se închide după 21 de zile. Ce s-a făcut manual se poate anula timp de 2 zile.",
}


@pytest.mark.parametrize("lang", TOLD)
def test_a_new_limit_is_told_to_whoever_publishes_it(lang: str) -> None:
    """`diff` has it in three languages; the text for members says nothing of it."""
    old, new = programme(HEAD + CLUB + WORDS), programme(club(LIMITS))
    (change,) = diff(old, new, lang=lang)
    assert (change.path, change.after) == ("adjustments", TOLD[lang])
    assert explain(old, lang=lang) == explain(new, lang=lang)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ["Added by our staff: goodwill.", "Taken off by our staff: goodwill."]),
        ("ru", ["Начислено сотрудником: знак внимания.", "Списано сотрудником: знак внимания."]),
        (
            "ro",
            [
                "Adăugat de echipa noastră: gest de bunăvoință.",
                "Scăzut de echipa noastră: gest de bunăvoință.",
            ],
        ),
    ],
)
def test_a_member_reads_the_reason_in_their_language(lang: str, said: list[str]) -> None:
    """As the document's words have it; given and taken are told apart."""
    told = speaker(programme(club(LIMITS)), lang=lang)
    assert [tell_adjusted(points, "goodwill", told, undone=False) for points in (5, -5)] == said


def test_a_reason_that_members_could_not_read_is_doubted() -> None:
    """Where the programme speaks another language and the reason has no text in it."""
    head = HEAD.replace("name: Club", "name: {en: Club, ro: Club}")
    club_of = f"{head}{CLUB}adjustments: {{reasons: [goodwill, spilt-coffee]}}\n{WORDS}"
    assert "missing_text" in warnings(club_of)
    assert "missing_text" not in warnings(club_of.replace(", spilt-coffee", ""))

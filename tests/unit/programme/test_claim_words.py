"""What may be written of claims, what may not, and what members and publishers read of them."""

import pytest
from tests.unit.programme.documents import HEAD, MINIMAL, errors, programme
from tests.unit.programme.test_adjustment_words import CLUB
from tests.unit.programme.test_schema import valid

from tessera.programme.claims import AtOnce, Claims
from tessera.programme.diff import diff
from tessera.programme.document import Cap, Span
from tessera.programme.explain import explain


def club(claims: str) -> str:
    """A document with these claims on line 7."""
    return f"{HEAD}{CLUB}claims: {claims}\n"


def test_how_long_is_read() -> None:
    """As it says, or 60 days; a document without the section takes none."""
    assert programme(club("{within: {days: 14}}")).claims == Claims(14)
    assert programme(club("{}")).claims == Claims(60)
    at_once = AtOnce(2050, Cap(Span.MONTH, times=2))
    assert programme(club("{at-once: {up-to: 20.50, times: 2, per: month}}")).claims == Claims(60, at_once)
    assert programme(MINIMAL).claims is None


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ("{within: 60}", "wrong_type"),
        ("{within: {days: 0}}", "out_of_range"),
        ("{within: {months: 2}}", "unknown_key"),
        ("{at-once: 500}", "wrong_type"),
        ("{at-once: {up-to: 20.00}}", "missing_key"),
        ("{at-once: {up-to: 20.00, times: 2, per: member-year}}", "unknown_choice"),
        ("{sooner: 500}", "unknown_key"),
        ("yes", "wrong_type"),
    ],
)
def test_what_cannot_be_is_told_with_its_line(claims: str, code: str) -> None:
    """Days without a unit, none at all, another unit, another key."""
    assert (code, 7) in {(error.code, error.line) for error in errors(club(claims))}


def test_the_schema_takes_what_the_reader_takes() -> None:
    """Editors accept it too."""
    assert valid(club("{within: {days: 14}}"))
    assert valid(club("{at-once: {up-to: 20.00, times: 2, per: month}}"))


@pytest.mark.parametrize(
    ("lang", "days", "said"),
    [
        ("en", 1, "Show us the receipt by the day after your purchase, and we look into it."),
        ("en", 60, "Show us the receipt within 60 days of your purchase, and we look into it."),
        ("ru", 21, "Покажите нам чек в течение 21 дня после покупки, и мы разберёмся."),
        ("ru", 60, "Покажите нам чек в течение 60 дней после покупки, и мы разберёмся."),
        ("ro", 1, "Arătați-ne bonul cel târziu a doua zi după cumpărătură și verificăm."),
        ("ro", 14, "Arătați-ne bonul în cel mult 14 zile de la cumpărătură și verificăm."),
        ("ro", 60, "Arătați-ne bonul în cel mult 60 de zile de la cumpărătură și verificăm."),
    ],
)
def test_members_read_until_when(lang: str, days: int, said: str) -> None:
    """Under a heading of its own, plurals right; whoever publishes it reads the same in the differences."""
    new = programme(club(f"{{within: {{days: {days}}}}}"))
    assert said in explain(new, lang=lang)
    (change,) = diff(programme(HEAD + CLUB), new, lang=lang)
    assert (change.path, change.after) == ("claims", said)


@pytest.mark.parametrize(
    ("lang", "times", "said"),
    [
        ("en", 1, "Receipts of up to $20.50 count at once (once a month); we look at the others first."),
        (
            "en",
            2,
            "Receipts of up to $20.50 count at once (up to 2 times a month); we look at the others first.",
        ),
        (
            "ru",
            1,
            "Чеки на сумму до 20,50 $ засчитываем сразу (один раз в месяц), остальные сначала проверяем.",
        ),
        (
            "ru",
            5,
            "Чеки на сумму до 20,50 $ засчитываем сразу (максимум 5 раз в месяц), остальные сначала проверяем.",
        ),
        (
            "ro",
            1,
            (
                "Bonurile de până la 20,50 USD le luăm în calcul pe loc (o singură dată pe lună), "
                "pe celelalte le verificăm întâi."
            ),
        ),
    ],
)
def test_members_read_what_counts_at_once(lang: str, times: int, said: str) -> None:
    """Behind until when; the differences tell it too."""
    new = programme(club(f"{{at-once: {{up-to: 20.50, times: {times}, per: month}}}}"))
    assert said in explain(new, lang=lang)
    (change,) = diff(programme(club("{}")), new, lang=lang)
    assert (change.path, said in (change.after or "")) == ("claims", True)

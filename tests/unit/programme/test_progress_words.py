"""Where a member stands, and what became of a level, in three languages."""

from datetime import date

import pytest
from tests.unit.programme.documents import MINIMAL, programme

from tessera.programme.sentences.progress import Missing, tell_level_change, tell_progress
from tessera.programme.speak import Speaker, speaker

NAMES = "{en: [point, points], ru: [балл, балла, баллов], ro: [punct, puncte, de puncte]}"
LADDER = """\
tiers:
  qualify:
    counters: {nights: {by: measure, of: night}, spend: {by: spend}, points: {by: points-earned}}
    within: calendar-year
  levels:
    - id: guest
    - {id: oak, at: {all-of: {nights: 3, spend: 100.00}}, name: {en: Oak, ru: Дуб, ro: Stejar}}
    - {id: elm, at: {any-of: {nights: 30, points: 1000}}, name: {en: Elm, ru: Вяз, ro: Ulm}}
"""


def speaking(lang: str) -> Speaker:
    return speaker(programme(MINIMAL.replace("[point, points]", NAMES) + LADDER), lang=lang)


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "en",
            [
                "Your level is Oak, to December 31, 2027.",
                "To keep it after that, you still need 1.5 nights and purchases of $20 by the end of December 31, 2026.",
                "You still need 21 nights or 1 point for Elm.",
            ],
        ),
        (
            "ru",
            [
                "Ваш уровень — «Дуб», по 31 декабря 2027 года включительно.",
                (
                    "Чтобы сохранить его и дальше, нужно ещё: 1,5 ночи и покупки на 20 $."
                    " Срок — по 31 декабря 2026 года включительно."
                ),
                "До уровня «Вяз» осталось: 21 ночь или 1 балл.",
            ],
        ),
        (
            "ro",
            [
                "Nivelul dumneavoastră este Stejar, până pe 31 decembrie 2027 inclusiv.",
                (
                    "Ca să îl păstrați și după aceea, mai aveți nevoie de 1,5 nopți și cumpărături de 20 USD"
                    " până pe 31 decembrie 2026 inclusiv."
                ),
                "Pentru nivelul Ulm mai aveți nevoie de 21 de nopți sau 1 punct.",
            ],
        ),
    ],
)
def test_what_lies_ahead_is_told_with_the_last_good_days(lang: str, told: list[str]) -> None:
    """Thousandths of a night as parts of it, money as money; what is not missing is not named."""
    voice = speaking(lang)
    (tiers,) = voice.programme.tiers
    keep = Missing("oak", {"nights": 1500, "spend": 2000}, any_of=False, by_on=date(2027, 1, 1))
    following = Missing("elm", {"nights": 21_000, "points": 1}, any_of=True, by_on=None)
    assert (
        tell_progress(tiers, "oak", voice, until_on=date(2028, 1, 1), keep=keep, following=following) == told
    )


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "en",
            [
                "You have reached Elm.",
                "You keep Oak to February 29, 2028.",
                "Elm has ended. Your level is now Oak, to February 29, 2028.",
                "gold has ended. Your level is now Guest.",
            ],
        ),
        (
            "ru",
            [
                "Вы достигли уровня «Вяз».",
                "Уровень «Дуб» остаётся за вами по 29 февраля 2028 года включительно.",
                "Срок уровня «Вяз» закончился. Теперь ваш уровень — «Дуб», по 29 февраля 2028 года включительно.",
                "Срок уровня «gold» закончился. Теперь ваш уровень — «Guest».",
            ],
        ),
        (
            "ro",
            [
                "Ați atins nivelul Ulm.",
                "Păstrați nivelul Stejar până pe 29 februarie 2028 inclusiv.",
                "Nivelul Ulm s-a încheiat. Acum aveți nivelul Stejar, până pe 29 februarie 2028 inclusiv.",
                "Nivelul gold s-a încheiat. Acum aveți nivelul Guest.",
            ],
        ),
    ],
)
def test_each_change_of_a_level_is_told(lang: str, told: list[str]) -> None:
    """With the last good day where there is one; a level that is gone from the document by its own word."""
    voice, until_on = speaking(lang), date(2028, 3, 1)
    assert told == [
        tell_level_change("reached", "oak", "elm", voice, until_on=None),
        tell_level_change("kept", "oak", "oak", voice, until_on=until_on),
        tell_level_change("lowered", "elm", "oak", voice, until_on=until_on),
        tell_level_change("ended", "gold", "guest", voice, until_on=None),
    ]

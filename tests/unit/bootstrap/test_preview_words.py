"""What a new version changes, and for whom, as whoever publishes it reads it."""

from datetime import UTC, datetime

import pytest
from tests.unit.programme.documents import MINIMAL, programme

from tessera.bootstrap.commands.programme.preview import tell_preview
from tessera.programme.diff import Change, Kind
from tessera.programme.sentences.change import tell_change
from tessera.programme.speak import speaker
from tessera.programme.succession import Obstacle
from tessera.usecases.preview_programme import CurrencyTouched, LevelMove, Preview, RuleTouched
from tessera.usecases.recount_history import Recount, RecountedCurrency

PREVIEW = Preview(
    against=3,
    changes=(),
    obstacles=(
        Obstacle("level_held", "tiers.levels.gold", "The level is gone.", "Say what takes its place."),
    ),
    members=1200,
    moves=[LevelMove("tiers", "gold", "silver", 1), LevelMove("club", "star", None, 21)],
    currencies=[
        CurrencyTouched("points", Kind.CHANGED, ("worth", "expire"), 2, 1500, 3000, 1500),
        CurrencyTouched("gems", Kind.REMOVED, (), 0, 0, None, None),
    ],
    rules=[
        RuleTouched("base", Kind.CHANGED, 1, 22),
        RuleTouched("old", Kind.REMOVED, 0, 0),
        RuleTouched("new", Kind.ADDED, 0, 0),
    ],
    recount=Recount(datetime(2026, 3, 1, tzinfo=UTC), 2, 5, [RecountedCurrency("points", 300, 200, 2, 0)]),
)

TOLD = {
    "en": """
Beside version 3, over 1,200 members:
- 1 member moves from gold to silver (tiers).
- 21 members move from star to no level, since the structure is gone (club).
- The currency points changes (worth, expire); 2 accounts have 1,500 of it. \
That will be worth $15 instead of $30. What is in the books keeps its dates.
- The currency gems is gone; nobody has any of it.
- The rule base changes; 1 account earned by it 22 times in the last year.
- The rule old is gone; nobody earned by it in the last year.
- The rule new is new.
- Since 2026-03-01 5 activities of 2 accounts were decided again in memory, as if it had been in force then:
  - points: 200 earned instead of 300; more for 2 accounts, less for 0 accounts.

It cannot be published as it is:
- tiers.levels.gold: The level is gone. Say what takes its place.
""",
    "ru": """
Рядом с версией 3; всего 1 200 участников:
- 1 участник переходит с уровня gold на уровень silver (tiers).
- 21 участник теряет уровень star: этой лестницы больше нет (club).
- Валюта points меняется (worth, expire); на 2 счетах 1 500. \
Это будет стоить 15 $ вместо 30 $. То, что уже начислено, сохраняет свои сроки.
- Валюта gems больше не действует; её ни у кого нет.
- Правило base меняется; за последний год по нему начислено 22 раза на 1 счёте.
- Правило old больше не действует; за последний год по нему никому ничего не начислялось.
- Правило new — новое.
- С 2026-03-01 пересчитано в памяти, как если бы версия уже действовала, 5 действий на 2 счетах:
  - points: начислено 200 вместо 300; больше — на 2 счетах, меньше — на 0 счетах.

В таком виде её нельзя опубликовать:
- tiers.levels.gold: The level is gone. Say what takes its place.
""",
    "ro": """
Față de versiunea 3, la 1.200 de membri:
- 1 membru trece de la gold la silver (tiers).
- 21 de membri trec de la star la niciun nivel, fiindcă structura nu mai este (club).
- Moneda points se schimbă (worth, expire); 2 conturi au 1.500 din ea. \
Va valora 15 USD în loc de 30 USD. Ce este deja acordat își păstrează termenele.
- Moneda gems nu mai este; nimeni nu are nimic din ea.
- Regula base se schimbă; 1 cont a primit prin ea de 22 de ori în ultimul an.
- Regula old nu mai este; nimeni nu a primit nimic prin ea în ultimul an.
- Regula new este nouă.
- Din 2026-03-01 au fost socotite din nou, în memorie, ca și cum ar fi fost în vigoare, 5 acțiuni din 2 conturi:
  - points: 200 în loc de 300; mai mult pentru 2 conturi, mai puțin pentru 0 conturi.

Așa cum este, nu poate fi publicată:
- tiers.levels.gold: The level is gone. Say what takes its place.
""",
}  # fmt: skip


@pytest.mark.parametrize("lang", TOLD)
def test_a_preview_is_told_in_three_languages(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Numbers, plurals and money in each language; obstacles are for the writer of the document, as the checker's errors."""
    tell_preview(PREVIEW, programme(MINIMAL), lang=lang)
    assert capsys.readouterr().out == TOLD[lang]


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        ("en", ["a is new: B", "a is gone. It said: A", "a changes.\n  before: A\n  after:  B"]),
        (
            "ru",
            ["a — новое: B", "a — больше нет. Раньше говорилось: A", "a меняется.\n  было:  A\n  стало: B"],
        ),
        ("ro", ["a este nou: B", "a nu mai este. Spunea: A", "a se schimbă.\n  înainte: A\n  acum:    B"]),
    ],
)
def test_a_change_is_told_in_three_languages(lang: str, lines: list[str]) -> None:
    """What is new, what is gone, and both sides of what changes, one below the other."""
    told = speaker(programme(MINIMAL), lang=lang)
    changes = [Change(kind, "a", "A", "B") for kind in (Kind.ADDED, Kind.REMOVED, Kind.CHANGED)]
    assert [tell_change(change, told) for change in changes] == lines

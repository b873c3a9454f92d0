"""What may be written of draws, what may not, and what members read of them."""

from datetime import UTC, datetime

import pytest
from tests.unit.programme.documents import errors, programme, warnings

from tessera.programme.diff import diff
from tessera.programme.draw import Draw, Prize
from tessera.programme.explain import explain

HEAD = """\
programme: {id: club, name: {en: Club, ru: Клуб, ro: Club}, money: USD, timezone: America/New_York, until: 2027-01-01}
currencies:
  points: {name: {en: [point, points], ru: [балл, балла, баллов], ro: [punct, puncte, de puncte]}, worth: 0.01}
  tickets: {name: {en: [ticket, tickets], ru: [билет, билета, билетов], ro: [tichet, tichete, de tichete]}}
  cash: {name: {en: cash back, ru: [рубль, рубля, рублей], ro: bani}, unit: money}
earn:
  base: {on: purchase, give: {points: 1, per: 1.00}}
  ticket: {on: purchase, give: {tickets: 1}}
tiers: {qualify: {by: points-earned, of: points, within: lifetime}, levels: [{id: seed}, {id: oak, at: 9}]}
draws:
"""
NAME = "name: {en: Summer draw, ru: Летний розыгрыш, ro: Tombola de vară}"
PUBLIC = (
    "public: {en: the lottery of July 5, ru: тираж лотереи от 5 июля, ro: extragerea loteriei din 5 iulie}"
)
MUGS = (
    "{id: mug, name: {en: [mug, mugs], ru: [кружка, кружки, кружек], ro: [cană, căni, de căni]}, number: 10}"
)
BIKE = "{id: bike, name: {en: bicycle, ru: велосипед, ro: bicicletă}}"


def club(
    *, entries: str = "tickets", closes: str = "2026-07-01", prizes: str = f"[{BIKE}, {MUGS}]", more: str = ""
) -> str:
    """A document with a draw on line 11."""
    draw = f"  summer: {{{NAME}, entries: {entries}, closes: {closes}, {PUBLIC}, prizes: {prizes}{more}}}\n"
    return HEAD + draw


def test_a_draw_is_read_whole() -> None:
    """Everything in its place; a date is the local midnight that begins it, one prize may stand alone."""
    draw = programme(
        club(prizes=BIKE, more=", again: true, for: {tiers: oak, traits: {card: [gold, blue]}}")
    ).draws["summer"]
    assert draw == Draw(
        id="summer",
        name={"en": "Summer draw", "ru": "Летний розыгрыш", "ro": "Tombola de vară"},
        entries="tickets",
        closes_at=datetime(2026, 7, 1, 4, tzinfo=UTC),
        public={
            "en": "the lottery of July 5",
            "ru": "тираж лотереи от 5 июля",
            "ro": "extragerea loteriei din 5 iulie",
        },
        prizes=(Prize("bike", {"en": ("bicycle",), "ru": ("велосипед",), "ro": ("bicicletă",)}),),
        again=True,
        levels=("oak",),
        traits={"card": frozenset({"gold", "blue"})},
    )


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (club(entries="cash"), "money_as_entries"),
        (club(entries="tokens"), "unknown_currency"),
        (club(closes="2027-01-02"), "outside_programme"),
        (club(prizes=f"[{BIKE}, {MUGS.replace('mug,', 'bike,', 1)}]"), "duplicate_id"),
        (club(prizes=f"[{BIKE}, {MUGS.replace('10', '1000')}]"), "too_many_prizes"),
        (club(prizes=MUGS.replace("[mug, mugs]", "mug")), "plural_forms"),
        (club(more=", for: {tiers: elm}"), "unknown_tier"),
        (club(more=", again: false"), "wrong_type"),
        (club().replace(f", {PUBLIC}", ""), "missing_key"),
    ],
)
def test_what_cannot_be_drawn_is_refused_at_its_place(written: str, code: str) -> None:
    """One error for one slip, on the draw's own line."""
    (error,) = errors(written)
    assert (error.code, error.line) == (code, 11)


def test_a_draw_may_close_with_the_programme() -> None:
    """`until` is the first day that is too late for both."""
    assert programme(club(closes="2027-01-01")).draws


def test_a_draw_that_nobody_gets_tickets_for_is_doubted() -> None:
    """Only where neither a rule nor a conversion gives them."""
    none = club().replace("give: {tickets: 1}", "give: {points: 9}")
    assert "idle_draw" in warnings(none)
    assert "idle_draw" not in warnings(club())
    bought = "convert: {a: {every: {points: 100}, give: {tickets: 1}, on: month-end}}\n"
    assert "idle_draw" not in warnings(none + bought)


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "en",
            (
                "Summer draw: collect tickets until the end of June 30, 2026. Each one that you have by then is a chance to"
                " win. Prizes: bicycle and 10 mugs. Nobody wins twice. Who wins follows from a number that we seal"
                " beforehand and from the lottery of July 5. Anyone can check it."
            ),
        ),
        (
            "ru",
            (
                "Летний розыгрыш: сколько билетов вы накопите по 30 июня 2026 года включительно, столько у вас шансов"
                " выиграть. Призы: велосипед и 10 кружек. Выиграть можно только один раз. Победителей определяют число,"
                " которое мы фиксируем заранее, и тираж лотереи от 5 июля. Проверить это может каждый."
            ),
        ),
        (
            "ro",
            (
                "Tombola de vară: strângeți tichete până pe 30 iunie 2026 inclusiv. Câte aveți atunci, atâtea șanse de"
                " câștig aveți. Premii: bicicletă și 10 căni. Nimeni nu câștigă de două ori. Câștigătorii rezultă dintr-un"
                " număr pe care îl fixăm dinainte și din extragerea loteriei din 5 iulie. Oricine poate verifica."
            ),
        ),
    ],
)
def test_members_read_a_draw_in_their_language(lang: str, told: str) -> None:
    """Chances, the last day, prizes in their plural forms, and why to trust it."""
    assert told in explain(programme(club()), lang=lang)


def test_members_read_whom_it_is_for_and_whether_they_can_win_again() -> None:
    """A single prize says nothing of winning twice; an hour is told with the day."""
    told = explain(
        programme(
            club(closes="2026-07-01T18:00", more=", again: true, for: {tiers: oak, traits: {vip: yes}}")
        )
    )
    assert "until July 1, 2026, 6:00 PM." in told
    assert "You can win more than once. Only members whose level is Oak take part. You take part if" in told
    assert "win" not in explain(programme(club(prizes=BIKE))).partition("Prizes:")[2].partition("Who wins")[0]


def test_a_changed_draw_is_a_change() -> None:
    """Before and after, as members read it; what is said alike is told field by field."""
    old, new = programme(club()), programme(club(closes="2026-08-01"))
    (change,) = diff(old, new)
    assert change.path == "draws.summer"
    assert "June 30" in change.before
    assert "July 31" in change.after
    (gone,) = diff(old, programme(HEAD.removesuffix("draws:\n")))
    assert (gone.kind, gone.path) == ("removed", "draws.summer")

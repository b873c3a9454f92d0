"""What may be written of the life of points, what may not, and what members read of it in three languages."""

import pytest
from tests.unit.programme.documents import BASE, HEAD, errors, programme

from tessera.programme.diff import diff
from tessera.programme.document import Currency
from tessera.programme.explain import explain
from tessera.programme.life import Clocked, Expiry, ExpiryRound, Inactivity, Pending, Shelter, Then

NAMES = "{en: [point, points], ru: [балл, балла, баллов], ro: [punct, puncte, de puncte]}"
LEVELS = "tiers: {qualify: {by: spend, within: lifetime}, levels: [{id: seed}, {id: oak, at: 10.00, name: {en: Oak, ru: Дуб, ro: Stejar}}]}\n"  # noqa: E501 - one line


def club(points: str, rule: str = "") -> str:
    """A document whose points live as `points` says, on line 2 from column 90 on."""
    extra = f"  extra: {rule}\n" if rule else ""
    currency = f"currencies: {{points: {{name: {NAMES}, {points}}}}}\n"
    return f"{HEAD}{currency}earn:\n{BASE}{extra}{LEVELS}"


def currency(points: str) -> Currency:
    return programme(club(points)).currencies["points"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("{inactive: {months: 12}}", Expiry(inactive=Inactivity(Expiry(months=12)))),
        (
            "{months: 36, inactive: {years: 1, by: [visit, purchase], round: year-end}}",
            Expiry(
                months=36,
                inactive=Inactivity(
                    Expiry(years=1, round=ExpiryRound.YEAR_END), frozenset({"visit", "purchase"})
                ),
            ),
        ),
        (
            "{inactive: {days: 90, by: visit, of: lot}}",
            Expiry(days=90, inactive=Inactivity(Expiry(days=90), frozenset({"visit"}), Clocked.LOT)),
        ),
    ],
)
def test_a_clock_of_inactivity_is_read(written: str, read: Expiry) -> None:
    """Of a lot, it is the lot's own length too."""
    assert currency(f"expire: {written}").expire == read


def test_waiting_shelter_and_most_are_read() -> None:
    """Defaults: points are available at the end of a wait, and expire at once when a shelter ends."""
    wait = currency("pending: {until: delivery, at-most: {days: 60}}").pending
    assert wait == Pending(until="delivery", at_most_days=60, then=Then.AVAILABLE)
    gone = currency("pending: {until: delivery, days: 14, at-most: {days: 60}, then: gone}").pending
    assert gone == Pending(14, "delivery", 60, Then.GONE)
    assert currency("expire: {days: 9}, shelter: oak").shelter == Shelter(("oak",))
    shelter = currency("expire: {days: 9}, shelter: {levels: [oak], then: {months: 3}}").shelter
    assert shelter == Shelter(("oak",), months=3)
    assert currency("scale: 1, most: 100.5").most == 1005


@pytest.mark.parametrize(
    ("points", "code", "at"),
    [
        ("expire: {inactive: {by: visit}}", "missing_key", "{by"),
        ("expire: {inactive: {months: 0}}", "out_of_range", "0}"),
        ("expire: {inactive: {months: 1, of: member}}", "unknown_choice", "member"),
        ("expire: {inactive: {months: 1, by: Visit!}}", "invalid_word", "Visit"),
        ("expire: {inactive: {months: 1}, round: month-end}", "missing_key", "{inactive"),
        ("expire: {months: 2, inactive: {months: 1, of: lot}}", "two_lengths", "{months: 2"),
        ("expire: {inactve: {months: 1}}", "unknown_key", "inactve"),
        ("expire: never, shelter: oak", "nothing_to_shelter", "shelter"),
        ("expire: {days: 9}, shelter: elm", "unknown_tier", "elm"),
        ("expire: {days: 9}, shelter: {then: expire}", "missing_key", "{then"),
        ("expire: {days: 9}, shelter: {levels: oak, then: {}}", "missing_key", "{}"),
        ("expire: {days: 9}, shelter: {levels: oak, then: stay}", "wrong_type", "stay"),
        ("most: 0", "out_of_range", "0}"),
        ("most: 10.5", "too_precise", "{name"),
        ("most: lots", "wrong_type", "lots"),
        ("pending: {at-most: {days: 3}}", "missing_key", "{at-most"),
        ("pending: {days: 3, then: gone}", "missing_key", "{days"),
        ("pending: {until: delivery}", "missing_key", "{until"),
        ("pending: {until: month-end}", "wrong_event", "{until"),
        ("pending: {until: delivery, at-most: {days: 9}, round: month-end}", "two_waits", "{until"),
        ("pending: {round: month-end}, expire: {round: quarter-end}", "expires_before_ready", "pending"),
        ("pending: {until: return, at-most: {days: 3}}", "wrong_event", "{until"),
        ("pending: {until: delivery, at-most: 3}", "wrong_type", "3}"),
        ("pending: {until: delivery, at-most: {days: 3}, then: lost}", "unknown_choice", "lost"),
        (
            "pending: {until: delivery, days: 9, at-most: {days: 20}, then: gone}, expire: {days: 29}",
            "expires_before_ready",
            "pending",
        ),
    ],
)
def test_what_cannot_be_meant_is_named_at_its_place(points: str, code: str, at: str) -> None:
    """Code, line and column, with what to write instead."""
    text = club(points)
    line = text.splitlines()[1]
    found = errors(text)
    assert [error.code for error in found] == [code], [str(error) for error in found]
    assert (found[0].line, found[0].column) == (2, line.rindex(at) + 1), str(found[0])
    assert found[0].advice


def test_a_rule_has_no_clock_and_no_date_beside_a_clock_of_lots() -> None:
    """The clock is the currency's; and where every visit keeps all points, none can have a date of its own."""
    rule = "{on: visit, give: {points: 1}, expire: {days: 3}}"
    assert [
        error.code for error in errors(club("expire: never", rule.replace("days: 3", "inactive: {days: 3}")))
    ] == ["unknown_key"]
    assert [error.code for error in errors(club("expire: {inactive: {days: 9, of: lot}}", rule))] == [
        "expire_beside_clock"
    ]
    assert not errors(club("expire: {inactive: {days: 9}}", rule))


TOLD = {
    "expire: {inactive: {months: 1, by: [purchase, visit], round: month-end}}": {
        "en": "After 1 month without a purchase or a visit, they all expire at the end of that month.",
        "ru": "Через 1 месяц без покупок и визитов, в конце месяца, сгорает весь запас баллов.",
        "ro": "După o lună fără cumpărături sau vizite, la sfârșitul lunii, expiră tot ce ați strâns.",
    },
    "expire: {inactive: {years: 2}}": {
        "en": "last for as long as you are active. After 2 years without any activity, they all expire.",
        "ru": "Через 2 года без активности сгорает весь запас баллов.",
        "ro": "După 2 ani fără nicio activitate expiră tot ce ați strâns.",
    },
    "expire: {inactive: {days: 21, by: review, of: lot}}": {
        "en": "last 21 days. Nothing expires within 21 days after a review.",
        "ru": "Ещё 21 день после отзыва ничего не сгорает.",
        "ro": "Timp de 21 de zile după o recenzie nu expiră nimic.",
    },
    "expire: {days: 9}, shelter: {levels: oak, then: {days: 2}}": {
        "en": "While your level is Oak, nothing expires. When that level ends, nothing expires for another 2 days.",
        "ru": "На уровне «Дуб» ничего не сгорает. Когда уровень закончится, ещё 2 дня ничего не сгорит.",
        "ro": "La nivelul Stejar nu expiră nimic. Când nivelul se încheie, încă 2 zile nu expiră nimic.",
    },
    "expire: {days: 9}, shelter: oak": {
        "en": "When that level ends, whatever is past its date expires at once.",
        "ru": "Когда уровень закончится, всё просроченное сгорит сразу.",
        "ro": "Când nivelul se încheie, ce a depășit termenul expiră imediat.",
    },
    "most: 1500": {
        "en": "You can have 1,500 points at most; nothing is given beyond that.",
        "ru": "Предел — 1 500 баллов: сверх этого ничего не начисляется.",
        "ro": "Puteți avea cel mult 1.500 de puncte; peste această limită nu se mai acordă.",
    },
    "pending: {until: delivery, days: 5, at-most: {days: 22}, then: gone}": {
        "en": "5 days after the delivery and never expire. If that does not happen within 22 days, they are gone.",
        "ru": "потратить их можно через 5 дней после доставки. Если этого не случится за 22 дня, начисление сгорит.",
        "ro": "la 5 zile după livrare și nu expiră niciodată. Dacă acest lucru nu se întâmplă în 22 de zile, se pierd.",
    },
    "pending: {until: shipping, at-most: {days: 1}}": {
        "en": "after your order is shipped and never expire. At the latest, they are ready 1 day after you earn them.",
        "ru": "потратить их можно после отправки заказа. Самое позднее — через 1 день после начисления.",
        "ro": "după expedierea comenzii și nu expiră niciodată. Cel târziu la o zi după acordare.",
    },
}


@pytest.mark.parametrize("points", TOLD)
def test_members_read_it_in_three_languages(points: str) -> None:
    """With the right plurals, and what they have to do."""
    told = programme(club(points))
    for lang, sentence in TOLD[points].items():
        assert sentence in explain(told, lang=lang)


def test_a_change_of_the_life_of_points_is_told() -> None:
    """Before and after, as members read it."""
    old, new = (programme(club(f"expire: {{inactive: {{months: {n}}}}}, most: 50")) for n in (12, 6))
    (change,) = diff(old, new)
    assert change.path == "currencies.points"
    assert "After 12 months without any activity" in change.before
    assert "After 6 months without any activity" in change.after

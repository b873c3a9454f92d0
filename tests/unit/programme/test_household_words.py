"""What may be written of households: as members read it, what differs between versions, and what cannot be written."""

from dataclasses import replace

import pytest

from tessera.engine.vocabulary import VOCABULARY
from tessera.programme.diff import diff
from tessera.programme.document import Cap, Programme, Span
from tessera.programme.explain import explain
from tessera.programme.household import Households, Role
from tessera.programme.load import load

CLUB = """\
programme: {id: club, name: {en: Club, ru: Клуб, ro: Club}, money: USD, timezone: UTC}
currencies:
  points: {name: {en: [point, points], ru: [балл, балла, баллов], ro: [punct, puncte, de puncte]}}
  cash: {name: {en: cash back, ru: [кешбэк, кешбэка, кешбэка], ro: cashback}, unit: money}
earn:
  base: {on: purchase, give: {points: 1, per: 1.00}}
"""
SHARED = """\
households:
  members: 6
  invitation: {days: 21}
  roles:
    parent: {manages: true}
    child: {spends: [{points: 500, per: month}, {money: 5.00, currency: cash, per: day}]}
    guest: {spends: nothing}
words:
  parent: {en: parent, ru: взрослый, ro: adult}
  child: {en: child, ru: ребёнок, ro: copil}
  guest: {en: guest, ru: гость, ro: oaspete}
"""

TOLD = {
    "en": [
        "Up to 6 of you can share one balance. Whatever each of you brings along and earns goes into it.",
        "Whoever starts the household has the role “parent”.",
        "Parent: invites and removes others and gives out the roles, spends as they like.",
        "Child: spends up to 500 points a month, up to $5 a day.",
        "Guest: earns, but spends nothing.",
        "An invitation is good for 21 days.",
        "If you leave, the points stay with the household. Whoever leaves last takes them along.",
    ],
    "ru": [
        (
            "Вместе копить на одном счёте могут до 6 участников. На него попадает всё, что каждый принёс с собой и накопил"
            " потом."
        ),
        "Кто открывает общий счёт, получает роль «взрослый».",
        "Взрослый: приглашает и исключает участников, раздаёт роли, тратит сколько захочет.",
        "Ребёнок: тратит максимум 500 баллов в месяц, максимум 5 $ в день.",
        "Гость: копит, но не тратит.",
        "Приглашение действует 21 день.",
        "Если вы уйдёте, накопленное останется на общем счёте. Последний, кто уходит, забирает всё с собой.",
    ],
    "ro": [
        "Până la 6 membri pot aduna într-un singur cont. În el intră tot ce aduce fiecare și tot ce adună apoi.",
        "Cine deschide contul comun primește rolul „adult”.",
        "Adult: invită și scoate membri, împarte rolurile, cheltuie cât dorește.",
        "Copil: cheltuie cel mult 500 de puncte pe lună, cel mult 5 USD pe zi.",
        "Oaspete: adună, dar nu cheltuie.",
        "Invitația e valabilă 21 de zile.",
        "Dacă plecați, tot ce s-a adunat rămâne în contul comun. Cine pleacă ultimul ia totul cu sine.",
    ],
}


def programme(text: str) -> Programme:
    loaded = load(text, vocabulary=VOCABULARY)
    assert loaded.programme is not None, loaded.errors
    return loaded.programme


def test_roles_and_their_limits_are_read_in_smallest_units() -> None:
    """A limit is in the unit of its currency; who has no limits has None, who spends nothing has none to spend."""
    read = programme(CLUB + SHARED).households
    assert read == Households(
        6,
        {
            "parent": Role("parent", manages=True),
            "child": Role(
                "child",
                limits={"points": (Cap(Span.MONTH, points=500),), "cash": (Cap(Span.DAY, points=500),)},
            ),
            "guest": Role("guest", limits={}),
        },
        21,
    )
    assert read.founder.id == "parent"
    assert programme(CLUB).households is None


@pytest.mark.parametrize("lang", TOLD)
def test_households_are_told_in_every_language(lang: str) -> None:
    """How many, what each role may do, how long an invitation is good, and what leaving means."""
    told = explain(programme(CLUB + SHARED), lang=lang).splitlines()
    assert [line for line in TOLD[lang] if f"- {line}" not in told] == []


def test_a_version_that_changes_them_says_so() -> None:
    """The section is one part, with all its sentences."""
    old = programme(CLUB + SHARED)
    assert old.households is not None
    new = replace(old, households=replace(old.households, members=4))
    (change,) = diff(old, new)
    assert change.path == "households"
    assert (change.before[:7], change.after[:7]) == ("Up to 6", "Up to 4")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{members: 1, roles: {a: {manages: true}}}", "out_of_range"),
        ("{members: 4}", "missing_key"),
        ("{roles: {a: {manages: true}}}", "missing_key"),
        ("{members: 4, roles: {a: {}}}", "nobody_manages"),
        ("{members: 4, roles: {a: {}, b: {manages: true}}}", "nobody_manages"),
        ("{members: 4, roles: {a: {manages: yes}}}", "wrong_type"),
        ("{members: 4, roles: {a: {manages: true, spends: some}}}", "unknown_choice"),
        ("{members: 4, roles: {a: {manages: true, spends: {per: day}}}}", "cap_form"),
        ("{members: 4, roles: {a: {manages: true, spends: {points: 5, per: lifetime}}}}", "unknown_choice"),
        ("{members: 4, roles: {a: {manages: true, spends: {money: 5.00, per: day}}}}", "cap_form"),
        (
            "{members: 4, roles: {a: {manages: true, spends: [{points: 5, per: day}, {points: 6, per: day}]}}}",
            "two_caps",
        ),
        (
            "{members: 4, roles: {a: {manages: true, spends: {points: 5, currency: gold, per: day}}}}",
            "unknown_currency",
        ),
    ],
)
def test_what_cannot_be_meant_is_an_error_where_it_stands(text: str, code: str) -> None:
    """One error, on the line of the section."""
    errors = load(f"{CLUB}households: {text}\n", vocabulary=VOCABULARY).errors
    assert [(error.code, error.line) for error in errors] == [(code, 7)]

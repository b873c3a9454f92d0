"""What a version has no place for, and what a migration must say."""

import pytest
from tests.unit.programme.documents import MINIMAL, programme, with_tiers

from tessera.engine.vocabulary import VOCABULARY
from tessera.programme.diff import diff
from tessera.programme.explain import explain
from tessera.programme.load import load
from tessera.programme.sentences.change import tell_change
from tessera.programme.speak import speaker
from tessera.programme.succession import Holdings, left_behind, obstacles

ONE = "{qualify: {by: spend, within: lifetime}, levels: [{id: seed}, {id: oak, at: 50}]}"
TWO = "{qualify: {by: spend, within: lifetime}, levels: [{id: seed}, {id: elm, at: 70}]}"
MIGRATE = "migrate: {levels: {oak: elm}}\n"
CAPPED = "  summer: {on: visit, give: {points: 5}, cap: {points: 9, per: month}}\n"


def test_what_has_a_place_is_not_left_behind() -> None:
    """The same levels, an heir of the same structure, none on purpose; and a first version follows nothing."""
    old = programme(with_tiers(ONE))
    assert not left_behind([], old)
    assert not left_behind([old], old)
    assert not left_behind([old], programme(with_tiers(TWO) + MIGRATE))
    assert not left_behind([old], programme(MINIMAL + "migrate: {levels: {oak: none}}\n"))
    assert not left_behind([programme(MINIMAL)], old)


def test_a_level_without_an_heir_in_its_own_structure_is_left_behind() -> None:
    """Also one that only an earlier version had, while the one before still reads it; the first level is everybody's."""
    old, migrated = programme(with_tiers(ONE)), programme(with_tiers(TWO) + MIGRATE)
    assert left_behind([old], programme(with_tiers(TWO))).levels == (("tiers", "oak"),)
    assert left_behind([old, migrated], programme(with_tiers(TWO))).levels == (("tiers", "oak"),)
    elsewhere = with_tiers(TWO.replace("{qualify", "{id: status, qualify")) + MIGRATE
    assert left_behind([old], programme(elsewhere)).levels == (("tiers", "oak"),)


def test_only_what_is_held_is_an_obstacle() -> None:
    """Or may be held until a later version begins."""
    left = left_behind([programme(with_tiers(ONE))], programme(MINIMAL))
    assert list(obstacles(left, Holdings(), later=False)) == []
    assert [one.code for one in obstacles(left, Holdings(), later=True)] == ["level_held"]
    held = Holdings(levels={("tiers", "oak"): 3})
    (told,) = obstacles(left, held, later=False)
    assert str(told).startswith(
        "tiers.levels.oak: The level is gone, but 3 members have it. Say in the document"
    )


@pytest.mark.parametrize(
    ("migrate", "code", "says"),
    [
        ("levels: {elm: elm}", "not_gone", "`elm` is still a level"),
        ("levels: {oak: alm}", "unknown_tier", "Did you mean `elm`?"),
        ("rules: {base: summer}", "not_gone", "`base` is still a rule"),
        ("rules: {june: sumer}", "unknown_rule", "Did you mean `summer`?"),
        ("rules: {june: base}", "no_cap", "`base` has no cap"),
        ("rules: {}", "out_of_range", "1 to 1000"),
        ("currencies: {stars: points}", "unknown_key", "Write one of: levels, rules."),
    ],
)
def test_a_migration_that_cannot_be_meant_is_an_error_at_its_place(
    migrate: str, code: str, says: str
) -> None:
    """What is gone must be gone, its heir must be there, and have something to take over."""
    text = MINIMAL + CAPPED + f"tiers: {TWO}\n"
    loaded = load(text + f"migrate: {{{migrate}}}\n", vocabulary=VOCABULARY)
    (found,) = loaded.errors
    assert (found.code, found.line) == (code, text.count("\n") + 1)
    assert says in str(found)


def test_members_are_told_in_three_languages_what_takes_the_place_of_what() -> None:
    """By the words that the document has for what is gone; a level that ends without an heir is not spoken of."""
    words = (
        "words:\n  oak: {en: Oak, ru: Дуб, ro: Stejar}\n"
        "  june: {en: the June campaign, ru: Июнь, ro: campania din iunie}\n"
    )
    names = "{en: Elm, ru: Вяз, ro: Ulm}"
    text = MINIMAL + CAPPED + f"tiers: {TWO.replace('{id: elm', '{id: elm, name: ' + names)}\n"
    text += "migrate: {levels: {oak: elm, willow: none}, rules: {june: summer}}\n" + words
    told = {lang: explain(programme(text), lang=lang) for lang in ("en", "ru", "ro")}
    assert "If your level was Oak, it is now Elm, for as long as Oak would have lasted." in told["en"]
    assert "What you already got from the June campaign counts towards this limit." in told["en"]
    assert "Если у вас был уровень «Дуб», теперь ваш уровень — «Вяз», на тот же срок." in told["ru"]
    assert "То, что вы уже получили по правилу «Июнь», входит в этот предел." in told["ru"]
    assert "Dacă aveați nivelul Stejar, acum aveți nivelul Ulm, pentru aceeași perioadă." in told["ro"]
    assert "Ce ați primit deja prin campania din iunie intră în această limită." in told["ro"]
    assert not any("willow" in text for text in told.values())


def test_the_diff_names_each_heir() -> None:
    """Also when only the heir changes."""
    old = programme(with_tiers(TWO) + MIGRATE)
    new = programme(with_tiers(TWO) + "migrate: {levels: {oak: none}}\n")
    assert [tell_change(change, speaker(new, lang="en")) for change in diff(old, new)] == [
        "migrate.oak changes.\n  before: elm\n  after:  none"
    ]


def test_a_role_that_members_have_stays() -> None:
    """One that nobody has may go at once; later, somebody may have been given it by then."""
    households = "households: {members: 4, roles: {parent: {manages: true}, child: {spends: nothing}}}\n"
    old, new = programme(MINIMAL + households), programme(MINIMAL)
    left = left_behind([old], new)
    assert left.roles == ("parent", "child")
    assert not left_behind([new], old)
    assert list(obstacles(left, Holdings(), later=False)) == []
    (told,) = obstacles(left, Holdings(roles={"child": 2, "aunt": 1}), later=False)
    assert str(told).startswith(
        "households.roles.child: The role is gone, but 2 members have it. Keep it until"
    )
    assert [one.code for one in obstacles(left, Holdings(), later=True)] == ["role_held", "role_held"]

"""Invented names."""

from tessera.bootstrap.names import invented_name


def test_a_household_always_gets_the_same_name() -> None:
    """A name depends on the household alone, not on what was asked before."""
    alone = invented_name(42)
    asked_after_others = [invented_name(household) for household in (7, 42, 7, 42)]
    assert asked_after_others == [invented_name(7), alone, invented_name(7), alone]


def test_names_differ() -> None:
    """A thousand households have some hundreds of names among them, each a first and a last one."""
    names = [invented_name(household) for household in range(1_000)]
    assert len(set(names)) > 900
    assert all(len(name.split()) >= 2 for name in names)

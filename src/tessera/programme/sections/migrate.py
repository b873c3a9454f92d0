"""`migrate:`, what takes the place of what earlier versions had."""

from typing import Any

from tessera.programme.migration import Migration
from tessera.programme.shapes import Id, Key, LevelRef, Literal, MapOf, OneOf, Refined, Scope, Shape, Table

_HEIR: Shape[str | None] = OneOf((Refined(Literal("none"), lambda _value, _scope: None), LevelRef()))


def _migration(values: dict[str, Any], _scope: Scope) -> Migration:
    return Migration(levels=values.get("levels", {}), rules=values.get("rules", {}))


MIGRATE: Shape[Migration] = Refined(
    Table(
        "a migration",
        {
            "levels": Key(
                MapOf(
                    Id("a level that is gone"), _HEIR, "levels that are gone, such as `{gold: oak}`", most=100
                ),
                "Levels that are gone, each with the one that its members hold instead; none ends it.",
            ),
            "rules": Key(
                MapOf(
                    Id("a rule that is gone"),
                    Id("a rule's id"),
                    "rules that are gone, such as `{june-milk: summer-milk}`",
                ),
                "Rules that are gone, each with the one for whose caps counts what they gave.",
            ),
        },
    ),
    _migration,
)

"""The languages in which a programme can be told."""

from collections.abc import Mapping

from tessera.kit.problems import InvalidValue

LOCALES = {"en": "en_US", "ru": "ru_RU", "ro": "ro_RO"}
"""The locale of each language; its sentences are in `wording/`."""

PLURAL_FORMS: Mapping[str, tuple[str, ...]] = {
    "en": ("1", "2"),
    "ru": ("1", "2", "5"),  # балл, балла, баллов
    "ro": ("1", "2", "20"),  # punct, puncte, de puncte
}
"""For each language, numbers that need different forms of a noun, in the order in which a name lists its forms."""


class UnknownLanguage(InvalidValue):
    """Asked for a language in which no sentences are written."""

"""Which language a call asks for."""

import pytest

from tessera.api.language import preferred


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("ro", "ro"),
        ("ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7", "ru"),
        ("de-DE, de;q=0.9, ro-MD;q=0.4, en;q=0.3", "ro"),
        ("en;q=0.1, RU ; q = 0.2", "ru"),
        ("ro;q=0, en;q=0.5", "en"),
        ("de, fr;q=0.5", None),
        ("*", None),
        ("", None),
        ("ru;q=much, en;q=0.2", "en"),
        (";;,,q=1;=", None),
    ],
)
def test_the_best_language_that_there_is_is_found(header: str, lang: str | None) -> None:
    """By weight, then by place; what nobody speaks here or nobody can read is passed over."""
    assert preferred(header) == lang

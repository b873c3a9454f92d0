"""However a till writes it, one identity has one form."""

import pytest

from tessera.kit.problems import InvalidValue
from tessera.members.identities import normalise


@pytest.mark.parametrize(
    ("kind", "written", "normal"),
    [
        ("card", "4006 3812-0017", "400638120017"),
        ("card", "aB12", "aB12"),
        ("phone", "+373 (22) 12-34-56", "+37322123456"),
        ("phone", "+44 (0)20 7946 0018", "+442079460018"),
        ("email", "Ann.Example@EXAMPLE.com", "ann.example@example.com"),
        ("external:shop", "gid://shop/7", "gid://shop/7"),
    ],
)
def test_an_identity_has_one_form_and_keeps_it(kind: str, written: str, normal: str) -> None:
    """Normalising twice is normalising once."""
    assert normalise(kind, written, field="x") == normal
    assert normalise(kind, normal, field="x") == normal


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("card", "123"),
        ("card", "1" * 41),
        ("card", "\u043a\u043e\u0442 12"),
        ("card", "\uff11\uff12\uff13\uff14"),
        ("phone", "022 123 456"),
        ("phone", "+1 23"),
        ("phone", "call me"),
        ("email", "ann@"),
        ("email", "ann"),
        ("external:shop", ""),
        ("external:shop", "a\u0000b"),
        ("passport", "A1234567"),
    ],
)
def test_what_cannot_be_one_is_refused_without_being_repeated(kind: str, written: str) -> None:
    """The problem names the field; the value is personal and stays out of it."""
    with pytest.raises(InvalidValue) as refusal:
        normalise(kind, written, field="member.card")
    assert refusal.value.facts == {"field": "member.card"}
    assert not written or written not in refusal.value.detail

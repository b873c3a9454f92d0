"""Who counts as the same one."""

import pytest

from tessera.approvals.staff import Staff, is_same

ANN = Staff("console", "k1", "Ann Popescu")


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (Staff("console", "k1"), True),
        (Staff("console", "k1", "Bob"), True),
        (Staff("other", "k2", " ann  POPESCU "), True),
        (Staff("command", None, "Ａnn Popescu"), True),
        (Staff("console", "k2"), False),
        (Staff("console", "k2", "Bob"), False),
        (Staff("command", None, "Bob"), False),
    ],
)
def test_the_same_key_or_the_same_name_is_the_same_one(other: Staff, same: bool) -> None:  # noqa: FBT001
    """However the name is typed; another key without a name is somebody else."""
    assert is_same(ANN.hand, ANN.person, other) is same


def test_on_the_command_line_the_name_is_the_hand() -> None:
    """There is no key; two people who type there are two hands, and one who types in two ways is one."""
    bob, bob_again, ann = (Staff("command", None, name) for name in ("Bob", " BOB ", "Ann"))
    assert bob.hand == bob_again.hand != ann.hand
    assert not is_same(bob.hand, bob.person, ann)

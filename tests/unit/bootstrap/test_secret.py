"""The installation's secret."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tessera.bootstrap.secret import find_secret
from tessera.bootstrap.settings import Settings, read_settings
from tessera.kit.problems import InvalidValue


def test_a_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    """It lies in the home folder, nobody else may read it, and it is found again."""
    settings = Settings(home=tmp_path / "home")
    secret = find_secret(settings)
    assert len(secret) == 64
    assert find_secret(settings) == secret
    assert (tmp_path / "home" / "secret").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in (tmp_path / "home").iterdir()] == ["secret"]


def test_all_who_start_at_once_find_one_secret(tmp_path: Path) -> None:
    """Whoever is quickest makes it; nobody goes on with one of their own."""
    with ThreadPoolExecutor(16) as pool:
        found = set(pool.map(lambda _: find_secret(Settings(home=tmp_path)), range(64)))
    assert found == {(tmp_path / "secret").read_bytes()}


def test_the_environment_s_secret_comes_first_and_is_never_told(tmp_path: Path) -> None:
    """Nothing is written where one is given, and it does not show where settings are."""
    given = "an example of a secret with 40 characters"
    settings = read_settings({"TESSERA_HOME": str(tmp_path), "TESSERA_SECRET": given})
    assert find_secret(settings) == given.encode()
    assert list(tmp_path.iterdir()) == []
    assert given not in repr(settings)


def test_a_short_secret_is_refused() -> None:
    """What can be guessed seals nothing; the sentence names the variable and not its value."""
    with pytest.raises(InvalidValue, match="TESSERA_SECRET has 6 characters") as caught:
        read_settings({"TESSERA_SECRET": "sesame"})
    assert "sesame" not in caught.value.detail

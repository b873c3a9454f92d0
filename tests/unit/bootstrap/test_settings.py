"""Settings come from the environment."""

from pathlib import Path

import pytest

from tessera.bootstrap.django_database import django_database
from tessera.bootstrap.settings import Settings, read_settings
from tessera.kit.problems import InvalidValue


def test_an_empty_environment_gives_the_defaults() -> None:
    """Nothing has to be set; an empty variable counts as not set."""
    assert read_settings({}) == Settings() == read_settings({"DATABASE_URL": "", "TESSERA_PORT": ""})


def test_every_setting_can_be_set() -> None:
    """Each variable reaches its own setting."""
    environment = {
        "DATABASE_URL": "postgresql://db/loyalty",
        "TESSERA_HOME": "/srv/tessera",
        "TESSERA_HOST": "::1",
        "TESSERA_PORT": "9000",
    }
    expected = Settings(
        home=Path("/srv/tessera"), database_url="postgresql://db/loyalty", host="::1", port=9000
    )
    assert read_settings(environment) == expected


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "8000.0", "٣"])
def test_an_impossible_port_is_named(port: str) -> None:
    """A port that cannot be is refused with the variable's name."""
    with pytest.raises(InvalidValue, match="TESSERA_PORT") as caught:
        read_settings({"TESSERA_PORT": port})
    assert caught.value.facts == {"field": "TESSERA_PORT"}


def test_django_gets_the_same_database() -> None:
    """A URL and a conninfo with a socket folder both reach Django, further parameters as options."""
    assert django_database("postgresql://ann:pw@db:5433/loyalty?sslmode=require") == {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": "db",
        "PORT": "5433",
        "NAME": "loyalty",
        "USER": "ann",
        "PASSWORD": "pw",
        "OPTIONS": {"sslmode": "require"},
    }
    assert django_database("host=/run/tessera user=postgres dbname=shop")["HOST"] == "/run/tessera"


@pytest.mark.parametrize("url", ["nonsense", "mysql://root:hunter2@db/shop", "postgresql://u:hunter2@[::1/x"])
def test_an_address_of_no_postgresql_is_named_without_its_password(url: str) -> None:
    """The sentence says what one looks like."""
    with pytest.raises(InvalidValue, match="DATABASE_URL is not the address of a PostgreSQL") as caught:
        read_settings({"DATABASE_URL": url})
    assert caught.value.facts == {"field": "DATABASE_URL"}
    assert "hunter2" not in str(caught.value)

"""Settings: what the environment says, read once, typed. Everything has a default that works."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tessera.kit.problems import InvalidValue

HIGHEST_PORT = 65535


@dataclass(frozen=True, slots=True)
class Settings:
    """How this installation runs.

    `database_url` is a PostgreSQL URL or conninfo; None means the embedded server, which lives in `home`.
    """

    home: Path = Path(".tessera")
    database_url: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read DATABASE_URL, TESSERA_HOME, TESSERA_HOST and TESSERA_PORT. Raises InvalidValue with the name."""
    defaults = Settings()
    return Settings(
        home=Path(environ.get("TESSERA_HOME") or defaults.home),
        database_url=environ.get("DATABASE_URL") or None,
        host=environ.get("TESSERA_HOST") or defaults.host,
        port=_port(environ.get("TESSERA_PORT") or str(defaults.port)),
    )


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= HIGHEST_PORT):
        sentence = f"TESSERA_PORT is {text!r}; write a number from 1 to {HIGHEST_PORT}."
        raise InvalidValue(sentence, field="TESSERA_PORT")
    return int(text)

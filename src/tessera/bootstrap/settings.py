"""Settings: what the environment says, read once, typed. Everything has a default that works."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from tessera.access.limits import CALLS_A_MINUTE
from tessera.kit.problems import InvalidValue

HIGHEST_PORT = 65535
SHORTEST_SECRET = 32
MOST_WORKERS = 64
MOST_CALLS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """How this installation runs. `workers`: processes that serve. `calls_a_minute`: what each key may do.

    `database_url` is a PostgreSQL URL or conninfo; None means the embedded server, which lives in `home`. `secret` seals
    codes; None means the one that lies in `home` (`secret`).
    """

    home: Path = Path(".tessera")
    database_url: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = min(2, os.cpu_count() or 1)
    calls_a_minute: int = CALLS_A_MINUTE
    secret: str | None = field(default=None, repr=False)


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read DATABASE_URL, TESSERA_HOME, TESSERA_HOST, TESSERA_PORT, TESSERA_WORKERS, TESSERA_CALLS_A_MINUTE and
    TESSERA_SECRET.

    Raises InvalidValue with the name.
    """
    defaults = Settings()
    return Settings(
        home=Path(environ.get("TESSERA_HOME") or defaults.home),
        database_url=_database_url(environ.get("DATABASE_URL")),
        host=environ.get("TESSERA_HOST") or defaults.host,
        port=_number(environ, "TESSERA_PORT", defaults.port, most=HIGHEST_PORT),
        workers=_number(environ, "TESSERA_WORKERS", defaults.workers, most=MOST_WORKERS),
        calls_a_minute=_number(environ, "TESSERA_CALLS_A_MINUTE", defaults.calls_a_minute, most=MOST_CALLS),
        secret=_secret(environ.get("TESSERA_SECRET")),
    )


def _database_url(given: str | None) -> str | None:
    if not given:
        return None
    try:
        conninfo_to_dict(given)
    except ProgrammingError:  # its words may hold the password
        raise InvalidValue(
            "DATABASE_URL is not the address of a PostgreSQL; write one like postgresql://user:password@host:5432/name.",
            field="DATABASE_URL",
        ) from None
    return given


def _secret(given: str | None) -> str | None:
    if given and len(given) < SHORTEST_SECRET:
        raise InvalidValue(
            f"TESSERA_SECRET has {len(given)} characters; take at least {SHORTEST_SECRET} random ones.",
            field="TESSERA_SECRET",
        )
    return given or None


def _number(environ: Mapping[str, str], name: str, default: int, *, most: int) -> int:
    text = environ.get(name) or str(default)
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= most):
        raise InvalidValue(f"{name} is {text!r}; write a number from 1 to {most}.", field=name)
    return int(text)

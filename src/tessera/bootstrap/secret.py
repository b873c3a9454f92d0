"""The installation's secret, from which the key is derived that seals codes.

It is `TESSERA_SECRET`, or else made once and laid in the home folder for its owner alone. Lost, or another on another
server, it cannot open what was sealed before: such codes go on working, but cannot be shown again.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

from psycopg import Connection

from tessera.bootstrap.settings import Settings
from tessera.catalogue.seal import Seal
from tessera.catalogue.seals import check_seal

FILE: Final = "secret"
_BYTES: Final = 32


def find_secret(settings: Settings) -> bytes:
    """The secret of this installation; made now if it has none. Processes that start at once find the same one."""
    if settings.secret is not None:
        return settings.secret.encode()
    file = settings.home / FILE
    with suppress(FileNotFoundError):
        return file.read_bytes()
    settings.home.mkdir(parents=True, exist_ok=True)
    return _lay(file, secrets.token_hex(_BYTES).encode())


def checked_seal(settings: Settings, connection: Connection) -> Seal:
    """The seal of this installation. Raises OtherSecret where its codes were sealed with another secret."""
    seal = Seal(find_secret(settings))
    check_seal(connection, seal)
    return seal


def _lay(file: Path, secret: bytes) -> bytes:
    """Whole or not at all: under a name of its own first, then linked unless another process was quicker."""
    own = file.with_name(f"{FILE}-{os.getpid()}-{secrets.token_hex(4)}")
    handle = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(secret)
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(FileExistsError):
            os.link(own, file)
    finally:
        own.unlink()
    return file.read_bytes()

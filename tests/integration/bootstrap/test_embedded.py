"""The embedded server: started, shared, killed, started again."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from tessera.bootstrap.embedded import Embedded
from tessera.bootstrap.embedded.place import EmbeddedUnavailable

SMALL = {"shared_buffers": "16MB"}
OWNER = """
import sys, time
from pathlib import Path
from tessera.bootstrap.embedded import Embedded
print(Embedded(Path(sys.argv[1]), settings={"shared_buffers": "16MB"}).start(), flush=True)
time.sleep(60)
"""
BRIEF = """
import sys
from pathlib import Path
from tessera.bootstrap.embedded import Embedded
with Embedded(Path(sys.argv[1]), settings={"shared_buffers": "16MB"}):
    print("started", flush=True)
    input()
    print("done", flush=True)
print("stopped", flush=True)
"""
COMMAND = """
import sys
from pathlib import Path
import psycopg
from tessera.bootstrap.embedded import Embedded
embedded = Embedded(Path(sys.argv[1]), settings={"shared_buffers": "16MB"})
with psycopg.connect(embedded.start()) as connection:
    connection.execute("select pg_advisory_xact_lock(1)")
    connection.execute("create table if not exists kept (word text)")
    connection.execute("insert into kept values (%s)", (sys.argv[2],))
embedded.stop()
"""


@pytest.fixture
def home() -> Iterator[Path]:
    """A home folder that root's unprivileged server account can walk into, unlike pytest's own."""
    umask = os.umask(0o022)
    with tempfile.TemporaryDirectory(prefix="tessera-home-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / ".tessera"
    os.umask(umask)


def write(dsn: str, word: str) -> None:
    with psycopg.connect(dsn) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        connection.execute("INSERT INTO kept VALUES (%s)", (word,))


def kept(dsn: str) -> list[str]:
    with psycopg.connect(dsn) as connection:
        return [word for (word,) in connection.execute("SELECT word FROM kept ORDER BY word")]


def own_elsewhere(home: Path) -> tuple[subprocess.Popen[str], str]:
    """A process that owns the home's server, and the server's conninfo."""
    owner = subprocess.Popen([sys.executable, "-c", OWNER, str(home)], stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    with owner.stdout as said:
        return owner, said.readline().strip()


def server_pid(home: Path) -> int:
    return int((home / "postgres/data/postmaster.pid").read_text().split()[0])


def wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.01)
    pytest.fail(f"process {pid} is still there")


def test_what_was_written_is_there_after_a_restart(home: Path) -> None:
    """A stopped server starts again on the same data; commits wait for the disk; nobody else is let in."""
    embedded = Embedded(home, settings=SMALL)
    write(embedded.start(), "first")
    embedded.stop()
    with Embedded(home, settings=SMALL) as again:
        dsn = again.start()
        assert kept(dsn) == ["first"]
        with psycopg.connect(dsn) as connection:
            shown = [
                connection.execute(f"SHOW {name}").fetchone() for name in ("synchronous_commit", "fsync")
            ]
            assert shown == [("on",), ("on",)]
            assert connection.info.server_version >= 180_000
    assert (home / "postgres").stat().st_mode & 0o077 == 0


def test_a_second_process_connects_to_the_running_server(home: Path) -> None:
    """Whoever comes second gets the owner's server, and leaves it running when it stops."""
    owner, dsn = own_elsewhere(home)
    try:
        with Embedded(home, settings=SMALL) as guest:
            write(guest.start(), "from the guest")
        assert kept(dsn) == ["from the guest"]
    finally:
        owner.kill()
        owner.wait()


def test_an_owner_that_is_done_waits_for_whoever_still_uses_its_server(home: Path) -> None:
    """A command that found the server running finishes its work though the one that started it is done."""
    owner = subprocess.Popen(
        [sys.executable, "-c", BRIEF, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert owner.stdin is not None
    assert owner.stdout is not None
    with owner, owner.stdin as told, owner.stdout as said:
        said.readline()
        guest = Embedded(home, settings=SMALL)
        dsn = guest.start()
        told.write("go\n")
        told.flush()
        assert said.readline() == "done\n"
        time.sleep(0.5)  # an owner that waited for nobody would be gone by then
        write(dsn, "after the owner was done")
        assert kept(dsn) == ["after the owner was done"]
        guest.stop()
        assert said.readline() == "stopped\n"


def test_short_commands_at_the_same_moment_all_do_their_work(home: Path) -> None:
    """Each starts the server or finds it, writes, and stops it or leaves; nobody meets one that is being stopped."""
    commands = [
        subprocess.Popen(
            [sys.executable, "-c", COMMAND, str(home), f"word {n}"], stderr=subprocess.PIPE, text=True
        )
        for n in range(6)
    ]
    for command in commands:
        _, wrong = command.communicate()
        assert (command.returncode, wrong) == (0, "")
    with Embedded(home, settings=SMALL) as embedded:
        assert kept(embedded.start()) == [f"word {n}" for n in range(6)]


def test_the_server_ends_when_its_owner_is_killed(home: Path) -> None:
    """A kill -9 of the owner ends the server too; the next start finds everything committed."""
    owner, dsn = own_elsewhere(home)
    write(dsn, "committed")
    pid = server_pid(home)
    owner.kill()
    owner.wait()
    with Embedded(home, settings=SMALL) as next_owner:
        assert kept(next_owner.start()) == ["committed"]
        wait_until_gone(pid)


def test_a_killed_server_recovers_at_the_next_start(home: Path) -> None:
    """A kill -9 of server and owner leaves a stale pid file; the next start recovers all the same."""
    owner, dsn = own_elsewhere(home)
    write(dsn, "committed")
    pid = server_pid(home)
    os.kill(pid, signal.SIGKILL)
    owner.kill()
    owner.wait()
    assert (home / "postgres/data/postmaster.pid").exists()
    with Embedded(home, settings=SMALL) as next_owner:
        assert kept(next_owner.start()) == ["committed"]


def test_a_stale_pid_that_another_process_took_does_not_matter(home: Path) -> None:
    """A pid file that names a living process which is no server of ours is set aside, the process left alone."""
    with Embedded(home, settings=SMALL):
        pass
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        (home / "postgres/data/postmaster.pid").write_text(f"{stranger.pid}\n")
        with Embedded(home, settings=SMALL) as embedded:
            write(embedded.start(), "fine")
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_long_path_is_no_obstacle(home: Path) -> None:
    """A home whose socket path would be too long for the system gets a short socket folder of its own."""
    deep = home / "/".join(["a-rather-long-name"] * 6)
    with Embedded(deep, settings=SMALL) as embedded:
        write(embedded.start(), "deep")
        socket = Path(str(conninfo_to_dict(embedded.start())["host"]))
    assert socket.stat().st_mode & 0o077 == 0
    socket.rmdir()


def test_an_interrupted_first_start_is_begun_again(home: Path) -> None:
    """A half-made data folder is never taken for a whole one."""
    with Embedded(home, settings=SMALL):
        pass
    (home / "postgres/data").rename(home / "postgres/unfinished")
    with Embedded(home, settings=SMALL) as embedded:
        write(embedded.start(), "whole")


def test_a_server_that_cannot_start_says_why(home: Path) -> None:
    """The server's own words come with the error, and the lock is free again."""
    embedded = Embedded(home, settings={"shared_buffers": "no such size"})
    with pytest.raises(EmbeddedUnavailable, match="shared_buffers"):
        embedded.start()
    with Embedded(home, settings=SMALL) as repaired:
        write(repaired.start(), "repaired")


def test_data_of_another_version_is_not_touched(home: Path) -> None:
    """A data folder made by another PostgreSQL is refused with what to do about it."""
    with Embedded(home, settings=SMALL):
        pass
    (home / "postgres/data/PG_VERSION").write_text("17\n")
    with pytest.raises(EmbeddedUnavailable, match="made by PostgreSQL 17, this is 18"):
        Embedded(home, settings=SMALL).start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has another account run the server")
def test_root_keeps_the_data_elsewhere_when_its_home_is_closed(home: Path) -> None:
    """Under a folder closed to others, root's data moves to /var/lib/tessera, and the operator is told."""
    home.mkdir()
    home.chmod(0o700)
    with Embedded(home, settings=SMALL) as embedded:
        data = Path(str(conninfo_to_dict(embedded.start())["host"])).parent
    try:
        assert embedded.notice == (
            f"The database's files are in {data}: root's own server account cannot walk into {home}."
        )
        assert data.is_relative_to("/var/lib/tessera")
        assert (data / "data/PG_VERSION").exists()
    finally:
        shutil.rmtree(data)

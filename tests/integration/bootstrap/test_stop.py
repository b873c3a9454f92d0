"""Stopping what runs until it is stopped."""

import os
import signal
import socket
import subprocess

from tests.command import PATIENCE_SECONDS, TESSERA


def test_ctrl_c_stops_the_server_as_if_nothing_had_happened(dsn: str) -> None:
    """The way to stop it is no failure: exit code 0, neither a traceback nor "Aborted!"."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environ = {**os.environ, "DATABASE_URL": dsn, "TESSERA_PORT": str(port)}
    with subprocess.Popen([*TESSERA, "up"], env=environ, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        said = ""
        try:
            while "Serving on" not in said:
                line = server.stderr.readline()
                assert line, said
                said += line
            server.send_signal(signal.SIGINT)
            said += server.communicate(timeout=PATIENCE_SECONDS)[1]
        finally:
            server.kill()
    assert server.returncode == 0
    assert "Traceback" not in said
    assert "Aborted" not in said


def test_an_address_that_another_server_has_is_told_before_any_work() -> None:
    """One sentence with what to do, and not a word of serving; no database is needed to find it out."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        environ = {**os.environ, "DATABASE_URL": "host=/nowhere", "TESSERA_PORT": str(taken.getsockname()[1])}
        for word in ("up", "demo"):
            done = subprocess.run([*TESSERA, word], env=environ, capture_output=True, text=True, check=False)
            assert done.returncode == 3
            assert "Address already in use. Choose another place with TESSERA_PORT" in done.stderr
            assert "Serving" not in done.stderr

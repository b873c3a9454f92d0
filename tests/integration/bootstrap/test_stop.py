"""Stopping what runs until it is stopped."""

import os
import signal
import socket
import subprocess
import threading

import pytest
from tests.command import PATIENCE_SECONDS, TESSERA


def test_ctrl_c_stops_the_server_as_if_nothing_had_happened(dsn: str) -> None:
    """The way to stop it is no failure: exit code 0, neither a traceback nor "Aborted!"."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environ = {**os.environ, "DATABASE_URL": dsn, "TESSERA_PORT": str(port)}
    with subprocess.Popen([*TESSERA, "up"], env=environ, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        said, impatience = "", threading.Timer(PATIENCE_SECONDS, server.kill)
        impatience.start()
        try:
            while "Serving on" not in said:
                line = server.stderr.readline()
                assert line, said
                said += line
            server.send_signal(signal.SIGINT)
            said += server.communicate(timeout=PATIENCE_SECONDS)[1]
        finally:
            impatience.cancel()
            server.kill()
    assert server.returncode == 0
    assert "Traceback" not in said
    assert "Aborted" not in said


@pytest.mark.parametrize("word", ["up", "demo"])
def test_an_address_that_another_server_has_is_told_before_any_work(word: str) -> None:
    """One sentence with what to do, and not a word of serving; no database is needed to find it out. What an option says
    goes before the environment.
    """
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        environ = {**os.environ, "DATABASE_URL": "host=/nowhere", "TESSERA_PORT": port}
        for words in ([word], [word, "--port", port, "--host", "127.0.0.1"]):
            done = subprocess.run(
                [*TESSERA, *words], env=environ, capture_output=True, text=True, check=False
            )
            assert done.returncode == 3
            assert (
                f"on 127.0.0.1:{port}: Address already in use. Choose another place with --port"
                in done.stderr
            )
            assert "Serving" not in done.stderr
        free = subprocess.run(
            [*TESSERA, word, "--host", "127.0.0.2"], env=environ, capture_output=True, text=True, check=False
        )
    assert free.returncode == 3  # it is free there; what is missing then is the database
    assert "Address already in use" not in free.stderr

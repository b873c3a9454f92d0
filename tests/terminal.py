"""A terminal for the pages of the documentation: a scratch folder, a database, and the few commands that they use."""

import os
import re
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import chdir, suppress
from datetime import timedelta
from pathlib import Path
from string import Template

import click.testing
import httpx
from tests.command import TESSERA, end

from tessera.access.scopes import Scope
from tessera.bootstrap.cli import main
from tessera.bootstrap.replay.enrol import enrol_households
from tessera.bootstrap.replay.year import settle_year
from tessera.connect.complete_journey import Household
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.usecases.database import Database
from tessera.usecases.manage_keys import create_key
from tessera.usecases.programmes import Programmes

PATIENCE_SECONDS = 90  # on a machine that is busy with other tests
_SERVED_AT = "http://127.0.0.1:8000"
_PYTHON = {"python3", "python"}
_ELSEWHERE = {"git", "cd", "make", "source"}  # what a page shows, and a test had better not do


class Terminal:
    """Runs a page's commands in `folder`. What `tessera up` and `make demo` start runs until `close`."""

    def __init__(self, folder: Path, dsn: str) -> None:
        self._folder = folder
        self._dsn = dsn
        self._variables: dict[str, str] = {}
        self._server: subprocess.Popen[bytes] | None = None
        self._served_at = ""

    def write(self, name: str, text: str) -> None:
        """Save a file."""
        (self._folder / name).write_text(text)

    def run(self, block: str) -> str | None:
        """Run the commands of a block; returns what the last one printed, None when it was none of ours."""
        printed = None
        for command in _commands(block):
            printed = self._run(command)
        return printed

    def close(self) -> None:
        """Stop the server."""
        if self._server is not None:
            end(self._server)

    def _run(self, command: str) -> str | None:
        if found := re.fullmatch(r"(\w+)=\$\((.*)\)", command, re.DOTALL):
            self._variables[found[1]] = (self._run(found[2]) or "").strip().splitlines()[-1]
            return None
        words = shlex.split(Template(command).safe_substitute(self._variables), comments=True)
        if found := re.fullmatch(r"(\w+)=(.*)", words[0], re.DOTALL):
            if not found[2].endswith("..."):  # else it is the reader's to fill in, and known here
                self._variables[found[1]] = found[2]
            return None
        first, *pipes = _split(words)
        printed = self._start(first)
        for pipe in pipes:
            pipe[0] = sys.executable if pipe[0] in _PYTHON else pipe[0]
            printed = self._finish(pipe, said=printed)
        return printed

    def _start(self, words: list[str]) -> str | None:
        match words:
            case ["tessera", "up"]:
                self._serve()
            case ["tessera", *arguments]:
                return self._tessera(arguments)
            case ["cat", name]:
                return (self._folder / name).read_text()
            case ["curl", *arguments]:
                return self._curl(arguments)
            case ["python3", *arguments]:  # with its standard library alone
                return self._finish([sys.executable, "-IS", *arguments])
            case ["make", "demo"]:
                self._open_the_demo()
            case [word, *_] if word not in _ELSEWHERE:
                raise AssertionError(f"The pages' terminal does not know {words}")
        return None

    def _finish(self, words: list[str], *, said: str | None = None) -> str:
        """What a command prints that reads what another one said; one that does not end fails the page."""
        ran = subprocess.run(
            words,
            cwd=self._folder,
            input=said,
            capture_output=True,
            text=True,
            check=True,
            timeout=PATIENCE_SECONDS,
        )
        return ran.stdout

    def _tessera(self, arguments: list[str]) -> str:
        runner = click.testing.CliRunner()
        with chdir(self._folder):
            result = runner.invoke(main, arguments, env={"DATABASE_URL": self._dsn, "TERMINAL_WIDTH": "100"})
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.stdout if "--json" in arguments else result.output  # a machine reads only the answer

    def _curl(self, words: list[str]) -> str:
        rest = iter(words)
        method, url, body, headers = None, "", None, {}
        for word in rest:
            match word:
                case "-s" | "-sS":
                    pass
                case "-X":
                    method = next(rest)
                case "-H":
                    name, _, value = next(rest).partition(": ")
                    headers[name] = value
                case "--data-binary":
                    body = (self._folder / next(rest).removeprefix("@")).read_text()
                case "-d":
                    body = next(rest)
                case _:
                    url = word.replace(_SERVED_AT, self._served_at)
        method = method or ("GET" if body is None else "POST")
        return httpx.request(method, url, headers=headers, content=body, timeout=PATIENCE_SECONDS).text

    def _serve(self) -> None:
        """`tessera up`, for real, on a port of its own."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        environ = {**os.environ, "DATABASE_URL": self._dsn, "TESSERA_PORT": str(port)}
        log = self._folder / "server.log"
        with log.open("w") as said:
            self._server = subprocess.Popen(
                [*TESSERA, "up"], cwd=self._folder, env=environ, stdout=said, stderr=said
            )
        self._served_at = f"http://127.0.0.1:{port}"
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until and self._server.poll() is None:
            with suppress(httpx.TransportError):
                if httpx.get(f"{self._served_at}/readyz").is_success:
                    return
            time.sleep(0.05)
        raise AssertionError(f"The server did not become ready:\n{log.read_text()}")

    def _open_the_demo(self) -> None:
        """The demo's programme with one of its members and no purchases yet, served; its key is $KEY."""
        clock, programmes = SystemClock(), Programmes()
        with Database(self._dsn, size=2) as database:
            with database.work() as connection:
                settle_year(connection, moved=True, clock=clock)
                _, self._variables["KEY"] = create_key(
                    connection, source="demo", scopes=list(Scope), now=clock.now()
                )
            joined = clock.now() - timedelta(days=1)
            households = [Household(1, {"kids_count": "0"})]
            enrol_households(database, programmes, households, at=joined, clock=clock, new_id=new_id)
        self._serve()


def _commands(block: str) -> Iterator[str]:
    """The commands of a block: a line, or several when one ends in a backslash, in a pipe or within quotes."""
    begun = ""
    for line in block.splitlines(keepends=True):
        begun = f"{begun}{line}".replace("\\\n", "")
        with suppress(ValueError):
            if shlex.split(begun, comments=True) and line.rstrip("\n")[-1:] not in {"\\", "|"}:
                yield begun.strip()
                begun = ""


def _split(words: list[str]) -> list[list[str]]:
    """The stages of a pipeline."""
    stages: list[list[str]] = [[]]
    for word in words:
        if word == "|":
            stages.append([])
        else:
            stages[-1].append(word)
    return stages

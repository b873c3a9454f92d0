"""What a serving process writes on its standard error."""

import json
import subprocess
import sys
from pathlib import Path

SAY = """
import logging, structlog
from tessera.bootstrap.worker import _configure_logs
_configure_logs()
logging.getLogger("psycopg.pool").warning("error connecting in %r: no route\\n\\tcard 4006", "pool-1")
logging.getLogger("psycopg.pool").info("much ado")
structlog.get_logger("tessera").info("request", status=200)
"""


def test_libraries_log_as_we_do() -> None:
    """One JSON object a line, whoever says it; of a library's words the first line, and no chatter."""
    said = subprocess.run([sys.executable, "-c", SAY], check=True, capture_output=True, text=True).stderr
    first, second = [json.loads(line) for line in said.splitlines()]
    assert (first["event"], first["level"], first["logger"]) == (
        "error connecting in 'pool-1': no route",
        "warning",
        "psycopg.pool",
    )
    assert (second["event"], second["status"]) == ("request", 200)


def test_a_full_disk_costs_lines_and_nothing_else() -> None:
    """Where standard error cannot be written, whoever logs goes on."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", f"{SAY}\nprint('went on')"],
            check=False,
            stdout=subprocess.PIPE,
            stderr=full,
        )
    assert done.stdout == b"went on\n"

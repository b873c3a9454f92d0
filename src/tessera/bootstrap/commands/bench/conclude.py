"""How every benchmark ends."""

import sys
from typing import NoReturn

from tessera.bootstrap.bench.report import Report
from tessera.bootstrap.bench.show import show_report
from tessera.bootstrap.commands.context import print_json
from tessera.bootstrap.commands.group import EXIT_NO


def conclude(report: Report, *, as_json: bool) -> NoReturn:
    """Print the report, and leave: 0 when every check is met, else 1."""
    if as_json:
        print_json(report)
    else:
        show_report(report)
    sys.exit(0 if report.met else EXIT_NO)

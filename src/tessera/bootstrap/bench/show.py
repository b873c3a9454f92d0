"""Show a benchmark's report on a terminal."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

from tessera.bootstrap.bench.report import Report

WIDTH = 100


def show_report(report: Report, console: Console | None = None) -> None:
    """Print the figure beside its baseline, each check, and the details."""
    console = console or Console(width=max(WIDTH, Console().width))
    console.print(
        f"\n[bold]{report.name}[/bold]: {_told(report.value)} {report.unit}, {report.ratio} x "
        f"{report.baseline.name} ({_told(report.baseline.value)})"
    )
    table = Table("check", "measured", "target", "met")
    for check in report.checks:
        table.add_row(check.name, _told(check.value), _told(check.target), "yes" if check.met else "NO")
    console.print(table)
    for name, value in report.details.items():
        console.print(f"{name.replace('_', ' ')}: {_told(value)}")


def _told(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name.replace('_', ' ')} {_told(one)}" for name, one in value.items())
    return f"{value:,}" if isinstance(value, int | float) else str(value)

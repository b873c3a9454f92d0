"""Show a programme's summary on a terminal."""

from decimal import Decimal

from rich.console import Console
from rich.table import Table

from tessera.usecases.summarise_programme import CurrencySummary, Summary

WIDTH = 100


def show_summary(summary: Summary, console: Console | None = None) -> None:
    """Print members by tier, points by what became of them, what is owed, and the rules that gave most."""
    console = console or Console(width=max(WIDTH, Console().width))
    console.print(
        f"\n[bold]{summary.programme}[/bold], version {summary.version}: {summary.members:,} members"
    )
    for structure, levels in summary.tiers.items():
        table = Table("level", "members", title=structure.capitalize(), title_justify="left")
        for level, members in levels.items():
            table.add_row(level, f"{members:,}")
        console.print(table)
    table = Table(title="Points", title_justify="left")
    for heading in ("currency", "earned", "expired", "taken back", "pending", "available", "liability"):
        table.add_column(heading, justify="left" if heading == "currency" else "right")
    for one in summary.currencies:
        figures = (one.earned, one.expired, one.reversed, one.pending, one.available)
        table.add_row(one.currency, *(f"{figure:,}" for figure in figures), _money(one, summary.money))
    console.print(table)
    table = Table("rule", "currency", title="Rules that gave most", title_justify="left")
    table.add_column("points", justify="right")
    table.add_column("times", justify="right")
    for rule in summary.top_rules:
        table.add_row(rule.rule, rule.currency, f"{rule.points:,}", f"{rule.times:,}")
    console.print(table)


def _money(one: CurrencySummary, money: str) -> str:
    if one.liability_minor is None:
        return "none"
    return f"{Decimal(one.liability_minor) / 100:,.2f} {money}"

"""Show a programme's summary on a terminal, at most 80 columns wide and every number whole."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from tessera.usecases.summarise_programme import CurrencySummary, RuleSummary, Summary

WIDTH = 80
CURRENCIES_ABREAST = 3
_IF_ANY = {"converted", "redeemed", "held"}  # told of where there are any


def show_summary(summary: Summary, console: Console | None = None) -> None:
    """Print members by tier, points by what became of them, what is owed, and the rules that gave most."""
    console = console or Console(width=WIDTH)
    console.print(
        f"\n[bold]{summary.programme}[/bold], version {summary.version}: {summary.members:,} members"
    )
    for structure, levels in summary.tiers.items():
        console.print(_levels(structure, levels))
    for start in range(0, len(summary.currencies), CURRENCIES_ABREAST):
        console.print(_currencies(summary, summary.currencies[start : start + CURRENCIES_ABREAST]))
    if summary.vouchers:
        console.print(_vouchers(summary))
    if summary.draws:
        console.print(_draws(summary))
    if summary.top_rules:
        console.print(_rules(summary))


def _levels(structure: str, levels: dict[str, int]) -> Table:
    table = _table(structure, "members")
    for level, members in levels.items():
        table.add_row(level, f"{members:,}")
    return table


def _vouchers(summary: Summary) -> Table:
    table = _table("vouchers", "number")
    for state, number in summary.vouchers.items():
        table.add_row(state, f"{number:,}")
    return table


def _currencies(summary: Summary, currencies: Sequence[CurrencySummary]) -> Table:
    """A column for each currency, so that large figures have room."""
    table = _table("currency", *(one.currency for one in currencies))
    for fact, figures in (
        ("earned", [one.earned for one in currencies]),
        ("expired", [one.expired for one in currencies]),
        ("taken back", [one.reversed for one in currencies]),
        ("converted", [one.converted for one in currencies]),
        ("redeemed", [one.redeemed for one in currencies]),
        ("pending", [one.pending for one in currencies]),
        ("held", [one.held for one in currencies]),
        ("available", [one.available for one in currencies]),
    ):
        if fact in _IF_ANY and not any(figures):
            continue
        table.add_row(fact, *_amounts(summary, currencies, figures))
    table.add_row("liability", *(_liability(summary, one) for one in currencies))
    return table


def _draws(summary: Summary) -> Table:
    table = _table("draw", "closes", "accounts", "entries so far")
    for draw in summary.draws:
        table.add_row(draw.draw, f"{draw.closes_at:%Y-%m-%d}", f"{draw.accounts:,}", f"{draw.entries:,}")
    return table


def _amounts(
    summary: Summary, currencies: Sequence[CurrencySummary], figures: Sequence[int]
) -> Iterator[str]:
    for one, figure in zip(currencies, figures, strict=True):
        yield _amount(summary, one, figure)


def _amount(summary: Summary, one: CurrencySummary, figure: int) -> str:
    return _money(summary, figure) if one.is_money else f"{Decimal(figure).scaleb(-one.scale):,}"


def _liability(summary: Summary, one: CurrencySummary) -> str:
    return "none" if one.liability_minor is None else _money(summary, one.liability_minor)


def _rules(summary: Summary) -> Table:
    currencies = {one.currency: one for one in summary.currencies}
    table = _table("rule", "gave most", "times")
    for rule in summary.top_rules:
        table.add_row(rule.rule, _given(summary, rule, currencies.get(rule.currency)), f"{rule.times:,}")
    return table


def _given(summary: Summary, rule: RuleSummary, currency: CurrencySummary | None) -> str:
    amount = f"{rule.points:,}" if currency is None else _amount(summary, currency, rule.points)
    return f"{amount} {rule.currency}"


def _money(summary: Summary, minor: int) -> str:
    return f"{Decimal(minor).scaleb(-summary.money_digits):,} {summary.money}"


def _table(first: str, *others: str) -> Table:
    """A table whose first column may fold and whose figures never do."""
    table = Table(box=SIMPLE_HEAD)
    table.add_column(first, overflow="fold")
    for heading in others:
        table.add_column(heading, justify="right", no_wrap=True)
    return table

"""The summary that the demo ends with."""

from datetime import UTC, datetime
from io import StringIO

from rich.console import Console

from tessera.bootstrap.replay.show import WIDTH, show_summary
from tessera.usecases.summarise_programme import CurrencySummary, DrawSummary, RuleSummary, Summary

LARGE = 987_654_321_012


def shown(*, currencies: int, money_digits: int = 2) -> str:
    """The summary of a large programme with so many currencies, the first of which counts money."""
    summaries = [
        CurrencySummary(
            currency=f"currency-{place}",
            is_money=place == 0,
            earned=LARGE,
            pending=LARGE,
            available=LARGE,
            expired=LARGE,
            reversed=LARGE,
            adjusted=0,
            debt=0,
            liability_minor=LARGE if place < 2 else None,
        )
        for place in range(currencies)
    ]
    summary = Summary(
        programme="big-club",
        version=7,
        money="USD",
        money_digits=money_digits,
        members=LARGE,
        tiers={"tiers": {"seed": LARGE, "oak": 0}},
        currencies=summaries,
        vouchers={"issued": LARGE, "used": 0},
        top_rules=[RuleSummary("r" * 60, f"currency-{place}", LARGE, LARGE) for place in range(2)],
        draws=[DrawSummary("d" * 60, datetime(2026, 12, 7, 5, tzinfo=UTC), LARGE, LARGE)],
    )
    file = StringIO()
    show_summary(summary, Console(file=file, width=WIDTH))
    return file.getvalue()


def test_no_line_is_wider_than_80_columns_and_no_number_is_cut() -> None:
    """Long names fold and currencies move to a further table; figures of twelve digits stay whole."""
    text = shown(currencies=5)
    assert max(map(len, text.splitlines())) <= 80
    assert "…" not in text
    assert (
        text.count("987,654,321,012") == 2 + 4 * 5 + 1 + 2 + 3
    )  # members twice; four currencies; vouchers; a draw; rules
    assert text.count("9,876,543,210.12 USD") == 5 + 2 + 1  # one currency in money; two liabilities; a rule


def test_money_is_written_with_the_digits_that_it_has() -> None:
    """A money without cents gets none."""
    assert "987,654,321,012 USD" in shown(currencies=1, money_digits=0)


def test_a_currency_without_worth_owes_nothing_and_says_so() -> None:
    """No liability is not a liability of 0."""
    assert "none" in shown(currencies=3)
    assert "none" not in shown(currencies=2)


def test_a_currency_with_tenths_is_shown_with_them() -> None:
    """The books count tenths; a reader counts points."""
    one = CurrencySummary("miles", False, 125, 0, 125, 0, 0, 0, 0, 125, scale=1)
    summary = Summary("club", 1, "USD", 2, 1, {}, [one], [RuleSummary("base", "miles", 125, 1)])
    file = StringIO()
    show_summary(summary, Console(file=file, width=WIDTH))
    assert "12.5 miles" in file.getvalue()
    assert "125" not in file.getvalue()
    assert "1.25 USD" in file.getvalue()


def test_what_is_spent_or_set_aside_is_told_where_there_is_any() -> None:
    """A programme whose points pay for nothing is not told of it."""
    one = CurrencySummary("points", False, 100, 0, 60, 0, 0, 0, 0, 90, held=30, redeemed=10)
    summary = Summary("club", 1, "USD", 2, 1, {}, [one], [])
    file = StringIO()
    show_summary(summary, Console(file=file, width=WIDTH))
    rows = dict(line.split() for line in file.getvalue().splitlines() if len(line.split()) == 2)
    assert (rows["redeemed"], rows["held"], rows["available"]) == ("10", "30", "60")
    assert "redeemed" not in shown(currencies=1)
    assert "held" not in shown(currencies=1)

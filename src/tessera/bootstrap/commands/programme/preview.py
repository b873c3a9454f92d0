"""What a new version changes for the members there are, in lines."""

from collections.abc import Iterator
from decimal import Decimal

import click

from tessera.bootstrap.commands.context import connected
from tessera.bootstrap.progress import show_stages
from tessera.kit.clock import SystemClock
from tessera.kit.problems import NoProgramme
from tessera.programme.diff import Kind
from tessera.programme.document import Programme
from tessera.usecases.preview_programme import (
    CurrencyTouched,
    LevelMove,
    Preview,
    RuleTouched,
    preview_programme,
)
from tessera.usecases.read_programme import read_history
from tessera.usecases.recount_history import Recount
from tessera.usecases.succeed_version import programme_of

_KINDS = {Kind.ADDED: "is new", Kind.REMOVED: "is gone", Kind.CHANGED: "changes"}


def newest_programme() -> Programme:
    """The newest published version's. Raises NoProgramme."""
    with connected() as connection:
        versions = read_history(connection)
    if not versions:
        raise NoProgramme("Nothing is published yet; name the document to compare with: diff OLD NEW.")
    return programme_of(versions[-1])


def previewed(programme: Programme, *, lang: str, days: int) -> Preview:
    """The document beside the newest version, over this installation's members."""
    with connected() as connection, show_stages(unit="accounts") as tell:
        return preview_programme(
            connection, programme, clock=SystemClock(), lang=lang, days=days, progress=tell
        )


def tell_preview(preview: Preview, programme: Programme) -> None:
    """Say it; figures are in points and money, as the document counts them."""
    click.echo(f"\nBeside version {preview.against}, over {_many(preview.members, 'member')}:")
    lines = [
        *map(_move, preview.moves),
        *(_currency(touched, programme) for touched in preview.currencies),
        *map(_rule, preview.rules),
        *(() if preview.recount is None else _recount(preview.recount, programme)),
    ]
    for line in lines or ["Nothing changes for anybody."]:
        click.echo(f"- {line}")
    if preview.obstacles:
        click.echo("\nIt cannot be published as it is:")
        for obstacle in preview.obstacles:
            click.echo(f"- {obstacle}")


def _move(move: LevelMove) -> str:
    goes = "to no level, since the structure is gone" if move.after is None else f"to {move.after}"
    verb = "moves" if move.members == 1 else "move"
    return f"{_many(move.members, 'member')} {verb} from {move.before} {goes} ({move.structure})."


def _currency(touched: CurrencyTouched, programme: Programme) -> str:
    says = ", ".join(touched.differs)
    changes = f"The currency {touched.currency} {_KINDS[touched.kind]}{f' ({says})' if says else ''}"
    if not touched.accounts:
        return f"{changes}; nobody has any of it."
    has = "has" if touched.accounts == 1 else "have"
    held = _figure(touched.points, touched.currency, programme)
    line = f"{changes}; {_many(touched.accounts, 'account')} {has} {held} of it."
    if touched.owed_before_minor != touched.owed_after_minor and touched.kind is Kind.CHANGED:
        before, after = (
            f"{Decimal(owed or 0).scaleb(-programme.money_digits):,f} {programme.money}"
            for owed in (touched.owed_before_minor, touched.owed_after_minor)
        )
        line += f" That will be worth {after} instead of {before}."
    if {"expire", "pending"} & set(touched.differs):
        line += " What is in the books keeps its dates."
    return line


def _rule(touched: RuleTouched) -> str:
    line = f"The rule {touched.rule} {_KINDS[touched.kind]}"
    if touched.kind is Kind.ADDED:
        return f"{line}."
    if not touched.accounts:
        return f"{line}; nobody earned by it in the last year."
    return f"{line}; {_many(touched.accounts, 'account')} earned by it {_many(touched.times, 'time')} in the last year."


def _recount(recount: Recount, programme: Programme) -> Iterator[str]:
    yield (
        f"Since {recount.since:%Y-%m-%d} {_many(recount.activities, 'activity', 'activities')} of "
        f"{_many(recount.accounts, 'account')} were decided again in memory, as if it had been in force then:"
    )
    for one in recount.currencies:
        would, was = (_figure(earned, one.currency, programme) for earned in (one.would_earn, one.earned))
        yield (
            f"{one.currency}: {would} earned instead of {was}; more for "
            f"{_many(one.accounts_with_more, 'account')}, less for {_many(one.accounts_with_less, 'account')}."
        )


def _figure(smallest: int, currency: str, programme: Programme) -> str:
    """An amount in points or money; one of a currency that is gone, in its smallest units."""
    own = programme.currencies.get(currency)
    digits = 0 if own is None else programme.money_digits if own.is_money else own.scale
    return f"{Decimal(smallest).scaleb(-digits):,f}"


def _many(count: int, noun: str, plural: str = "") -> str:
    return f"{count:,} {noun if count == 1 else plural or f'{noun}s'}"

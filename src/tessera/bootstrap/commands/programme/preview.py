"""What a new version changes for the members there are, in lines."""

from collections.abc import Iterator

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


def tell_preview(preview: Preview) -> None:
    """Say it."""
    click.echo(f"\nBeside version {preview.against}, over {_many(preview.members, 'member')}:")
    lines = [
        *map(_move, preview.moves),
        *map(_currency, preview.currencies),
        *map(_rule, preview.rules),
        *(() if preview.recount is None else _recount(preview.recount)),
    ]
    for line in lines or ["Nothing changes for anybody."]:
        click.echo(f"- {line}")
    if preview.obstacles:
        click.echo("\nIt cannot be published as it is:")
        for obstacle in preview.obstacles:
            click.echo(f"- {obstacle}")


def _move(move: LevelMove) -> str:
    goes = "to no level: the structure is gone" if move.after is None else f"to {move.after}"
    verb = "moves" if move.members == 1 else "move"
    return f"{_many(move.members, 'member')} {verb} from {move.before} {goes} ({move.structure})."


def _currency(touched: CurrencyTouched) -> str:
    says = ", ".join(touched.differs)
    changes = f"{touched.currency} {_KINDS[touched.kind]}{f' ({says})' if says else ''}"
    held = f"{_many(touched.accounts, 'account')} hold or owe {touched.points:,} in smallest units"
    if touched.accounts == 1:
        held = held.replace(" hold or owe ", " holds or owes ")
    line = f"{changes}: {held}."
    if touched.owed_before_minor != touched.owed_after_minor and touched.kind is Kind.CHANGED:
        before, after = touched.owed_before_minor or 0, touched.owed_after_minor or 0
        line += f" In minor units of money they are worth {after:,} instead of {before:,}."
    if {"expire", "pending", "shelter"} & set(touched.differs):
        line += " What is held keeps the dates that it has."
    return line


def _rule(touched: RuleTouched) -> str:
    line = f"The rule {touched.rule} {_KINDS[touched.kind]}"
    if touched.kind is Kind.ADDED:
        return f"{line}."
    earned = (
        f"{_many(touched.accounts, 'account')} earned by it {_many(touched.times, 'time')} in the last year"
    )
    return f"{line}: {earned if touched.accounts else 'nobody earned by it in the last year'}."


def _recount(recount: Recount) -> Iterator[str]:
    yield (
        f"Since {recount.since:%Y-%m-%d} {_many(recount.accounts, 'account')} had "
        f"{_many(recount.activities, 'activity', 'activities')}. Decided again in memory, as if it had been in force:"
    )
    for one in recount.currencies:
        yield (
            f"{one.currency}: {one.would_earn:,} instead of {one.earned:,} in smallest units; "
            f"{_many(one.accounts_with_more, 'account')} more, {_many(one.accounts_with_less, 'account')} less."
        )


def _many(count: int, noun: str, plural: str = "") -> str:
    return f"{count:,} {noun if count == 1 else plural or f'{noun}s'}"

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
from tessera.programme.speak import Speaker, speaker
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


def tell_preview(preview: Preview, programme: Programme, *, lang: str) -> None:
    """Say it; figures are in points and money, as the document counts them. What it is refused for is English."""
    told = speaker(programme, lang=lang)
    beside = told.say("preview-beside", number=str(preview.against), **_count(preview.members, told))
    click.echo(f"\n{beside}")
    lines = [
        *(_move(move, told) for move in preview.moves),
        *(_currency(touched, told) for touched in preview.currencies),
        *(_rule(touched, told) for touched in preview.rules),
        *(() if preview.recount is None else [_recount(preview.recount, told)]),
    ]
    for line in lines or [told.say("preview-nothing")]:
        click.echo(f"- {line}")
    if preview.obstacles:
        click.echo(f"\n{told.say('preview-refused')}")
        for obstacle in preview.obstacles:
            click.echo(f"- {obstacle}")


def _move(move: LevelMove, told: Speaker) -> str:
    kind = Kind.REMOVED if move.after is None else Kind.CHANGED
    return told.say(
        "preview-move",
        was=move.before,
        level=move.after or "",
        kind=kind,
        tiers=move.structure,
        **_count(move.members, told),
    )


def _currency(touched: CurrencyTouched, told: Speaker) -> str:
    line = told.say("preview-part", part="currency", name=touched.currency, kind=touched.kind)
    if touched.differs:
        line += f" ({', '.join(touched.differs)})"
    if not touched.accounts:
        return f"{line}; {told.say('held-none')}"
    accounts, amount = _accounts(touched.accounts, told), _figure(touched.points, touched.currency, told)
    said = [told.say("held", accounts=accounts, amount=amount, n=touched.accounts)]
    if touched.owed_before_minor != touched.owed_after_minor and touched.kind is Kind.CHANGED:
        before, after = (
            told.money(owed or 0) for owed in (touched.owed_before_minor, touched.owed_after_minor)
        )
        said.append(told.say("held-worth", before=before, after=after))
    if {"expire", "pending"} & set(touched.differs):
        said.append(told.say("held-dates"))
    return f"{line}; {' '.join(said)}"


def _rule(touched: RuleTouched, told: Speaker) -> str:
    line = told.say("preview-part", part="rule", name=touched.rule, kind=touched.kind)
    if touched.kind is Kind.ADDED:
        return f"{line}."
    if not touched.accounts:
        return f"{line}; {told.say('earned-none')}"
    times = told.say("times", **_count(touched.times, told))
    accounts = _accounts(touched.accounts, told)
    return f"{line}; {told.say('earned-by', accounts=accounts, n=touched.accounts, times=times)}"


def _recount(recount: Recount, told: Speaker) -> str:
    """What was decided again, and beneath it each currency."""
    again = told.say(
        "preview-again",
        date=f"{recount.since:%Y-%m-%d}",
        activities=told.say("decided-activities", **_count(recount.activities, told)),
        accounts=_accounts(recount.accounts, told),
    )
    earned = [f"\n  - {line}" for line in _earned(recount, told)]
    return f"{again}:{''.join(earned)}" if earned else f"{again}."


def _earned(recount: Recount, told: Speaker) -> Iterator[str]:
    for one in recount.currencies:
        would, was = (_figure(earned, one.currency, told) for earned in (one.would_earn, one.earned))
        more, less = (_accounts(count, told) for count in (one.accounts_with_more, one.accounts_with_less))
        yield told.say("preview-earned", currency=one.currency, would=would, was=was, more=more, less=less)


def _figure(smallest: int, currency: str, told: Speaker) -> str:
    """An amount in points or money; one of a currency that is gone, in its smallest units."""
    own = told.programme.currencies.get(currency)
    digits = 0 if own is None else told.programme.money_digits if own.is_money else own.scale
    return told.number(Decimal(smallest).scaleb(-digits))


def _accounts(count: int, told: Speaker) -> str:
    return told.say("accounts", **_count(count, told))


def _count(count: int, told: Speaker) -> dict[str, int | str]:
    """A number for a message: by which it chooses its form, and as it is shown."""
    return {"n": count, "shown": told.number(count)}

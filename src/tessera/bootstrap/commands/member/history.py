"""`tessera member history`"""

from collections.abc import Iterator

import click

from tessera.api.statements import CauseBody, HistoryEntryBody, PostingBody, history_body
from tessera.bootstrap.commands.context import connected, json_option, print_json
from tessera.bootstrap.commands.member.identity import Identity, identity_argument
from tessera.programme.languages import LOCALES
from tessera.usecases.programmes import Programmes
from tessera.usecases.read_history import LIMIT, read_history


@click.command()
@identity_argument
@click.option(
    "--limit",
    type=click.IntRange(1, LIMIT),
    default=20,
    show_default=True,
    help="How many events, newest first.",
)
@click.option(
    "--lang",
    type=click.Choice(list(LOCALES)),
    default="en",
    show_default=True,
    help="The language of the sentences.",
)
@json_option
def history(identity: Identity, *, limit: int, lang: str, as_json: bool) -> None:
    """Show what has happened to a member, newest first.

    An event is an activity, or what time brought to points. Indented beneath it stand its postings: how many points, what
    was there after each, and by which rule; then what it did besides, such as a level or a choice, and why a rule gave
    nothing or it was refused. IDENTITY is written as for `tessera member show`; --json prints what the call does.
    """
    with connected() as connection:
        member = identity.find(connection)
        page = read_history(connection, Programmes(), member.member_id, before=None, limit=limit, lang=lang)
    body = history_body(page)
    if as_json:
        print_json(body)
        return
    for entry in body.entries:
        click.echo(_headline(entry))
        for line in _lines(entry):
            click.echo(f"  {line}")
    if not body.entries:
        click.echo(f"Nothing has happened to {member.name} yet.")
    elif body.next is not None:
        click.echo(f"There is more: --limit goes up to {LIMIT}.", err=True)


def _headline(entry: HistoryEntryBody) -> str:
    cause = "" if entry.activity is None else f"  {_cause(entry.activity)}"
    return f"{entry.effective_at:%Y-%m-%d %H:%M}{cause}"


def _cause(activity: CauseBody) -> str:
    of = "" if activity.of is None else f", of {activity.of}"
    return f"{activity.type} {activity.key}{of}"


def _lines(entry: HistoryEntryBody) -> Iterator[str]:
    """Its postings in the order of the books, and its sentences."""
    yield from map(_posting, entry.postings)
    yield from entry.told
    if entry.activity is not None and entry.activity.note is not None:
        yield f"note: {entry.activity.note}"
    if entry.refusal is not None:
        yield f"{entry.refusal.code}: {entry.refusal.sentence}"
    for reason in entry.reasons:
        yield f"{reason.rule or reason.code}: {reason.sentence}"


def _posting(posting: PostingBody) -> str:
    points = f"{posting.amount:>+8,} {posting.currency}  {posting.kind:<11}"
    return "  ".join([points, ", ".join(_balance(posting)), posting.rule or ""]).rstrip()


def _balance(posting: PostingBody) -> Iterator[str]:
    """What was there after it: without what waits or is held, points that were earned would seem to have gone nowhere."""
    yield f"{posting.available_after:,} available"
    others = {"pending": posting.pending_after, "held": posting.held_after, "owed": posting.debt_after}
    yield from (f"{points:,} {word}" for word, points in others.items() if points)

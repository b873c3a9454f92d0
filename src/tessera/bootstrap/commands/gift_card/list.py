"""`tessera gift-card list`"""

import click

from tessera.bootstrap.commands.context import connected, json_option, print_json, settings, tell
from tessera.bootstrap.commands.gift_card.tell import line_of
from tessera.bootstrap.commands.requests.staff import source_of
from tessera.bootstrap.secret import checked_seal
from tessera.catalogue.gift_card import CardState
from tessera.kit.clock import SystemClock
from tessera.usecases.list_gift_cards import LIMIT, ListedCard, list_gift_cards


@click.command("list")
@click.option(
    "--state",
    type=click.Choice([*(state.value for state in CardState), "all"]),
    default="all",
    show_default=True,
    help="Which.",
)
@click.option("--before", help="The `next` of a page, for the one after it.")
@click.option("--limit", type=click.IntRange(1, LIMIT), default=50, show_default=True, help="How many.")
@click.option("--sandbox", is_flag=True, help="Those of the sandbox.")
@json_option
def list_(*, state: str, before: str | None, limit: int, sandbox: bool, as_json: bool) -> None:
    """List gift cards, the newest first. Of a code only the end is shown."""
    with connected() as connection:
        page = list_gift_cards(
            connection,
            source=source_of(sandbox=sandbox),
            seal=checked_seal(settings(), connection),
            clock=SystemClock(),
            state=None if state == "all" else CardState(state),
            before=before,
            limit=limit,
        )
    if as_json:
        print_json({"cards": [_object(listed) for listed in page.cards], "next": page.next})
        return
    for listed in page.cards:
        click.echo(_line(listed))
    if not page.cards:
        tell("There is none.")
    if page.next is not None:
        tell(f"More: --before {page.next}")


def _line(listed: ListedCard) -> str:
    end = "" if listed.ends_with is None else f", code …{listed.ends_with}"
    why = "" if listed.void is None else f", out of use: {listed.void.reason}"
    return f"{line_of(listed.card)}{end}{why}"


def _object(listed: ListedCard) -> dict[str, object]:
    void = None if listed.void is None else listed.void._asdict()
    return {"card": listed.card, "ends_with": listed.ends_with, "void": void}

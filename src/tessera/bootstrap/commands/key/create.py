"""`tessera key create`"""

import click

from tessera.access.scopes import Scope
from tessera.bootstrap.commands.context import connected, json_option, print_json, tell
from tessera.kit.clock import SystemClock
from tessera.usecases.manage_keys import create_key

SCOPES = [scope.value for scope in Scope]
BY_REQUEST = {
    Scope.MEMBERS_MERGE,
    Scope.POINTS_APPROVE,
    Scope.RECEIPTS_CLAIM,
    Scope.RECEIPTS_CORRECT,
    Scope.CATALOGUE_WRITE,
    Scope.GIFT_CARDS_ISSUE,
    Scope.GIFT_CARDS_VOID,
    Scope.CODES_IMPORT,
}


@click.command()
@click.argument("source")
@click.option("--scope", "scopes", multiple=True, type=click.Choice(SCOPES), help="May be given again.")
@click.option("--sandbox", is_flag=True, help="For trying out: it never reaches real members.")
@json_option
def create(source: str, scopes: tuple[str, ...], *, sandbox: bool, as_json: bool) -> None:
    """Make a key for SOURCE, such as till-3.

    Without --scope it may do everything but merge members, approve and correct what was recorded, claim receipts,
    publish the catalogue, issue or void gift cards, and bring in codes: these must be asked for. The token is shown this
    once.
    """
    with connected() as connection:
        granted = [Scope(scope) for scope in scopes] or [scope for scope in Scope if scope not in BY_REQUEST]
        key, token = create_key(
            connection, source=source, scopes=granted, now=SystemClock().now(), sandbox=sandbox
        )
    if as_json:
        print_json({"key_id": key.key_id, "source": key.source, "scopes": key.scopes, "token": token})
        return
    tell(f"Key {key.key_id} of {key.source} may: {', '.join(key.scopes)}.")
    tell("Keep the token; it is not stored and cannot be shown again:")
    click.echo(token)

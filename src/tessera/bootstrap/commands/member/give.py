"""Giving from the command line: how many, and what became of it."""

from typing import Any

import click
from msgspec.structs import asdict

from tessera.bootstrap.commands.context import print_json
from tessera.usecases.answers import Answer

points_option = click.option(
    "--points", type=click.IntRange(min=1), required=True, help="How many, in the currency's smallest unit."
)


def show_given(answer: Answer, said: str, *, as_json: bool) -> None:
    """Print what was given, or why it was not; a refusal ends the command with 1."""
    if as_json:
        print_json(_as_object(answer))
    elif answer.refusal is None:
        click.echo(said)
    else:
        click.echo(f"Refused ({answer.refusal}): {answer.refusal_detail}")
    if answer.refusal is not None:
        raise SystemExit(1)


def _as_object(answer: Answer) -> dict[str, Any]:
    return {
        "status": "accepted" if answer.refusal is None else "refused",
        "activity_id": answer.activity_id,
        "member_id": answer.member_id,
        "refusal": answer.refusal,
        "detail": answer.refusal_detail,
        "left": answer.limited and answer.limited.left,
        "until": answer.limited and answer.limited.until,
        "to_id": answer.sent and answer.sent.taker_id,
        "balances": {currency: asdict(balance) for currency, balance in answer.balances.items()},
    }

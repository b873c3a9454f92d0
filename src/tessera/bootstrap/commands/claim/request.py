"""`tessera claim request`"""

from datetime import datetime
from decimal import Decimal, InvalidOperation

import click
from psycopg import Connection

from tessera.api.amounts import digits_of
from tessera.api.forms import ActivityForm, MemberForm
from tessera.api.translate import to_activity
from tessera.bootstrap.commands.claim.decide import CLAIMS
from tessera.bootstrap.commands.context import json_option
from tessera.bootstrap.commands.instant import Instant
from tessera.bootstrap.commands.member.identity import Identity, identity_argument
from tessera.bootstrap.commands.requests.staff import by_option, key_option, operator
from tessera.kit.activities import PURCHASE
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.usecases.claim_purchase import claim_purchase
from tessera.usecases.claiming.asked import Claiming, Missing
from tessera.usecases.claiming.till import refuse_unknown_till
from tessera.usecases.deciding.carry_out import Handled
from tessera.usecases.programmes import Programmes


class Amount(click.ParamType[Decimal]):
    """A sum of money, as the receipt has it."""

    name = "amount"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        try:
            amount = Decimal(value)
        except InvalidOperation:
            self.fail(f"{value!r} is no sum; write it like 24.50.", param, ctx)
        if not amount.is_finite():
            self.fail(f"{value!r} is no sum; write it like 24.50.", param, ctx)
        return amount


@click.command()
@identity_argument
@click.option("--receipt", required=True, help="Its number, which is the key that the till reports it under.")
@click.option("--source", required=True, help="The till that printed it.")
@click.option("--amount", type=Amount(), required=True, help="What was paid, like 24.50.")
@click.option(
    "--bought-at", type=Instant(), required=True, help="When it was bought, like 2026-06-01T10:15-04:00."
)
@click.option("--store", help="Where it was bought.")
@click.option("--note", help="For colleagues.")
@key_option
@by_option
@json_option
def request(  # noqa: PLR0913 - one for each option
    identity: Identity,
    *,
    receipt: str,
    source: str,
    amount: Decimal,
    bought_at: datetime,
    store: str | None,
    note: str | None,
    key: str | None,
    by: str,
    as_json: bool,
) -> None:
    """Claim a purchase that no till reported, for the member who has the receipt.

    IDENTITY is written as for `tessera member show`. Small receipts earn at once where the programme says so; the others
    wait until somebody else has looked at them.
    """

    def work(connection: Connection) -> Handled:
        programmes, now = Programmes(), SystemClock().now()
        programmes.refresh(connection)
        member_id = identity.find(connection).member_id
        bought = ActivityForm(
            type=PURCHASE,
            member=MemberForm(id=member_id),
            occurred_at=bought_at,
            amount=amount,
            store=store,
        )
        money = programmes.at(now).programme.money
        purchase = to_activity(bought, key=receipt, now=now, money=(money, digits_of(money)))
        missing = Missing(source, receipt, purchase)
        refuse_unknown_till(connection, missing)
        asked = Claiming(operator(by, member_id), key or str(new_id()), ("id", str(member_id)), missing, note)
        return claim_purchase(connection, programmes, asked, clock=SystemClock(), new_id=new_id)

    CLAIMS.carry_out(work, as_json=as_json)

"""`tessera claim list | approve | refuse`, and how claims are told."""

from collections.abc import Sequence
from datetime import datetime

from psycopg import Connection

from tessera.api.amounts import in_major
from tessera.api.claim_bodies import OpenedClaimBody, opened_body
from tessera.approvals.requests import Kind, Request
from tessera.bootstrap.commands.requests.decide import commands_for
from tessera.bootstrap.commands.requests.telling import Telling, balances_in
from tessera.usecases.answers import Answer
from tessera.usecases.claiming.asked import missing_of
from tessera.usecases.deciding.carry_out import Handled
from tessera.usecases.read_claims import read_rivals


def _asks(request: Request) -> str:
    missing = missing_of(request)
    bought = missing.purchase
    money = bought.money or ""
    amount = f"{in_major(bought.amount_minor, money)} {money}".rstrip()
    return f"receipt {missing.receipt} of {missing.source}, {amount}, for member {request.member_id}"


def _came(_request: Request, answer: Answer) -> Sequence[str]:
    return balances_in(answer, sorted({one.currency for one in answer.granted}))


def _bodies(connection: Connection, handled: Sequence[Handled], now: datetime) -> Sequence[OpenedClaimBody]:
    rivals = read_rivals(connection, [one.request for one in handled])
    return [opened_body(one, others, now=now) for one, others in zip(handled, rivals, strict=True)]


CLAIMS = Telling(Kind.CLAIM, _asks, _came, _bodies)

list_, approve, refuse = commands_for(CLAIMS)

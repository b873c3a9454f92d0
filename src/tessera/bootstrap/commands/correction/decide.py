"""`tessera correction list | approve | refuse`, and how corrections are told."""

from collections.abc import Sequence
from datetime import datetime

from psycopg import Connection

from tessera.api.corrections import CorrectionBody, correction_body
from tessera.approvals.requests import Kind, Request
from tessera.bootstrap.commands.requests.decide import commands_for
from tessera.bootstrap.commands.requests.telling import Telling, balances_in
from tessera.usecases.answers import Answer
from tessera.usecases.correcting.asked import receipt_of
from tessera.usecases.deciding.carry_out import Handled


def _asks(request: Request) -> str:
    receipt = receipt_of(request)
    return f"receipt {receipt.of} of {receipt.source} is of member {request.member_id}: {request.reason}"


def _came(_request: Request, answer: Answer) -> Sequence[str]:
    """Of whom it was recorded for."""
    return balances_in(answer, sorted({one.currency for one in answer.taken_back}))


def _bodies(_connection: Connection, handled: Sequence[Handled], now: datetime) -> Sequence[CorrectionBody]:
    return [correction_body(one, now=now) for one in handled]


CORRECTIONS = Telling(Kind.CORRECTION, _asks, _came, _bodies)

list_, approve, refuse = commands_for(CORRECTIONS)

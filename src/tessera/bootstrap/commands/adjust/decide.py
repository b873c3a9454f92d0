"""`tessera adjust list | approve | refuse`, and how adjustments are told."""

from collections.abc import Sequence
from datetime import datetime

from psycopg import Connection

from tessera.api.adjustments import AdjustmentBody, adjustment_body
from tessera.approvals.requests import Kind, Request
from tessera.bootstrap.commands.requests.decide import commands_for
from tessera.bootstrap.commands.requests.telling import Telling, balances_in
from tessera.usecases.adjusting.asked import sum_of
from tessera.usecases.answers import Answer
from tessera.usecases.deciding.carry_out import Handled


def _asks(request: Request) -> str:
    asked = sum_of(request)
    return f"{asked.points:+} {asked.currency} for member {request.member_id}: {request.reason}"


def _came(request: Request, answer: Answer) -> Sequence[str]:
    return balances_in(answer, [sum_of(request).currency])


def _bodies(_connection: Connection, handled: Sequence[Handled], now: datetime) -> Sequence[AdjustmentBody]:
    return [adjustment_body(one, now=now) for one in handled]


ADJUSTMENTS = Telling(Kind.ADJUSTMENT, _asks, _came, _bodies)

list_, approve, refuse = commands_for(ADJUSTMENTS)

"""A shop's manager who corrects receipts, for tests."""

from functools import partial
from typing import Any

from tests.integration.usecases.office import MANAGER, Office

from tessera.approvals.requests import Kind
from tessera.approvals.staff import Staff
from tessera.usecases.answers import Answer
from tessera.usecases.correct_receipt import correct_receipt
from tessera.usecases.correcting.asked import Correcting
from tessera.usecases.decide_request import approve_request
from tessera.usecases.deciding.carry_out import Handled

OTHER_MANAGER = Staff("back-office", "key-8", "Mihai")


class Manager:
    """Corrects receipts of the till, each in a transaction of its own."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def correct(self, of: str, to: str, *, key: str = "c1", staff: Staff = MANAGER, **more: Any) -> Handled:
        """The receipt `of` the till is that of the member with the card `to`."""
        asked = Correcting(
            staff, key, **{"source": "till", "of": of, "to": ("card", to), "reason": "wrong card"} | more
        )
        return self.office.perform(partial(correct_receipt, asked=asked))

    def approve(self, handled: Handled, *, staff: Staff = OTHER_MANAGER) -> Handled:
        """Say yes to a correction that waits."""
        request_id = handled.request.request_id
        return self.office.perform(
            partial(approve_request, request_id=request_id, kind=Kind.CORRECTION, staff=staff)
        )


def answer_of(handled: Handled) -> Answer:
    """What was recorded."""
    assert handled.recorded is not None
    return handled.recorded.answer

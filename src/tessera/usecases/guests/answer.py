"""What is answered to a guest's payment with gift cards, and kept."""

from uuid import UUID

import msgspec

from tessera.kit.record import Record
from tessera.usecases.answer_parts import CardIdle, CardMoved


class GuestAnswer(Record, array_like=True, frozen=True):
    """A decided outcome, given again to every retry: what cards paid or got back.

    `due_minor`: what is still to be paid of the basket. `owed_minor`: of goods that came back, what had been paid otherwise.
    `left_minor`: of a refusal, so much could be had.
    """

    payment_id: UUID
    programme_version: int
    refusal: str | None = None
    refusal_detail: str | None = None
    left_minor: int | None = None
    cards: tuple[CardMoved, ...] = ()
    idle: tuple[CardIdle, ...] = ()
    due_minor: int | None = None
    owed_minor: int | None = None


read_guest_answer = msgspec.msgpack.Decoder(GuestAnswer).decode

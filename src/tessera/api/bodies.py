"""What goes out: the wire's own shapes of answers."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from tessera.api.body import Body
from tessera.api.moved_cards import CardMovedBody, card_moved_bodies
from tessera.api.payments import (
    AllowedBody,
    HeldBody,
    PaymentBody,
    RefundedBody,
    allowed_bodies,
    held_body,
    payment_bodies,
    refunded_bodies,
)
from tessera.api.rewards import (
    IssuedBody,
    OfferedBody,
    RedeemedBody,
    RestoredBody,
    UntakenBody,
    issued_bodies,
    offered_bodies,
    redeemed_bodies,
    restored_bodies,
    untaken_bodies,
)
from tessera.api.sentences import refusal_sentence_of, sentence_of
from tessera.engine.decision import LevelChange, Reason
from tessera.kit.clock import NEVER
from tessera.usecases.answer_parts import Balance, Granted, TakenBack
from tessera.usecases.answers import Answer
from tessera.usecases.read_history import Entry


class GrantedBody(Body, frozen=True):
    """Points given by a rule. Amounts are whole: points, or minor units of a cash currency.

    `available_at` is null while they wait for an event; if it has not come by `expires_at`, they are gone.
    """

    rule: str
    currency: str
    amount: int
    available_at: datetime | None
    expires_at: datetime | None


class TakenBackBody(Body, frozen=True):
    """Points taken back: from pending, from available, into debt, or found already expired."""

    rule: str
    currency: str
    amount: int
    from_pending: int
    from_available: int
    into_debt: int
    expired: int


class ReasonBody(Body, frozen=True):
    """Why a rule gave nothing, or less than it could. `rule` is null where there is none: nothing in the programme is about
    activities of this type (`unknown_type`).
    """

    rule: str | None
    code: str
    sentence: str
    value: int | None


class RefusalBody(Body, frozen=True):
    """Why an activity was refused; the answer is kept under its key like any other. `left` could be had or given now, and
    `until` is when that will be another figure; null where there is none to tell.
    """

    code: str
    sentence: str
    left: int | None
    until: datetime | None


class BalanceBody(Body, frozen=True):
    """An account's points in one currency. `debt` is owed by the member."""

    available: int
    pending: int
    held: int
    debt: int


class LevelBody(Body, frozen=True):
    """What became of a level: `reached`, `kept`, `lowered` or `ended`. `until_on` is the first day on which it will no
    longer stand if nothing more happens; null where no such day is known.
    """

    structure: str
    code: str
    was: str
    level: str
    until_on: date | None


class AnswerBody(Body, frozen=True):
    """What was decided about an activity. A quote has neither id nor key, and says what points could pay (`spendable`) and
    which rewards fit the basket (`offered`).

    `due_minor`: what is to be paid in money, where rewards, points or gift cards had their part. `owed_minor`: of goods that
    came back, what was paid for them in money.
    """

    status: Literal["accepted", "refused"]
    activity_id: UUID | None
    key: str | None
    member_id: UUID
    programme_version: int
    refusal: RefusalBody | None
    granted: list[GrantedBody]
    taken_back: list[TakenBackBody]
    reasons: list[ReasonBody]
    balances: dict[str, BalanceBody]
    levels: list[LevelBody]
    held: HeldBody | None
    paid: list[PaymentBody]
    refunded: list[RefundedBody]
    spendable: list[AllowedBody]
    redeemed: list[RedeemedBody]
    issued: list[IssuedBody]
    untaken: list[UntakenBody]
    offered: list[OfferedBody]
    restored: list[RestoredBody]
    gift_cards: list[CardMovedBody]
    due_minor: int | None
    owed_minor: int | None


def answer_body(answer: Answer, *, key: str | None) -> AnswerBody:
    """An answer as it goes out."""
    return AnswerBody(
        status="accepted" if answer.refusal is None else "refused",
        activity_id=answer.activity_id,
        key=key,
        member_id=answer.member_id,
        programme_version=answer.programme_version,
        refusal=refusal_body(answer),
        granted=[granted_body(granted) for granted in answer.granted],
        taken_back=[taken_back_body(taken) for taken in answer.taken_back],
        reasons=[reason_body(reason) for reason in answer.reasons],
        balances=balance_bodies(answer.balances),
        levels=[level_body(change) for change in answer.levels],
        held=held_body(answer.held),
        paid=payment_bodies([paid.payment for paid in answer.paid]),
        refunded=refunded_bodies(answer.refunded),
        spendable=allowed_bodies(answer.allowed),
        redeemed=redeemed_bodies(answer.redeemed),
        issued=issued_bodies(answer.issued),
        untaken=untaken_bodies(answer.untaken),
        offered=offered_bodies(answer.offered),
        restored=restored_bodies(answer.restored),
        gift_cards=card_moved_bodies(answer.cards, answer.idle),
        due_minor=answer.due_minor,
        owed_minor=answer.owed_minor,
    )


def refusal_body(answer: Answer | Entry, *, lang: str | None = None) -> RefusalBody | None:
    """Why it was refused, as it goes out; in `lang`, or else in the language of the call."""
    if answer.refusal is None:
        return None
    left, until = (None, None) if answer.limited is None else (answer.limited.left, answer.limited.until)
    sentence = refusal_sentence_of(answer.refusal, answer.refusal_detail, lang=lang)
    return RefusalBody(answer.refusal, sentence, left, until)


def granted_body(granted: Granted) -> GrantedBody:
    return GrantedBody(
        granted.rule,
        granted.currency,
        granted.amount,
        granted.available_at if granted.available_at < NEVER else None,
        granted.expires_at,
    )


def taken_back_body(taken: TakenBack) -> TakenBackBody:
    return TakenBackBody(
        taken.rule,
        taken.currency,
        taken.amount,
        taken.from_pending,
        taken.from_available,
        taken.into_debt,
        taken.expired,
    )


def level_body(change: LevelChange) -> LevelBody:
    return LevelBody(change.structure, change.code, change.was, change.level, change.until_on)


def reason_body(reason: Reason, *, lang: str | None = None) -> ReasonBody:
    """Why a rule gave nothing, in `lang`, or else in the language of the call."""
    return ReasonBody(reason.rule or None, reason.code, sentence_of(reason.code, lang=lang), reason.value)


def balance_bodies(balances: dict[str, Balance]) -> dict[str, BalanceBody]:
    return {
        currency: BalanceBody(balance.available, balance.pending, balance.held, balance.debt)
        for currency, balance in balances.items()
    }

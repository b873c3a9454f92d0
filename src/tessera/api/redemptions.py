"""Redemptions: rewards that members take outside of any basket."""

import msgspec
from litestar import post

from tessera.access.scopes import Scope
from tessera.api import checkout_examples
from tessera.api.bodies import AnswerBody, answer_body
from tessera.api.body import Body
from tessera.api.desk import Call, caller_of, desk_of, key_of
from tessera.api.operation import OPT, Operation
from tessera.api.reading import read_form
from tessera.api.reply import Reply, reply
from tessera.api.reward_forms import RedemptionForm
from tessera.api.translate import to_redemption
from tessera.kit.problems import InvalidValue, KeyConflict, NoProgramme, UnknownMember
from tessera.usecases.read_gift_cards import show_card_codes
from tessera.usecases.read_vouchers import read_own_code

_form = msgspec.json.Decoder(RedemptionForm)


class RedemptionBody(Body, frozen=True):
    """What was decided, and the code of the voucher, or gift card, that stands for the reward.

    `code` is null when the redemption was refused or gave points at once, or where this server's secret cannot show it.
    """

    answer: AnswerBody
    code: str | None


@post(
    "/v1/redemptions",
    opt={
        OPT: Operation(
            id="redeem",
            summary="Take a reward",
            description=(
                "The member pays its points now, and uses what it gives later: a voucher is issued, whose `voucher_id` is "
                "the answer's `activity_id`. At the checkout a reward is named with the purchase instead (`rewards`). "
                "Safe to send again: the same key gives the same voucher."
            ),
            tag="Checkout",
            scope=Scope.POINTS_SPEND,
            form=RedemptionForm,
            form_examples={"a voucher": checkout_examples.REDEMPTION},
            answer=RedemptionBody,
            answers={201: "Taken now, or refused.", 200: "Answered before under this key."},
            example=checkout_examples.REDEEMED,
            problems=(InvalidValue, UnknownMember, NoProgramme, KeyConflict),
        )
    },
)
async def redeem(request: Call) -> Reply:
    caller = await caller_of(request, Scope.POINTS_SPEND)
    desk = desk_of(request)
    form = read_form(_form, await request.body())
    key = key_of(request, form.key)
    submission = to_redemption(form, source=caller.source, key=key, now=desk.clock.now())
    recorded = await desk.services.record(submission)
    answer, code = recorded.answer, None
    if answer.cards:
        codes = await desk.services.run(show_card_codes, [answer.cards[0].card_id], seal=desk.seal)
        code = codes[answer.cards[0].card_id]
    elif answer.vouchers and answer.activity_id is not None:
        code = await desk.services.run(read_own_code, answer.member_id, answer.activity_id, seal=desk.seal)
    return reply(RedemptionBody(answer_body(answer, key=key), code), status=200 if recorded.replayed else 201)

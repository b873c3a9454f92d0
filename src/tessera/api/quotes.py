"""Quotes: what an activity would earn."""

import msgspec
from litestar import post

from tessera.access.scopes import Scope
from tessera.access.tries import TooManyTries
from tessera.api import examples
from tessera.api.bodies import AnswerBody, answer_body
from tessera.api.desk import Call, caller_of, desk_of
from tessera.api.forms import ActivityForm
from tessera.api.operation import OPT, Operation
from tessera.api.presented import vouchers_of, with_gift_cards
from tessera.api.reading import read_form
from tessera.api.reply import Reply, reply
from tessera.api.translate import to_submission
from tessera.catalogue.gift_cards import UnknownGiftCard
from tessera.catalogue.vouchers import UnknownVoucher
from tessera.kit.activities import RETURN
from tessera.kit.problems import InvalidValue, NoProgramme, UnknownMember

_activity = msgspec.json.Decoder(ActivityForm)


@post(
    "/v1/quotes",
    status_code=200,
    opt={
        OPT: Operation(
            id="quote",
            summary="What would this earn?",
            description=(
                "Decides exactly as the purchase would, with the same reasons, and writes nothing. No key needed. `offered` "
                "says which rewards fit the basket, and why others do not; `rewards`, `vouchers` and `gift_cards` are "
                "reckoned as named."
            ),
            tag="Activities",
            scope=Scope.QUOTES_READ,
            form=ActivityForm,
            form_examples={"basket": {name: v for name, v in examples.PURCHASE.items() if name != "key"}},
            answer=AnswerBody,
            answers={200: "What it would earn now."},
            example=examples.QUOTE,
            problems=(
                InvalidValue,
                UnknownMember,
                UnknownVoucher,
                UnknownGiftCard,
                NoProgramme,
                TooManyTries,
            ),
        )
    },
)
async def quote(request: Call) -> Reply:
    caller = await caller_of(request, Scope.QUOTES_READ)
    desk = desk_of(request)
    form = read_form(_activity, await request.body())
    if form.type == RETURN:
        raise InvalidValue("A return earns nothing; there is nothing to quote.", field="type")
    if form.hold is not None:
        raise InvalidValue("A quote looks at a basket without its hold; name `spend`.", field="hold")
    now = desk.clock.now()
    submission = to_submission(
        form,
        source=caller.source,
        key=form.key or "",
        now=now,
        money=desk.services.money(now),
        vouchers=await vouchers_of(desk, caller, form.vouchers, under=None),
    )
    submission = await with_gift_cards(desk, caller, form.gift_cards, submission, under=None)
    return reply(answer_body(await desk.services.quote(submission), key=None))

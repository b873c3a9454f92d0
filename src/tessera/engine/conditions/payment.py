"""`payment: card`, `payment: {not: voucher}`: only what is paid in certain ways counts; a split one, in its part."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from tessera.engine.activity import Activity
from tessera.engine.facts import Gate
from tessera.kit.codes import ReasonCode
from tessera.programme.construct import Slot
from tessera.programme.document import Programme
from tessera.programme.shapes import Among, Scope, Shape, Text, among
from tessera.programme.speak import Speaker


@dataclass(frozen=True, slots=True)
class Payment:
    """What was paid by `methods` counts, and nothing else."""

    methods: Among

    key: ClassVar[str] = "payment"
    about: ClassVar[str] = (
        "The ways of paying that count: the rule takes the part of the activity that was paid so."
    )
    example: ClassVar[str] = "{not: gift-card}"
    shape: ClassVar[Shape[Any]] = among(Text("a way of paying"))
    slot: ClassVar[Slot] = Slot.TAIL
    code: ClassVar[ReasonCode] = ReasonCode.OTHER_PAYMENT
    texts: ClassVar[Mapping[str, str]] = {
        "en": """
payment = for what you pay by { $methods }
payment-not = , except what you pay by { $methods },
payment-method = { $method ->
    [card] card
    [cash] cash
    [fuel-card] fuel card
    [gift-card] gift card
    [voucher] voucher
    [points] points
   *[other] { $plain }
}
""",
        "ru": """
payment = за то, что вы оплачиваете { $methods },
payment-not = , кроме того, что вы оплачиваете { $methods },
payment-method = { $method ->
    [card] картой
    [cash] наличными
    [fuel-card] топливной картой
    [gift-card] подарочной картой
    [voucher] ваучером
    [points] баллами
   *[other] способом «{ $plain }»
}
""",
        "ro": """
payment = pentru ce plătiți { $methods }
payment-not = , în afară de ce plătiți { $methods },
payment-method = { $method ->
    [card] cu cardul
    [cash] în numerar
    [fuel-card] cu un card de carburant
    [gift-card] cu un card cadou
    [voucher] cu un voucher
    [points] cu puncte
   *[other] prin „{ $plain }”
}
""",
    }

    @classmethod
    def read(cls, value: Among, scope: Scope) -> Self:
        del scope  # ways of paying are not declared
        return cls(methods=value)

    def share(self, activity: Activity) -> tuple[int, int]:
        """(what counts, what was paid) in minor units; (1, 1) or (0, 1) when the activity does not say how much."""
        payments = activity.payments or {}
        paid = sum(payments.values())
        if paid > 0:
            return sum([amount for method, amount in payments.items() if self.methods.holds(method)]), paid
        told = (activity.facts or {}).get("payment")
        return int(self.methods.holds(told)), 1

    def gate(self, programme: Programme) -> Gate:
        del programme  # the same in every programme
        return lambda facts, amount, quantity: self.share(facts.activity)[0] > 0  # noqa: ARG005 - a gate's arguments

    def say(self, speaker: Speaker) -> str:
        phrases = [
            speaker.say("payment-method", method=method, plain=speaker.plain(method))
            for method in self.methods.words
        ]
        message = "payment-not" if self.methods.without else "payment"
        return speaker.say(message, methods=speaker.one_of(phrases))

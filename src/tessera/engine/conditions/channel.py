"""`channels: [app, web]`: through certain channels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from tessera.engine.facts import Gate
from tessera.kit.codes import ReasonCode
from tessera.programme.construct import Slot
from tessera.programme.document import Programme
from tessera.programme.shapes import Id, ListOf, Scope, Shape
from tessera.programme.speak import Speaker


@dataclass(frozen=True, slots=True)
class Channels:
    """The activity came through one of `channels`."""

    channels: tuple[str, ...]

    key: ClassVar[str] = "channels"
    about: ClassVar[str] = "The channels through which the activity may come, as sources name them."
    example: ClassVar[str] = "[app, web]"
    shape: ClassVar[Shape[Any]] = ListOf(Id("a channel"))
    slot: ClassVar[Slot] = Slot.TAIL
    code: ClassVar[ReasonCode] = ReasonCode.OTHER_CHANNEL
    texts: ClassVar[Mapping[str, str]] = {
        "en": """
channels = { $channels }
channel = { $channel ->
    [app] in our app
    [web] on our website
    [store] in our stores
    [phone] by phone
   *[other] through { $channel }
}
""",
        "ru": """
channels = { $channels }
channel = { $channel ->
    [app] в нашем приложении
    [web] на нашем сайте
    [store] в наших магазинах
    [phone] по телефону
   *[other] через { $channel }
}
""",
        "ro": """
channels = { $channels }
channel = { $channel ->
    [app] în aplicația noastră
    [web] pe site-ul nostru
    [store] în magazinele noastre
    [phone] prin telefon
   *[other] prin { $channel }
}
""",
    }

    @classmethod
    def read(cls, value: Sequence[str], scope: Scope) -> Self:
        del scope  # channels are not declared
        return cls(channels=tuple(value))

    @property
    def choices(self) -> Mapping[str, frozenset[str]]:
        return {"channel": frozenset(self.channels)}

    def gate(self, programme: Programme) -> Gate:
        del programme  # the same in every programme
        channels = frozenset(self.channels)
        return lambda facts, amount, quantity: facts.activity.channel in channels  # noqa: ARG005 - a gate's arguments

    def say(self, speaker: Speaker) -> str:
        phrases = [speaker.say("channel", channel=channel) for channel in self.channels]
        return speaker.say("channels", channels=speaker.one_of(phrases))

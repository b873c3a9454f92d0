"""`channels: [app, web]`, `channels: {not: phone}`: through certain channels."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from tessera.engine.facts import Gate
from tessera.kit.codes import ReasonCode
from tessera.programme.construct import Slot
from tessera.programme.document import Programme
from tessera.programme.shapes import Among, Id, Scope, Shape, among
from tessera.programme.speak import Speaker


@dataclass(frozen=True, slots=True)
class Channels:
    """The activity came through one of `channels`."""

    channels: Among

    key: ClassVar[str] = "channels"
    about: ClassVar[str] = "The channels through which the activity may come, as sources name them."
    example: ClassVar[str] = "[app, web]"
    shape: ClassVar[Shape[Any]] = among(Id("a channel"))
    slot: ClassVar[Slot] = Slot.TAIL
    code: ClassVar[ReasonCode] = ReasonCode.OTHER_CHANNEL
    asks: ClassVar[str] = "channel"
    texts: ClassVar[Mapping[str, str]] = {
        "en": """
channels = { $channels }
channels-not = not { $channels }
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
channels-not = , но не { $channels }
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
channels-not = , dar nu { $channels }
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
    def read(cls, value: Among, scope: Scope) -> Self:
        del scope  # channels are not declared
        return cls(channels=value)

    @property
    def choices(self) -> Mapping[str, frozenset[str]]:
        return {} if self.channels.without else {"channel": frozenset(self.channels.words)}

    @property
    def named(self) -> tuple[str, ...]:
        return self.channels.words

    def holds_at(self, word: str | None) -> bool:
        return self.channels.holds(word)

    def gate(self, programme: Programme) -> Gate:
        del programme  # the same in every programme
        holds = self.channels.holds
        return lambda facts, amount, quantity: holds(facts.activity.channel)  # noqa: ARG005 - a gate's arguments

    def say(self, speaker: Speaker) -> str:
        phrases = [speaker.say("channel", channel=channel) for channel in self.channels.words]
        message = "channels-not" if self.channels.without else "channels"
        return speaker.say(message, channels=speaker.one_of(phrases))

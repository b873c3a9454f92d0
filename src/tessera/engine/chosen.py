"""Line classes where members choose: the same line is of another class for a member who chose its goods.

Each choice has a bit of its own, set in the classes of lines that are of what the member chose; a rule that asks for the
choice needs that bit. So whatever looks at classes need not know of choices.
"""

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from typing import Self

import msgspec

from tessera.engine.activity import Line
from tessera.engine.classes import LineClasses, Selector, sum_by_class
from tessera.programme.choice import MemberChoice
from tessera.programme.document import Rule

Mark = tuple[int, int]
"""(of, bit): classes that have any bit of `of` get `bit` too."""

_read_values = msgspec.json.Decoder(list[str]).decode
_write_values = msgspec.json.Encoder().encode


def trait_of(choice_id: str) -> str:
    """A trait that no one sets: what of a member's choice counts for an activity, as `write_values` has it."""
    return f"@chosen:{choice_id}"


def write_values(values: Sequence[str]) -> str:
    """The values in one text."""
    return _write_values(values).decode()


def read_values(text: str | None) -> list[str]:
    """The values of a text; none of no text."""
    return [] if text is None else _read_values(text)


class ChosenClasses(LineClasses):
    """Classifies lines of a programme with choices."""

    def __init__(self, selectors: Sequence[Selector], choices: Collection[MemberChoice]) -> None:
        singles = [_single(choice, value) for choice in choices for value in choice.options]
        super().__init__([*selectors, *singles])
        self._choices = {choice.id: choice for choice in choices}
        self._chosen = {id_: self.measured << place for place, id_ in enumerate(self._choices, start=1)}
        self._marks: tuple[Mark, ...] = ()

    def chosen(self, rule: Rule) -> int:
        return sum(self._chosen[choice] for choice in set(rule.chosen.values()))

    def marked(self, traits: Mapping[str, str]) -> Self:
        """The classes as they are for a member who chose what `traits` say."""
        twin = copy(self)
        twin._marks = tuple(  # noqa: SLF001 - of this class
            (self._bits_of_values(choice, read_values(traits.get(trait_of(id_)))), self._chosen[id_])
            for id_, choice in self._choices.items()
        )
        return twin

    def totals(self, lines: Sequence[Line]) -> dict[int, list[int]]:
        return sum_by_class(lines, self.of_all(lines))

    def of_all(self, lines: Sequence[Line]) -> list[int]:
        classes = super().of_all(lines)
        for of, bit in self._marks:
            classes = [line_class | bit if line_class & of else line_class for line_class in classes]
        return classes

    def _bits_of_values(self, choice: MemberChoice, values: Sequence[str]) -> int:
        return sum(self._bits[_single(choice, value)] for value in values if value in choice.options)


def _single(choice: MemberChoice, value: str) -> Selector:
    return choice.attribute, frozenset({value})

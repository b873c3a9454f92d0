"""All rewards of a version, by id and by the goods that they ask for: those of the document, and those beside it.

What stands beside the document is compiled when somebody first asks for it. The index needs only its facets, so that a
catalogue of thousands is taken up in a moment, and a basket is never held against rewards on other goods.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from tessera.engine.activity import Activity
from tessera.engine.classes import values_of
from tessera.engine.discount.reward import CompiledReward
from tessera.kit.record import Record
from tessera.programme.document import Programme
from tessera.programme.ladder import Perk
from tessera.programme.reward import Reward

MOST_FOUND = 200
"""So many are looked at for one basket; whoever wants another one names it."""


class Facet(Record, array_like=True, frozen=True, gc=False):
    """What an index needs to know of a reward, so that it need not be read: whether it makes a basket cheaper, by which
    values of which attribute of lines it is found (None: in any basket), and the traits that it asks for.
    """

    lowers: bool
    attribute: str | None
    values: tuple[str, ...]
    traits: tuple[str, ...]


def facet_of(reward: CompiledReward) -> Facet:
    """It is found under the values of the attribute for which it names the fewest."""
    lines = reward.goods.lines
    attribute = min(lines, key=lambda name: (len(lines[name]), name), default=None)
    values = () if attribute is None else tuple(sorted(lines[attribute]))
    return Facet(reward.lowers, attribute, values, tuple(sorted(reward.traits_asked)))


class Beside(Protocol):
    """Rewards that stand beside the document."""

    @property
    def facets(self) -> Mapping[str, Facet]: ...

    def read(self, id_: str) -> Reward: ...


class _ById(Mapping[str, CompiledReward]):
    """Rewards by id; those beside the document once they were asked for."""

    def __init__(self, programme: Programme, beside: Beside | None) -> None:
        perks = frozenset(perk.reward for perk in perks_of(programme))
        self._programme, self._beside = programme, beside
        self._beside_ids: Mapping[str, Facet] = {} if beside is None else beside.facets
        self._compiled = {
            id_: CompiledReward(reward, programme, is_perk=id_ in perks)
            for id_, reward in sorted(programme.rewards.items())
        }

    def __getitem__(self, id_: str) -> CompiledReward:
        known = self._compiled.get(id_)
        if known is None:
            if self._beside is None or id_ not in self._beside_ids:
                raise KeyError(id_)
            reward = self._beside.read(id_)
            known = self._compiled[id_] = CompiledReward(reward, self._programme, is_perk=False)
        return known

    def __contains__(self, id_: object) -> bool:
        return id_ in self._programme.rewards or id_ in self._beside_ids

    def __iter__(self) -> Iterator[str]:
        return iter(sorted([*self._programme.rewards, *self._beside_ids]))

    def __len__(self) -> int:
        return len(self._programme.rewards) + len(self._beside_ids)


class Rewards:
    """The rewards of a programme, and those `beside` its document.

    `ids` are in order. `never` are the selectors of lines that are never discounted; `some_are_perks`: levels bring some of
    them; `at_once`: those that are taken by themselves, the dearest first.
    """

    __slots__ = ("_by_value", "_of_any", "at_once", "by_id", "ids", "never", "some_are_perks", "traits_asked")

    def __init__(self, programme: Programme, beside: Beside | None = None) -> None:
        self.by_id: Mapping[str, CompiledReward] = _ById(programme, beside)
        self.ids = tuple(self.by_id)
        self.never = programme.never_discount
        own = {id_: self.by_id[id_] for id_ in programme.rewards}
        self.some_are_perks = any(reward.is_perk for reward in own.values())
        self.at_once = _at_once(own.values())
        facets = {id_: facet_of(reward) for id_, reward in own.items()}
        if beside is not None:
            facets.update(beside.facets)
        self.traits_asked = frozenset(trait for facet in facets.values() for trait in facet.traits)
        self._of_any: list[str] = []
        self._by_value: dict[str, dict[str, list[str]]] = defaultdict(dict)
        for id_ in sorted(facets):
            if facets[id_].lowers:
                self._index(id_, facets[id_])

    def for_basket(self, activity: Activity) -> list[CompiledReward]:
        """The rewards that lower prices and for which something in the basket may count, by id: those on its goods first,
        where there are more than anybody would look at.
        """
        found: set[str] = set()
        for attribute, by_value in self._by_value.items():
            for value in {*values_of(activity.lines, attribute)} - {None}:
                found.update(by_value.get(value, ()))  # type: ignore[arg-type]
        ids = [*sorted(found), *self._of_any[:MOST_FOUND]][:MOST_FOUND]
        return [self.by_id[id_] for id_ in sorted(ids)]

    def _index(self, id_: str, facet: Facet) -> None:
        if facet.attribute is None:
            self._of_any.append(id_)
        for value in facet.values:
            self._by_value[facet.attribute or ""].setdefault(value, []).append(id_)


def _at_once(rewards: Iterable[CompiledReward]) -> tuple[CompiledReward, ...]:
    coming = [
        (one.reward.price.points, one) for one in rewards if one.reward.comes_by_itself and one.reward.price
    ]
    return tuple(one for _, one in sorted(coming, key=lambda pair: (-pair[0], pair[1].id)))


def perks_of(programme: Programme) -> Iterator[Perk]:
    """Everything that any level brings, to those who earned it and those to whom it is given."""
    for structure in programme.tiers:
        for level in structure.levels:
            yield from level.perks
            yield from (level.given.perks or ()) if level.given else ()

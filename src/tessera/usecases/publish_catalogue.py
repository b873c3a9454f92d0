"""Publish an edition of the catalogue: rewards beside the document, as a new version that has the same document."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, ClassVar, NamedTuple

import msgspec
from psycopg import Connection

from tessera.engine.discount.reward import CompiledReward
from tessera.engine.discount.rewards import facet_of
from tessera.engine.vocabulary import VOCABULARY
from tessera.kit.clock import Clock
from tessera.kit.problems import InvalidValue, NoProgramme, Problem
from tessera.kit.record import Record
from tessera.programme.catalogue import FILE, Fault, Reader
from tessera.programme.diff import Change, diff
from tessera.programme.document import Programme
from tessera.programme.load import Loaded, load
from tessera.programme.nodes import Node
from tessera.programme.plain import node_of, plain_of
from tessera.programme.reward import Reward
from tessera.versions.editions import Item, read_items, write_edition
from tessera.versions.publish import hold_batches, publish_version
from tessera.versions.read import Version, read_versions

MOST_ITEMS = 50_000
_MOST_TOLD = 200

Changes = Mapping[str, Node | None]
"""Rewards as they are to be, by id; None: it goes."""


class CatalogueHasErrors(Problem):
    """Some rewards cannot be; `faults` say which, where and what to write instead."""

    code: ClassVar[str] = "catalogue_has_errors"
    title: ClassVar[str] = "The catalogue has errors"

    def __init__(self, detail: str, *, faults: Sequence[Fault] = (), **facts: Any) -> None:
        super().__init__(detail, errors=[told_of(one) for one in faults], **facts)
        self.faults = tuple(faults)


def told_of(fault: Fault) -> tuple[str, str]:
    """(Where in the catalogue it is, what is wrong and what to write instead)."""
    where = f"rewards.{fault.reward}.{fault.key}".rstrip(".")
    return where, f"{fault.finding.message} {fault.finding.advice}".rstrip()


class Stocked(Record, frozen=True):
    """An edition that was published: with which version, how many rewards it has, how many came, changed and went.

    `absent`: ids that were to go, and that no reward had. `doubts`: what is seldom meant of those that came or changed.
    """

    edition: int
    version: int
    rewards: int
    added: int
    changed: int
    removed: int
    absent: tuple[str, ...] = ()
    doubts: tuple[Fault, ...] = ()


def publish_catalogue(  # noqa: PLR0913 - one value for each part of a publication
    connection: Connection,
    changes: Changes,
    *,
    whole: bool,
    clock: Clock,
    note: str = "",
    after: int | None = None,
    file: str = FILE,
) -> Stocked:
    """Publish the next edition, from now on: these rewards and no others (`whole`), or these beside the others.

    What changes nothing publishes nothing. `after`: only if this is still the newest edition. Raises CatalogueHasErrors,
    NoProgramme, and InvalidValue: also while a version waits that takes effect later.
    """
    ready = _prepare(connection, changes, whole=whole, after=after, file=file)
    with connection.transaction():
        hold_batches(connection)
        if (
            _newest(connection).number != ready.newest.number
        ):  # somebody was quicker: once more, while all wait
            ready = _prepare(connection, changes, whole=whole, after=after, file=file)
        newest = ready.newest
        if not ready.put and not ready.gone:
            return Stocked(newest.edition, newest.number, ready.rewards, 0, 0, 0, ready.absent)
        edition = newest.edition + 1
        write_edition(connection, edition, put=ready.put, gone=ready.gone)
        version = publish_version(
            connection,
            programme_id=newest.programme_id,
            document=newest.document,
            effective_at=None,
            clock=clock,
            note=note or f"Edition {edition} of the catalogue",
            edition=edition,
        )
    changed = len(ready.put) - ready.added
    gone = len(ready.gone)
    return Stocked(
        edition, version.number, ready.rewards, ready.added, changed, gone, ready.absent, ready.doubts
    )


class _Ready(NamedTuple):
    """An edition after `newest`, checked: what is new or another with body and facet, what goes, how many there will be.

    `absent`: what was to go, and is not there. `doubts`: what is seldom meant, as far as it can be told at once.
    """

    newest: Version
    put: dict[str, tuple[bytes, bytes]]
    gone: set[str]
    added: int
    rewards: int
    absent: tuple[str, ...]
    doubts: tuple[Fault, ...]


def _prepare(
    connection: Connection, changes: Changes, *, whole: bool, after: int | None, file: str
) -> _Ready:
    """All that takes long: reading thousands of rewards takes seconds, in which nobody else should have to wait."""
    newest = _newest(connection)
    if after is not None and newest.edition != after:
        message = f"The newest edition is {newest.edition}, not {after}: compare with that one first."
        raise InvalidValue(message, field="after")
    before = {item.reward_id: item for item in items_of(connection, newest.edition)}
    put, gone = _differing(before, changes, whole=whole)
    added = len(put.keys() - before.keys())
    rewards = len(before) + added - len(gone)
    if rewards > MOST_ITEMS:
        raise InvalidValue(f"A catalogue has at most {MOST_ITEMS} rewards, not {rewards}.", field="rewards")
    loaded = load(newest.document, vocabulary=VOCABULARY)
    read = _read_all(loaded, put, file=file)
    stored = _stored(loaded, read, put)
    absent = sorted(id_ for id_, node in changes.items() if node is None and id_ not in before)
    doubts = _doubts(loaded, read, put, file=file)
    return _Ready(newest, stored, gone, added, rewards, tuple(absent), doubts)


def compare_catalogue(
    connection: Connection, changes: Changes, *, whole: bool, lang: str = "en", file: str = FILE
) -> tuple[Change, ...]:
    """What publishing these would change, in plain sentences. Raises as `publish_catalogue`, and UnknownLanguage."""
    newest = _newest(connection)
    before = {item.reward_id: item for item in items_of(connection, newest.edition)}
    put, gone = _differing(before, changes, whole=whole)
    loaded = load(newest.document, vocabulary=VOCABULARY)
    now = _read_all(loaded, put, file=file)
    was = _read_all(loaded, {id_: _node(before[id_]) for id_ in sorted(before.keys() & {*put, *gone})})
    programme = _programme(loaded)
    own = programme.rewards
    return diff(
        replace(programme, rewards={**own, **was}), replace(programme, rewards={**own, **now}), lang=lang
    )


def check_catalogue(connection: Connection, loaded: Loaded) -> int:
    """Every reward of the newest edition must be one beside this document. The edition. Raises CatalogueHasErrors."""
    edition = newest_edition(connection)
    if edition:
        _read_all(loaded, {item.reward_id: _node(item) for item in items_of(connection, edition)})
    return edition


def newest_edition(connection: Connection) -> int:
    """The edition beside the newest document; 0 where there is none."""
    versions = read_versions(connection)
    return versions[-1].edition if versions else 0


def items_of(connection: Connection, edition: int) -> list[Item]:
    """The rewards of an edition, by id."""
    return [item for item in read_items(connection) if item.stands_in(edition)] if edition else []


def _newest(connection: Connection) -> Version:
    versions = read_versions(connection)
    if not versions:
        raise NoProgramme("Publish a programme first; the catalogue stands beside it.")
    return versions[-1]


def _differing(
    before: Mapping[str, Item], changes: Changes, *, whole: bool
) -> tuple[dict[str, Node], set[str]]:
    """What is new or another, and what goes."""
    put = {
        id_: node
        for id_, node in changes.items()
        if node is not None and (id_ not in before or before[id_].body != _body(node))
    }
    gone = {id_ for id_, node in changes.items() if node is None} & before.keys()
    return put, gone | (before.keys() - changes.keys() if whole else set())


def _read_all(loaded: Loaded, nodes: Mapping[str, Node], *, file: str = FILE) -> dict[str, Reward]:
    """The rewards of these nodes, in their order. Raises CatalogueHasErrors."""
    reader = Reader(loaded, vocabulary=VOCABULARY, file=file)
    rewards: dict[str, Reward] = {}
    faults: list[Fault] = []
    for id_, node in nodes.items():
        read = reader.read(id_, node)
        if isinstance(read, Reward):
            rewards[id_] = read
        else:
            faults += read
        if len(faults) >= _MOST_TOLD:
            break
    if faults:
        told = faults[:_MOST_TOLD]
        wrong = "1 thing is" if len(told) == 1 else f"{len(told)} things are"
        raise CatalogueHasErrors(f"{wrong} wrong; nothing was published.", faults=told)
    return rewards


def _doubts(
    loaded: Loaded, rewards: Mapping[str, Reward], nodes: Mapping[str, Node], *, file: str
) -> tuple[Fault, ...]:
    """What is seldom meant of them, up to a limit: it is to be read."""
    reader = Reader(loaded, vocabulary=VOCABULARY, file=file)
    found = (doubt for id_, reward in rewards.items() for doubt in reader.doubt(reward, nodes[id_]))
    return tuple(islice(found, _MOST_TOLD))


def _stored(
    loaded: Loaded, rewards: Mapping[str, Reward], nodes: Mapping[str, Node]
) -> dict[str, tuple[bytes, bytes]]:
    """Body and facet of each."""
    programme = _programme(loaded)
    return {
        id_: (
            _body(nodes[id_]),
            msgspec.msgpack.encode(facet_of(CompiledReward(reward, programme, is_perk=False))),
        )
        for id_, reward in rewards.items()
    }


def _programme(loaded: Loaded) -> Programme:
    """The programme of a document that was published, and so is one."""
    if loaded.programme is None:
        raise AssertionError(f"a published document does not load: {loaded.errors}")
    return loaded.programme


def _node(item: Item) -> Node:
    return node_of(msgspec.json.decode(item.body))


def _body(node: Node) -> bytes:
    return msgspec.json.encode(plain_of(node))

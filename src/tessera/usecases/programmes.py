"""The programme versions as this process knows them: compiled once, refreshed in every transaction."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from threading import RLock

from psycopg import Connection

from tessera.engine.compile import Compiled
from tessera.engine.vocabulary import VOCABULARY
from tessera.kit.problems import NoProgramme
from tessera.programme.catalogue import Reader
from tessera.programme.document import Programme
from tessera.programme.load import Loaded, load
from tessera.usecases.editions import Editions, Shelf
from tessera.versions.editions import Item
from tessera.versions.read import Version, effective, hold_versions


class Programmes:
    """Compiled programme versions. A version never changes, so what was compiled is kept."""

    def __init__(self) -> None:
        self._versions: list[Version] = []
        self._effective: list[Version] = []  # those that ever decide, by the instants from which they do
        self._compiled: dict[int, Compiled] = {}
        self._documents: dict[str, tuple[Compiled, Reader]] = {}  # several editions may stand beside one
        self._editions = Editions()
        self._guard = RLock()  # threads of one process share what was compiled

    def refresh(self, connection: Connection) -> None:
        """Take up versions published since; keeps publishing out until the transaction ends."""
        with connection.pipeline():
            refresh = self.refreshing(connection)
        refresh()

    def refreshing(self, connection: Connection) -> Callable[[], None]:
        """The same where something else is asked in one pipeline with it: to be called at its end."""
        newest = self._versions[-1].number if self._versions else 0
        versions = hold_versions(connection, after=newest)
        return lambda: self._take_up(connection, versions())

    def _take_up(self, connection: Connection, versions: Sequence[Version]) -> None:
        if (
            versions
        ):  # what stands beside them first: another thread may ask for them as soon as they are known
            self._editions.refresh(connection, versions[-1].edition)
        for version in versions:
            with self._guard:
                if version.number > len(
                    self._versions
                ):  # numbers are gapless; another thread may have read it too
                    self._versions.append(version)
                    self._effective = effective(self._versions)

    def at(self, instant: datetime) -> Compiled:
        """The version that decides what happened at `instant`. Raises NoProgramme before the first one."""
        versions = self._effective
        place = bisect_right(versions, instant, key=_begins)
        if not place:
            raise NoProgramme(f"No programme was in force at {instant.isoformat()}.", at=instant.isoformat())
        return self.numbered(versions[place - 1].number)

    def following(self, number: int, *, by: datetime) -> Compiled | None:
        """The version that takes over from `number` (0: the first), if it is in force by an instant."""
        after = next((version for version in self._effective if version.number > number), None)
        return None if after is None or after.effective_at > by else self.numbered(after.number)

    def effective_at(self, number: int) -> datetime:
        """From when on a version holds."""
        return self._versions[number - 1].effective_at

    def edition(self, number: int) -> int:
        """The edition of the catalogue beside a version's document; 0 where there is none."""
        return self._versions[number - 1].edition

    def beside(self, number: int) -> list[Item]:
        """The rewards beside a version's document, as they are stored."""
        return self._editions.items(self.edition(number))

    def every(self) -> Iterator[Compiled]:
        """Every version that there is, the first first."""
        return (self.numbered(version.number) for version in self._versions)

    def numbered(self, number: int) -> Compiled:
        """A version by its number."""
        compiled = self._compiled.get(number)
        if compiled is None:
            with self._guard:
                compiled = self._compiled[number] = self._compiled.get(number) or self._compile(number)
        return compiled

    def _compile(self, number: int) -> Compiled:
        version = self._versions[number - 1]
        if not version.edition:
            return Compiled(_programme(version, _load(version)), number=number)
        if version.document not in self._documents:
            loaded = _load(version)
            compiled = Compiled(_programme(version, loaded))
            self._documents[version.document] = compiled, Reader(loaded, vocabulary=VOCABULARY)
        compiled, reader = self._documents[version.document]
        return compiled.stocked(Shelf(self._editions.items(version.edition), reader), number=number)


def _begins(version: Version) -> datetime:
    return version.effective_at


def _load(version: Version) -> Loaded:
    return load(version.document, vocabulary=VOCABULARY)


def _programme(version: Version, loaded: Loaded) -> Programme:
    if loaded.programme is None:
        raise AssertionError(f"published version {version.number} does not load: {loaded.errors}")
    return loaded.programme

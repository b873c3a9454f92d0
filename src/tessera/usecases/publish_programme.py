"""Publish a programme: a checked document becomes the version that decides from an instant on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from psycopg import Connection

from tessera.engine.vocabulary import VOCABULARY
from tessera.kit.clock import Clock
from tessera.kit.problems import InvalidValue, Problem
from tessera.programme.finding import Finding
from tessera.programme.load import load
from tessera.usecases.publish_catalogue import check_catalogue, newest_edition
from tessera.usecases.succeed_version import MembersLeftBehind, find_obstacles
from tessera.versions.draft import drop_draft
from tessera.versions.publish import hold_batches, publish_version
from tessera.versions.read import Version, read_versions


class ProgrammeHasErrors(Problem):
    """The document cannot be a programme; `findings` say where and what to write instead."""

    code: ClassVar[str] = "programme_has_errors"
    title: ClassVar[str] = "The programme has errors"

    def __init__(self, findings: Sequence[Finding], **facts: Any) -> None:
        count = "1 error" if len(findings) == 1 else f"{len(findings)} errors"
        super().__init__(f"The document has {count}; nothing was published.", **facts)
        self.findings = tuple(findings)


def publish_programme(  # noqa: PLR0913 - one value for each part of a publication
    connection: Connection,
    text: str,
    *,
    effective_at: datetime | None,
    clock: Clock,
    note: str = "",
    rollback_of: int | None = None,
    after: int | None = None,
    instead: bool = False,
) -> Version:
    """Publish `text` from `effective_at` on; None is the instant of publishing. A saved draft of it is used up.

    `after`: only if this is still the newest version, the one that the document was compared with. `instead`: versions that
    were to begin later never do. The catalogue beside it stays, and must fit it. Raises ProgrammeHasErrors,
    CatalogueHasErrors, MembersLeftBehind, and InvalidValue: also for an instant in the past (except for the first).
    """
    loaded = load(text, vocabulary=VOCABULARY)
    if loaded.programme is None:
        raise ProgrammeHasErrors(loaded.errors)
    edition = check_catalogue(connection, loaded)  # which may take seconds, in which nobody waits
    with connection.transaction():
        hold_batches(connection)  # nobody reaches another level while members are counted
        versions, now = read_versions(connection), clock.now()
        _refuse_another(versions, after)
        later = effective_at is not None and effective_at > now
        if newest_edition(connection) != edition:
            check_catalogue(connection, loaded)
        before = [version for version in versions if version.effective_at <= now] if instead else versions
        found = find_obstacles(connection, before, loaded.programme, later=later, now=now)
        if found:
            raise MembersLeftBehind(found)
        version = publish_version(
            connection,
            programme_id=loaded.programme.id,
            document=text,
            effective_at=effective_at,
            clock=clock,
            note=note,
            rollback_of=rollback_of,
            instead=instead,
        )
        drop_draft(connection, document=text)
    return version


def _refuse_another(versions: Sequence[Version], after: int | None) -> None:
    newest = versions[-1].number if versions else 0
    if after is not None and newest != after:
        raise InvalidValue(
            f"The newest version is {newest}, not {after}: compare the document with that one first.",
            field="after",
        )

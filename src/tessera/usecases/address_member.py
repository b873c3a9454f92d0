"""In which language a member is told something."""

from uuid import UUID

from psycopg import Connection

from tessera.members.read import read_member
from tessera.programme.document import Programme
from tessera.programme.languages import LOCALES, UnknownLanguage
from tessera.programme.speak import Speaker, speaker

_OTHERWISE = "en"


def language_of(connection: Connection, member_id: UUID, *, lang: str | None) -> str:
    """The language that was asked for, else the member's own; English for a member of another one.

    Raises UnknownLanguage where no sentences are written in `lang`, and UnknownMember.
    """
    if lang is not None:
        if lang not in LOCALES:
            raise UnknownLanguage(
                f"No sentences are written in this language; there are: {', '.join(LOCALES)}.", field="lang"
            )
        return lang
    own = read_member(connection, member_id).language
    return own if own in LOCALES else _OTHERWISE


def speaker_for(
    connection: Connection, programme: Programme, member_id: UUID, *, lang: str | None
) -> Speaker:
    """A speaker of a programme to a member. Raises what `language_of` does."""
    return speaker(programme, lang=language_of(connection, member_id, lang=lang))

"""Lists on their way to PostgreSQL: as arrays of one type each, whatever their values are.

psycopg looks through a list of integers for the greatest and takes the narrowest type that holds it. So a statement is
another one, to be parsed and planned anew, whenever a batch has larger numbers than the one before it; and the looking
costs more than the packing. Here integers are always bigint: a statement is prepared once.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from struct import Struct
from typing import Any, Final
from uuid import UUID

from psycopg.abc import DumperKey
from psycopg.adapt import PyFormat
from psycopg.postgres import types
from psycopg.types.array import BaseListDumper, ListBinaryDumper

_NULL: Final = b"\xff\xff\xff\xff"
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_FLAT: Final = 1  # dimension, and the number of its first element
_SOME_NULL: Final = 1  # perhaps; the server looks for itself

_head: Final = Struct(">iiIii").pack
_size: Final = Struct(">i").pack
_eight: Final = partial(Struct(">iq").pack, 8)  # eight bytes, with their number before them
_sixteen: Final = _size(16)


def _pack_id(value: UUID) -> bytes:
    return _sixteen + value.int.to_bytes(16)


def _pack_text(value: str) -> bytes:
    return _pack_bytes(value.encode())


def _pack_bytes(value: bytes) -> bytes:
    return _size(len(value)) + value


def _pack_instant(value: datetime) -> bytes:
    since = value - _EPOCH
    return _eight((since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds)


class _FlatDumper(ListBinaryDumper):
    """Packs lists of one kind of values, or None: `pack` gives a value's size and its bytes."""

    def __init__(self, name: str, pack: Callable[[Any], bytes]) -> None:
        super().__init__(list)
        info = types[name]
        self.oid, self._element_oid = info.array_oid, info.oid
        self._pack = pack

    def dump(self, obj: list[Any]) -> bytes:
        pack = self._pack
        packed = [_NULL if value is None else pack(value) for value in obj]
        return _head(_FLAT, _SOME_NULL, self._element_oid, len(packed), _FLAT) + b"".join(packed)


_DUMPERS: Final = {
    UUID: _FlatDumper("uuid", _pack_id),
    int: _FlatDumper("int8", _eight),
    str: _FlatDumper("text", _pack_text),
    bytes: _FlatDumper("bytea", _pack_bytes),
    datetime: _FlatDumper("timestamptz", _pack_instant),
}
"""Made once: psycopg asks anew for each statement."""


class ArrayDumper(ListBinaryDumper):
    """Packs lists whose values are all of one of these types, or None. Of other lists psycopg takes care."""

    def get_key(self, obj: list[Any], format: PyFormat) -> DumperKey:  # noqa: A002 - psycopg's name
        of = _type_of(obj)
        return (list, of) if of in _DUMPERS else super().get_key(obj, format)

    def upgrade(self, obj: list[Any], format: PyFormat) -> BaseListDumper:  # noqa: A002 - psycopg's name
        return _DUMPERS.get(_type_of(obj)) or super().upgrade(obj, format)


def _type_of(values: list[Any]) -> type:
    """Of the first value that is not None."""
    for value in values:
        if value is not None:
            return type(value)
    return type(None)
